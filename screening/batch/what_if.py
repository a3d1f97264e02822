"""What other thresholds, weights or rules would have decided over a whole run, from its columns alone.

Nothing is read but numbers: the facts of every pair as NumPy arrays over the Parquet columns. durable-rules
decides each distinct signature once. Quotes are fetched at the end, of the first who move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screening.batch.columns import FACT, arrow, rating_of
from screening.batch.ledger import APPLICATIONS, RATINGS
from screening.batch.opened import gates_in, places_of, refuse_other_order
from screening.batch.parts import application_of, read_table
from screening.batch.runs import Run
from screening.errors import ScreeningError
from screening.outcomes import gates_of
from screening.reports.extras import demanded
from screening.rescoring.measuring import Known, Measured, moving
from screening.rescoring.scope import Basis, scope_of
from screening.rescoring.tables import Results, worst_gate
from screening.rescoring.thresholds import Columns, Decided, decided_again
from screening.results import LEVELS, Rating
from screening.rules.engine import RulesEngine

QUOTED = 200
"""Applicants who move and whose quotes are fetched."""
READ = ("number", "ksa", "rating", "score", "strength")


@dataclass(frozen=True)
class Stored:
    """The numbers of a run: results before, a fact's value for each pair, the number of each applicant."""

    results: Results
    columns: Columns
    numbers: npt.NDArray[np.int64]


def stored(run: Run) -> Stored:
    """Everything that deciding again needs of a run; a row for each pair, in the order of the run."""
    ksas = ksas_of_run(run)
    names = [*READ, *(FACT + fact for fact in run.plan.facts)]
    tables = [read_table(run.place, seal.part, RATINGS, names) for seal in run.manifest.parts]
    table = arrow().concat_tables(tables).combine_chunks() if tables else None
    if table is None or not len(table):
        raise ScreeningError(
            "the run holds no ratings",
            where=run.place.url,
            expected="applications in it",
            do="score applications by that version with `screening batch` first",
        )
    refuse_other_order(table["ksa"], ksas, run.place)
    rows = len(table) // len(ksas)
    numbers = table["number"].to_numpy()[:: len(ksas)]
    people = [read_table(run.place, seal.part, APPLICATIONS, ("number", "candidate", "gates"))
              for seal in run.manifest.parts]  # fmt: skip
    applicants = arrow().concat_tables(people).combine_chunks()
    results = Results(
        ksas=ksas,
        candidates=applicants["candidate"].to_pylist(),
        ratings=places_of(table["rating"], tuple(LEVELS)).astype(np.int8).reshape(rows, -1),
        scores=np.rint(1000 * table["score"].to_numpy()).astype(np.int64).reshape(rows, -1),
        gates=gates_in(applicants["gates"]),
    )
    columns = {fact: table[FACT + fact].to_numpy() for fact in run.plan.facts}
    return Stored(results, columns | {"strength": table["strength"].to_numpy()}, numbers)


def ksas_of_run(run: Run) -> tuple[str, ...]:
    """The KSAs of a run's ratings, in their order."""
    return tuple(ksa.id for ksa in run.plan.document.ksas)


def what_if(run: Run, new: Basis, old: Basis, engine: Callable[[str], RulesEngine]) -> Measured:
    """What ``new`` decides over the run; nothing is judged, nothing written."""
    held = stored(run)
    decided = decided_again(held.columns, old, new, engine)
    before = held.results
    gates = before.gates if old.settings.exams == new.settings.exams else _gates_again(run, new)
    after = Results(before.ksas, before.candidates, decided.ratings, decided.scores, gates)
    measured = Measured(
        scope=scope_of(old, new), before=before, after=after,
        judged=np.zeros(before.ratings.shape, dtype=np.bool_), reasons={},
    )  # fmt: skip
    wanted = moving(measured)[:QUOTED]
    known = _known(run, held, decided, wanted)
    return Measured(
        scope=measured.scope, before=before, after=after, judged=measured.judged, reasons={},
        details=known.get,
    )  # fmt: skip


def _gates_again(run: Run, new: Basis) -> npt.NDArray[np.int8]:
    """The gates by other rules for examinations; the applications are read without their words."""
    found = []
    for seal in run.manifest.parts:
        for row in read_table(run.place, seal.part, APPLICATIONS).to_pylist():
            bare = application_of(row | {"narratives": [], "essays": []}, {})
            found.append(worst_gate(gates_of(bare, new.document, new.settings.exams)))
    return np.array(found, dtype=np.int8)


def _known(run: Run, held: Stored, decided: Decided, rows: Sequence[int]) -> dict[int, Known]:
    """The ratings of some applicants, read from the run, and as they would be."""
    row_of = {int(held.numbers[row]): row for row in rows}
    known: dict[int, Known] = {}
    if not row_of:
        return known
    for seal in run.manifest.parts:
        inside = [n for n in row_of if seal.first <= n < seal.first + seal.read]
        if inside:
            for number, ratings in _ratings_of(run, seal.part, inside).items():
                known[row_of[number]] = _both(ratings, decided, row_of[number])
    return known


def _ratings_of(run: Run, part: int, numbers: Iterable[int]) -> dict[int, list[Rating]]:
    pa, compute = arrow(), demanded("pyarrow.compute", "parquet")
    table = read_table(run.place, part, RATINGS)
    chosen = table.filter(compute.is_in(table["number"], value_set=pa.array(list(numbers), pa.int64())))
    found: dict[int, list[Rating]] = {}
    for row in chosen.to_pylist():
        found.setdefault(row["number"], []).append(rating_of(row))
    return found


def _both(ratings: Sequence[Rating], decided: Decided, row: int) -> Known:
    """An applicant's ratings as they are, and as the new rules would give them."""
    news = {}
    for place, rating in enumerate(ratings):
        rule = decided.rulesets[place].rules[decided.rules[row, place]]
        news[rating.ksa] = rating.model_copy(update={"rating": rule.rating, "because": rule.says})
    return {rating.ksa: rating for rating in ratings}, news
