// What is older comes above what is read, and the eye stays where it is. Without this the link leads to a page of its own.

import { fragment } from "../fragment.js";
import { list, say, section } from "./page.js";

const dayOf = (item) => item?.matches(".day-line") && item.textContent.trim();

const putAbove = (lines) => {
  const first = list.firstElementChild;
  const before = [...lines];
  const read = list.querySelector(":scope > [data-sequence]");
  const top = read?.getBoundingClientRect().top ?? 0;
  if (dayOf(first) && dayOf(first) === before.map(dayOf).filter(Boolean).at(-1)) first.remove();
  list.prepend(...before);
  scrollBy({ top: (read?.getBoundingClientRect().top ?? 0) - top, behavior: "instant" });
};

section.addEventListener("click", async (event) => {
  const link = event.target.closest(".pager > [rel=prev]");
  if (!link || link.ariaBusy === "true" || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.ariaBusy = "true";
  const response = await fetch(link.href).catch(() => null);
  if (!response?.ok) return location.assign(link.href);
  const page = fragment(await response.text());
  const further = page.querySelector(".pager > [rel=prev]");
  link.ariaBusy = "false";
  const { children } = page.querySelector("[data-messages]");
  say(`${link.textContent}: ${children.length}`);
  putAbove(children);
  if (further) return (link.href = further.getAttribute("href"));
  list.querySelector(".more")?.focus({ preventScroll: true }); // the link goes, the focus stays near
  link.parentElement.remove();
});
