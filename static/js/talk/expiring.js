// What disappears goes from the page when its time has come: by the clock, without a word from the server.

const LONGEST_WAIT_MS = 3_600_000; // a browser counts no further than 24 days

export const hasExpired = (moment) => Boolean(moment) && Date.parse(moment) <= Date.now();

const remove = (item) => {
  const before = item.previousElementSibling;
  const after = item.nextElementSibling;
  item.remove();
  if (before?.matches(".day-line") && (!after || after.matches(".day-line"))) before.remove();
};

/** Lines and quotes below `root` that say until when they stay. */
export const watch = (root) => {
  let timer = null;
  const look = () => {
    clearTimeout(timer);
    let next = Infinity;
    for (const item of root.querySelectorAll("[data-expires]")) {
      if (hasExpired(item.dataset.expires)) remove(item);
      else next = Math.min(next, Date.parse(item.dataset.expires));
    }
    if (next < Infinity) timer = setTimeout(look, Math.min(next - Date.now(), LONGEST_WAIT_MS));
  };
  new MutationObserver(look).observe(root, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", look); // a sleeping page counts no time
  look();
};
