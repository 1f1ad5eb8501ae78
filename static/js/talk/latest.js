// Who reads further up is told of what comes below, and taken there when they wish.

import { atEnd } from "./lines.js";
import { section, words } from "./page.js";

const link = section.querySelector("[data-latest]");
let below = 0;

const say = () => {
  link.hidden = atEnd() && !words.endsBefore;
  if (link.hidden) below = 0;
  link.textContent = below ? words.below.replace("{num}", below) : words.latest;
};

/** A message came; is it in sight? */
export const cameBelow = () => {
  if (!atEnd()) below += 1;
  say();
};

/** `arrived()` is called whenever the end is in sight. */
export const watchEnd = (arrived) => {
  const look = () => {
    say();
    if (atEnd()) arrived();
  };
  addEventListener("scroll", look, { passive: true });
  addEventListener("resize", look, { passive: true });
  link.addEventListener("click", (event) => {
    if (words.endsBefore) return; // the latest stand on another page
    event.preventDefault();
    section.scrollIntoView({ block: "end" });
  });
  say();
};
