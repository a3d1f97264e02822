"""The ratings that agreement is measured over: who gave what to whom, when, and the tables made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from screening.errors import PanelError
from screening.models import Record
from screening.panels.settings import CONSENSUS, ENGINE
from screening.results import Rating, Screened

MISSING = -1
SCALE = (0, 1, 2)

Item = tuple[str, str]
"""What is rated: a candidate's id and a KSA's."""
Levels = NDArray[np.int64]


class MemberRating(Record):
    """One member's own rating of one KSA of one candidate, as locked: 0, 1 or 2 (yes or no: 2 or 0)."""

    member: str
    candidate: str
    ksa: str
    value: Literal[0, 1, 2]
    at: datetime

    @property
    def item(self) -> Item:
        """What was rated."""
        return self.candidate, self.ksa


def by_member(ratings: Iterable[MemberRating]) -> dict[str, dict[Item, int]]:
    """What each member gave, members by name; a second rating of the same thing is refused."""
    given: dict[str, dict[Item, int]] = {}
    for rated in ratings:
        own = given.setdefault(rated.member, {})
        if rated.member in (ENGINE, CONSENSUS) or rated.item in own:
            raise PanelError(
                f"{rated.member!r} is no member's name"
                if rated.member in (ENGINE, CONSENSUS)
                else "this is rated twice",
                where=f"{rated.member}, {rated.candidate}, {rated.ksa}",
                expected="one rating by each member of each KSA, as locked",
                do="pass each member's own locked ratings, without later changes",
            )
        own[rated.item] = rated.value
    return dict(sorted(given.items()))


def by_engine(screened: Iterable[Screened]) -> dict[Item, Rating]:
    """The engine's rating of each KSA of each candidate."""
    return {(one.candidate, rating.ksa): rating for one in screened for rating in one.ratings}


def tabled(items: Sequence[Item], raters: Iterable[Mapping[Item, int]]) -> Levels:
    """(items, raters): what each gave, ``MISSING`` where nothing."""
    columns = [[given.get(item, MISSING) for item in items] for given in raters]
    return np.array(columns, dtype=np.int64).reshape(-1, len(items)).T
