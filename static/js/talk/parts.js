// What the server says of the conversation itself: its head, what stands at the box, and lines that are no messages.

import { fragment } from "../fragment.js";
import { atEnd } from "./lines.js";
import { id, lineOf, say, section } from "./page.js";

/** Take them as they are now, and the words of the line `sequence`, if a place is held for it. */
export const refresh = async (sequence) => {
  const response = await fetch(`/conversations/${id}/parts?line=${sequence}`).catch(() => null);
  if (!response?.ok) return;
  const follows = atEnd();
  const parts = fragment(await response.text());
  for (const name of ["head", "box"]) {
    const now = parts.querySelector(`[data-part=${name}]`);
    const before = section.querySelector(`[data-part=${name}]`);
    if (now && before && !before.isEqualNode(now)) before.replaceWith(now);
  }
  const line = parts.querySelector("[data-part=line] > .happened");
  if (line) {
    lineOf(sequence)?.replaceWith(line);
    say(line.textContent);
  }
  if (follows) section.scrollIntoView({ block: "end" });
};
