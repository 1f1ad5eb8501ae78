"""What an address is, for every door that is given one: typed by a member, or standing in a file."""

from __future__ import annotations

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email


@dataclass(frozen=True, slots=True)
class Address:
    whole: str
    """As mail is sent to it."""
    domain: str
    """In ASCII and small letters, as domains are compared."""

    @property
    def folded(self) -> str:
        """As addresses are compared, counted and hashed; members sign in with it."""
        return self.whole.lower()


def address_of(text: str) -> Address | None:
    """None for what is none. Nobody is asked whether mail arrives there."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return Address(found.normalized, found.ascii_domain.casefold())
