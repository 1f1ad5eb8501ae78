"""The guided form: small steps, in the order in which they are most useful to somebody who has ten minutes."""

from community.profiles.forms.knowledge import PlacesForm, TopicsForm
from community.profiles.forms.person import AboutForm, NamesForm, PhotoForm
from community.profiles.forms.step import Offered, StepForm
from community.profiles.forms.talk import AudienceForm, LanguagesForm, TalkForm
from community.profiles.forms.work import DisclosuresForm, LinksForm, WorkForm
from community.profiles.forms.works import AppearanceForm, PublicationForm, WorkItemForm

STEPS: dict[str, type[StepForm]] = {
    "about": AboutForm,
    "topics": TopicsForm,
    "places": PlacesForm,
    "work": WorkForm,
    "languages": LanguagesForm,
    "talk": TalkForm,
    "names": NamesForm,
    "photo": PhotoForm,
    "publications": PublicationForm,
    "appearances": AppearanceForm,
    "links": LinksForm,
    "disclosures": DisclosuresForm,
    "audience": AudienceForm,
}
"""Last part of the address -> form."""

WORKS: dict[str, type[WorkItemForm]] = {"publications": PublicationForm, "appearances": AppearanceForm}
"""The steps that are a list, whose rows have pages of their own."""

__all__ = ["STEPS", "WORKS", "Offered", "StepForm", "WorkItemForm"]
