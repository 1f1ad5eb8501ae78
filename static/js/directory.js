// Completions under the search box of the directory: names, topics, countries. Without this the form is a form.

import { chooser } from "./choosing.js";

const box = document.getElementById("q");
const list = document.getElementById("suggestions");
const WAIT_MS = 120;

let timer = 0;
let asked = null; // the request under way: an answer to an older one is let go

// An answer that comes when nobody waits for it any more must not open the list again.
const stopAsking = () => {
  clearTimeout(timer);
  asked?.abort();
  asked = null;
};

const drawn = ({ text, note, url }) => {
  const option = document.createElement("li");
  option.dataset.url = url;
  const words = document.createElement("bdi");
  words.textContent = text;
  const what = document.createElement("bdi");
  what.className = "meta";
  what.textContent = note;
  option.append(words, " ", what);
  return option;
};

// Whoever types a moment of their own means that one.
const ownMoment = document.querySelector("input[name=talk_at]");
ownMoment?.addEventListener("input", () => {
  document.querySelector("input[name=talk][value=at]").checked = true;
});

if (box && list) {
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-expanded", "false");
  const options = chooser(box, list, ({ dataset }) => location.assign(dataset.url));

  const ask = async () => {
    stopAsking();
    const typed = box.value.trim();
    if (!typed) return options.close();
    const question = (asked = new AbortController());
    try {
      const answer = await fetch(`${list.dataset.url}?q=${encodeURIComponent(typed)}`, { signal: question.signal });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (question === asked) options.show(suggestions.map(drawn));
    } catch {
      if (question === asked) options.close(); // offline: the form still works
    }
  };

  box.addEventListener("input", ({ isComposing }) => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(ask, WAIT_MS);
  });
  box.addEventListener("compositionend", ask);
  box.addEventListener("keydown", ({ key }) => key === "Escape" && stopAsking());
  box.addEventListener("blur", stopAsking);
}
