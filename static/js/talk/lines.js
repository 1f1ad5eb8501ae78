// The lines of a conversation on the page: drawn as the server draws them (templates/macros/conversation.html).

import { fragment } from "../fragment.js";
import { hasExpired } from "./expiring.js";
import { drawCards, drawFiles } from "./files.js";
import { clone, day, id, lineOf, list, make, me, nameOf, placeOf, say, section, someNames, time, words } from "./page.js";

const QUOTED = 140;
const labels = Object.fromEntries([...clone("verbs").querySelectorAll("[data-sign]")].map((one) => [one.dataset.sign, one.textContent]));
const known = new Map(); // quoted messages that are not on the page, by number

/** Whether its reader is at the end, and follows. */
export const atEnd = () => section.getBoundingClientRect().bottom <= window.innerHeight + 120;
const newest = () => [...list.querySelectorAll(":scope > [data-sequence]")].at(-1);
const waiting = () => list.querySelector(":scope > .waiting-state, :scope > .refused");

/** Put a line below the others, above what waits, with a line for its day. True when its reader is at the end, and follows. */
const put = (item, at) => {
  const follows = atEnd();
  const last = newest()?.querySelector("time")?.dateTime;
  const before = waiting();
  if (day(at).textContent !== (last && day(last).textContent)) {
    list.insertBefore(make("li", "divider day-line", make("span", "", day(at))), before);
  }
  list.insertBefore(item, before);
  return follows;
};

const cut = (text) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= QUOTED ? line : `${line.slice(0, QUOTED).replace(/\s+\S*$/, "")}…`;
};

const named = (files) => files?.map(({ name }) => name).join(words.comma);
const fileNames = (item) => [...item.querySelectorAll(".files bdi")].map((one) => one.textContent).join(words.comma);

/** Name and beginning of a message, for who answers it; nothing when it is not known here, or has expired. */
export const summary = (sequence) => {
  const item = lineOf(sequence);
  if (item) {
    const name = item.classList.contains("mine") ? nameOf(me) : item.querySelector("[data-name]").textContent;
    return { sequence, name, text: cut(item.querySelector(".bubble").textContent) || fileNames(item), expires: item.dataset.expires };
  }
  const entry = known.get(sequence);
  const expires = entry?.message.expires_at;
  if (!entry || hasExpired(expires)) return null;
  return { sequence, name: entry.by_name || words.former, text: cut(fragment(entry.message.body_html).textContent) || named(entry.message.files) || words.deleted, expires };
};

export const quoteBlock = ({ sequence, name, text, expires }) => {
  const link = make("a", "quoted", make("b", "", name), " ", make("span", "", text));
  if (expires) link.dataset.expires = expires;
  link.href = placeOf(sequence);
  link.dir = "auto";
  return link;
};

const quote = (item, sequence) => {
  item.querySelector(".quoted")?.remove();
  if (!sequence) return delete item.dataset.quotes;
  item.dataset.quotes = sequence;
  const found = summary(sequence);
  if (found) item.querySelector(".bubble").before(quoteBlock(found));
};

const react = (item, reactions) => {
  item.querySelector(".signs")?.remove();
  const given = Object.entries(reactions ?? {});
  if (!given.length) return;
  const signs = make("ul", "signs");
  for (const [sign, handles] of given) {
    const names = handles.map(nameOf).join(words.comma);
    const count = make("span", "", handles.length);
    count.ariaHidden = "true";
    const one = make("li", handles.includes(me) ? "mine" : "", labels[sign] ?? sign, " ", count, make("span", "unseen", names));
    one.title = names;
    one.dataset.sign = sign;
    signs.append(one);
  }
  item.querySelector(":scope > .state").before(signs);
};

/** A word beside the time: edited, pinned. */
export const mark = (item, name, on) => {
  const there = item.querySelector(`.state > .${name}`);
  if (Boolean(there) === on) return;
  if (there) there.remove();
  else item.querySelector(".more").before(make("span", name, words[name]), " ");
};

const empty = (item) => {
  const bubble = item.querySelector(".bubble");
  bubble.classList.add("gone");
  bubble.replaceChildren(words.deleted);
  item.querySelector(".more")?.remove();
  item.querySelector(".state").replaceChildren(item.querySelector("time"));
};

