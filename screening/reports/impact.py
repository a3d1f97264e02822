"""The impact of a revision: what every format of the report shares, and its JSON and HTML.

The page answers in this order: who moves, because of which requirement and which words, how the slate moves,
what people have to do about it. Every drawing repeats numbers that stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screening.errors import few
from screening.reports.comparison import VERDICTS
from screening.reports.html import FINDINGS, TONES, VERSION_LABELS, page
from screening.rescoring.impact import (
    DIRECTIONS,
    Cause,
    Direction,
    Fate,
    GroupTable,
    Impact,
    KsaImpact,
    Moved,
)
from screening.rescoring.scope import REASONS
from screening.rescoring.tables import RISING_OUTCOMES, RISING_RATINGS
from screening.revisions.comparison import Piece
from screening.standards import Standard

FATES: Mapping[Fate, tuple[str, str]] = {
    "read-anew": ("↻", "review"),
    **dict(VERDICTS.items()),
}
"""The sign and the tone of what became of a KSA."""
DIRECTION_TONES: dict[Direction, tuple[str, str]] = {
    "newly-qualified": ("✓", "yes"),
    "to-review": ("?", "review"),
    "no-longer-qualified": ("✕", "no"),
    "screened-out": ("✕", "no"),
    "awaits-narrative": ("✎", "review"),
}
FIRST = 5
"""Applicants of each direction who are shown with their quotes; the others stand in a table."""
NAMED = 40
"""Candidates that a list names before it counts the others."""
LISTED = 300
"""Further applicants of each direction in the page's table; all of them are in the JSON and the workbook."""
PLACES = 25
"""First places of the slate whose way is drawn."""
WIDE, HIGH, BAR, GAP = 1000, 240, 14, 12
"""Of the drawing of the outcomes, in its own units."""


@dataclass(frozen=True, slots=True)
class Revised:
    """An impact with the two versions that it is about."""

    impact: Impact
    old: Standard
    new: Standard


@dataclass(frozen=True, slots=True)
class OutcomeBar:
    """An outcome on one side of the drawing: its level, how many, where it begins, how high it is."""

    level: int
    count: int
    y: float
    height: float

    @property
    def tone(self) -> str:
        """The tone of the outcome."""
        return TONES[RISING_OUTCOMES[self.level]]


@dataclass(frozen=True, slots=True)
class Flow:
    """Applicants who go from one outcome to another, as the outline of a band."""

    before: int
    after: int
    count: int
    outline: str

    @property
    def tone(self) -> str:
        """The tone of where it leads."""
        return TONES[RISING_OUTCOMES[self.after]]


def render_json(revised: Revised) -> str:
    """Everything as one JSON document."""
    impact = revised.impact
    told = impact.model_dump(mode="json")
    told["carried"] = impact.carried
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def render(revised: Revised) -> str:
    """The impact as one HTML page."""
    return page("impact.html.j2", styles=("report.css", "comparison.css", "impact.css"), **shown(revised))


def shown(revised: Revised) -> dict[str, Any]:
    """What the template is given."""
    impact = revised.impact
    befores, afters, flows = drawn(impact)
    return {
        "impact": impact, "old": revised.old, "new": revised.new,
        "directions": [(d, words, *DIRECTION_TONES[d], impact.towards(d)) for d, words in DIRECTIONS.items()],
        "befores": befores, "afters": afters, "flows": flows,
        "outcomes": RISING_OUTCOMES, "ratings": RISING_RATINGS,
        "wide": WIDE, "high": HIGH, "bar": BAR,
        "places": places(impact), "summary": summary(impact), "reworded": reworded(impact),
        "pieces_of": {ksa.ksa: ksa.pieces for ksa in impact.ksas}, "VERDICTS": FATES,
        "REASONS": REASONS, "because": because, "listed": listed, "rate": rate,
        "first": FIRST, "most": LISTED, "change": change, "FINDING_WORDS": FINDINGS, "group_name": group_name,
        "versions": [(VERSION_LABELS.get(name, name), value) for name, value in versions(impact)],
    }  # fmt: skip


def summary(impact: Impact) -> list[str]:
    """What was done, in sentences."""
    told = [f"{impact.judged:,} of {impact.pairs:,} pairs of applicant and KSA were judged again"]
    if impact.decided:
        told = [f"{impact.decided:,} pairs were decided again from their stored facts"]
    told[0] += f"; {impact.carried - impact.decided:,} were carried over with their record."
    told += [
        f"{count:,} because {REASONS[reason]}."
        for reason, count in sorted(impact.reasons.items(), key=lambda item: -item[1])
    ]
    if sum(impact.reasons.values()) > impact.judged:
        told.append("A pair that has several of these reasons is counted under each.")
    return told


