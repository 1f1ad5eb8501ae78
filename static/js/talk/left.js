// What an earlier page wrote and could not send goes from whatever page is open now. An open conversation sends its own.

import { isHere, sendFirst } from "./first.js";
import * as outbox from "./outbox.js";

const open = document.querySelector("[data-conversation]")?.dataset.conversation;

/** All that `member` left, in the order of writing; `send(payload)` gives the acknowledgement. What is refused is kept, with the
 * reason, for when its conversation is opened; what may be tried again waits, and what was written after it. */
export const sendLeft = async (member, send) => {
  const waiting = new Set([open]);
  for (const entry of await outbox.all(member)) {
    const { conversation, to, body, client_id, quote, files = [], reason } = entry;
    const whither = conversation ?? to.join();
    if (reason || waiting.has(whither) || isHere(entry)) continue;
    const answer = to ? await sendFirst(entry) : await send({ conversation, body, client_id, quote, files: files.map((file) => file.id) });
    if (answer.ok) await outbox.drop(client_id);
    else if (outbox.mayWait(answer.error)) waiting.add(whither);
    else await outbox.keep({ ...entry, reason: answer.error.message });
  }
};
