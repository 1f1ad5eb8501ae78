// Files beside what is written: each is uploaded as soon as it is chosen, with an id of its own, so that trying again makes
// no second one; it says how far it is, or why it is refused, and goes with the message.

import { composer, field, make, say, section, sizeOf, words } from "./page.js";
import { newId } from "./outbox.js";

const RETRY_MS = 5_000;
const attached = composer?.querySelector("[data-attached]");
const input = composer?.querySelector("input[type=file]");
const { most, tooLarge } = input?.dataset ?? {};
const token = document.querySelector("meta[name=csrf-token]")?.content;
let loading = 0;
let whenDone = null;

const upload = (file, clientId, say) =>
  new Promise((resolve, reject) => {
    if (file.size > Number(most)) return reject(tooLarge); // before it costs anything
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("client_id", clientId);
    data.append("file", file);
    request.open("POST", "/api/v1/files");
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", ({ loaded, total }) => say(loaded / total));
    request.addEventListener("error", () => reject(null));
    request.addEventListener("load", () => {
      const { status, response } = request;
      if (status < 300) resolve(response);
      else reject(status >= 500 || !response ? null : response.detail);
    });
    request.send(data);
  });

const box = (file) => {
  const kept = make("input");
  Object.assign(kept, { type: "checkbox", name: "kept", value: file.id, checked: true });
  kept.dataset.file = JSON.stringify(file);
  return make("label", "choice", kept, make("bdi", "", file.name), " ", make("span", "meta", sizeOf(file.size)));
};

const settle = () => {
  loading -= 1;
  if (loading || !whenDone) return;
  whenDone();
  whenDone = null;
};

const add = async (file) => {
  const bar = make("progress");
  bar.ariaLabel = file.name;
  const state = make("span", "meta", bar);
  const off = make("button", "verb strong", words.takeOff);
  off.type = "button";
  off.ariaLabel = `${words.takeOff} ${file.name}`;
  const item = make("li", "", make("bdi", "", file.name), state, off);
  off.addEventListener("click", () => {
    item.remove();
    input.focus();
  });
  attached.append(item);
  loading += 1;
  const clientId = newId();
  while (item.isConnected) {
    try {
      state.replaceChildren(bar);
      const kept = await upload(file, clientId, (part) => (bar.value = part));
      const isHere = item.contains(document.activeElement);
      item.replaceChildren(box(kept));
      if (isHere) item.querySelector("input").focus();
      say(item.textContent);
      break;
    } catch (reason) {
      if (reason) {
        state.replaceChildren(make("span", "field-error", reason));
        say(reason);
        break;
      }
      state.replaceChildren(words.stopped);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  settle();
};

/** Whether something is still on its way; then `again` is called when all has come or is refused. */
export const isLoading = (again) => {
  if (!loading) return false;
  whenDone = again;
  composer.querySelector(".attaching").append(make("p", "meta held", words.held));
  say(words.held);
  return true;
};

/** What goes with the message; the box is empty afterwards, but for what was refused. */
export const takeFiles = () => {
  const chosen = [...(attached?.querySelectorAll("input:checked") ?? [])];
  attached?.querySelectorAll("li:has(input)").forEach((item) => item.remove());
  composer?.querySelector(".held")?.remove();
  return chosen.map((one) => JSON.parse(one.dataset.file));
};

export const putBack = (files) => attached.append(...files.map((file) => make("li", "", box(file))));

if (input) {
  input.classList.add("unseen");
  input.after(composer.querySelector(".attaching > .verb")); // so that it shows where the focus is
  input.addEventListener("change", () => {
    [...input.files].forEach(add);
    input.value = "";
  });
  const bring = (event, { files }) => {
    if (!files.length) return;
    event.preventDefault();
    [...files].forEach(add);
  };
  // A spreadsheet copies a picture of its cells beside their words: these are meant.
  field.addEventListener("paste", (event) => event.clipboardData.types.includes("text/plain") || bring(event, event.clipboardData));
  section.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  section.addEventListener("drop", (event) => bring(event, event.dataTransfer));
}
