// Menus and marks are <details>: they open without this. Here they also close, on Escape and on a click elsewhere.

const OPEN = "details[data-menu][open]";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(OPEN)) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

// What was done is said first: readers of the screen hear nothing that was on the page from the start. Where the address names
// a place on the page, the focus is there, and the words are said anew.
const SAID_AFTER_MS = 500;
const news = document.querySelector(".notices > .notice");
if (news && location.hash) setTimeout(() => news.replaceChildren(...news.childNodes), SAID_AFTER_MS);
else if (news) {
  news.tabIndex = -1;
  news.focus({ preventScroll: true });
}

// A form that was refused says so first.
document.querySelector("[data-error-summary]")?.focus();
