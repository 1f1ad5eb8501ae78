"""What tells one person of a file from everybody else."""

from __future__ import annotations

import hashlib
import hmac

from community.accounts.addresses import Address
from community.search.analysis import fold

_FOR = b"person_key"


class Keys:
    """Made with the site's secret: who has the database alone cannot try out addresses."""

    def __init__(self, secret: str) -> None:
        self._secret = hashlib.blake2b(_FOR, key=secret.encode()[:64]).digest()

    @staticmethod
    def of_orcid(orcid: str) -> str:
        """An iD is public."""
        return f"orcid:{orcid}"

    def of_email(self, address: Address) -> str:
        return f"email:{self._hash(address.folded)}"

    def of_number(self, institution: str, number: str) -> str:
        """The institution's own number says something together with its name only."""
        return f"number:{self._hash(f'{fold(institution)} {number}')}"

    def _hash(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), "sha256").hexdigest()
