// An open conversation: what is written is queued on this device, shown as waiting, and sent once; what arrives is put
// in its place by its number, and a gap is filled by asking for what came after the last number we have.

import { connect } from "./live.js";
import { fragment } from "./fragment.js";

const section = document.querySelector("[data-conversation]");
const list = section.querySelector("[data-messages]");
const composer = section.querySelector("[data-composer]");
const lineState = section.querySelector("[data-line-state]");
const words = section.dataset;
const id = words.conversation;
const ACKNOWLEDGED_WITHIN_MS = 8000;
const RETRY_AFTER_MS = 5000;

let socket = null;
let last = Math.max(0, ...[...list.querySelectorAll("[data-sequence]")].map((item) => Number(item.dataset.sequence)));
let sending = false;
let filling = null;

// The queue outlives this page: a closed tab, a restarted phone, a server that was away.
const queueKey = `queue:${id}`;
const queue = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(queueKey)) ?? [];
    } catch {
      return this.memory ?? [];
    }
  },
  write(entries) {
    this.memory = entries;
    try {
      if (entries.length) localStorage.setItem(queueKey, JSON.stringify(entries));
      else localStorage.removeItem(queueKey);
    } catch {
      // storage is off: the queue lives as long as this page
    }
  },
  add(entry) {
    this.write([...this.read(), entry]);
  },
  remove(clientId) {
    this.write(this.read().filter((entry) => entry.client_id !== clientId));
  },
};

const time = (moment) => {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.timeZone };
  const element = document.createElement("time");
  element.dateTime = moment;
  element.textContent = new Intl.DateTimeFormat(document.documentElement.lang, options).format(new Date(moment));
  return element;
};

const bubbleOf = (clientId) => list.querySelector(`[data-client-id="${CSS.escape(clientId)}"]`);

const atEnd = () => section.getBoundingClientRect().bottom <= window.innerHeight + 120;

const draw = ({ mine, name, body, state }) => {
  const item = document.querySelector("template[data-message]").content.firstElementChild.cloneNode(true);
  item.classList.toggle("mine", mine);
  item.querySelector("[data-name]").textContent = mine ? words.you : name;
  item.querySelector("[data-name]").className = words.group && !mine ? "meta" : "unseen";
  item.querySelector(".bubble").replaceChildren(body);
  item.querySelector(".state").replaceChildren(state);
  return item;
};

const show = (item) => {
  const follow = atEnd();
  list.append(item);
  if (follow) item.scrollIntoView({ block: "nearest" });
};

const showWaiting = (entry) => {
  if (bubbleOf(entry.client_id)) return;
  const item = draw({ mine: true, body: document.createTextNode(entry.body), state: words.waiting });
  item.dataset.clientId = entry.client_id;
  item.classList.add("waiting-state");
  show(item);
};

const showRefused = (entry, reason) => {
  const item = bubbleOf(entry.client_id);
  item?.classList.replace("waiting-state", "refused");
  item?.querySelector(".state").replaceChildren(`▲ ${words.refused} ${reason}`);
  const field = composer.querySelector("textarea");
  if (!field.value.trim()) field.value = entry.body; // refused, but not lost: it can be mended and sent again
};

const place = (message) => {
  if (message.client_id) {
    queue.remove(message.client_id);
    bubbleOf(message.client_id)?.remove();
  }
  if (message.sequence <= last) return;
  last = message.sequence;
  const mine = message.author === words.me;
  const item = draw({ mine, name: message.author_name, body: fragment(message.body_html), state: time(message.created_at) });
  item.id = `message-${message.sequence}`;
  item.dataset.sequence = message.sequence;
  const firstWaiting = list.querySelector(".waiting-state");
  const follow = atEnd();
  list.insertBefore(item, firstWaiting);
  if (follow || mine) item.scrollIntoView({ block: "nearest" });
  if (!mine) markRead();
};

const ask = (event, payload) => socket.timeout(ACKNOWLEDGED_WITHIN_MS).emitWithAck(event, { conversation: id, ...payload });

const markRead = () => {
  if (socket?.connected && document.visibilityState === "visible") socket.emit("conversation.read", { conversation: id, sequence: last });
};

// Ask for everything after our last number until there is no more; calls meanwhile join the running one.
const fill = () => {
  filling ??= (async () => {
    let answer;
    do {
      answer = await ask("message.since", { after: last });
      if (answer.ok) answer.messages.forEach(place);
    } while (answer.ok && answer.more);
  })().catch(() => {}).finally(() => (filling = null));
  return filling;
};

const flush = async () => {
  if (sending || !socket?.connected) return;
  sending = true;
  let again = 0;
  try {
    for (const entry of queue.read()) {
      const answer = await ask("message.send", { body: entry.body, client_id: entry.client_id });
      if (answer.ok) {
        if (answer.message.sequence > last + 1) await fill();
        place(answer.message);
      } else if (answer.error.retry_after) {
        again = answer.error.retry_after * 1000;
        break;
      } else if (answer.error.status < 500 && answer.error.status !== 401) {
        queue.remove(entry.client_id);
        showRefused(entry, answer.error.message);
      } else break;
    }
  } catch {
    again = RETRY_AFTER_MS; // no acknowledgement: it may or may not have arrived, so the same id is sent again
  }
  sending = false;
  if (again) setTimeout(flush, again);
  else if (socket.connected && queue.read().some((entry) => !bubbleOf(entry.client_id)?.matches(".refused"))) setTimeout(flush, RETRY_AFTER_MS);
};

const sayLost = (lost) => {
  lineState.replaceChildren();
  if (!lost) return;
  const text = document.createElement("span");
  text.className = "lost";
  const [before, after] = words.lost.split("{time}");
  text.append(before, time(new Date().toISOString()), after ?? "");
  lineState.append(text);
};

composer?.addEventListener("submit", (event) => {
  const field = composer.querySelector("textarea");
  const body = field.value.trim();
  if (!body) return; // the server's words for an empty message are as good as ours
  event.preventDefault();
  const entry = { client_id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`, body };
  queue.add(entry);
  showWaiting(entry);
  field.value = "";
  field.dispatchEvent(new Event("draft:sent", { bubbles: true }));
  field.focus();
  flush();
});

composer?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) composer.requestSubmit();
});

document.addEventListener("visibilitychange", markRead);
queue.read().forEach(showWaiting);
// Opened where reading goes on: at what is new, else at the end, with the box to write in.
const start = list.querySelector(".divider:not(.day-line)");
if (!location.hash) {
  section.scrollIntoView({ block: "end" });
  if (start?.getBoundingClientRect().top < 0) start.scrollIntoView();
}

socket = await connect();
socket.on("connect", async () => {
  sayLost(false);
  await fill();
  markRead();
  flush();
});
socket.on("disconnect", () => sayLost(true));
socket.on("message.new", ({ conversation, message }) => {
  if (conversation !== id) return;
  if (message.sequence > last + 1) fill();
  else place(message);
});
socket.on("conversation.read", ({ conversation, reader, sequence }) => {
  if (conversation !== id || reader === words.me || words.group) return;
  for (const item of list.querySelectorAll(".mine[data-sequence]")) {
    if (Number(item.dataset.sequence) <= sequence && !item.dataset.read) {
      item.dataset.read = "true";
      item.querySelector(".state").append(` · ${words.read}`);
    }
  }
});
if (socket.connected) fill().then(flush);
