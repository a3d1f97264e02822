"""The entries of a standard's lists, seen alike: KSAs, duties, examinations and clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from screening.revisions.comparison import FieldChange, Place
from screening.revisions.parts import Part, parts_of, stems_of
from screening.standards import Examination, Ksa, Passage, Standard


@dataclass(frozen=True)
class StandardEntry:
    """One entry: where it stands, what names it, its words, and all its fields but the words as plain data.

    ``key`` is the KSA's id, the examination's number, or a clause's heading. Entries of one key belong
    together; entries of two keys may, if their words are alike, unless the key is ``firm`` as a number is.
    """

    place: Place
    key: str | None
    firm: bool
    kind: str | None
    text: str
    fields: Mapping[str, JsonValue]

    @property
    def stems(self) -> frozenset[str]:
        """The stems that tell it apart."""
        return stems_of(self.text)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it asks for."""
        return parts_of(self.text)


def entries_of(standard: Standard, section: str) -> list[StandardEntry]:
    """The entries of one of a standard's lists, in order."""
    return [_entry(record, position) for position, record in enumerate(getattr(standard, section), start=1)]


def _entry(record: Ksa | Passage | Examination, position: int) -> StandardEntry:
    fields: dict[str, JsonValue] = record.model_dump(mode="json", exclude={"text"})
    number = None if record.number is None else str(record.number)
    if isinstance(record, Ksa):
        place = Place(position=position, number=number, id=record.id)
        return StandardEntry(place, record.id, False, record.kind, record.text, fields)
    key = number if isinstance(record, Examination) else record.heading
    place = Place(position=position, number=number)
    return StandardEntry(place, key, isinstance(record, Examination), None, record.text, fields)


def changed_fields(old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]) -> tuple[FieldChange, ...]:
    """The fields that differ between two records as plain data; a missing field is None."""
    changed = (name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name))
    return tuple(FieldChange(name=name, old=old.get(name), new=new.get(name)) for name in changed)
