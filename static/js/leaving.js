// Who signs out leaves nothing on this device, and so not what was written and never sent. That is said before it happens.

const form = document.querySelector("[data-unsent]");
const member = document.querySelector("[data-inbox]").dataset.inbox;
let agreed = false;

form.addEventListener("submit", async (event) => {
  if (agreed) return;
  event.preventDefault();
  event.stopPropagation();
  const unsent = await import("./talk/outbox.js").then((outbox) => outbox.all(member)).catch(() => []);
  agreed = !unsent.length || confirm(form.dataset.unsent);
  if (agreed) form.requestSubmit();
});
