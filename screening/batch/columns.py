"""From ratings to Arrow columns: what several ratings share becomes Arrow once, then is taken by its place.

Sharing is seen by identity: judging hands out the same object for the same judgement. It only saves time; the
columns are equal whether anything is shared or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from screening.evidence import Evidence, Finding, Span
from screening.reports.extras import demanded
from screening.results import Rating, Step

T = TypeVar("T")
FACT = "fact_"
"""How the name of a column begins that holds one of the facts."""
SIDES = ("evidence", "against", "elsewhere")


def arrow() -> Any:
    """pyarrow, or the refusal that names the extra."""
    return demanded("pyarrow", "parquet")


class Pool(Generic[T]):
    """Distinct objects in the order of their first appearance, known by identity while the pool lives."""

    def __init__(self) -> None:
        self.held: list[T] = []
        self._places: dict[int, int] = {}

    def place(self, one: T) -> int:
        """Where this very object stands among those held."""
        place = self._places.setdefault(id(one), len(self.held))
        if place == len(self.held):
            self.held.append(one)
        return place


def finding_type() -> Any:
    """One finding of a quoted sentence."""
    text = arrow().string()
    return arrow().struct([("kind", text), ("source", text), ("reason", text), ("words", text)])


def evidence_type() -> Any:
    """One quoted sentence: where it stands, its words, what was found in it."""
    pa = arrow()
    return pa.struct([
        ("source", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("quote", pa.string()),
        ("relevance", pa.int32()), ("findings", pa.list_(finding_type())),
    ])  # fmt: skip


def step_type() -> Any:
    """One term of a strength."""
    pa = arrow()
    return pa.struct([("name", pa.string()), ("points", pa.int64()), ("why", pa.string())])


def element_type() -> Any:
    """One thing that a compound requirement asks for."""
    pa = arrow()
    return pa.struct([("name", pa.string()), ("touched", pa.bool_())])


def rating_fields(facts: Sequence[str]) -> list[tuple[str, Any]]:
    """The columns that hold a rating, with their types; one a fact, behind :data:`FACT`."""
    pa = arrow()
    text, texts, quotes = pa.string(), pa.list_(pa.string()), pa.list_(evidence_type())
    return [
        ("ksa", text), ("rating", text), ("score", pa.float64()), ("strength", pa.int64()), ("rule", text),
        ("code", text), ("because", text), *((side, quotes) for side in SIDES), ("missing", texts),
        ("elements", pa.list_(element_type())), ("notices", texts), ("steps", pa.list_(step_type())),
        *((FACT + name, pa.int64()) for name in facts),
    ]  # fmt: skip


def rating_columns(ratings: Sequence[Rating], facts: Sequence[str]) -> dict[str, Any]:
    """An Arrow array for each of the columns, a row for each rating."""
    pa, types = arrow(), dict(rating_fields(facts))
    columns = {
        name: pa.array([getattr(rating, name) for rating in ratings], type=types[name])
        for name in ("ksa", "rating", "score", "strength", "rule", "code", "because")
    }
    for side in SIDES:
        columns[side] = _quotes([getattr(rating, side) for rating in ratings])
    shared: dict[str, Callable[[Any], Any]] = {
        "missing": list, "notices": list, "elements": _elements, "steps": _steps
    }  # fmt: skip
    for name, told in shared.items():
        columns[name] = taken([getattr(rating, name) for rating in ratings], told, types[name])
    return columns | _facts(ratings, facts)


def taken(values: Iterable[T], told: Callable[[T], Any], kind: Any) -> Any:
    """An array with a row for each value, made from the distinct ones as ``told`` puts them."""
    pa, pool = arrow(), Pool[T]()
    places = pa.array([pool.place(value) for value in values], type=pa.int64())
    return pa.array([told(value) for value in pool.held], type=kind).take(places)


def _quotes(rows: Sequence[tuple[Evidence, ...]]) -> Any:
    """Lists of quoted sentences; each distinct sentence is turned into Arrow once."""
    pa, pool, offsets = arrow(), Pool[Evidence](), [0]
    places: list[int] = []
    for row in rows:
        places += [pool.place(one) for one in row]
        offsets.append(len(places))
    held = pa.array([_evidence(one) for one in pool.held], type=evidence_type())
    values = held.take(pa.array(places, type=pa.int64()))
    return pa.ListArray.from_arrays(
        pa.array(offsets, type=pa.int32()), values, type=pa.list_(evidence_type())
    )


def _facts(ratings: Sequence[Rating], facts: Sequence[str]) -> dict[str, Any]:
    pa, pool = arrow(), Pool[dict[str, int]]()
    places = pa.array([pool.place(rating.facts) for rating in ratings], type=pa.int64())
    return {
        FACT + name: pa.array([held[name] for held in pool.held], type=pa.int64()).take(places)
        for name in facts
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    span = one.span
    return {
        "source": span.source, "start": span.start, "end": span.end, "quote": one.quote,
        "relevance": one.relevance, "findings": [finding.model_dump() for finding in one.findings],
    }  # fmt: skip


def _elements(elements: dict[str, bool]) -> list[dict[str, Any]]:
    return [{"name": name, "touched": touched} for name, touched in elements.items()]


def _steps(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [step.model_dump() for step in steps]


# --- and back --------------------------------------------------------------------------------------------


def rating_of(row: dict[str, Any]) -> Rating:
    """The rating of one row, as ``to_pylist`` gives it; other columns of the row do not matter."""
    facts = {name.removeprefix(FACT): value for name, value in row.items() if name.startswith(FACT)}
    plain = ("ksa", "rating", "score", "strength", "rule", "code", "because")
    return Rating(
        **{name: row[name] for name in plain},
        **{side: tuple(map(_evidence_of, row[side])) for side in SIDES},
        missing=tuple(row["missing"]),
        notices=tuple(row["notices"]),
        elements={element["name"]: element["touched"] for element in row["elements"]},
        steps=tuple(Step(**step) for step in row["steps"]),
        facts=facts,
    )


def _evidence_of(told: dict[str, Any]) -> Evidence:
    return Evidence(
        span=Span(source=told["source"], start=told["start"], end=told["end"]),
        quote=told["quote"],
        findings=tuple(Finding(**finding) for finding in told["findings"]),
        relevance=told["relevance"],
    )
