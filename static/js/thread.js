// The discussion of a story, live: new replies wait behind a count, the reader's own appears at once, and what was typed
// is never lost. The page works without this; everything here only saves loading it again.

import { fragment } from "./fragment.js";
import { connect, onLine } from "./live.js";

const root = document.querySelector("[data-discussion]");
const words = root.dataset;
const list = root.querySelector("[data-thread]");
const bar = root.querySelector("[data-waiting]");
const lineState = root.querySelector("[data-line-state]");
const form = root.querySelector("[data-reply-form]");
const home = root.querySelector("[data-reply-home]"); // none where the server has opened the form below a reply
const token = document.querySelector("meta[name=csrf-token]")?.content;
const MINUTE_MS = 60_000;

let last = Number(words.last);
let held = null; // what has arrived and waits behind the bar

const placeOf = (sequence) => root.querySelector(`#reply-${sequence}`);
const count = document.createElement("a");
count.className = "waiting";
count.href = "#thread";

// What came after the last reply on the page, in the reader's language; null when there is nothing.
const ask = async () => {
  const answer = await fetch(`${words.newer}?after=${last}`, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.status === 204 ? null : fragment(await answer.text());
};

const branchOf = (sequence, fresh) => {
  const item = placeOf(sequence)?.closest("li");
  if (!item) return list;
  let branch = item.querySelector(":scope > .branch");
  const drawn = fresh.querySelector(`[data-branch-of="${sequence}"]`);
  if (!branch) item.append((branch = drawn));
  else if (drawn) branch.querySelector("summary").replaceWith(drawn.querySelector("summary"));
  branch.open = true;
  return branch.querySelector("ol");
};

const show = () => {
  if (!held) return null;
  const fresh = held;
  const arrived = fresh.querySelector("[data-newer-last]");
  held = null;
  bar.replaceChildren();
  root.querySelector("[data-empty]")?.remove();
  let first = null;
  for (const item of [...arrived.children]) {
    const known = placeOf(item.querySelector("[data-sequence]").dataset.sequence);
    if (known) continue;
    (item.dataset.under ? branchOf(item.dataset.under, fresh) : list).append(item);
    first ??= item;
  }
  last = Number(arrived.dataset.newerLast);
  root.querySelector("h2").textContent = arrived.dataset.title;
  return first;
};

const look = async () => {
  const fresh = await ask();
  if (!fresh) return false;
  held = fresh;
  count.textContent = fresh.querySelector("[data-sentence]").dataset.sentence;
  if (!count.isConnected) bar.replaceChildren(count);
  return true;
};

const goTo = (place) => {
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
};

count.addEventListener("click", (event) => {
  event.preventDefault();
  const first = show();
  if (!first) return;
  goTo(first.querySelector(".reply"));
});

const say = (text, lost = false) => {
  const span = document.createElement("span");
  span.className = lost ? "lost" : "";
  span.textContent = text;
  lineState.replaceChildren(...(text ? [span] : []));
};

// ---- replying --------------------------------------------------------------------------------------------

const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// One form, moved below the reply that is answered and back.
const moveForm = (sequence, name) => {
  const field = form.querySelector("textarea");
  const key = field.dataset.draft.replace(/[^:]*$/, sequence);
  if (key !== field.dataset.draft) {
    field.dispatchEvent(new Event("draft:sent", { bubbles: true })); // its text moves along, under its new name
    field.dataset.draft = key;
    form.querySelector("[data-draft-note]")?.setAttribute("data-draft-note", key);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.elements.parent.value = sequence;
  const label = form.querySelector("label");
  label.dataset.own ??= label.textContent;
  label.textContent = sequence ? words.to.replace("{name}", name) : label.dataset.own;
  if (sequence) placeOf(sequence).after(form);
  else home.append(form);
  cancel.hidden = !sequence;
  if (sequence) field.focus();
};

const cancel = document.createElement("button");
cancel.type = "button";
cancel.className = "verb";
cancel.hidden = true;
cancel.textContent = words.cancel;
cancel.addEventListener("click", () => {
  const answered = placeOf(form.elements.parent.value);
  moveForm("", "");
  answered?.querySelector("footer a")?.focus();
});

const refusal = async (answer) => {
  try {
    const { errors, detail } = await answer.json();
    return errors?.body?.[0] ?? detail;
  } catch {
    return words.unsent;
  }
};

let sent = { body: null, id: null };
let sending = false;

const send = async () => {
  const field = form.querySelector("textarea");
  const body = field.value;
  // Tried again, the same words keep their id and are kept once; other words are another reply.
  if (sent.body !== body) sent = { body, id: newId() };
  sending = true;
  form.querySelector(".button").classList.add("busy");
  say(words.busy);
  let trouble = "";
  try {
    const answer = await fetch(`/api/v1${new URL(form.action).pathname}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify({ body, parent: Number(form.elements.parent.value) || null, client_id: sent.id }),
    });
    if (!answer.ok) trouble = await refusal(answer);
    else {
      const { sequence } = await answer.json();
      if (field.value === body) field.value = "";
      field.dispatchEvent(new Event("draft:sent", { bubbles: true }));
      sent = { body: null, id: null };
      if (!home) return location.assign(`${location.pathname}#reply-${sequence}`);
      moveForm("", "");
      await look();
      show();
      const mine = placeOf(sequence);
      if (mine) goTo(mine); // the form has moved, and a moved field loses the focus
    }
  } catch {
    trouble = sent.id ? words.unsent : words.lost; // sent, but what came since could not be fetched
  }
  sending = false;
  form.querySelector(".button").classList.remove("busy");
  say(trouble, Boolean(trouble));
  if (trouble) form.querySelector(".row").before(lineState);
};

if (form && token) {
  form.querySelector(".row").append(cancel);
  form.addEventListener("submit", (event) => {
    if (!form.querySelector("textarea").value.trim()) return; // the server has the words for an empty reply
    event.preventDefault();
    if (!sending) send();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape" && !cancel.hidden) cancel.click();
  });
  list.addEventListener("click", (event) => {
    const verb = home && event.target.closest('a[href^="?reply_to="]');
    if (!verb || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const reply = verb.closest(".reply");
    moveForm(reply.dataset.sequence, reply.querySelector(".name").textContent);
  });
}

// ---- hearing of new replies ------------------------------------------------------------------------------

// Readers ask, once a minute at most, less often while nothing comes, and not while nobody looks.
const poll = () => {
  let wait = MINUTE_MS;
  const again = async () => {
    if (document.visibilityState === "visible") {
      const found = await look().catch(() => false);
      wait = found ? MINUTE_MS : Math.min(wait * 1.5, 10 * MINUTE_MS);
    }
    setTimeout(again, wait);
  };
  setTimeout(again, wait);
};

// Members are told. A short, uneven wait gathers replies that come together and spreads the questions of many readers.
const follow = async () => {
  const socket = await connect();
  let soon = null;
  const lookSoon = () => {
    soon ??= setTimeout(() => {
      soon = null;
      if (!sending) look().catch(() => {});
    }, 300 + Math.random() * 1200);
  };
  socket.on("thread.reply", (news) => {
    if (String(news.story_id) === words.discussion && news.sequence > last) lookSoon();
  });
  let lost = null;
  onLine((isUp) => {
    clearTimeout(lost);
    if (!isUp) lost = setTimeout(() => say(words.lost, true), 3000); // a flicker is not worth a word
    else {
      say("");
      socket.emit("thread.follow", { story_id: Number(words.discussion), after: last }, (answer) => {
        if (answer.ok && answer.is_behind) lookSoon();
      });
    }
  });
};

const start = () => (token ? follow() : poll());
if (document.readyState === "complete") start();
else window.addEventListener("load", start, { once: true });
