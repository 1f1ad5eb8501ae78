"""A browser that does not answer holds nobody up."""

from __future__ import annotations

import psutil
import pytest

from tests.chromium import Chromium

pytestmark = pytest.mark.browser


def test_a_browser_that_hangs_is_ended_and_the_next_one_has_a_new_one(chromium_browser: Chromium) -> None:
    hanging = chromium_browser.new_context()
    hanging.new_page().goto("data:text/html,here")
    for process in psutil.Process().children(recursive=True):
        if "chrom" in process.name():
            process.suspend()
    chromium_browser.close([hanging], within=0.5)
    context = chromium_browser.new_context()
    page = context.new_page()
    page.goto("data:text/html,there")
    assert page.inner_text("body") == "there"
    chromium_browser.close([context])
