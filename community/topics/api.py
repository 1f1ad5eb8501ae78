"""The JSON door of topics."""

from __future__ import annotations

from apiflask import APIBlueprint
from pydantic import BaseModel, Field

from community.core.actor import anyone
from community.core.db import db
from community.core.web.doors import open_to
from community.profiles.taxonomy import taxonomy

blueprint = APIBlueprint("topics_api", __name__, tag="People")


class TopicOut(BaseModel):
    slug: str
    group: str
    labels: dict[str, str] = Field(description="BCP-47 tag -> label.")
    synonyms: dict[str, list[str]] = Field(description="BCP-47 tag -> other words for it.")
    openalex: str | None = Field(description="The nearest topic of OpenAlex: T10128.")
    is_offered: bool = Field(description="Otherwise it is kept by those who have it only.")
    former_slugs: list[str] = Field(description="Of topics that were merged into it; they still find it.")


class TopicsOut(BaseModel):
    topics: list[TopicOut]


@blueprint.get("/topics")
@open_to(anyone, limit="60/minute")
@blueprint.output(TopicsOut)
def get_topics() -> dict[str, object]:
    """The taxonomy of expertise, with the words that find each topic."""
    topics = taxonomy(db.session()).topics
    return {"topics": [{name: getattr(one, name) for name in TopicOut.model_fields} for one in topics]}
