"""`./dev screenshots [FOLDER]`: the pages people judge it by, at three widths, light and dark, English and Arabic."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from community.demo.accounts import PASSWORD, email_of
from tests.chromium import chromium, sign_in
from tests.serving import RunningServer

WIDTHS = (360, 768, 1280)
AS_READER = {
    "front": "/",
    "analysis": "/analysis",
    "directory": "/people",
    "directory-search": "/people?q=debt",
    "profile": "/people/awa-ndiaye",
    "sign-up": "/sign-up",
    "styleguide": "/styleguide",
    "missing": "/no-such-page",
}
AS_AMINA = {"conversations": "/conversations", "profile-edit": "/profile/edit", "settings": "/settings"}
AS_LINDIWE = {"desk": "/desk", "new-link": "/desk/links/new", "new-article": "/desk/articles/new"}


def main(folder: Path, url: str) -> None:
    """Take all pictures of the server at `url`."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for scheme in ("light", "dark"):
            for locale in ("en", "ar"):
                for who, pages in (
                    (None, AS_READER),
                    ("amina-kariuki", AS_AMINA),
                    ("lindiwe-mahlangu", AS_LINDIWE),
                ):
                    context = browser.new_context(base_url=url, color_scheme=scheme)
                    page = context.new_page()
                    if who:
                        sign_in(page, email_of(who), PASSWORD)
                    for name, path in {**pages, **_linked(page, who)}.items():
                        page.goto(path + ("&" if "?" in path else "?") + f"lang={locale}")
                        for width in WIDTHS:
                            page.set_viewport_size({"width": width, "height": 900})
                            page.screenshot(
                                path=folder / f"{name}-{width}-{scheme}-{locale}.png", full_page=True
                            )
                    context.close()


def _linked(page: object, who: str | None) -> dict[str, str]:
    """Pages whose address is found on another page: a story with replies, a conversation."""
    from playwright.sync_api import Page

    assert isinstance(page, Page)
    if who is None:
        page.goto("/")
        story = page.locator("article a[href^='/stories/']").first.get_attribute("href")
        return {"story": str(story).partition("#")[0]}
    if who == "amina-kariuki":
        page.goto("/conversations")
        talk = page.locator("[data-conversations] a").first.get_attribute("href")
        return {"conversation": str(talk)}
    return {}


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    if len(sys.argv) > 2:
        main(target, sys.argv[2])
    else:
        with tempfile.TemporaryDirectory() as instance, RunningServer(Path(instance) / "instance") as server:
            main(target, server.url)
    print(f"{len(list(target.glob('*.png')))} pictures in {target}")
