// Lists of conversations on a page, drawn anew by the server when something happened in one of them.

import { fragment } from "./fragment.js";

const list = document.querySelector("[data-lines]");
const requests = document.querySelector("[data-requests]");
let behind = false;

const draw = async () => {
  if (!list?.offsetParent) return; // on a phone it does not stand beside the conversation
  if (document.visibilityState !== "visible") {
    behind = true;
    return;
  }
  behind = false;
  const answer = await fetch(list.dataset.lines, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const at = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
  list.replaceChildren(fragment(await answer.text()));
  if (list.firstElementChild) document.querySelector("main .empty")?.remove();
  if (at) list.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
};

document.addEventListener("inbox", ({ detail }) => {
  if (requests) {
    requests.textContent = detail.requests;
    requests.hidden = !detail.requests;
  }
  draw();
});
document.addEventListener("visibilitychange", () => behind && draw());
