"""What a server is told when it starts: one frozen model; nothing in the web reads the environment."""

from __future__ import annotations

from pathlib import Path

from screening.models import Record

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names under which a machine reaches only itself."""


class WebLimits(Record):
    """Bounds on what one request may ask for, so that no one person's text stops the others."""

    body_bytes: int = 2_000_000
    """Of a form or of JSON."""
    upload_bytes: int = 10_000_000
    """Of an uploaded document."""
    section_characters: int = 6_000
    """For all narratives of an application together, as the form has it; told, never enforced."""
    waiting: int = 64
    """Requests that may wait for the engine; one more is told to come back later."""
    retry_after_s: int = 2
    """How long it is told to wait, in seconds."""


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
    limits: WebLimits = WebLimits()

    @property
    def accepted_hosts(self) -> frozenset[str]:
        """The names, in lower case and without port, that the Host header may hold."""
        return frozenset(name.lower() for name in (*LOOPBACK, *self.hosts))
