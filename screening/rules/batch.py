"""Many decisions at the price of few: facts that no rule can tell apart are decided once.

The values at which a ruleset's comparisons change their answer cut each fact's range into cells. Two sets of
facts whose values fall into the same cells get the same answer to every comparison, so the engine is asked
once per distinct combination of cells, of which a million decisions hold a few hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from screening.errors import RulesetError
from screening.rules.conditions import comparisons
from screening.rules.engine import RulesEngine
from screening.rules.schema import Fact, Ruleset, check_names, out_of_range, wrong_type

Integers = npt.NDArray[np.int64]

_STARTS = {"lt": (0,), "gte": (0,), "lte": (1,), "gt": (1,), "eq": (0, 1), "ne": (0, 1)}
"""By operator: where a new cell starts, counted from the comparison's value."""

_KEY_LIMIT = 2**62
_TABLE, _TABLE_AT_MOST = 2**16, 2**22
"""Keys are numbered anew when they may exceed the first, by a table of at most the second."""


def decide_all(engine: RulesEngine, columns: Mapping[str, npt.NDArray[np.integer]]) -> npt.NDArray[np.intp]:
    """For each row, the place in ``engine.ruleset.rules`` of the rule that decides it: shape ``(rows,)``.

    ``columns`` holds every fact of the ruleset as a one-dimensional array of an integer type, all of one
    length. Equal to :meth:`RulesEngine.decide_index` row by row. Raises
    :class:`screening.errors.RulesetError` for columns that are missing, unknown, of another shape or type,
    or hold a value out of range.
    """
    checked = _checked(engine.ruleset, columns)
    places, rows = _distinct(*_signatures(engine.ruleset, checked))
    samples = ({name: int(column[row]) for name, column in checked.items()} for row in rows)
    decided = [engine.decide_index(sample) for sample in samples]
    return np.asarray(decided, dtype=np.intp)[places]


def starts(ruleset: Ruleset) -> dict[str, list[int]]:
    """Of each fact that some rule reads: the values at which a new cell starts, in ascending order."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for rule in ruleset.rules:
        for comparison in () if rule.when == "always" else comparisons(rule.when):
            found[comparison.fact].update(comparison.value + step for step in _STARTS[comparison.op])
    return {name: sorted(values) for name, values in found.items()}


def _signatures(ruleset: Ruleset, columns: Mapping[str, Integers]) -> tuple[Integers, int]:
    """One integer per row, equal for two rows exactly when all their facts fall into the same cells.

    Also a number that all of them are below. The number of a value's cell is how many starts it has reached.
    """
    keys = np.zeros(len(columns[ruleset.facts[0].name]), dtype=np.int64)
    span = 1
    for name, values in starts(ruleset).items():
        cells = len(values) + 1
        if span > _TABLE or span * cells > _KEY_LIMIT:
            keys, rows = _distinct(keys, span)
            span = len(rows)
        keys *= cells
        for value in values:
            keys += columns[name] >= value
        span *= cells
    return keys, span


def _distinct(keys: Integers, span: int) -> tuple[Integers, npt.NDArray[np.intp]]:
    """For each row the place of its key among the distinct ones, and a row of each of them.

    All keys are below ``span``. Up to some millions a table that holds every possible key is quicker than
    sorting; real facts have some hundred.
    """
    if span > max(_TABLE_AT_MOST, 4 * len(keys)):
        _, rows, places = np.unique(keys, return_index=True, return_inverse=True)
        return places, rows
    row_of = np.empty(span, dtype=np.intp)
    met = np.zeros(span, dtype=np.bool_)
    met[keys], row_of[keys] = True, np.arange(len(keys))
    found = np.flatnonzero(met)
    rows = row_of[found]
    row_of[found] = np.arange(len(found))
    return row_of[keys], rows


def _checked(ruleset: Ruleset, columns: Mapping[str, npt.NDArray[np.integer]]) -> dict[str, Integers]:
    check_names((fact.name for fact in ruleset.facts), columns)
    checked = {fact.name: _checked_column(fact, columns[fact.name]) for fact in ruleset.facts}
    lengths = {name: len(column) for name, column in checked.items()}
    if len(set(lengths.values())) > 1:
        raise RulesetError(
            f"columns differ in length: {', '.join(f'{name} {length}' for name, length in lengths.items())}",
            where="facts",
            expected="one length",
            do="give every fact a value for each row",
        )
    return checked


def _checked_column(fact: Fact, column: npt.NDArray[np.integer]) -> Integers:
    if not isinstance(column, np.ndarray) or not np.issubdtype(column.dtype, np.integer):
        raise wrong_type(fact, f"a column of {getattr(column, 'dtype', type(column).__name__)}")
    if column.ndim != 1:
        raise RulesetError(
            f"{column.ndim} dimensions",
            where=f"fact {fact.name}",
            expected="one",
            do="pass an array with one value for each row",
        )
    for value in (column.min(), column.max()) if len(column) else ():
        if not fact.min <= int(value) <= fact.max:
            raise out_of_range(fact, int(value))
    return column.astype(np.int64, copy=False)
