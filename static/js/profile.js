// The form of a profile: a box that filters long lists of choices by what is typed. Without it they are in groups.

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const box of document.querySelectorAll("[data-filter]")) {
  const list = document.querySelector(`[data-filtered="${box.dataset.filter}"]`);
  const groups = [...list.querySelectorAll("details")].map((details) => ({
    details,
    choices: [...details.querySelectorAll(".choice")].map((label) => ({
      label,
      words: plain(`${label.textContent} ${label.dataset.words ?? ""}`),
    })),
  }));
  box.hidden = false;
  box.querySelector("input").addEventListener("input", ({ target }) => {
    const wanted = plain(target.value).trim();
    for (const { details, choices } of groups) {
      let shown = 0;
      for (const { label, words } of choices) {
        label.hidden = !words.includes(wanted);
        shown += label.hidden ? 0 : 1;
      }
      details.hidden = shown === 0;
      details.open = wanted ? shown > 0 : details.querySelector(":checked") !== null;
    }
  });
  // Enter in the filter must not send the form.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// Who never chose a time zone is offered the one of this device.
const zone = document.querySelector("select[data-zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone.value === zone.dataset.zone && [...zone.options].some((option) => option.value === here)) zone.value = here;
