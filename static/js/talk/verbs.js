// What one can do with a message, below it: react, answer, pin, edit, delete. Without this the sign ⋯ leads to a page.

import { clone, composer, field, id, list, make, say, sendByKey, words } from "./page.js";
import { mark, quoteBlock, summary } from "./lines.js";

const EDITED_WITHIN_MS = 15 * 60_000;

const answering = composer?.querySelector("[data-answering]");

const answer = (sequence) => {
  const found = sequence && summary(sequence);
  composer.elements.quote.value = sequence || "";
  answering.hidden = !found;
  answering.querySelector(".quoted")?.remove();
  if (!found) return;
  answering.querySelector(".meta").after(quoteBlock(found));
  say([...answering.children].slice(0, 2).map((one) => one.textContent).join(" "));
  field.focus();
};

const source = async (sequence) => {
  const response = await fetch(`/api/v1/conversations/${id}/messages/${sequence}`, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.status);
  return (await response.json()).body;
};

/** `ask` and `take` as in log.js. */
export const offer = (ask, take) => {
  let open = null; // the toolbar, below the message it belongs to

  const close = () => {
    const back = open?.closest(".message")?.querySelector(".more");
    open?.remove();
    open = null;
    back?.setAttribute("aria-expanded", "false");
    return back ?? field; // of what was deleted meanwhile there is no more
  };

  const refuse = (text) => {
    open.querySelector("[role=alert]")?.remove();
    const said = make("p", "field-error", text);
    said.role = "alert";
    open.append(said);
  };

  const act = async (event, payload, done) => {
    const bar = open;
    bar.ariaBusy = "true";
    const answered = await ask(event, payload).catch(() => ({ ok: false, error: { message: words.unchanged } }));
    bar.ariaBusy = "false";
    if (open !== bar) return;
    if (!answered.ok) return refuse(answered.error.message);
    close()?.focus();
    say(done);
    if (answered.entry) take({ conversation: id, entry: answered.entry });
  };

  const edit = async (sequence) => {
    let body;
    try {
      body = await source(sequence);
    } catch {
      return refuse(words.unchanged);
    }
    const form = make("form", "editing");
    const box = make("textarea", "");
    box.value = body;
    box.dir = "auto";
    box.rows = Math.min(8, body.split("\n").length + 1);
    box.ariaLabel = words.other;
    const button = make("button", "button small primary", words.change);
    form.append(box, button);
    sendByKey(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act("message.edit", { sequence, body: box.value }, words.edited);
    });
    open.replaceChildren(form);
    box.focus();
  };

  const show = (item) => {
    const sequence = Number(item.dataset.sequence);
    const mine = item.classList.contains("mine");
    open = clone("verbs");
    const more = item.querySelector(".more");
    more.ariaExpanded = "true";
    open.ariaLabel = more.ariaLabel;
    const fresh = Date.now() - new Date(item.querySelector("time").dateTime) < EDITED_WITHIN_MS;
    if (!mine || !fresh) open.querySelector("[data-verb=edit]").remove();
    const remove = open.querySelector("[data-verb=delete]");
    if (mine) remove.href = more.href; // a page of its own asks once more
    else remove.remove();
    if (!composer) open.querySelector("[data-verb=answer]").remove();
    const pin = open.querySelector("[data-verb=pin]");
    const isPinned = item.querySelector(".state > .pinned") !== null;
    if (isPinned) pin.textContent = pin.dataset.else;
    for (const button of open.querySelectorAll("[data-sign]")) {
      const { sign } = button.dataset;
      const given = item.querySelector(`.signs .mine[data-sign="${sign}"]`) !== null;
      button.ariaPressed = String(given);
      button.addEventListener("click", () => act("message.react", { sequence, sign, on: !given }, given ? words.reactedNot : `${words.reacted} ${button.textContent}`));
    }
    pin.addEventListener("click", () => act("message.pin", { sequence, on: !isPinned }, isPinned ? words.pinnedNot : words.pinned));
    open.querySelector("[data-verb=edit]")?.addEventListener("click", () => edit(sequence));
    open.querySelector("[data-verb=answer]")?.addEventListener("click", () => {
      close();
      answer(sequence);
    });
    item.append(open);
    open.querySelector("button").focus();
    open.scrollIntoView({ block: "nearest" });
  };

  list.addEventListener("click", (event) => {
    const more = event.target.closest(".more");
    if (!more || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = more.closest(".message");
    const again = open?.parentElement === item;
    close();
    if (!again) show(item);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) close()?.focus();
  });
  composer?.querySelector("[data-answer-not]").addEventListener("click", (event) => {
    event.preventDefault();
    answer(null);
    field.focus();
  });
  composer?.addEventListener("talk:sent", () => answer(null));
};

/** Mark what is pinned now, and nothing else. */
export const markPinned = (pins) => {
  const pinned = new Set(pins.map(({ sequence }) => `message-${sequence}`));
  for (const more of list.querySelectorAll(".more")) {
    const item = more.closest(".message");
    mark(item, "pinned", pinned.has(item.id));
  }
};
