// Completions under the search box of the directory: names, topics, countries. Without this the form is a form.

const box = document.getElementById("q");
const list = document.getElementById("suggestions");
const WAIT_MS = 120;

let timer = 0;
let asked = null; // the request under way: an answer to an older one is let go
let chosen = -1;

// An answer that comes when nobody waits for it any more must not open the list again.
const stopAsking = () => {
  clearTimeout(timer);
  asked?.abort();
  asked = null;
};

const close = () => {
  stopAsking();
  list.hidden = true;
  chosen = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
};

const choose = (index) => {
  const options = [...list.children];
  chosen = (index + options.length + 1) % (options.length + 1); // one more than there are: back to what was typed
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
  const option = options[chosen];
  if (option) {
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else box.removeAttribute("aria-activedescendant");
};

const show = (suggestions) => {
  list.replaceChildren(
    ...suggestions.map(({ text, note, url }, place) => {
      const option = document.createElement("li");
      option.id = `suggestion-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = url;
      const words = document.createElement("bdi");
      words.textContent = text;
      const what = document.createElement("bdi");
      what.className = "meta";
      what.textContent = note;
      option.append(words, " ", what);
      return option;
    }),
  );
  chosen = -1;
  box.removeAttribute("aria-activedescendant");
  list.hidden = suggestions.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
};

const ask = async () => {
  stopAsking();
  const typed = box.value.trim();
  if (!typed) return close();
  const question = (asked = new AbortController());
  try {
    const answer = await fetch(`${list.dataset.url}?q=${encodeURIComponent(typed)}`, { signal: question.signal });
    const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
    if (question === asked) show(suggestions);
  } catch {
    if (question === asked) close(); // offline: the form still works
  }
};

// Whoever types a moment of their own means that one.
const ownMoment = document.querySelector("input[name=talk_at]");
ownMoment?.addEventListener("input", () => {
  document.querySelector("input[name=talk][value=at]").checked = true;
});

if (box && list) {
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    box.setAttribute(name, value);
  }
  box.addEventListener("input", ({ isComposing }) => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(ask, WAIT_MS);
  });
  box.addEventListener("compositionend", ask);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && list.children[chosen]) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
