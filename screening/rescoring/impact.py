"""The impact of a revision: who moves where, because of which KSA, and what else must be looked at."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from screening.fairness.rows import Row
from screening.models import Record
from screening.rescoring.scope import Reason
from screening.results import OutcomeValue, RatingValue
from screening.revisions.comparison import Piece, Verdict

Direction = Literal["newly-qualified", "to-review", "no-longer-qualified", "screened-out", "awaits-narrative"]
DIRECTIONS: dict[Direction, str] = {
    "newly-qualified": "newly qualify",
    "to-review": "move to review",
    "no-longer-qualified": "no longer qualify",
    "screened-out": "are screened out of review",
    "awaits-narrative": "wait for a narrative they were not asked for",
}
"""What an outcome that changes is called; who awaits a narrative fails by new KSAs alone."""
Fate = Verdict | Literal["read-anew"]
"""What became of a KSA: the verdict of the comparison; read anew where the words are the same."""


class Quote(Record):
    """Words of the applicant, quoted exactly, and what was found in them; against: they speak against."""

    words: str
    found: tuple[str, ...]
    against: bool = False


class Judgement(Record):
    """The rating of one KSA before or after, with the sentences it rests on, if they were asked for."""

    ksa: str
    rating: RatingValue
    score: float
    because: str = ""
    quotes: tuple[Quote, ...] = ()
    missing: tuple[str, ...] = ()


class Cause(Record):
    """A KSA by which an applicant moves: what was said of it, or of those it follows, and what is said now.

    ``after`` is None for a KSA that is no longer asked for, ``before`` empty for one that is asked for first.
    """

    ksa: str
    fate: Fate
    reasons: tuple[Reason, ...]
    before: tuple[Judgement, ...]
    after: Judgement | None


class Moved(Record):
    """An applicant whose outcome changes; ``owed`` are the KSAs to write about anew."""

    candidate: str
    direction: Direction
    before: OutcomeValue
    after: OutcomeValue
    ranks: tuple[int, int]
    causes: tuple[Cause, ...]
    owed: tuple[str, ...] = ()


class KsaImpact(Record):
    """One KSA over all applicants; tallies are of not demonstrated, needs review, demonstrated.

    ``before`` counts, for a KSA that took in others, each applicant's worst rating among them; it is None for
    a KSA that is asked for first, and ``after`` for one that is gone. ``judged`` pairs were judged again, the
    others carried over. ``decides``: applicants whose outcome changes and who have this KSA among the causes.
    """

    ksa: str
    fate: Fate
    pieces: tuple[Piece, ...]
    sources: tuple[str, ...] = ()
    before: tuple[int, int, int] | None
    after: tuple[int, int, int] | None
    judged: int = 0
    raised: int = 0
    lowered: int = 0
    decides: int = 0
    anew: bool = False


class Line(Record):
    """One applicant on the slates before and after."""

    candidate: str
    outcomes: tuple[OutcomeValue, OutcomeValue]
    ranks: tuple[int, int]


class SlateShift(Record):
    """How the slate moves: how many rise, fall and stay, by how many ranks in the middle, who stays in front.

    ``front`` holds pairs: a number of first places, and how many of those who held them before hold them now.
    """

    up: int
    down: int
    same: int
    median: float
    front: tuple[tuple[int, int], ...]
    lines: tuple[Line, ...]


class StaleOverride(Record):
    """An override whose ground has changed: kept in the record, marked, and to be looked at by a person."""

    panel: str
    candidate: str
    ksa: str
    by: str
    value: str
    code: str
    entry: int
    engine_then: RatingValue
    engine_now: RatingValue | None
    why: tuple[str, ...]


class GroupShift(Record):
    """One group's rates before and after."""

    group: str
    before: Row
    after: Row


class GroupTable(Record):
    """The groups by one attribute, or by several at once."""

    attributes: tuple[str, ...]
    rows: tuple[GroupShift, ...]


class Owing(Record):
    """A KSA that must be written about anew, and the applicants who must."""

    ksa: str
    candidates: tuple[str, ...]


class Impact(Record):
    """Everything that the command writes. ``what_if``: nothing of it was recorded.

    ``matrix`` counts applicants by outcome before (rows) and after (columns), both from not qualified to
    qualified. ``reasons`` counts pairs judged again by why (a pair may have several); ``changed`` tells in
    sentences what differs besides the words. ``rejected`` are applicants who cannot be judged by the new
    version, with the reason; they are in no other figure.
    """

    old: str
    new: str
    what_if: bool
    changed: tuple[str, ...]
    applicants: int
    pairs: int
    judged: int
    decided: int = 0
    reasons: dict[Reason, int]
    matrix: tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]
    ksas: tuple[KsaImpact, ...]
    moved: tuple[Moved, ...]
    quoted: int
    """How many of those who moved have their quotes here."""
    slate: SlateShift
    narratives: tuple[Owing, ...]
    stale: tuple[StaleOverride, ...] = ()
    standing_overrides: int = 0
    groups: tuple[GroupTable, ...] = ()
    rejected: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, tuple[str, str]]

    @property
    def carried(self) -> int:
        """Pairs that were not judged again."""
        return self.pairs - self.judged

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody moves, an override is stale, a narrative is owed, or somebody was not judged."""
        return bool(self.moved or self.stale or self.narratives or self.rejected)

    def towards(self, direction: Direction) -> tuple[Moved, ...]:
        """Those who move in one direction, in the order of the new slate."""
        return tuple(one for one in self.moved if one.direction == direction)
