"""The terms of a ranking, fixed before the first application is opened: frozen, and known by their hash."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from screening.errors import PanelError
from screening.models import Record

RuleName = Literal["evidence", "category", "sme-qa", "senior-qualified"]
Scoring = Literal["evidence", "sme-qa"]
PASSING = 70
"""The points from which a score of 100 passes (5 CFR 337.101(a))."""


class Category(Record):
    """A quality category: what it is called, what sets it apart, the points from which one is in it."""

    name: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    from_points: float = Field(ge=PASSING, le=100)


class Terms(Record):
    """How a panel ranks.

    ``scored_by`` says where the points of the rule ``category`` come from. ``professional`` marks a
    scientific or professional position at GS-9 or above (or comparable), where nobody floats to the top.
    ``doubt`` is how near a band, in thousandths of a logit, an engine's strength leaves its rating open.
    """

    rule: RuleName
    categories: tuple[Category, ...] = ()
    scored_by: Scoring = "evidence"
    professional: bool = False
    doubt: int = Field(default=250, ge=0)

    @model_validator(mode="after")
    def _categories_where_they_belong(self) -> Terms:
        """Two or more, best first, the last open to all who qualify (5 CFR 337.303); none for other rules."""
        if self.rule != "category":
            if self.categories:
                raise ValueError(f"the rule {self.rule!r} has no categories: leave them out")
            return self
        floors = [category.from_points for category in self.categories]
        if len(floors) < 2 or any(above <= below for above, below in pairwise(floors)):
            raise ValueError("give two or more categories, the best first, each from fewer points")
        if floors[-1] != PASSING:
            raise ValueError(f"the last category begins at {PASSING}, so that all who qualify are in one")
        if len({category.name for category in self.categories}) < len(floors):
            raise ValueError("give each category a name of its own")
        return self

    @property
    def version(self) -> str:
        """The hash of all terms, short enough to read aloud; a panel records it when it is opened."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()[:16]


def refuse_changed(opened: Terms, now: Terms) -> None:
    """Refuse terms that differ from those the panel was opened with, and name what differs."""
    changed = [name for name in Terms.model_fields if getattr(opened, name) != getattr(now, name)]
    if changed:
        raise PanelError(
            f"{', '.join(changed)} changed after the panel was opened",
            where=f"terms {now.version}",
            expected=f"the terms of the opening, {opened.version}",
            do="rank by the terms of the opening; other terms need another panel",
        )
