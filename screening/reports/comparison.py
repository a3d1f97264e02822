"""Two versions of a standard side by side, as one HTML page to be printed for the review.

The old words stand on the left and the new ones on the right, struck and inserted words with a colour and a
sign each, so that the page reads without colour. Python decides here what stands on the page; the template
beside this module lays it out and escapes every word, and the page may load and run nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import JsonValue

from screening.reports.html import page
from screening.revisions.comparison import (
    SECTIONS,
    Comparison,
    FieldChange,
    Piece,
    Revision,
    Takeover,
    Verdict,
)
from screening.revisions.narratives import Owed
from screening.revisions.wording import word_diff
from screening.standards import Standard, Status

TITLES = {
    "ksas": "Knowledge, skills and abilities",
    "training_ksas": "Knowledge, skills and abilities met by training",
    "duties": "Duties",
    "examinations": "Examinations",
    "additional": "Other clauses",
}
VERDICTS: dict[Verdict, tuple[str, str]] = {
    "unchanged": ("=", "apart"),
    "moved": ("↕", "apart"),
    "reworded": ("≈", "review"),
    "narrowed": ("⊂", "review"),
    "widened": ("⊃", "review"),
    "merged": ("»", "review"),
    "split": ("«", "review"),
    "added": ("+", "yes"),
    "removed": ("−", "no"),
}
"""The sign and the tone of each verdict, in the order in which they are counted."""

Mark = Literal["struck", "inserted"]
KEPT: Literal["kept"] = "kept"
BOOKKEEPING = frozenset(("cite", "number", "marked", "id"))
"""Fields of an entry that say where and how it is printed; they stand beside the words, or not at all."""
STATUSES = get_args(Status)
IN_THE_FOOT = frozenset(("source", "struck"))
"""Fields of a standard that are told in the foot of the page."""


@dataclass(frozen=True, slots=True)
class Review:
    """A comparison with the two versions, and what each applicant owes if applications were given."""

    comparison: Comparison
    old: Standard
    new: Standard
    owed: tuple[Owed, ...] | None = None


@dataclass(frozen=True, slots=True)
class ComparedEntry:
    """One entry on the page: the words of each side with their marks, None on a side that has no such entry.

    ``fields`` are sentences about its other fields, ``related`` the entries it was merged with or split from.
    """

    anchor: str
    revision: Revision
    old: tuple[Piece, ...] | None
    new: tuple[Piece, ...] | None
    fields: tuple[str, ...]
    related: tuple[tuple[str, Takeover], ...]


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """One list of the standard: its rows, the number of entries in each version, and of each verdict.

    ``lost`` and ``gained`` are fields that every entry of both versions stopped, or began, to state.
    """

    name: str
    title: str
    rows: tuple[ComparedEntry, ...]
    sizes: tuple[int, int]
    counts: tuple[tuple[Verdict, int], ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is compared whole, as words with their marks; None where a version does not state it."""

    label: str
    old: tuple[Piece, ...] | None
    new: tuple[Piece, ...] | None


def render(review: Review) -> str:
    """The comparison as one HTML page."""
    return page("comparison.html.j2", styles=("report.css", "comparison.css"), **shown(review))


def shown(review: Review) -> dict[str, Any]:
    """What the template is given."""
    sections = sections_of(review.comparison)
    return {
        "sections": sections, "fields": fields_of(review.comparison.fields),
        "comparison": review.comparison, "old": review.old, "new": review.new, "owed": review.owed,
        "slips": [row for section in sections for row in section.rows if row.revision.notes],
        "VERDICTS": VERDICTS,
    }  # fmt: skip


def sections_of(comparison: Comparison) -> list[ComparedSection]:
    """The lists that hold anything, in the order of the page."""
    return [_section(name, rows) for name in SECTIONS if (rows := comparison.section(name))]


def _section(name: str, revisions: Sequence[Revision]) -> ComparedSection:
    verdicts = Counter(revision.verdict for revision in revisions)
    lost, gained = stated_throughout(revisions)
    return ComparedSection(
        name, TITLES[name], tuple(_row(name, revision, {*lost, *gained}) for revision in revisions),
        (sum(r.old is not None for r in revisions), sum(r.new is not None for r in revisions)),
        tuple((verdict, verdicts[verdict]) for verdict in VERDICTS if verdicts[verdict]),
        tuple(map(in_words, lost)), tuple(map(in_words, gained)),
    )  # fmt: skip


