// A first message is as safe as those after it: kept on this device until the server has it, and sent when the line is back,
// from whatever page is open then (talk/left.js). Files, and people who were named in words, go with the form itself.

import { isHere, sendFirst } from "./talk/first.js";
import * as outbox from "./talk/outbox.js";

const section = document.querySelector("[data-first]");
const member = document.querySelector("[data-inbox]").dataset.inbox;
const composer = section.querySelector("[data-composer]");
const field = composer.elements.body;
const list = section.querySelector("[data-messages]");
const TRIED_EVERY_MS = 10_000;
let sending = false;
let shown = 0;

const mine = async () => (await outbox.all(member)).filter(isHere);

const show = (entries) => {
  shown = entries.length;
  list.replaceChildren(
    ...entries.map(({ body }) => {
      const item = document.querySelector("template[data-waiting-message]").content.firstElementChild.cloneNode(true);
      item.querySelector(".bubble").append(body);
      return item;
    }),
  );
};

/** What was refused comes back into the box. */
const putBack = async ({ client_id: clientId, body }) => {
  await outbox.drop(clientId);
  field.value = [body, field.value].filter((text) => text.trim()).join("\n\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/** False when nothing more is to be tried now. */
const send = async (entry) => {
  const answer = await sendFirst(entry);
  if (answer.ok) {
    await outbox.drop(entry.client_id);
    location.assign(`/conversations/${answer.conversation}`);
  } else if (!outbox.mayWait(answer.error)) {
    await putBack(entry);
    composer.submit(); // the server says why, where it belongs
  }
  return answer.ok;
};

const flush = async () => {
  if (sending) return;
  sending = true;
  const entries = await mine();
  if (shown && !entries.length) location.assign(section.dataset.first ? location.href : "/conversations"); // another tab sent it
  show(entries);
  try {
    for (const entry of entries) if (!(await send(entry))) break;
  } catch {
    // no answer: it may have arrived, so the same id goes again
  }
  for (const state of list.querySelectorAll(".state")) state.textContent = state.dataset.waiting;
  sending = false;
};

composer.addEventListener("submit", async (event) => {
  const { people, title, files, client_id: clientId } = composer.elements;
  const ticked = [...composer.querySelectorAll("[name=with]:checked")].map((one) => one.value);
  const to = section.dataset.first ? [section.dataset.first] : ticked;
  const entry = { client_id: clientId.value, member, to, title: title?.value ?? "", body: field.value.trim(), at: Date.now() };
  if (!entry.body || !isHere(entry) || people?.value.trim() || files.files.length) return;
  event.preventDefault();
  clientId.value = outbox.newId();
  await outbox.keep(entry); // what is shown as waiting is kept
  field.value = "";
  field.dispatchEvent(new Event("draft:sent", { bubbles: true }));
  flush();
});

window.addEventListener("online", flush);
setInterval(flush, TRIED_EVERY_MS);

for (const entry of await mine()) if (entry.reason) await putBack(entry);
flush();
