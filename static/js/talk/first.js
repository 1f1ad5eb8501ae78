// The first words to somebody, or to several. Where no conversation is yet, the door of programs takes them.

const here = document.querySelector("[data-first]")?.dataset.first; // a handle, or nothing on the page of a new group
const token = document.querySelector("meta[name=csrf-token]")?.content;

/** Sends an entry of the outbox that has `to` (handles), `title` and no conversation. The answer is as a socket's: `ok` and
 * the `conversation`, or the `error` with `status`, `retry_after` and `message`. No answer rejects. */
export const sendFirst = async ({ to, title, body, client_id }) => {
  const response = await fetch("/api/v1/conversations", {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ to, title, body, client_id }),
  });
  const said = await response.json().catch(() => ({}));
  if (response.ok) return { ok: true, conversation: said.conversation };
  // A page from before a sign-in has an old token: the next page has a new one.
  const status = said.code === "csrf" ? 401 : response.status;
  return { ok: false, error: { status, retry_after: Number(response.headers.get("Retry-After")), message: said.detail } };
};

/** Whether the open page is the one that an entry was written on, and sends it. */
export const isHere = ({ to }) => Boolean(to) && here !== undefined && (here ? to.join() === here : to.length > 1);
