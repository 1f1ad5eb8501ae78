"""The HTML checker names the page, the line and what is wrong, and is silent about sound pages."""

import pytest

from tests.services.nu import check_html

pytestmark = pytest.mark.slow

SOUND = """<!doctype html>
<html lang="en"><head><title>Sound</title></head><body><p>Nothing to see.</p></body></html>"""

UNSOUND = """<!doctype html>
<html lang="en"><head><title>Unsound</title></head><body>
<p>A <button>button<button>inside</button></button></p></body></html>"""


def test_errors_are_told_page_by_page() -> None:
    errors = check_html({"/": SOUND, "/people?topic=debt": UNSOUND})

    assert errors
    assert all(error.startswith("/people?topic=debt:3: ") for error in errors)


def test_sound_pages_have_no_errors() -> None:
    assert check_html({"/": SOUND}) == []
    assert check_html({}) == []
