"""An impact made by hand, without the engine: every direction, KSAs that come and go, overrides, groups."""

from __future__ import annotations

import numpy as np
from slates import ACT, CHECKLIST, STANDARD, VERSIONS, WISH, quote, rating

from screening.fairness import Groups
from screening.reports.impact import Revised
from screening.rescoring.groups import group_tables
from screening.rescoring.impact import StaleOverride
from screening.rescoring.measuring import Measured, measure
from screening.rescoring.scope import Basis, scope_of
from screening.rescoring.tables import RISING_RATINGS, Results
from screening.results import Rating
from screening.settings import Settings
from screening.standards import Ksa

NEW = STANDARD.model_copy(
    update={
        "edition": "next",
        "ksas": (
            STANDARD.ksas[0].model_copy(update={"text": "Skill in caulking hulls and decks."}),
            STANDARD.ksas[2],
            Ksa(id="welding", kind="skill", text="Skill in welding aluminium under water."),
        ),
    }
)
BEFORE = [[2, 0, 2], [2, 2, 1], [2, 2, 2], [0, 1, 1], [2, 2, 2], [2, 1, 2], [1, 1, 1]]
AFTER = [[2, 2, 2], [2, 2, 2], [0, 2, 2], [2, 1, 2], [2, 2, 0], [0, 2, 2], [1, 1, 1]]
"""Caulking, rigging, timber; and caulking, timber, welding."""


def results(ksas: tuple[str, ...], levels: list[list[int]]) -> Results:
    """Results of as many applicants as there are rows; a score follows from its level."""
    ratings = np.array(levels, dtype=np.int8)
    candidates = [f"c-{n}" for n in range(1, len(levels) + 1)]
    return Results(
        ksas, candidates, ratings, 70 + 430 * ratings.astype(np.int64), np.full(len(levels), 2, np.int8)
    )


def ratings_of(held: Results, row: int) -> dict[str, Rating]:
    """An applicant's ratings in full, with a quote for what is shown and one against what is not."""
    found = {}
    for place, ksa in enumerate(held.ksas):
        value = RISING_RATINGS[held.ratings[row, place]]
        against = (quote(WISH, source=f"narrative:{ksa}"),) if value == "not-demonstrated" else ()
        found[ksa] = rating(ksa, value, *([quote(ACT)] if not against else []), against=against)
    return found


def revised(what_if: bool = True) -> Revised:
    """The impact of a version that rewords one KSA, drops one and adds one."""
    entries = CHECKLIST.model_copy(update={"ksas": {"caulking": CHECKLIST.ksas["caulking"]}})
    old = Basis(STANDARD, entries, VERSIONS, Settings())
    scope = scope_of(old, Basis(NEW, entries, VERSIONS, Settings()))
    before, after = (
        results(tuple(ksa.id for ksa in document.ksas), levels)
        for document, levels in ((STANDARD, BEFORE), (NEW, AFTER))
    )
    judged = np.array([[bool(one.reasons) for one in scope.ksas]] * len(AFTER))
    measured = Measured(
        scope=scope,
        before=before,
        after=after,
        judged=judged,
        reasons={"wording": 7, "new": 7},
        owed=dict.fromkeys(range(len(AFTER)), ("welding",)),
        details=lambda row: (ratings_of(before, row), ratings_of(after, row)),
    )
    stale = StaleOverride(
        panel="p-1", candidate="c-3", ksa="caulking", by="hr", value="2", code="other", entry=9,
        engine_then="needs-review", engine_now="not-demonstrated", why=("its words changed",),
    )  # fmt: skip
    groups = Groups(
        attributes=("sex",),
        members={one: {"sex": "female" if n % 2 else "male"} for n, one in enumerate(before.candidates)},
    )
    impact = measure(measured, what_if=what_if, changed=("bands.review: -1,000 → -1,200",))
    return Revised(
        impact.model_copy(
            update={
                "stale": (stale,), "standing_overrides": 2, "rejected": {"c-9": "a text is too long"},
                "groups": group_tables(before, after, groups),
            }
        ),
        STANDARD,
        NEW,
    )  # fmt: skip
