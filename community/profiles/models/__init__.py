"""The mapped classes of profiles, in files by what they are about; the rest of the program imports them from here."""

from community.profiles.models.items import Audience, Item, Mark, Source
from community.profiles.models.profile import Availability, NameOrder, Profile
from community.profiles.models.rows import (
    Affiliation,
    CoveredCountry,
    CoveredRegion,
    Disclosure,
    DisclosureKind,
    Kind,
    Level,
    NameVariant,
    ProfileKind,
    ProfileLink,
    SpokenLanguage,
)
from community.profiles.models.topics import NotMyField, ProfileTopic, Topic, TopicEvidence
from community.profiles.models.verification import (
    VERIFICATION_LASTS,
    EndedBecause,
    EndedVerification,
    Subject,
    Verification,
    VerifiedBy,
    proves_journalist,
    valid_on,
)
from community.profiles.models.works import Appearance, Medium, Publication, PublicationType

__all__ = [
    "VERIFICATION_LASTS",
    "Affiliation",
    "Appearance",
    "Audience",
    "Availability",
    "CoveredCountry",
    "CoveredRegion",
    "Disclosure",
    "DisclosureKind",
    "EndedBecause",
    "EndedVerification",
    "Item",
    "Kind",
    "Level",
    "Mark",
    "Medium",
    "NameOrder",
    "NameVariant",
    "NotMyField",
    "Profile",
    "ProfileKind",
    "ProfileLink",
    "ProfileTopic",
    "Publication",
    "PublicationType",
    "Source",
    "SpokenLanguage",
    "Subject",
    "Topic",
    "TopicEvidence",
    "Verification",
    "VerifiedBy",
    "proves_journalist",
    "valid_on",
]
