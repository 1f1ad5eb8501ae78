// Messages that one writes soon after another are read as one: their name is seen once. As the server says it
// (community/messaging/schemas/lines.py), for whatever comes to stand on the page, or goes from it.

import { list } from "./page.js";

const WITHIN_MS = 300_000;

const at = (item) => Date.parse(item.querySelector(".state time")?.dateTime);

const goesOn = (item) => {
  const above = item.previousElementSibling;
  const by = item.dataset.by;
  return Boolean(by) && above?.dataset.by === by && at(item) - at(above) <= WITHIN_MS;
};

const look = () => {
  for (const item of list.querySelectorAll(":scope > .message")) item.classList.toggle("goes-on", goesOn(item));
};

new MutationObserver(look).observe(list, { childList: true });
