"""A page as Tab goes through it, and what would stop somebody who has only a keyboard, or hears one name at a time."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 250
LEAST_TARGET = 24

# What has the focus: its name, the page it leads to, how large it is, and whether it can be seen there.
_STOP = """() => {
  const one = document.activeElement;
  const before = (window.passed ??= [document.body]);
  if (!one || (before.includes(one) && one !== before.at(-1))) return null; // around once
  before.push(one);
  const label = one.labels?.[0];
  const name = one.ariaLabel || one.innerText || label?.innerText || "";
  const style = getComputedStyle(one);
  const sign = one.matches("input.unseen") ? one.nextElementSibling : one;
  const target = one.matches("[type=checkbox], [type=radio]") && label ? label : sign;
  const box = target.getBoundingClientRect();
  const place = one.getBoundingClientRect();
  const at = document.elementFromPoint(place.left + Math.min(place.width / 2, 20), place.top + place.height / 2);
  const isLine = one.tagName === "A" && style.display === "inline"; // a link within a text is as high as its line
  return {
    name: name.replace(/\\s+/g, " ").trim(),
    kind: one.tagName,
    page: one.getAttribute("href")?.replace(/(?<=.)#.*/, "") ?? "",
    looks: one.outerHTML.slice(0, 120),
    width: Math.round(box.width),
    height: Math.round(isLine ? Infinity : box.height) || 1000,
    marked: getComputedStyle(sign).outlineStyle !== "none" || one.matches("[type^=date]"),
    seen: at !== null && (sign.contains(at) || one.contains(at) || at.contains(one) || Boolean(label?.contains(at))),
  };
}"""


def stops(page: Page) -> list[dict[str, Any]]:
    """Where the focus goes from the first Tab until it leaves the page."""
    page.evaluate("window.passed = undefined; scrollTo(0, 0)")
    found: list[dict[str, Any]] = []
    while len(found) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        found.append(stop)
    return found


def faults(page: Page) -> list[str]:
    """What is wrong on the way."""
    way = stops(page)
    found = [f"no end after {MOST_STOPS} stops: {way[-1]['name']}"] if len(way) == MOST_STOPS else []
    leads: dict[tuple[str, str], str] = {}
    pressed: set[tuple[str, str]] = set()
    for stop in way:
        said = f"{stop['kind']} {stop['name'][:60]!r}"
        if not stop["name"]:
            found.append(f"{said} has no name: {stop['looks']}")
        if not stop["marked"]:
            found.append(f"{said} does not show that it has the focus")
        if not stop["seen"]:
            found.append(f"{said} is covered while it has the focus")
        if min(stop["width"], stop["height"]) < LEAST_TARGET:
            found.append(f"{said} is {stop['width']} by {stop['height']} px")
        # Two links of one name lead to one place; two buttons of one name cannot be told apart.
        known = leads.setdefault((stop["kind"], stop["name"]), stop["page"])
        if known != stop["page"]:
            found.append(f"{said} leads to {known} and to {stop['page']}")
        if stop["kind"] == "BUTTON" and (stop["kind"], stop["name"]) in pressed:
            found.append(f"{said} stands there twice")
        pressed.add((stop["kind"], stop["name"]))
    return found
