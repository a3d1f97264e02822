"""A part judged again column by column: each distinct text of a KSA once, everything else carried over.

For parts whose applications both versions read alike (:mod:`screening.batch.unchanged`). What comes out is
what judging row by row gives, to the byte of the files; no application, and no rating that is carried over,
becomes an object on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from screening.applications import Application
from screening.batch.columns import Pool, arrow, rating_columns, taken
from screening.batch.gathering import Weighed
from screening.batch.ledger import Plan
from screening.batch.opened import Part
from screening.batch.parts import Tables, application_schema, rating_schema
from screening.batch.unchanged import NOTHING, PartTexts, Places
from screening.evidence import Evidence
from screening.outcomes import outcome_of
from screening.rescoring.carrying import StandingRating, named_text, reasons_for
from screening.rescoring.measuring import Known
from screening.rescoring.scope import Reason, Scope
from screening.rescoring.tables import RISING_RATINGS, Results
from screening.results import LEVELS, Gate, GateResult, Rating
from screening.revisions.narratives import owed
from screening.screener import Screener

Gates = tuple[tuple[str, GateResult], ...]
KEPT_COLUMNS = ("number", "candidate", "texts")
"""Columns of ratings that no version changes."""


@dataclass(frozen=True)
class Columnwise:
    """A part with the ratings that were judged again: ``fresh`` by the row of the applicant and the KSA's."""

    old: Part
    sheet: PartTexts
    scope: Scope
    own: Mapping[tuple[int, str], tuple[Reason, ...]]
    judged: npt.NDArray[np.bool_]
    fresh: Mapping[tuple[int, int], Rating]

    # --- what is kept of it ------------------------------------------------------------------------------

    def weighed(self) -> Weighed:
        """The part's results before and after, and why each pair was judged again."""
        return Weighed(self.old.results, self.after, self.judged, self.own, self._owed(), self._known)

    @cached_property
    def after(self) -> Results:
        """The results by the new version."""
        before = self.old.results
        ratings, scores = before.ratings.copy(), before.scores.copy()
        for (row, place), rating in self.fresh.items():
            ratings[row, place] = LEVELS[rating.rating]
            scores[row, place] = round(1000 * rating.score)
        return Results(before.ksas, before.candidates, ratings, scores, before.gates)

    def _known(self, row: int, olds: Sequence[str], news: Sequence[str]) -> Known:
        place = {ksa: n for n, ksa in enumerate(self.sheet.ksas)}
        before = self.old.rated.of(row, list(dict.fromkeys((*olds, *news))))
        after = {ksa: self.fresh.get((row, place[ksa])) or before[ksa] for ksa in news}
        return {ksa: before[ksa] for ksa in olds}, after

    def _owed(self) -> dict[int, tuple[str, ...]]:
        if not self.scope.anew:
            return {}
        known: dict[bytes, tuple[str, ...]] = {}
        return {row: self._owed_by(row, known) for row in range(len(self.judged))}

    def _owed_by(self, row: int, known: dict[bytes, tuple[str, ...]]) -> tuple[str, ...]:
        """Who wrote for the same KSAs owes the same; an application that says no more than that is enough."""
        if row in self.sheet.essayists:
            return owed(self.scope.comparison, self.sheet.essayists[row]).ksas
        held = self.sheet.narratives[row] != NOTHING
        if held.tobytes() not in known:
            written = {ksa: "written" for ksa, there in zip(self.sheet.ksas, held, strict=True) if there}
            one = Application(candidate="c", standard=self.scope.new.document.address, narratives=written)
            known[held.tobytes()] = owed(self.scope.comparison, one).ksas
        return known[held.tobytes()]

    # --- what is written of it ---------------------------------------------------------------------------

    def tables(self, plan: Plan, caveats: tuple[str, ...]) -> Tables:
        """The new part's tables: old columns as they are, but for what was judged again."""
        ended = [self._outcome(row) for row in range(len(self.judged))]
        held, schema = self.old.applications, application_schema()
        columns = {name: held[name] for name in held.column_names}
        columns["standard"] = _constant(plan.standard, len(held))
        columns["outcome"] = arrow().array([one for one, _ in ended], type=arrow().string())
        columns["because"] = taken([told for _, told in ended], list, schema.field("because").type)
        notices = list(self._notices(caveats))
        columns["notices"] = taken(notices, list, schema.field("notices").type)
        return Tables(
            ratings=self._ratings(plan),
            applications=_contiguous(columns, schema),
            texts=self.old.texts,
            outcomes=Counter(one for one, _ in ended),
        )

    def _outcome(self, row: int) -> tuple[str, tuple[str, ...]]:
        """The outcome of the applicant in a row; equal ones are the same object."""
        gates, levels = self._gates[row], self.after.ratings[row]
        key = (levels.tobytes(), gates)
        if key not in self._outcomes:
            rated = zip(self.sheet.ksas, levels.tolist(), strict=True)
            standing = [StandingRating(ksa, RISING_RATINGS[level]) for ksa, level in rated]
            passed = [Gate(gate=gate, result=result, because="") for gate, result in gates]
            self._outcomes[key] = outcome_of(standing, passed)
        return self._outcomes[key]

    @cached_property
    def _outcomes(self) -> dict[tuple[bytes, Gates], tuple[str, tuple[str, ...]]]:
        return {}

    @cached_property
    def _gates(self) -> list[Gates]:
        rows = self.old.applications["gates"].to_pylist()
        return [tuple((gate["gate"], gate["result"]) for gate in gates) for gates in rows]

    def _notices(self, caveats: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """What a reader must know of each result; equal ones are the same object."""
        noticed: dict[int, list[str]] = {}
        for (row, _), rating in self.fresh.items():
            if rating.notices:
                noticed.setdefault(row, []).extend(rating.notices)
        same: dict[tuple[str, ...], tuple[str, ...]] = {}
        for row, kept in enumerate(self.old.applications["notices"].to_pylist()):
            still = (notice for notice in kept if named_text(notice))
            told = (*caveats, *dict.fromkeys((*noticed.get(row, ()), *still)))
            yield same.setdefault(told, told)

    def _ratings(self, plan: Plan) -> Any:
        """All ratings by the new version: rows as they were, and those judged again in their places."""
        pool, width = Pool[Rating](), len(self.sheet.ksas)
        places = np.array([pool.place(rating) for rating in self.fresh.values()], dtype=np.int64)
        rows = np.array([row * width + place for row, place in self.fresh], dtype=np.int64)
        fresh = rating_columns(pool.held, plan.facts)
        old = self.old.rated.table
        chosen = np.arange(len(old), dtype=np.int64)
        chosen[rows] = len(old) + places
        columns = {name: old[name] for name in KEPT_COLUMNS}
        columns["standard"] = _constant(plan.standard, len(old))
        for name, made in fresh.items():
            columns[name] = _spliced(old, name, made, chosen) if len(rows) else old[name]
        return _contiguous(columns, rating_schema(plan))


def _spliced(old: Any, name: str, made: Any, chosen: Places) -> Any:
    """A column of the rows that are ``chosen``: of the old table, and behind it of what was made."""
    pa = arrow()
    if (chosen >= len(old)).all():
        return made.take(pa.array(chosen - len(old)))
    return pa.concat_arrays([*old[name].chunks, made]).take(pa.array(chosen))


def _constant(text: str, rows: int) -> Any:
    return arrow().array([text] * rows, type=arrow().string())


def _contiguous(columns: Mapping[str, Any], schema: Any) -> Any:
    """A table of these columns, each in one piece."""
    table = arrow().table([columns[name] for name in schema.names], schema=schema)
    return table.combine_chunks()


# --- judging ---------------------------------------------------------------------------------------------


def judge_columns(old: Part, sheet: PartTexts, screener: Screener, scope: Scope) -> Columnwise:
    """A part judged again by the screener of the new version."""
    own = _own_reasons(sheet, scope)
    judged = np.zeros(sheet.narratives.shape, dtype=np.bool_)
    judged[:, [place for place, one in enumerate(scope.ksas) if one.reasons]] = True
    place_of = {ksa: place for place, ksa in enumerate(sheet.ksas)}
    for row, ksa in own:
        judged[row, place_of[ksa]] = True
    fresh: dict[tuple[int, int], Rating] = {}
    for row, application in sheet.essayists.items():
        wanted = [sheet.ksas[place] for place in np.flatnonzero(judged[row]).tolist()]
        for rating in screener.judge(application, wanted):
            fresh[row, place_of[rating.ksa]] = rating
    for place in range(len(sheet.ksas)):
        rows = np.flatnonzero(judged[:, place] & sheet.plain)
        if len(rows):
            fresh |= {(row, place): one for row, one in _column(sheet, screener, place, rows)}
    return Columnwise(old, sheet, scope, own, judged, dict(sorted(fresh.items())))


def _own_reasons(sheet: PartTexts, scope: Scope) -> dict[tuple[int, str], tuple[Reason, ...]]:
    """Why pairs are judged again whose KSA did not change, by what each applicant wrote."""
    untouched = np.array([not one.reasons for one in scope.ksas], dtype=np.bool_)
    copied = sheet.copied(scope.reprinted) & untouched & sheet.plain[:, None]
    found: dict[tuple[int, str], tuple[Reason, ...]] = {
        (row, sheet.ksas[place]): ("copied",) for row, place in np.argwhere(copied).tolist()
    }
    for row, application in sheet.essayists.items():
        whys = reasons_for(application, scope)
        found |= {(row, one.ksa): whys[one.ksa] for one in scope.ksas if not one.reasons and whys[one.ksa]}
    return found


def _column(sheet: PartTexts, screener: Screener, place: int, rows: Places) -> Iterator[tuple[int, Rating]]:
    """The rating of one KSA for rows without essays; who wrote the same for all KSAs gets the same object."""
    ksa, written = sheet.ksas[place], sheet.narratives[rows, place]
    ratings = {
        text: screener.rate(ksa, [] if text == NOTHING else [sheet.text(place, text)])
        for text in np.unique(written).tolist()
    }
    unshown = np.array([ratings[text].rating != "demonstrated" for text in written.tolist()], dtype=np.bool_)
    shown = _shown(sheet, screener, place, rows[unshown])
    known: dict[tuple[int, tuple[tuple[int, int], ...]], Rating] = {}
    for row, text, further in zip(rows.tolist(), written.tolist(), unshown.tolist(), strict=True):
        told = shown.get(row, ()) if further else ()
        if not told:
            yield row, ratings[text]
            continue
        if (text, tuple(told)) not in known:
            quoted = tuple(one for each in told.values() for one in each)
            known[text, tuple(told)] = ratings[text].model_copy(update={"elsewhere": quoted})
        yield row, known[text, tuple(told)]


def _shown(
    sheet: PartTexts, screener: Screener, place: int, rows: Places
) -> dict[int, dict[tuple[int, int], tuple[Evidence, ...]]]:
    """By row what narratives for other KSAs show of this one, by their KSA and text; without empty rows."""
    found: dict[int, dict[tuple[int, int], tuple[Evidence, ...]]] = {}
    for other in range(len(sheet.ksas)):
        if other == place:
            continue
        written = sheet.narratives[rows, other]
        texts = [text for text in np.unique(written).tolist() if text != NOTHING]
        quotes = {text: screener.shown(sheet.ksas[place], sheet.text(other, text)) for text in texts}
        showing = [text for text in texts if quotes[text]]
        for at in np.flatnonzero(np.isin(written, showing)).tolist():
            text = int(written[at])
            found.setdefault(int(rows[at]), {})[other, text] = quotes[text]
    return found
