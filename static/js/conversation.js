// An open conversation, live. Each part has a file of its own below talk/; here they are put together.

import { connect } from "./live.js";
import { follow, lastNumber } from "./talk/log.js";
import { readersAnew, readUpTo, watchOthers } from "./talk/around.js";
import { watch } from "./talk/expiring.js";
import { cameBelow, watchEnd } from "./talk/latest.js";
import * as lines from "./talk/lines.js";
import { id, say, section, time, words } from "./talk/page.js";
import "./talk/mentioning.js";
import "./talk/older.js";
import { refresh } from "./talk/parts.js";
import { queue } from "./talk/sending.js";
import "./talk/together.js";
import { markPinned, offer } from "./talk/verbs.js";

const ACKNOWLEDGED_WITHIN_MS = 8_000;
const lineState = section.querySelector("[data-line-state]");

let socket = null;
let isAway = false; // and something came meanwhile
const isUp = () => Boolean(socket?.connected);
const ask = async (event, payload) => {
  if (!isUp()) throw new Error("no line");
  return socket.timeout(ACKNOWLEDGED_WITHIN_MS).emitWithAck(event, { conversation: id, ...payload });
};

let saidRead = 0;
const markRead = () => {
  if (!isUp() || words.endsBefore || document.visibilityState !== "visible" || !lines.atEnd() || saidRead === lastNumber()) return;
  saidRead = lastNumber();
  socket.emit("conversation.read", { conversation: id, sequence: saidRead });
};

// A flicker is not worth a word; a line that does not come is, also when its library could not be fetched.
let losing = null;
const sayLost = (since) => {
  const text = document.createElement("span");
  text.className = "lost";
  const [before, after] = words.lost.split("{time}");
  text.append(before, time(since), after ?? "");
  lineState.replaceChildren(text);
};
const lose = (patience) => (losing ??= setTimeout(sayLost, patience, new Date().toISOString()));
// Who signed out in another tab, was suspended, or is not in this conversation any more has no line, and reads no further:
// the page taken anew says why. What was written waits on this device for the same member, if they come back.
const NOT_THEIRS = [0, 401, 404]; // 0: sent elsewhere, to the sign-in
const askWhy = async () => {
  const answer = await fetch(`/conversations/${id}/parts?line=0`, { redirect: "manual" }).catch(() => null);
  if (answer && NOT_THEIRS.includes(answer.status)) location.reload();
};
const regain = () => {
  clearTimeout(losing);
  losing = null;
  if (lineState.querySelector(".lost")) say(words.regained);
  lineState.replaceChildren();
};

const log = follow(ask, {
  sent: (clientId) => sending.forget(clientId),
  own: readersAnew,
  named: markRead,
  read: readUpTo,
  message: ({ sequence }) => {
    if (document.visibilityState !== "visible" && !isAway) lines.markNew(sequence);
    isAway = document.visibilityState !== "visible";
    cameBelow();
    markRead();
  },
  facts: ({ sequence, set_conversation: facts }) => {
    if (facts?.pins) markPinned(facts.pins);
    refresh(sequence);
  },
});
const sending = queue(ask, log.take, isUp);
offer(ask, log.take);
watch(section);

document.addEventListener("visibilitychange", () => {
  isAway = false;
  markRead();
});
await sending.restore();

// Opened where reading goes on: at what is new, else at the end, with the box to write in.
const start = document.getElementById("new");
if (!location.hash || (location.hash === "#new" && !start)) {
  section.scrollIntoView({ block: "end" });
  if (start?.getBoundingClientRect().top < 0) start.scrollIntoView();
}

watchEnd(markRead);

const caughtUp = async () => {
  regain();
  saidRead = 0; // it may not have arrived
  lines.sayLine(true);
  await log.fill();
  markRead();
  sending.flush();
};
lose(4_000);
socket = await connect();
socket.on("connect", caughtUp);
socket.on("disconnect", (reason) => {
  lines.sayLine(false);
  lose(1_000);
  if (reason === "io server disconnect") askWhy(); // it was closed on purpose
});
socket.on("connect_error", askWhy);
socket.on("conversation.entry", log.take);
socket.on("conversation.gone", ({ conversation }) => conversation === id && location.assign("/conversations?gone"));
watchOthers(socket, ask, isUp);
if (isUp()) caughtUp();
