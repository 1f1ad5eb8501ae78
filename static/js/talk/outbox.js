// What was written and not acknowledged yet, kept on this device: across a closed tab, a restarted phone, a server that was
// away. Each message has an id of its own, so that sending it again is harmless; the server keeps it once.

const STORE = "messages";
const news = "BroadcastChannel" in window ? new BroadcastChannel("outbox") : null; // lists in every tab show what is kept

const opened = new Promise((resolve) => {
  try {
    const request = indexedDB.open("outbox", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "client_id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  } catch {
    resolve(null);
  }
});
const memory = new Map(); // where the browser keeps nothing the queue lives as long as this page

const run = async (mode, work) => {
  const database = await opened;
  if (!database) return null;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
};

/** All that `member` wrote, in the order of writing; somebody else's at this browser are never sent for them. */
export const all = async (member) => {
  const kept = (await run("readonly", (store) => store.getAll()).catch(() => null)) ?? [...memory.values()];
  return kept.filter((entry) => entry.member === member).sort((one, other) => one.at - other.at);
};

/** Keep an entry: `client_id`, `member`, `conversation`, `body`, `quote`, `files`, `at`, and `reason` once it was refused. First words
 * have `to` (handles) and `title` in place of `conversation`, `quote` and `files`. */
export const keep = async (entry) => {
  memory.set(entry.client_id, entry);
  await run("readwrite", (store) => store.put(entry)).catch(() => {});
  news?.postMessage("kept");
};

export const drop = async (clientId) => {
  memory.delete(clientId);
  await run("readwrite", (store) => store.delete(clientId)).catch(() => {});
  news?.postMessage("gone");
};

/** Whether what was refused with this error may be accepted later. */
export const mayWait = ({ retry_after: retryAfter, status }) => Boolean(retryAfter) || status >= 500 || status === 401;

export const newId = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
