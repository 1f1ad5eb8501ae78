"""One typed, validated settings object; each setting is documented where it is defined.

Values come from the environment (``COMMUNITY_DATABASE_URL=…``) or from ``settings.env`` in the instance folder.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent
INSTANCE = Path(os.environ.get("COMMUNITY_INSTANCE_DIR") or PROJECT_ROOT / "instance")


SHORTEST_SECRET = 32


class Settings(BaseSettings):
    """What an operator may set. Without any, the program runs embedded: SQLite, Whoosh, threads, one process."""

    model_config = SettingsConfigDict(
        env_prefix="COMMUNITY_", env_file=INSTANCE / "settings.env", extra="ignore"
    )

    site_name: str = "South Network"
    environment: Literal["development", "production"] = "development"
    """In development sent mail is shown at /dev/mailbox, /styleguide exists, and any Host header is taken."""

    host: str = Field("127.0.0.1", validation_alias="HOST")
    port: int = Field(8000, ge=1, le=65535, validation_alias="PORT")
    base_url: str = ""
    """The public address, used in mail and for the same-origin check. Empty: http://HOST:PORT (development only)."""

    threads: int = Field(160, ge=8, le=4096)
    """Threads of the embedded server. Each open WebSocket holds one; 32 are kept for pages."""

    socket_mode: Literal["", "threading", "gevent"] = ""
    """Empty: threads. `community serve --role realtime` chooses gevent by itself."""

    serves_sockets: bool = True
    """Whether this process answers /socket.io. `community serve --role pages` turns it off: realtime workers do."""

    straight_sockets: bool = True
    """Whether what is said over Socket.IO is written straight to the lines (docs/decisions/0013). Off: by the library's
    own queues, which are slower."""

    trusted_proxies: int = Field(0, ge=0, le=4)
    """How many proxies in front add X-Forwarded-* headers that may be believed."""

    instance_dir: Path = INSTANCE
    database_url: str = ""
    """Empty: SQLite in the instance folder. `postgresql+psycopg://…` moves to the scaled-out shape."""

    redis_url: str = ""
    """Empty: one process, no Redis. Set: Socket.IO queue, rate limits and jobs are shared through it, under names
    that begin with the database's: two communities in one Redis hear nothing of each other."""

    secret_key: SecretStr = SecretStr("")
    """Signs cookies and links in mail. Empty: made once and kept in the instance folder (mode 0600)."""

    mail_url: SecretStr = SecretStr("")
    """`smtp://user:password@host:587` (STARTTLS) or `smtps://…`. Empty: mail stays in the mailbox page."""

    mail_sender: str = "desk@south-network.example"
    default_locale: str = "en"
    session_days: int = Field(30, ge=1, le=400)
    """A session ends this many days after it was last used."""

    rate_limits: bool = True
    """Off only in benchmarks that measure something else."""

    orcid_client_id: str = ""
    """Of the client that ORCID registered for this site, with the redirect address BASE_URL/verification/orcid/done.
    Empty: nobody can link an iD or sign in with one, and nothing of it is shown."""

    orcid_client_secret: SecretStr = SecretStr("")
    orcid_base_url: str = "https://orcid.org"
    """`https://sandbox.orcid.org` to try it out."""

    orcid_api_url: str = ""
    """`https://pub.orcid.org/v3.0`: members bring their public record by its iD; with a client (above) ORCID lets more
    requests through. Empty: by file only."""

    doi_url: str = ""
    """`https://doi.org`: what a DOI stands for is asked there. Empty: nobody is asked, members write the titles."""

    outgoing_to_this_machine: bool = False
    """Whether requests to other sites may be plain http to 127.0.0.1: for services that a test puts there. Never in
    production."""

    upload_limit_bytes: int = Field(6 * 1024 * 1024, ge=100_000)

    run_jobs: bool = True
    """Whether this process consumes jobs itself (embedded) or leaves them to `community work`."""

    @model_validator(mode="after")
    def _fill_in(self) -> Self:
        self.instance_dir = self.instance_dir.resolve()
        if not self.database_url:
            self.database_url = f"sqlite:///{self.instance_dir / 'community.sqlite'}"
        if not self.base_url:
            if self.environment == "production":
                raise ValueError("COMMUNITY_BASE_URL is needed in production: https://…")
            every_interface = self.host in {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not bound
            host = "localhost" if every_interface else f"[{self.host}]" if ":" in self.host else self.host
            self.base_url = f"http://{host}:{self.port}"
        self.base_url = self.base_url.rstrip("/")
        if self.environment == "production":
            if self.outgoing_to_this_machine:
                raise ValueError("COMMUNITY_OUTGOING_TO_THIS_MACHINE is for tests only")
            _expect_safe(self.base_url, self.secret_key.get_secret_value())
        return self

    @property
    def is_embedded(self) -> bool:
        """SQLite means one process: the two shapes of docs/decisions/0001."""
        return self.database_url.startswith("sqlite")

    @property
    def shared_name(self) -> str:
        """What this community's things in Redis begin with. A channel is heard whatever database of the Redis it is
        sent in, and members have the same small numbers in every community."""
        return f"community-{Path(urlsplit(self.database_url).path).stem}"

    @property
    def holds_threads(self) -> bool:
        """Whether each open socket of this process holds one of its threads."""
        return self.socket_mode != "gevent"

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    def prepare_instance(self) -> None:
        """Make the instance folder and, once, the secret key in it."""
        self.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.secret_key.get_secret_value():
            kept = kept_secret(self.instance_dir / "secret_key", lambda: secrets.token_urlsafe(48))
            self.secret_key = SecretStr(kept)

    def flask_config(self) -> dict[str, Any]:
        """The same settings under the names that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key.get_secret_value(),
            "TRUSTED_HOSTS": None
            if self.environment == "development"
            else [urlsplit(self.base_url).hostname],
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": self.upload_limit_bytes + 256 * 1024,
            "MAX_FORM_MEMORY_SIZE": 512 * 1024,
            "MAX_FORM_PARTS": 500,
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_secure else "session",
            "SESSION_COOKIE_SECURE": self.is_secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": self.session_days * 86400,
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": self.default_locale,
            "BABEL_TRANSLATION_DIRECTORIES": str(PROJECT_ROOT / "community" / "translations"),
            "RATELIMIT_ENABLED": self.rate_limits,
            "TEMPLATES_AUTO_RELOAD": False,
        }


def _expect_safe(base_url: str, secret_key: str) -> None:
    """Raises ValueError for what would open everybody's account in production."""
    address = urlsplit(base_url)
    if address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("COMMUNITY_BASE_URL has to begin with https:// in production")
    if not address.hostname or address.path or address.query:
        raise ValueError("COMMUNITY_BASE_URL is a scheme and a host: https://network.example")
    if secret_key and len(secret_key) < SHORTEST_SECRET:
        raise ValueError(f"COMMUNITY_SECRET_KEY has at least {SHORTEST_SECRET} characters, or is left out")


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The text in `path`, made once (mode 0600), whole even when two processes start at the same moment."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as draft:
            draft.write(make())
            draft.flush()
            with suppress(FileExistsError):  # the other one was first; its secret counts
                os.link(draft.name, path)
    return path.read_text().strip()
