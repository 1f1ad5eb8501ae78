// After an @ the people of the conversation who could be meant are offered below the box; the first is chosen at once, and
// taken by Tab, Enter or a click. Without this a handle is typed; the page about the conversation has them.

import { chooser } from "../choosing.js";
import { composer, everybody, field, make, me, words } from "./page.js";

const MOST = 6;
const BEGUN = /(^|[^\w@./-])@([\p{L}\p{M}\p{N}-]*)$/u;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

if (composer) {
  const list = make("ul", "naming");
  list.id = "naming";
  list.role = "listbox";
  list.ariaLabel = words.suggestions;
  list.hidden = true;
  field.after(list);

  const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[2];

  const take = ({ dataset }) => {
    const end = field.selectionStart;
    field.setRangeText(`@${dataset.handle} `, end - begun().length - 1, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true })); // closes the list, too
  };

  const meant = (typed) => {
    const names = ([handle, name]) => [handle, ...plain(name).split(/\s+/)];
    const others = everybody().filter(([handle]) => handle !== me);
    return others.filter((one) => names(one).some((word) => word.startsWith(plain(typed)))).slice(0, MOST);
  };

  const offered = ([handle, name]) => {
    const option = make("li", "chip", make("bdi", "", name));
    option.dataset.handle = handle;
    return option;
  };

  const { show, close } = chooser(field, list, take, ["Enter", "Tab"]);
  field.addEventListener("input", () => {
    const typed = begun();
    show(typed === undefined ? [] : meant(typed).map(offered), 0);
  });
  composer.addEventListener("talk:sent", close);
}
