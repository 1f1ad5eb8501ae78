// Lists of conversations on a page, drawn anew by the server when something happened in one of them. What was written here and
// has not been sent, in a tab that is closed since, stands below its conversation.

import { fragment } from "./fragment.js";
import * as outbox from "./talk/outbox.js";

const list = document.querySelector("[data-lines]");
const requests = document.querySelector("[data-requests]");
const member = document.querySelector("[data-inbox]").dataset.inbox;
const MOST_ARE_SENT_WITHIN_MS = 1_000;
const SHOWN = 80; // characters of what waits
let behind = false;

const showUnsent = async () => {
  const unsent = list ? await outbox.all(member) : [];
  for (const old of document.querySelectorAll("[data-unsent-here]")) old.remove();
  const told = new Map(); // of several the refused one, since only its writer can do something about it
  for (const entry of unsent) if (!told.get(entry.conversation)?.reason) told.set(entry.conversation, entry);
  for (const { conversation, body, reason } of told.values()) {
    const line = list.querySelector(`a[href^="/conversations/${CSS.escape(conversation)}"]:not([aria-current])`);
    if (!line) continue;
    const note = document.createElement("span");
    note.className = reason ? "who refused" : "who meta";
    note.dataset.unsentHere = "";
    const words = document.createElement("bdi");
    words.textContent = body.slice(0, SHOWN) + (body.length > SHOWN ? "…" : "");
    note.append(reason ? list.dataset.refused : list.dataset.waiting, " ", words);
    line.append(note);
  }
};

const draw = async () => {
  if (!list?.offsetParent) return; // on a phone it does not stand beside the conversation
  if (document.visibilityState !== "visible") {
    behind = true;
    return;
  }
  behind = false;
  const answer = await fetch(list.dataset.lines, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const at = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
  list.replaceChildren(fragment(await answer.text()));
  showUnsent();
  if (list.firstElementChild) document.querySelector("main .empty")?.remove();
  if (at) list.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
};

document.addEventListener("inbox", ({ detail }) => {
  if (requests) {
    requests.textContent = detail.requests;
    requests.hidden = !detail.requests;
  }
  draw();
});
let soon = null;
if ("BroadcastChannel" in window) new BroadcastChannel("outbox").addEventListener("message", () => {
  clearTimeout(soon);
  soon = setTimeout(showUnsent, MOST_ARE_SENT_WITHIN_MS);
});
document.addEventListener("visibilitychange", () => (behind ? draw() : showUnsent()));
showUnsent();