/** Let a message say what was set: the fields of `set_message`. */
export const set = (sequence, fields) => {
  const item = lineOf(sequence);
  if (!item) return;
  if ("body_html" in fields) item.querySelector(".bubble").replaceChildren(fragment(fields.body_html));
  if ("files" in fields) drawFiles(item, sequence, fields.files);
  if ("cards" in fields) drawCards(item, fields.cards);
  if ("mentions" in fields) item.classList.toggle("names-you", fields.mentions.includes(me));
  if ("quote" in fields) quote(item, fields.quote);
  if ("reactions" in fields) react(item, fields.reactions);
  if (fields.edited_at) mark(item, "edited", true);
  if (fields.deleted_at) empty(item);
  for (const quoting of list.querySelectorAll(`[data-quotes="${sequence}"]`)) quote(quoting, sequence);
};

const blank = (mine, name) => {
  const item = clone("message");
  item.classList.toggle("mine", mine);
  const label = item.querySelector("[data-name]");
  label.textContent = mine ? words.you : name;
  if (words.group && !mine) label.className = "meta";
  return item;
};

/** A message at its place; who listens to the page hears those of others, once, if `aloud`. */
export const show = (entry, aloud) => {
  const mine = entry.by === me;
  const item = blank(mine, entry.by_name || words.former);
  item.id = `message-${entry.sequence}`;
  item.dataset.sequence = entry.sequence;
  item.dataset.by = entry.by ?? "";
  if (entry.message.expires_at) item.dataset.expires = entry.message.expires_at;
  item.querySelector(".state").prepend(...(mine ? [make("span", "unseen", words.sent), " "] : []), time(entry.at), " ");
  const more = item.querySelector(".more");
  more.href = `/conversations/${id}/messages/${entry.sequence}`;
  more.ariaLabel = (mine ? words.moreOwn : words.more).replace("{name}", entry.by_name || words.former).replace("{time}", time(entry.at).textContent);
  const follows = put(item, entry.at) || mine;
  set(entry.sequence, entry.message);
  if (follows) item.scrollIntoView({ block: "nearest" });
  if (aloud && !mine) say([...item.querySelectorAll("[data-name], .bubble, .files bdi")].map((one) => one.textContent).join(" "));
};

/** The place of a line that is no message; its words come from the server (parts.js). */
export const hold = (entry) => {
  const item = make("li", "happened", time(entry.at));
  item.id = `message-${entry.sequence}`;
  item.dataset.sequence = entry.sequence;
  if (put(item, entry.at)) item.scrollIntoView({ block: "nearest" });
};

/** What came while nobody looked begins with this message. */
export const markNew = (sequence) => {
  document.getElementById("new")?.remove();
  const divider = make("li", "divider", make("span", "", words.new));
  divider.id = "new";
  lineOf(sequence).before(divider);
};

export const remember = (entries) => entries.forEach((entry) => known.set(entry.sequence, entry));

const ofClient = (clientId) => list.querySelector(`[data-client-id="${CSS.escape(clientId)}"]`);

let isUp = false;

/** Whether there is a line: what waits for an answer says which of the two it waits for. */
export const sayLine = (up) => {
  isUp = up;
  for (const state of list.querySelectorAll(".waiting-state > .state")) state.replaceChildren(up ? words.sending : words.waiting);
};

/** What its author wrote and the server has not acknowledged yet. */
export const showWaiting = ({ client_id: clientId, body, quote: quoted, files }) => {
  if (ofClient(clientId)) return;
  const item = blank(true);
  item.dataset.clientId = clientId;
  item.classList.add("waiting-state");
  item.querySelector(".bubble").append(body);
  drawFiles(item, null, files);
  item.querySelector(".state").replaceChildren(isUp ? words.sending : words.waiting);
  quote(item, quoted);
  list.append(item);
  item.scrollIntoView({ block: "nearest" });
};

/** Refused, with the reason, and what can be done about it. */
export const showRefused = (entry, verbs) => {
  showWaiting(entry);
  const item = ofClient(entry.client_id);
  item.classList.replace("waiting-state", "refused");
  item.querySelector(".state").replaceChildren(`▲ ${words.refused} ${entry.reason} `, ...verbs);
};

export const forget = (clientId) => ofClient(clientId)?.remove();

/** Who has read my last message, `marks` being up to where each has read. */
export const showReaders = (marks) => {
  list.querySelectorAll(".state > .read").forEach((one) => one.remove());
  const item = [...list.querySelectorAll(":scope > .mine[data-sequence]")].at(-1);
  if (!item?.querySelector(".more") || words.endsBefore) return;
  const names = someNames([...marks].filter(([, read]) => read >= Number(item.dataset.sequence)).map(([handle]) => handle));
  if (names) item.querySelector(".more").before(make("span", "read", words.read.replace("{names}", names)), " ");
};