def versions(impact: Impact) -> Iterator[tuple[str, str]]:
    """Each version that the results depend on; before and after where they differ."""
    for name, (old, new) in impact.versions.items():
        yield name, new if old == new else f"{new} (before: {old})"


def reworded(impact: Impact) -> list[KsaImpact]:
    """The KSAs whose words or fate changed, with their words: those that decide for most come first."""
    changed = [ksa for ksa in impact.ksas if ksa.fate not in ("unchanged", "moved", "read-anew")]
    return sorted(changed, key=lambda ksa: -ksa.decides)


def because(cause: Cause) -> str:
    """A cause in one line: "support-programs: needs review → demonstrated"."""
    before = " + ".join(
        _said(one.rating) if one.ksa == cause.ksa else f"{one.ksa} {_said(one.rating)}"
        for one in cause.before
    )
    after = _said(cause.after.rating) if cause.after else "no longer asked for"
    return f"{cause.ksa}: {before or 'not asked for'} → {after}"


def _said(value: str) -> str:
    return value.replace("-", " ")


def change(one: KsaImpact, level: int) -> str:
    """How a tally moved: +12, −3 or nothing."""
    if one.before is None or one.after is None:
        return ""
    moved = one.after[level] - one.before[level]
    return f"{moved:+,}".replace("-", "−") if moved else ""


def listed(candidates: Sequence[str]) -> str:
    """The first candidates by id, and how many more there are."""
    return few(candidates, NAMED)


def rate(part: int, whole: int) -> str:
    """A share as per cent, to one place."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def group_name(table: GroupTable) -> str:
    """The attributes as one name."""
    return " × ".join(table.attributes)


def words(pieces: Sequence[Piece]) -> str:
    """The words of a requirement with what was struck and inserted, in plain signs."""
    signs = {"kept": ("", ""), "struck": ("[-", "-]"), "inserted": ("{+", "+}")}
    return "".join(piece.text.join(signs[piece.kind]) for piece in pieces)


def decisive(moved: Moved) -> str:
    """All causes of a move in one line."""
    return "; ".join(map(because, moved.causes))


# --- the drawings ----------------------------------------------------------------------------------------


def drawn(impact: Impact) -> tuple[list[OutcomeBar], list[OutcomeBar], list[Flow]]:
    """Outcomes before and after as bars of their numbers, and bands between them; best on top."""
    matrix = impact.matrix
    scale = (HIGH - 2 * GAP) / max(1, impact.applicants)
    befores = _stacked([sum(matrix[level]) for level in (2, 1, 0)], scale)
    afters = _stacked([sum(row[level] for row in matrix) for level in (2, 1, 0)], scale)
    left, right = ({block.level: block.y for block in side} for side in (befores, afters))
    flows = []
    for before in (2, 1, 0):
        for after in (2, 1, 0):
            count = matrix[before][after]
            if count:
                outline = _band(left[before], right[after], count * scale)
                flows.append(Flow(before, after, count, outline))
                left[before] += count * scale
                right[after] += count * scale
    return befores, afters, flows


def _stacked(counts: Sequence[int], scale: float) -> list[OutcomeBar]:
    blocks, y = list[OutcomeBar](), 0.0
    for level, count in zip((2, 1, 0), counts, strict=True):
        blocks.append(OutcomeBar(level, count, round(y, 1), round(count * scale, 1)))
        y += count * scale + GAP
    return blocks


def _band(top: float, to: float, height: float) -> str:
    """The outline of a band from the left bar to the right one, as an SVG path."""
    start, end, middle = BAR, WIDE - BAR, WIDE // 2
    low, low_end = top + height, to + height
    return (
        f"M{start} {top:.1f}C{middle} {top:.1f} {middle} {to:.1f} {end} {to:.1f}"
        f"V{low_end:.1f}C{middle} {low_end:.1f} {middle} {low:.1f} {start} {low:.1f}Z"
    )


@dataclass(frozen=True, slots=True)
class Way:
    """An applicant's way on the slate: rank before and after, and how it is called."""

    candidate: str
    before: int
    after: int
    outcome: str

    @property
    def moved(self) -> str:
        """By how many places, with an arrow."""
        rise = self.before - self.after
        return "=" if not rise else f"▲ {rise:,}" if rise > 0 else f"▼ {-rise:,}"


def places(impact: Impact) -> list[Way]:
    """The first places of the new slate, and where those applicants stood."""
    lines = impact.slate.lines[:PLACES]
    return [Way(line.candidate, *line.ranks, line.outcomes[1]) for line in lines]
