"""What stories of sockets need beside the lines of `tests/conftest.py`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import Browser
from tests.cast import Person


@pytest.fixture
def cookie_of(browser: Callable[..., Browser]) -> Callable[[Person], str]:
    """The session cookie of a signed-in member, as a header."""
    return lambda person: browser(person).cookie
