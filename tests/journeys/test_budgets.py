"""The budgets of look.md, measured in a browser with an empty cache, in bytes as they came over the line."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Page, Response

from benchmarks.weight import BUDGETS
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser

BLOCKING = """
  performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking").length
"""


def weigh(page: Page, address: str) -> tuple[dict[str, int], int]:
    """Bytes by kind of resource, and how many requests stand before the first paint (the page itself is one)."""
    came: list[Response] = []
    page.on("response", lambda response: came.append(response))
    page.goto(address, wait_until="networkidle")
    weight: Counter[str] = Counter()
    for response in came:
        response.finished()
        weight[response.request.resource_type] += response.request.sizes()["responseBodySize"]
    measured = {
        "html": weight["document"],
        "css": weight["stylesheet"],
        "js": weight["script"],
        "js_later": 0,
    }
    assert measured["html"]
    assert measured["css"]
    return measured, 1 + int(page.evaluate(BLOCKING))


def reply(page: Page, slug: str, number: int) -> None:
    """One more reply by whoever is signed in."""
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    body = f"Reply {number}: the schedule says 41 payments, the annex 40. Which of the two was signed, and by whom?"
    answer = page.request.post(
        f"/api/v1/stories/{slug}/replies",
        data={"body": body, "client_id": f"budget-{number:04d}"},
        headers={"X-CSRFToken": str(token), "Origin": page.url.partition("/stories")[0]},
    )
    assert answer.status in {200, 201}, answer.text()


def test_a_story_with_fifty_replies(visit: Visit) -> None:
    slug = "seven-and-thirteen"
    amina = visit("amina-kariuki")
    amina.goto(f"/stories/{slug}")
    for number in range(50 - amina.locator("[data-sequence]").count()):
        reply(amina, slug, number)
    reader = visit()
    weight, before_paint = weigh(reader, f"/stories/{slug}")
    assert reader.locator("[data-sequence]").count() >= 50
    assert BUDGETS["story"].broken_by(weight, before_paint) == []


def test_the_directory_with_twenty_results_and_facets(visit: Visit) -> None:
    reader = visit()
    weight, before_paint = weigh(reader, "/people")
    assert BUDGETS["directory"].broken_by(weight, before_paint) == []


def test_a_conversation(visit: Visit) -> None:
    amina = visit("amina-kariuki")
    amina.goto("/conversations")
    address = str(amina.locator("[data-conversations] a").first.get_attribute("href"))
    amina.route("**/*", lambda route: route.continue_())  # a routed page has no cache
    weight, before_paint = weigh(amina, address)
    assert BUDGETS["conversation"].broken_by(weight, before_paint) == []
