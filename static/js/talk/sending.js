// From the box to the server: waiting, then sent, or refused with the reason. What the line loses is tried again, later
// and later, until there is an answer.

import { isLoading, putBack, takeFiles } from "./attaching.js";
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import { composer, field, id, make, me, say, section, sendByKey, words } from "./page.js";

const FIRST_WAIT_MS = 1_000;
const READ = 20_000; // of what is too long no more is sent: the server says so in its own words
const LONGEST_WAIT_MS = 60_000;

/** It stands on the last page. Only another part of the same address would not take the page anew. */
const showAtEnd = (sequence) => {
  history.replaceState(null, "", `/conversations/${id}?before=${sequence + 1}#message-${sequence}`);
  location.reload();
};

/** `ask` as in log.js; `take` gets each acknowledged entry; `isUp()` says whether there is a line. */
export const queue = (ask, take, isUp) => {
  let sending = false;
  let wait = FIRST_WAIT_MS;
  let timer = null;

  const mine = async () => (await outbox.all(me)).filter((entry) => entry.conversation === id);

  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(flush, ms);
  };

  /** True when the next one may follow. */
  const send = async (entry) => {
    const { body, client_id, quote, files = [] } = entry;
    const answer = await ask("message.send", { body: body.slice(0, READ), client_id, quote, files: files.map((file) => file.id) });
    if (answer.ok) {
      wait = FIRST_WAIT_MS;
      await outbox.drop(client_id);
      await take({ conversation: id, entry: answer.entries[0], quoted: answer.quoted });
      if (words.endsBefore) showAtEnd(answer.entries[0].sequence);
      say(words.sent);
      lines.forget(client_id); // also when it was sent so long ago that it is not told again
      return true;
    }
    const { retry_after: retryAfter, message } = answer.error;
    if (outbox.mayWait(answer.error)) {
      later(Math.max(retryAfter * 1000 || 0, wait));
      return false;
    }
    await refuse({ ...entry, reason: message });
    return true;
  };

  const flush = async () => {
    if (sending || !isUp()) return;
    sending = true;
    try {
      for (const entry of await mine()) {
        if (!entry.reason && !(await send(entry))) break;
      }
    } catch {
      later(wait * (0.75 + Math.random() / 2)); // no answer: it may have arrived, so the same id goes again
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
    sending = false;
  };

  const verb = (label, act) => {
    const button = make("button", "verb strong", label);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  };

  const refuse = async (entry) => {
    await outbox.keep(entry);
    const again = verb(words.again, async () => {
      const { reason, ...retried } = entry;
      lines.forget(entry.client_id);
      await outbox.keep(retried);
      lines.showWaiting(retried);
      field.focus(); // the button is gone
      flush();
    });
    const back = verb(words.back, async () => {
      await forget(entry.client_id);
      putBack(entry.files ?? []);
      field.value = [entry.body, field.value].filter((text) => text.trim()).join("\n\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
    lines.showRefused(entry, [again, " ", back]);
    say(`${words.refused} ${entry.reason}`);
    section.querySelector("[data-part=box]").scrollIntoView({ block: "nearest" }); // what may have to be agreed to first
  };

  const forget = async (clientId) => {
    lines.forget(clientId);
    await outbox.drop(clientId);
  };

  /** Queue what stands in the box. */
  const write = async (body, quote, files) => {
    const entry = { client_id: outbox.newId(), member: me, conversation: id, body, quote, files, at: Date.now() };
    await outbox.keep(entry); // what is shown as waiting is kept
    lines.showWaiting(entry);
    if (!isUp()) say(words.waiting);
    flush();
  };

  /** What an earlier page left behind. */
  const restore = async () => {
    for (const entry of await mine()) {
      if (entry.reason) await refuse(entry);
      else lines.showWaiting(entry);
    }
  };

  if (!composer) return { flush, forget, restore };
  composer.addEventListener("submit", (event) => {
    if (isLoading(() => composer.requestSubmit())) return event.preventDefault();
    const body = field.value.trim();
    const files = takeFiles();
    if (!body && !files.length) return; // the server's words for an empty message are as good as ours
    event.preventDefault();
    const quote = Number(composer.elements.quote.value) || null;
    field.value = "";
    field.dispatchEvent(new Event("draft:sent", { bubbles: true }));
    composer.dispatchEvent(new Event("talk:sent"));
    field.focus();
    write(body, quote, files);
  });
  sendByKey(composer);
  return { flush, forget, restore };
};
