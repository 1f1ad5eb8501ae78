"""A community in which three people hide something from somebody, and everybody who may look for it.

Awa shows her canaries to members, José to verified journalists, Chen Hao to nobody. All three write (an article,
a reply, messages), stand on shortlists, are found by saved searches, and have something verified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles.actions import changed
from community.profiles.audiences import sees
from community.profiles.models import (
    Audience,
    Profile,
    ProfileTopic,
    Subject,
    TopicEvidence,
    Verification,
    VerifiedBy,
)
from community.profiles.taxonomy import taxonomy
from community.stories.models import Story
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.discussions.talking import reply
from tests.messaging.talking import group_of
from tests.privacy.reading import Hidden
from tests.profiles.canaries import canaries, plant_all
from tests.profiles.drafts import make_verified_journalist
from tests.saved_searches.conftest import keep
from tests.shortlists.conftest import begin, put, share
from tests.stories.writing import article, published


@dataclass(frozen=True)
class Reader:
    """Somebody at a browser; `stands` is what they are to people other than themselves."""

    name: str
    stands: Audience
    browser: Browser
    person: Person | None = None

    def sees(self, hider: Person, audience: Audience) -> bool:
        return sees(Audience.ME if self.person == hider else self.stands, audience)


@dataclass(frozen=True)
class Scene:
    """`places` are what a reader has of their own: public ids of a shortlist, a saved search, a conversation."""

    hiders: Mapping[Audience, Person]
    readers: tuple[Reader, ...]
    story: Story
    places: Mapping[str, Mapping[str, str]]

    def hidden_from(self, reader: Reader) -> list[Hidden]:
        """Every canary that this reader may not see, with whose it is."""
        return [
            Hidden(hider, item, canary)
            for audience, hider in self.hiders.items()
            if not reader.sees(hider, audience)
            for item, canary in canaries(audience).items()
        ]

    def told_to(self, reader: Reader) -> list[Hidden]:
        """Every canary of somebody else that this reader may see."""
        return [
            Hidden(hider, item, canary)
            for audience, hider in self.hiders.items()
            if reader.sees(hider, audience) and reader.person != hider
            for item, canary in canaries(audience).items()
        ]


SEARCHED = "country_based=BT"
"""What everybody who can has saved, with an alert."""


def set_scene(cast: Cast, browser: Callable[..., Browser], follow: Callable[[], None]) -> Scene:
    hiders, members = hiders_of(cast), members_of(cast)
    searches = {name: keep(person, "Bhutan", SEARCHED) for name, person in members.items()}
    for person in members.values():
        keep(person, "Ports", "topic=ports")  # here anybody finds all three
    hide(cast)
    for person in hiders.values():
        _prove(person)
    follow()
    story = published(cast.lindiwe, article(cast.lindiwe, *hiders.values()))
    first = reply(cast.awa, story, "As the annex says.")
    for person in (cast.jose, cast.chen_hao):
        reply(person, story, "And page 14.", first)
    places = {
        name: {
            "saved_searches": searches[name],
            "shortlists": _list_of(person, hiders.values(), cast.rafael),
            "messaging": _talk_of(person, hiders.values()),
        }
        for name, person in members.items()
    }
    follow()
    return Scene(hiders, readers_of(cast, browser), story, places)


def hiders_of(cast: Cast) -> dict[Audience, Person]:
    return {Audience.MEMBERS: cast.awa, Audience.JOURNALISTS: cast.jose, Audience.ME: cast.chen_hao}


def members_of(cast: Cast) -> dict[str, Person]:
    return {
        "a member": cast.omar,
        "an editor": cast.lindiwe,
        "a journalist": cast.amina,
        "an owner": cast.chen_hao,
    }


def hide(cast: Cast) -> None:
    """The three have their profiles, and Amina is verified to be a journalist."""
    make_verified_journalist(cast.amina)
    for audience, person in hiders_of(cast).items():
        plant_all(person.id, audience)


def readers_of(cast: Cast, browser: Callable[..., Browser]) -> tuple[Reader, ...]:
    stands = {"a journalist": Audience.JOURNALISTS}
    signed_in = (
        Reader(name, stands.get(name, Audience.MEMBERS), browser(person), person)
        for name, person in members_of(cast).items()
    )
    return (Reader("anybody", Audience.PUBLIC, browser()), *signed_in)


def _prove(person: Person) -> None:
    """What is public points at what is hidden: evidence of a topic, and statements of what was verified."""
    with unit_of_work() as session:
        profile = session.get_one(Profile, person.id)
        (work,), (heard,), (post,) = profile.publications, profile.appearances, profile.affiliations
        shown = ProfileTopic(
            topic_id=taxonomy(session).by_slug["ports"].id, audience=Audience.PUBLIC, position=1
        )
        shown.evidence = [TopicEvidence(publication_id=work.id), TopicEvidence(appearance_id=heard.id)]
        profile.topics.append(shown)
        today = clock.now().date()
        for subject, about, affiliation in (
            (Subject.AFFILIATION, post.institution, post.id),
            (Subject.KIND, "practitioner", None),
        ):
            session.add(
                Verification(
                    member_id=person.id,
                    by=VerifiedBy.INSTITUTION,
                    subject=subject,
                    about=about,
                    affiliation_id=affiliation,
                    verified_on=today,
                )
            )
        changed(session, profile)


def _list_of(owner: Person, people: object, colleague: Person) -> str:
    listed = begin(owner, "Dams")
    for person in people:  # type: ignore[attr-defined]
        put(owner, listed, person, "A note")
    share(owner, listed, colleague)
    return listed


def _talk_of(person: Person, others: object) -> str:
    """The public id of a group with all of the others."""
    return group_of(person, *(one for one in others if one != person))  # type: ignore[attr-defined]
