// After an @ the people of the conversation who could be meant are offered below the box; one is taken by a click, or the
// first by Tab. Without this a handle is typed; the page about the conversation has them.

import { composer, everybody, field, make, me } from "./page.js";

const MOST = 6;
const BEGUN = /(^|[^\w@./-])@([\p{L}\p{M}\p{N}-]*)$/u;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

if (composer) {
  const offer = make("div", "naming");
  offer.role = "group";
  field.after(offer);

  const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[2];

  const take = (handle) => {
    const end = field.selectionStart;
    field.setRangeText(`@${handle} `, end - begun().length - 1, end, "end");
    offer.replaceChildren();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const meant = (typed) => {
    const words = ([handle, name]) => [handle, ...plain(name).split(/\s+/)];
    const others = everybody().filter(([handle]) => handle !== me);
    return others.filter((one) => words(one).some((word) => word.startsWith(plain(typed)))).slice(0, MOST);
  };

  field.addEventListener("input", () => {
    const typed = begun();
    const found = typed === undefined ? [] : meant(typed);
    offer.replaceChildren(
      ...found.map(([handle, name]) => {
        const button = make("button", "chip", make("bdi", "", name));
        button.type = "button";
        button.addEventListener("click", () => take(handle));
        return button;
      }),
    );
  });
  field.addEventListener("keydown", (event) => {
    const first = offer.firstElementChild;
    if (!first || event.isComposing) return;
    if (event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      first.click();
    } else if (event.key === "Escape") offer.replaceChildren();
  });
}
