// What goes with the words of a message, files and cards, drawn as the server draws it (templates/macros/conversation.html).

import { id, make, sizeOf } from "./page.js";

const LONGER_SIDE = 320;

const picture = (url, { width, height }) => {
  const scale = Math.min(1, LONGER_SIDE / Math.max(width, height));
  const image = make("img");
  return Object.assign(image, { alt: "", loading: "lazy", width: Math.max(1, width * scale), height: Math.max(1, height * scale), src: `${url}/preview` });
};

export const drawFiles = (item, sequence, files) => {
  item.querySelector(".files")?.remove();
  if (!files?.length) return;
  const list = make("ul", "files");
  for (const file of files) {
    const link = make("a", "", make("bdi", "", file.name));
    link.download = "";
    if (sequence) link.href = `/conversations/${id}/messages/${sequence}/files/${file.id}`;
    if (sequence && file.width) link.prepend(picture(link.href, file));
    list.append(make("li", "", link, " ", make("span", "meta", sizeOf(file.size))));
  }
  item.querySelector(".bubble").after(list);
};

/** What its links to stories and profiles of this site lead to. */
export const drawCards = (item, cards) => {
  item.querySelector(".cards")?.remove();
  if (!cards?.length) return;
  const list = make("ul", "cards");
  for (const { url, title, byline } of cards) {
    const name = make("b", "", title);
    const by = make("span", "meta", byline);
    name.dir = by.dir = "auto";
    const link = make("a", "", name, " ", by);
    link.href = url;
    list.append(make("li", "", link));
  }
  (item.querySelector(".files") ?? item.querySelector(".bubble")).after(list);
};
