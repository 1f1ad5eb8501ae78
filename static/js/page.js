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

// A form that was refused says so first.
document.querySelector("[data-error-summary]")?.focus();
