"""The machine's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
CLOSES_WITHIN_SECONDS = 20.0


def executable() -> str:
    """Where Chromium is. Raises LookupError: `./dev test` installs it or says how."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise LookupError("no Chromium on this machine; ./dev test installs it or says how")


class Chromium:
    """One browser process, started again when it had to be ended; each person gets a context of it."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None

    def new_context(self, **wishes: Any) -> BrowserContext:
        if self._browser is None:
            self._browser = self._playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        return self._browser.new_context(**wishes)

    def quit(self) -> None:
        if self._browser is not None:
            self.close([self._browser])

    def close(
        self, windows: Sequence[BrowserContext | Browser], *, within: float = CLOSES_WITHIN_SECONDS
    ) -> None:
        """Close these. Playwright waits for that without an end, and Chromium did once not answer, for an hour and a
        half: then the process is killed."""
        killed = threading.Event()

        def kill() -> None:
            killed.set()
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    if "chrom" in process.name():
                        process.kill()

        watchdog = threading.Timer(within, kill)
        watchdog.start()
        try:
            for one in windows:
                one.close()
        except Error:
            if not killed.is_set():
                raise
        finally:
            watchdog.cancel()
            if killed.is_set():
                self._browser = None


@contextmanager
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = Chromium(playwright)
        try:
            yield browser
        finally:
            browser.quit()


def sign_in(page: Page, email: str, password: str) -> None:
    """As a person does it."""
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