def _row(section: str, revision: Revision, told: Container[str]) -> ComparedEntry:
    pieces = shown_pieces(revision)
    sides = (
        _side(pieces, "struck", revision.old is not None),
        _side(pieces, "inserted", revision.new is not None),
    )
    related = [(f"{section}/old-{source.place.position}", source) for source in revision.sources]
    related += [(f"{section}/new-{target.place.position}", target) for target in revision.targets]
    fields = tuple(field_sentence(c) for c in telling_fields(revision) if c.name not in told)
    side = "new" if revision.new else "old"
    return ComparedEntry(
        f"{section}/{side}-{revision.place.position}", revision, *sides, fields, tuple(related)
    )


def _side(pieces: Iterable[Piece], mark: Mark, stated: bool) -> tuple[Piece, ...] | None:
    """The words of one version, those that only it has marked; white space around them is left unmarked."""
    if not stated:
        return None
    found: list[Piece] = []
    for piece in pieces:
        core = piece.text.strip()
        if piece.kind == mark and core:
            before, after = piece.text.split(core, 1)
            parts = (KEPT, before), (mark, core), (KEPT, after)
            found += [Piece(kind=kind, text=text) for kind, text in parts if text]
        elif piece.kind in (KEPT, mark):
            found.append(piece)
    return tuple(found)


def shown_pieces(revision: Revision) -> tuple[Piece, ...]:
    """The words as they are marked for a reader.

    Those of an entry of one version only are struck or inserted whole, unless others took them over or gave
    them: then only the parts that were lost, or are new, are marked.
    """
    if (revision.old and revision.new) or not (revision.sources or revision.targets):
        return revision.pieces
    if revision.old:
        return _marked(revision.before, revision.dropped, "struck")
    return _marked(revision.after, revision.added, "inserted")


def _marked(text: str, parts: Iterable[str], kind: Mark) -> tuple[Piece, ...]:
    """A text with some of its parts marked, the rest as kept."""
    pieces, at = list[Piece](), 0
    for part in parts:
        start = text.find(part, at)
        if start >= 0:
            pieces += [Piece(kind="kept", text=text[at:start]), Piece(kind=kind, text=part)]
            at = start + len(part)
    return tuple(piece for piece in (*pieces, Piece(kind="kept", text=text[at:])) if piece.text)


def telling_fields(revision: Revision) -> list[FieldChange]:
    """The changes of an entry of both versions that a reader of the words would not see."""
    both = revision.old is not None and revision.new is not None
    return [change for change in revision.fields if both and change.name not in BOOKKEEPING]


def stated_throughout(revisions: Sequence[Revision]) -> tuple[list[str], list[str]]:
    """The fields that all entries of both versions stopped to state, and those that all began to state."""
    pairs = [revision for revision in revisions if revision.old and revision.new]
    changes = [change for revision in pairs for change in telling_fields(revision)]
    lost = Counter(change.name for change in changes if change.new is None)
    gained = Counter(change.name for change in changes if change.old is None)
    many = len(pairs) > 1
    lists = ([name for name, n in found.items() if many and n == len(pairs)] for found in (lost, gained))
    stopped, began = lists
    return stopped, began


def field_sentence(change: FieldChange) -> str:
    """A change of a field in words: "importance: “desirable” became “essential”"."""
    old, new = (None if value is None else f"“{said(value)}”" for value in (change.old, change.new))
    label = in_words(change.name)
    if old and new:
        return f"{label}: {old} became {new}"
    return f"{label}: {old} is no longer stated" if old else f"{label}: {new}, not stated before"


def fields_of(changes: Iterable[FieldChange]) -> list[Field]:
    """The fields whose words changed; a passage that is only printed elsewhere has not changed."""
    found = []
    for change in changes:
        old, new = said(change.old), said(change.new)
        if change.name not in IN_THE_FOOT and old != new:
            pieces = word_diff(old, new)
            sides = _side(pieces, "struck", bool(old)), _side(pieces, "inserted", bool(new))
            found.append(Field(in_words(change.name), *sides))
    return found


def said(value: JsonValue) -> str:
    """The value of a field in words, without its place in the document; empty where nothing is stated."""
    if isinstance(value, dict):
        return str(value["text"]) if "text" in value else _facts(value)
    if isinstance(value, list):
        return " · ".join(map(said, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value in STATUSES:
        return in_words(value)
    return "" if value is None else str(value)


def _facts(value: dict[str, JsonValue]) -> str:
    """A record in words: its fields in their order, each with its value."""
    facts = ((in_words(name), said(part)) for name, part in value.items() if name not in BOOKKEEPING)
    return "; ".join(f"{name}: {words}" for name, words in facts if words)


def in_words(name: str) -> str:
    """The name of a field or a status as words: ``selection_method`` is "selection method"."""
    return name.replace("_", " ").replace("-", " ")
