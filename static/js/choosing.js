// Options below a box, as the ARIA practices describe them: arrow keys go through the options, the box keeps the focus.

/** `take(option)` gets what is chosen, by a click or by one of the `keys`. */
export const chooser = (box, list, take, keys = ["Enter"]) => {
  let chosen = -1;

  const choose = (index) => {
    const options = [...list.children];
    chosen = (index + options.length + 1) % (options.length + 1); // one more than there are: back to what was typed
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    const option = options[chosen];
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  };

  /** Offer these elements, `first` being chosen already; without any the list closes. */
  const show = (options, first = -1) => {
    options.forEach((option, place) => {
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
    });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    if (box.hasAttribute("aria-expanded")) box.setAttribute("aria-expanded", String(!list.hidden));
    choose(first);
  };

  const close = () => show([]);

  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing || list.hidden || event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (key === "ArrowDown") choose(chosen + 1);
    else if (key === "ArrowUp") choose(chosen - 1);
    else if (key === "Escape") close();
    else if (keys.includes(key) && list.children[chosen]) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) take(option);
  });
  return { show, close };
};
