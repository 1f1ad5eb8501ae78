// What the others do at this moment, kept nowhere: who has read, who writes, who is here.

import { composer, field, id, list, me, section, someNames, words } from "./page.js";
import { showReaders } from "./lines.js";

const SAID_EVERY_MS = 4_000;
const WRITES_FOR_MS = 7_000;
const HERE_EVERY_MS = 45_000;

const marks = new Map(Object.entries(JSON.parse(words.readMarks)));
const writing = new Map(); // handle -> timer

const readTo = (handle, sequence) => marks.set(handle, Math.max(sequence, marks.get(handle) ?? 0));

const sayWriting = () => {
  const names = someNames([...writing.keys()]);
  const place = composer?.querySelector("[data-writing]");
  if (place) place.textContent = names && words.typing.replace("{names}", names);
};

const stopped = (handle) => {
  clearTimeout(writing.get(handle));
  if (writing.delete(handle)) sayWriting();
};

const sayHere = (handles) => {
  const place = section.querySelector("[data-present]");
  if (place) place.textContent = handles.length ? words.here.replace("{names}", someNames(handles)) : "";
};

/** `ask` and `isUp` as in sending.js. */
export const watchOthers = (socket, ask, isUp) => {
  socket.on("conversation.read", ({ conversation, reader, sequence }) => {
    if (conversation !== id || reader === me) return;
    readTo(reader, sequence);
    showReaders(marks);
  });
  socket.on("conversation.typing", ({ conversation, writer }) => {
    if (conversation !== id) return;
    clearTimeout(writing.get(writer));
    writing.set(writer, setTimeout(stopped, WRITES_FOR_MS, writer));
    sayWriting();
  });
  socket.on("conversation.entry", ({ conversation, entry }) => {
    if (conversation === id && entry.message) stopped(entry.by);
  });

  let said = 0;
  field?.addEventListener("input", () => {
    if (!isUp() || !field.value.trim() || Date.now() - said < SAID_EVERY_MS) return;
    said = Date.now();
    socket.emit("conversation.typing", { conversation: id });
  });

  composer?.addEventListener("talk:sent", () => (said = 0)); // the next words are new to the others

  const beHere = async () => {
    if (document.visibilityState !== "visible") return isUp() && socket.emit("presence.away", {});
    const answer = await ask("presence.here", {}).catch(() => null);
    if (answer?.ok) sayHere(answer.here);
  };
  document.addEventListener("visibilitychange", beHere);
  socket.on("connect", beHere);
  setInterval(beHere, HERE_EVERY_MS);
  if (isUp()) beHere();
};

/** Up to where each has read, anew: what was told while there was no line is told no more. */
export const readUpTo = (fresh) => {
  if (!fresh) marks.clear(); // they are not shown to who does not show their own
  Object.entries(fresh ?? {}).forEach((one) => readTo(...one)); // what was told live may be newer than this answer
  showReaders(marks);
};

/** My last message is another one now. */
export const readersAnew = () => showReaders(marks);
