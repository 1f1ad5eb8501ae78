"""How a test opens every door that answers GET, for a reader of the scene."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from flask import Flask
from werkzeug.routing import Rule

from community.profiles.forms import STEPS
from tests.privacy.scene import Reader, Scene

ELSEWHERE: Mapping[str, str] = {
    "static": "files of the program",
    "api.catalogue": "a page of the program",
    "api.document": "the same",
    "profiles.photo": "a picture, by a name that cannot be guessed and stands only where the photo is seen",
    "messaging.file": "a file somebody sent, for who reads its message",
    "messaging.preview": "the same",
    "accounts.mailbox": "an operator's, on their own machine; mail is tested by itself",
    "accounts.first_run": "before anybody is there",
    "security.confirm_email": "a secret from a mail of one's own",
    "security.reset_password": "the same",
    "saved_searches.end_alerts": "the same; it tells nothing but that it is done",
    "verification.open_link": "the same; it tells of one's own affiliation",
    "claiming.open_link": "the same; it tells of what came with one's own address",
    "claiming.before_undo": "the desk's, about a name that it reads already",
    "verification.orcid_sign_in": "leads to ORCID",
    "verification.orcid_begin": "the same",
    "verification.orcid_done": "the same",
    "verification.orcid_link": "the same",
    "styleguide": "invented people",
    "bringing.preview": "one's own import",
    "people.preview": "the desk's import of people who are not members yet",
    "people_api.preview": "the same",
}
"""Doors that are not walked through, and why: they show no profile but one's own."""

QUERIES: Mapping[str, Sequence[str]] = {
    "directory.index": (
        "",
        "kind=practitioner",
        "country_based=BT&more=country_covered",
        "talk=tomorrow-12",
        "q=ports",
        "q=ndiaye",
    ),
    "directory.suggest": ("q=awa", "q=jos", "q=chen", "q=hydro", "q=bhu", "q=vanu"),
    "directory_api.search_people": ("", "q=ports", "country_based=BT", "talk=tomorrow-12"),
    "messaging.search": ("q=welcome",),
    "messaging_api.search_messages": ("q=welcome",),
    "taking.card": ("", "as=public", "as=me"),
    "taking.publications_as_csl": ("", "as=me"),
    "verification.desk": ("", "handle=awa-ndiaye"),
    "stories.desk": ("", "list=published"),
}
"""What is asked of a door besides."""


def addresses(app: Flask, scene: Scene, reader: Reader) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of every door."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ELSEWHERE:
            continue
        names = sorted(rule.arguments)
        for values in product(*(values_of(rule, name, scene, reader) for name in names)):
            built = rule.build(dict(zip(names, values, strict=True)))
            assert built
            for query in QUERIES.get(rule.endpoint, ("",)):
                yield rule.endpoint, f"{built[1]}?lang=en&{query}".rstrip("&")


def values_of(rule: Rule, name: str, scene: Scene, reader: Reader) -> Sequence[str | int]:
    """What stands for <name> in the address of this door."""
    blueprint = rule.endpoint.partition(".")[0].removesuffix("_api")
    if name == "public_id":
        everybodys = (places[blueprint] for places in scene.places.values())
        return [scene.places[reader.name][blueprint]] if reader.name in scene.places else [next(everybodys)]
    values: dict[tuple[str, str], Sequence[str | int]] = {
        ("", "handle"): [person.handle for person in scene.hiders.values()],
        ("stories", "slug"): [scene.story.slug],
        ("discussions", "slug"): [scene.story.slug],
        ("stories", "story_id"): [scene.story.id],
        ("endorsing", "slug"): [scene.story.slug],
        ("endorsing", "sequence"): [1, 2],
        ("topics", "slug"): ["hydropower", "ports"],
        ("messaging", "number"): [1],
        ("profiles", "number"): [1, 2, 3],
        ("profiles", "step"): ["publications", "appearances"] if "any(" in rule.rule else list(STEPS),
    }
    found = values.get(("", name)) or values.get((blueprint, name))
    assert found, (
        f"{rule.endpoint} is a new door: say here what stands for <{name}>, so that it is looked at for what is"
        " hidden, or name it in ELSEWHERE"
    )
    return found
