"""A comparison applied to the old version of a standard: the new one, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import JsonValue

from screening.errors import StandardError
from screening.revisions.comparison import SECTIONS, Comparison, FieldChange, Revision
from screening.standards import Standard


def apply(comparison: Comparison, old: Standard) -> Standard:
    """The new version that a comparison leads to; a standard that is not its old version is refused."""
    if old.address != comparison.old:
        raise _misfit(f"the comparison starts from {comparison.old}", old.address)
    data: dict[str, Any] = old.model_dump(mode="json")
    _change(data, comparison.fields, old.address)
    for section in SECTIONS:
        data[section] = _rebuilt(comparison.section(section), data[section], f"{old.address}, {section}")
    return Standard.model_validate(data)


def _rebuilt(rows: Iterable[Revision], entries: Sequence[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    """A list of the new version: each row's old entry changed, or one made of nothing, in the new order."""
    rows = list(rows)
    met = sorted(row.old.position for row in rows if row.old)
    if met != list(range(1, len(entries) + 1)):
        raise _misfit(f"the comparison knows {len(met)} entries, the standard has {len(entries)}", where)
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        entry: dict[str, Any] = dict(entries[row.old.position - 1]) if row.old else {"text": ""}
        if entry["text"] != row.before:
            raise _misfit(f"the comparison expects the words {row.before!r}", f"{where}: {row.place.label}")
        if row.new:
            _change(entry, row.fields, f"{where}: {row.place.label}")
            found[row.new.position] = entry | {"text": row.after}
    return [found[position] for position in sorted(found)]


def _change(data: dict[str, JsonValue], changes: Iterable[FieldChange], where: str) -> None:
    """The changes made to a record in place; one that starts from another value is refused."""
    for change in changes:
        if data.get(change.name) != change.old:
            raise _misfit(f"the comparison expects {change.name} {change.old!r}", where)
        data[change.name] = change.new


def _misfit(found: str, where: str) -> StandardError:
    return StandardError(
        found,
        where=where,
        expected="the old version of the comparison, as it was compared",
        do="compare the versions again",
    )
