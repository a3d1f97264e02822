"""What each kind of a panel's entries says. Ids, ratings and digests only: texts about people are papers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from screening.models import Record
from screening.panels.settings import Level, Member, PanelSettings
from screening.results import GateResult, OutcomeValue, RatingValue, Versions

Papers = dict[str, str]
"""Name of a paper → its salted digest; the store fills it in."""
Code = Literal["insufficiently-demonstrated", "not-enough-information", "other"]
"""Why a person overrides the engine (the codes of Canada's digital talent platform)."""
DecidedHow = Literal["tie-break", "consensus"]
How = Literal["agreed", "consensus", "tie-break", "override", "engine"]
"""Where a final rating comes from: raters who agree, or agreed after talking, a third, an override …"""


class About(Record):
    """Something said in one panel."""

    panel: str
    papers: Papers = Field(default_factory=dict)


class Opened(About):
    """A panel begins: on one version of a standard, with settings that stay."""

    standard: str
    ksas: tuple[str, ...]
    settings: PanelSettings
    members: tuple[Member, ...]


class ApplicationAdded(About):
    """An application comes before the panel; the paper ``application`` is what was submitted."""

    candidate: str


class EngineRating(Record):
    """What the engine says of one KSA, without any words of the applicant."""

    rating: RatingValue
    score: float
    strength: int
    rule: str
    code: str
    margin: int | None = None
    """How far from saying otherwise, in thousandths of a logit; None where the engine did not tell."""


class EngineRated(About):
    """The engine's advice on one application; the paper ``screened`` holds it whole, with the quotes."""

    candidate: str
    outcome: OutcomeValue
    gates: dict[str, GateResult]
    ratings: dict[str, EngineRating]
    versions: Versions


class Joined(About):
    """Somebody joins the panel after its opening."""

    member: Member


class Left(About):
    """A member leaves; what they had locked stands."""

    member: str


class Recused(About):
    """A member takes no part for some candidates; the paper ``reason`` of the entry says why."""

    member: str
    candidate: str


class Rated(About):
    """A member's rating of one candidate's KSA; a later one supersedes it. The paper ``note`` explains it."""

    candidate: str
    ksa: str
    value: str
    level: Level


class Locked(About):
    """A member's ratings of a candidate are final; from now on the member sees those of others."""

    candidate: str


class Decided(About):
    """A disagreement is resolved: by a third who decides, or by the raters, who now agree."""

    candidate: str
    ksa: str
    value: str
    level: Level
    how: DecidedHow


class Overridden(About):
    """A person sets the engine's rating aside, with a code; the paper ``reason`` explains it."""

    candidate: str
    ksa: str
    value: str
    level: Level
    engine: RatingValue
    code: Code


class Verdict(Record):
    """What a panel ends with for one KSA of one candidate."""

    rating: RatingValue
    how: How
    levels: tuple[Level, ...] = ()


class Closed(About):
    """The panel is complete and locked: its consensus, candidate by candidate and KSA by KSA."""

    consensus: dict[str, dict[str, Verdict]]


KINDS: dict[str, type[About]] = {
    "panel-opened": Opened,
    "application-added": ApplicationAdded,
    "engine-rated": EngineRated,
    "member-joined": Joined,
    "member-left": Left,
    "member-recused": Recused,
    "rated": Rated,
    "ratings-locked": Locked,
    "disagreement-decided": Decided,
    "engine-overridden": Overridden,
    "panel-closed": Closed,
}
"""The kinds of entries that make up a panel's state; others may name a panel too (an export, a sheet)."""
NAMES = {body: kind for kind, body in KINDS.items()}
