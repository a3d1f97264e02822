"""A part of a run opened as columns: levels as arrays, and single ratings only where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from screening.applications import Application
from screening.batch.columns import arrow, rating_of
from screening.batch.ledger import APPLICATIONS, RATINGS, TEXTS, Plan
from screening.batch.parts import application_of, read_table
from screening.batch.places import Location
from screening.errors import ScreeningError
from screening.rescoring.tables import GATE_LEVEL, Levels, Results
from screening.results import LEVELS, Rating

NUMBERS = ("ksa", "rating", "score")
"""The columns of ratings that results are made of."""


@dataclass(frozen=True)
class PartRatings:
    """The ratings of a part, a row for each applicant and KSA, KSAs in the standard's order.

    ``numbers`` are the columns that results are made of; ``read`` gives the whole table, when it is wanted.
    """

    ksas: tuple[str, ...]
    numbers: Any
    read: Callable[[], Any]

    @cached_property
    def table(self) -> Any:
        """The whole table."""
        return self.read()

    def of(self, row: int, ksas: Sequence[str]) -> dict[str, Rating]:
        """Some ratings of the applicant in a row, in full, by KSA id."""
        first = row * len(self.ksas)
        rows = arrow().array([first + self.ksas.index(ksa) for ksa in ksas], type=arrow().int64())
        return {one["ksa"]: rating_of(one) for one in self.table.take(rows).to_pylist()}

    @cached_property
    def levels(self) -> Levels:
        """The level of each rating: shape (applicants, KSAs)."""
        places = places_of(self.numbers["rating"], tuple(LEVELS))
        return places.astype(np.int8).reshape(-1, len(self.ksas))

    def results(self, candidates: Sequence[str], gates: Levels) -> Results:
        """The ratings as arrays, with who was rated and how their gates stand."""
        scores = np.rint(1000 * self.numbers["score"].to_numpy()).astype(np.int64)
        return Results(self.ksas, candidates, self.levels, scores.reshape(-1, len(self.ksas)), gates)


@dataclass(frozen=True)
class Part:
    """A part: the table of applications, a row for each applicant, that of texts, and the ratings."""

    applications: Any
    texts: Any
    rated: PartRatings

    @cached_property
    def words(self) -> dict[str, str]:
        """The texts by their digests."""
        told = (self.texts[name].to_pylist() for name in ("sha256", "text"))
        return dict(zip(*told, strict=True))

    @cached_property
    def applicants(self) -> list[dict[str, Any]]:
        """The rows of the table of applications."""
        rows: list[dict[str, Any]] = self.applications.to_pylist()
        return rows

    def application(self, row: int) -> Application:
        """What the applicant in a row handed in."""
        (told,) = self.applications.slice(row, 1).to_pylist()
        return application_of(told, self.words)

    @cached_property
    def results(self) -> Results:
        """Its results as arrays."""
        gates = gates_in(self.applications["gates"])
        return self.rated.results(self.applications["candidate"].to_pylist(), gates)


def gates_in(column: Any) -> Levels:
    """The level of each applicant's worst gate, from the column of lists."""
    lists = column.combine_chunks() if hasattr(column, "num_chunks") else column
    worst = np.full(len(lists), 2, dtype=np.int8)
    results = lists.flatten().field("result").to_pylist()
    if results:
        levels = np.array([GATE_LEVEL[result] for result in results], dtype=np.int8)
        np.minimum.at(worst, lists.value_parent_indices().to_numpy(), levels)
    return worst


def open_part(place: Location, plan: Plan, part: int) -> Part:
    """A part of a run; one whose ratings do not stand in the standard's order is refused."""
    numbers = read_table(place, part, RATINGS, NUMBERS)
    ksas = tuple(ksa.id for ksa in plan.document.ksas)
    refuse_other_order(numbers["ksa"], ksas, place)
    applications, texts = (read_table(place, part, name) for name in (APPLICATIONS, TEXTS))
    return Part(applications, texts, PartRatings(ksas, numbers, lambda: read_table(place, part, RATINGS)))


def places_of(column: Any, known: Sequence[str]) -> npt.NDArray[np.int64]:
    """A column of few distinct texts as their places among those known; -1 for any other."""
    coded = (column.combine_chunks() if hasattr(column, "num_chunks") else column).dictionary_encode()
    coded = coded.combine_chunks() if hasattr(coded, "combine_chunks") else coded
    texts = coded.dictionary.to_pylist()
    places = np.array([known.index(text) if text in known else -1 for text in texts], dtype=np.int64)
    found: npt.NDArray[np.int64] = places[coded.indices.to_numpy()] if texts else np.zeros(0, dtype=np.int64)
    return found


def refuse_other_order(column: Any, ksas: Sequence[str], place: Location) -> None:
    """Refuse ratings that are not one for each KSA of each applicant, in order."""
    places = places_of(column, ksas)
    if len(places) % len(ksas) or (places.reshape(-1, len(ksas)) != np.arange(len(ksas))).any():
        raise ScreeningError(
            "the ratings do not stand in the standard's order", where=place.url,
            expected="a row for each KSA of each applicant", do="run the batch again",
        )  # fmt: skip
