// What an earlier page wrote and could not send goes from whatever page is open now. An open conversation sends its own.

import * as outbox from "./outbox.js";

const open = document.querySelector("[data-conversation]")?.dataset.conversation;

/** All that `member` left, in the order of writing; `send(payload)` gives the acknowledgement. What is refused is kept, with the
 * reason, for when its conversation is opened; what may be tried again waits, and what was written after it. */
export const sendLeft = async (member, send) => {
  const waiting = new Set([open]);
  for (const entry of await outbox.all(member)) {
    const { conversation, body, client_id, quote, files = [], reason } = entry;
    if (reason || waiting.has(conversation)) continue;
    const answer = await send({ conversation, body, client_id, quote, files: files.map((file) => file.id) });
    if (answer.ok) await outbox.drop(client_id);
    else if (answer.error.retry_after || answer.error.status >= 500 || answer.error.status === 401) waiting.add(conversation);
    else await outbox.keep({ ...entry, reason: answer.error.message });
  }
};
