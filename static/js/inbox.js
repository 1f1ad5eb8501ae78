// How much waits for the reader: in the masthead, in the title, and for the lists on a page, up to date in every tab.
//
// One tab of a browser keeps the line to the server, whoever is first; what it is told it tells the others. It never counts
// by itself: when something happened it asks.

import "./leaving.js";
import { connect } from "./live.js";

const HEARD = ["conversation.entry", "conversation.read", "conversation.gone", "inbox.changed"];
const ASKED_AFTER_MS = 600; // an open conversation reads what comes, and several things come together
const ANSWERED_WITHIN_MS = 8_000;
const STARTS_AFTER_MS = 1_500; // who only passes through a page needs no line
const HIDDEN_FOR_MS = 3_600_000;
const HERE_EVERY_MS = 45_000;
const LOOKED_AT_MS = 60_000;

const link = document.querySelector("[data-inbox]");
const name = `inbox:${link.dataset.inbox}`;
const others = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;

const show = ({ unread, requests }) => {
  link.querySelector(".count")?.remove();
  link.querySelector(".unseen")?.remove();
  if (unread) {
    const count = document.createElement("span");
    count.className = "count";
    count.ariaHidden = "true";
    count.textContent = unread;
    count.dataset.unread = "";
    const said = document.createElement("span");
    said.className = "unseen";
    said.textContent = link.dataset.words.replace("{num}", unread);
    link.append(" ", count, " ", said);
  }
  document.title = (unread ? `(${unread}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  document.dispatchEvent(new CustomEvent("inbox", { detail: { unread, requests } }));
};

const keepTheLine = async () => {
  const socket = await connect();
  let asking = null;
  const ask = async () => {
    const answer = await socket.timeout(ANSWERED_WITHIN_MS).emitWithAck("inbox.count", {}).catch(() => ({ ok: false }));
    asking = null;
    if (!answer.ok) return;
    show(answer);
    others?.postMessage({ unread: answer.unread, requests: answer.requests });
  };
  const soon = () => (asking ??= setTimeout(ask, ASKED_AFTER_MS));
  HEARD.forEach((event) => socket.on(event, soon));
  let left = null;
  const sendLeft = () =>
    (left ??= import("./talk/left.js")
      .then((one) => one.sendLeft(link.dataset.inbox, (payload) => socket.timeout(ANSWERED_WITHIN_MS).emitWithAck("message.send", payload)))
      .catch(() => {}) // no answer: with the next look
      .finally(() => (left = null)));
  const arrive = () => {
    soon();
    sendLeft();
  };
  socket.on("connect", arrive);
  if (socket.connected) arrive();

  // Who chose to show that they are here, is where any of their tabs is looked at.
  let looked = Date.now();
  let showing = true;
  const beHere = async () => {
    if (!showing || !socket.connected || (document.visibilityState !== "visible" && Date.now() - looked > LOOKED_AT_MS)) return;
    const answer = await socket.timeout(ANSWERED_WITHIN_MS).emitWithAck("presence.here", {}).catch(() => ({}));
    showing = answer.shows ?? true;
  };
  setInterval(() => {
    beHere();
    if (socket.connected) sendLeft();
  }, HERE_EVERY_MS);
  beHere();

  // Nobody has looked at this browser for long: the place is for somebody else.
  let leaving = null;
  const seen = () => {
    clearTimeout(leaving);
    if (document.visibilityState === "visible") leaving = null;
    else leaving = setTimeout(() => socket.disconnect(), HIDDEN_FOR_MS);
    if (!socket.connected && !socket.active) socket.connect();
  };
  document.addEventListener("visibilitychange", seen);
  others?.addEventListener("message", ({ data }) => {
    if (!data.seen) return;
    looked = Date.now();
    seen();
  });
};

others?.addEventListener("message", ({ data }) => "unread" in data && show(data));
const look = () => document.visibilityState === "visible" && others?.postMessage({ seen: true });
document.addEventListener("visibilitychange", look);
setInterval(look, HERE_EVERY_MS);

setTimeout(() => {
  if (!others || !navigator.locks) keepTheLine();
  else navigator.locks.request(name, () => keepTheLine().then(() => new Promise(() => {})));
}, STARTS_AFTER_MS);
