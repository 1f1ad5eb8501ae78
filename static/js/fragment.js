// The one door for HTML that came from our own pages: Trusted Types refuses every other (community/core/web/headers.py).

const policy = globalThis.trustedTypes?.createPolicy("fragment", { createHTML: (html) => html });

/** The nodes of a piece of HTML that this site rendered. Never for what a reader typed. */
export const fragment = (html) => {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
};
