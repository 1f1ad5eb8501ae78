// The log of the open conversation: entries are applied in the order of their numbers; a gap is filled by asking for
// what came after the last number (docs/realtime.md, the state rule).

import { id, me, meet, say, words } from "./page.js";
import * as lines from "./lines.js";

const FAR = 400; // so many numbers behind it is quicker to take the page anew than to draw what was missed
const MANY = 3; // more that come at once are counted to who listens, not read out

let last = Number(words.last);
let filling = null;

export const lastNumber = () => last;

/**
 * `ask(event, payload)` gives an acknowledgement; `on.sent(clientId)`, `on.message(entry)`, `on.own(entry)`,
 * `on.named()`, `on.read(marks)` and `on.facts(entry)` are told of what concerns others.
 */
export const follow = (ask, on) => {
  const apply = (entry, quoted, aloud = true) => {
    if (entry.client_id) on.sent(entry.client_id);
    if (entry.sequence <= last) return;
    last = entry.sequence;
    meet(entry.by, entry.by_name);
    lines.remember(quoted);
    const hasPlace = !words.endsBefore; // on an older page what is new stands elsewhere
    if (entry.message && hasPlace) {
      lines.show(entry, aloud);
      (entry.by === me ? on.own : on.message)(entry);
    }
    if (entry.notice && hasPlace) lines.hold(entry);
    if (entry.target) {
      lines.set(entry.target, entry.set_message);
      if (entry.set_message.mentions?.includes(me)) on.named();
    }
    if (entry.notice || entry.set_conversation) on.facts(entry);
  };

  const fillOnce = async () => {
    let answer;
    do {
      answer = await ask("conversation.since", { after: last });
      if (!answer.ok) return;
      on.read(answer.read);
      if (answer.last_sequence > last + FAR) return location.reload();
      const missed = answer.entries.filter((entry) => entry.message && entry.by !== me).length;
      if (missed > MANY) say(words.many.replace("{num}", missed));
      for (const entry of answer.entries) apply(entry, answer.quoted, missed <= MANY);
    } while (answer.more);
  };

  /** Ask until there is no more; calls meanwhile join the running one. */
  const fill = () => (filling ??= fillOnce().catch(() => {}).finally(() => (filling = null)));

  /** What was told, live or in an acknowledgement: applied if it is the next, else the gap before it is filled. */
  const take = async ({ conversation, entry, quoted = [] }) => {
    if (conversation !== id) return;
    if (entry.sequence > last + 1) await fill();
    apply(entry, quoted);
  };

  return { fill, take };
};
