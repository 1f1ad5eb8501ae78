"""What tells one person of a file from everybody else."""

from __future__ import annotations

import hashlib
import hmac

from email_validator import EmailNotValidError, validate_email

from community.search.analysis import fold

_FOR = b"person_key"


def address_of(text: str) -> str | None:
    """An address in the one form in which addresses of files are compared; None for what is none."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


class Keys:
    """Made with the site's secret: who has the database alone cannot try out addresses."""

    def __init__(self, secret: str) -> None:
        self._secret = hashlib.blake2b(_FOR, key=secret.encode()[:64]).digest()

    @staticmethod
    def of_orcid(orcid: str) -> str:
        """An iD is public."""
        return f"orcid:{orcid}"

    def of_email(self, address: str) -> str:
        """Of an `address_of`."""
        return f"email:{self._hash(address)}"

    def of_number(self, institution: str, number: str) -> str:
        """The institution's own number says something together with its name only."""
        return f"number:{self._hash(f'{fold(institution)} {number}')}"

    def _hash(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), "sha256").hexdigest()
