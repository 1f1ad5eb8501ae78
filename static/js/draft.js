// Keeps what is typed into a field with data-draft="key" on this device until the server says that it has it.
//
// A form that was merely submitted may not have arrived, so submitting forgets nothing. Two things do:
// the next page carries data-draft-sent="key" (flash category "draft-sent"), or a script that sent the text itself
// dispatches a bubbling "draft:sent" event on the field. Signing out forgets every draft.

const PREFIX = "draft:";
const DAYS_KEPT = 14;

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null; // storage is off, or holds something else: then there is no draft
  }
};

const keep = (key, text) => {
  try {
    if (text.trim()) localStorage.setItem(PREFIX + key, JSON.stringify({ text, at: Date.now() }));
    else localStorage.removeItem(PREFIX + key);
    return true;
  } catch {
    return false;
  }
};

const forget = (key) => keep(key, "");

const storedKeys = () => {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
};

const say = (key, shown) => {
  for (const note of document.querySelectorAll("[data-draft-note]")) {
    if (note.dataset.draftNote === key) note.hidden = !shown;
  }
};

const restore = (field) => {
  const key = field.dataset.draft;
  const draft = read(key);
  if (!draft || field.value.trim()) return; // what the server sent back is newer than what was kept
  field.value = draft.text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

for (const mark of document.querySelectorAll("[data-draft-sent]")) forget(mark.dataset.draftSent);

const oldest = Date.now() - DAYS_KEPT * 24 * 3600 * 1000;
for (const key of storedKeys()) {
  if ((read(key)?.at ?? 0) < oldest) forget(key);
}

document.addEventListener("input", ({ target }) => {
  const key = target.dataset?.draft;
  if (key) say(key, keep(key, target.value) && target.value.trim() !== "");
});

document.addEventListener("draft:sent", ({ target }) => {
  forget(target.dataset.draft);
  say(target.dataset.draft, false);
});

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-forget-drafts]")) storedKeys().forEach(forget);
});

document.querySelectorAll("[data-draft]").forEach(restore);
