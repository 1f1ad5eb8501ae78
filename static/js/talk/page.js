// What the page of a conversation gives to its scripts: its parts, its words, its people.

export const section = document.querySelector("[data-conversation]");
export const words = section.dataset;
export const id = words.conversation;
export const me = words.me;
export const list = section.querySelector("[data-messages]");
export const composer = section.querySelector("[data-composer]");
export const field = composer?.querySelector("textarea");

const people = new Map(Object.entries(JSON.parse(words.people)));
export const nameOf = (handle) => people.get(handle) ?? handle ?? words.former;
export const everybody = () => [...people];
export const meet = (handle, name) => handle && people.set(handle, name);

const SHOWN = 5;

/** Names for a sentence: the first five, and how many more there are. */
export const someNames = (handles) => {
  const names = handles.slice(0, SHOWN).map((one) => `\u2068${nameOf(one)}\u2069`).join(words.comma);
  return handles.length > SHOWN ? `${names} +${handles.length - SHOWN}` : names;
};

const BELOW = 25; // as many lines as stand below one that is looked up

export const lineOf = (sequence) => document.getElementById(`message-${sequence}`);

/** Where a line stands: on this page, or on the one that has it. */
export const placeOf = (sequence) => `${lineOf(sequence) ? "" : `/conversations/${id}?before=${sequence + BELOW}`}#message-${sequence}`;

const { lang } = document.documentElement;
const format = (options) =>
  new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { timeZone: words.timeZone, ...options });
const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const calendar = format({ day: "numeric", month: "long", year: "numeric" });

const moment = (iso, formatter) => {
  const element = document.createElement("time");
  element.dateTime = iso;
  element.textContent = formatter.format(new Date(iso));
  return element;
};
export const time = (iso) => moment(iso, clock);
export const day = (iso) => moment(iso, calendar);

/** How large a file is, in words. */
export const sizeOf = (bytes) => {
  const large = bytes >= 1e6;
  const unit = large ? "megabyte" : "kilobyte";
  const value = large ? bytes / 1e6 : Math.max(1, Math.floor(bytes / 1e3));
  return new Intl.NumberFormat(lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
};

/** A clone of the first element in the page's template of this name. */
export const clone = (name) => document.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);

/** An element with a class and a content. */
export const make = (tag, className, ...content) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
};

const SAID_FOR_MS = 5_000;

/** Words for who listens to the page: said once, and then gone from it. */
export const say = (text) => {
  const said = make("p", "", text);
  section.querySelector("[data-said]").append(said);
  setTimeout(() => said.remove(), SAID_FOR_MS);
};

/** Ctrl+Enter sends a form, where Enter begins a line; that is said where there is a keyboard. */
export const sendByKey = (form) => {
  const said = form.querySelector("[data-keys]");
  if (said) said.hidden = !matchMedia("(pointer: fine)").matches;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
};
