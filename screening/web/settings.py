"""What a server is told when it starts: one frozen model; nothing in the web reads the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field

from screening.advice.lengths import SECTION_CHARACTERS
from screening.models import Record

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names under which a machine reaches only itself."""


class WebLimits(Record):
    """Bounds on what one request may ask for, so that no one person's text stops the others."""

    body_bytes: int = 2_000_000
    """Of a form or of JSON."""
    upload_bytes: int = 10_000_000
    """Of an uploaded document."""
    section_characters: int = SECTION_CHARACTERS
    """For all narratives of an application together, as the form has it; told, never enforced."""
    waiting: int = 64
    """Requests that may wait for the engine; one more is told to come back later."""
    retry_after_s: int = 2
    """How long it is told to wait, in seconds."""
    body_s: float = 30.0
    """How long a request may take to send its body, in seconds."""
    reading_s: float = 20.0
    """How long an uploaded file may take to be read, in seconds."""
    readers_waiting: int = 16
    """Uploaded files that may wait to be read; one more is told to come back later."""
    jobs_waiting: int = 8
    """Jobs that are under way or wait; one more is told to come back later."""
    job_applications: int = 2_000
    """Applications of one job."""
    job_kept_s: int = 3_600
    """How long a job that has ended is kept in memory, in seconds."""


class WebRates(Record):
    """How often a team's server may be asked, as a number a time (``limits`` reads it); more is refused."""

    login: str = "30 per minute"
    """Logins tried from one network address."""
    wrong: str = "10 per 15 minute"
    """Wrong passwords for one account from one network address."""
    guessed: str = "100 per hour"
    """Wrong passwords for one account from anywhere."""
    engine: str = "240 per minute"
    """Requests of one person that the engine answers; who types sends one at most every 0.4 seconds."""
    everything: str = "1200 per minute"
    """Requests of one person, or of one address that has not logged in."""


class OidcSettings(Record):
    """An identity provider (OpenID Connect) that may say who somebody is."""

    issuer: str
    client_id: str
    client_secret: str = Field(repr=False)
    claim: Literal["sub", "email", "preferred_username"] = "sub"
    """What the provider tells that an account's ``subject`` is compared with; an e-mail must be verified."""
    label: str = "Log in with your organisation"


class WebSettings(Record):
    """The settings of one server. Without ``team`` it serves one person, on this machine, without a login."""

    library: Path | None = None
    """The folder of standards; None: the one that the package brings."""
    store: str = "sqlite:///panel.db"
    """Where panels' records (and a team's accounts) are kept; it is opened when a page needs it."""
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    """Names by which browsers reach the server besides the loopback's; a request for another is refused."""
    team: bool = False
    local_id: str = "local"
    """Who the record names for what the one local person does."""
    warm: bool = False
    """Whether the models load when the server starts, instead of with the first text."""
    url: str = Field(default="", pattern=r"^(https?://[A-Za-z0-9.:\[\]-]+)?$")
    """Where browsers reach a team's server, as in ``https://screening.example.org``; a proxy does the TLS."""
    proxies: tuple[str, ...] = ()
    """Addresses or networks of proxies whose X-Forwarded-For is believed."""
    session_idle_s: int = 2 * 3600
    """A session that is not used for so long is over."""
    session_s: int = 12 * 3600
    """A session is over after so long, used or not."""
    limits: WebLimits = WebLimits()
    rates: WebRates = WebRates()
    oidc: OidcSettings | None = None

    @property
    def accepted_hosts(self) -> frozenset[str]:
        """The names, in lower case and without port, that the Host header may hold."""
        published = (urlsplit(self.url).hostname or "",) if self.url else ()
        return frozenset(name.lower() for name in (*LOOPBACK, *self.hosts, *published))

    @property
    def secure(self) -> bool:
        """Whether browsers reach the server over TLS: cookies are then sent over nothing else."""
        return self.url.startswith("https://")
