"""What a member wants a profile to say, before it is saved; and what is wrong with it."""

from community.profiles.drafts.checks import (
    BIOGRAPHY,
    HEADLINE,
    LENGTHS,
    MEDIA_MODES,
    MOST,
    MOST_TOPICS,
    ROW_LENGTHS,
    faults,
)
from community.profiles.drafts.reading import blank_draft, draft_of
from community.profiles.drafts.shapes import (
    AffiliationDraft,
    AppearanceDraft,
    DisclosureDraft,
    LanguageDraft,
    LinkDraft,
    PlaceDraft,
    ProfileDraft,
    PublicationDraft,
    RowDraft,
    TopicDraft,
    VariantDraft,
)

__all__ = [
    "BIOGRAPHY",
    "HEADLINE",
    "LENGTHS",
    "MEDIA_MODES",
    "MOST",
    "MOST_TOPICS",
    "ROW_LENGTHS",
    "AffiliationDraft",
    "AppearanceDraft",
    "DisclosureDraft",
    "LanguageDraft",
    "LinkDraft",
    "PlaceDraft",
    "ProfileDraft",
    "PublicationDraft",
    "RowDraft",
    "TopicDraft",
    "VariantDraft",
    "blank_draft",
    "draft_of",
    "faults",
]
