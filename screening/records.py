"""The record: numbered entries, each bound to the one before by a hash, and what finds any tampering.

An entry says who did what, when and why. Its digest is the SHA-256 of the canonical JSON of everything else
in it, the previous digest included (a hash chain: Haber and Stornetta 1991). Nothing is ever overwritten: a
change is a new entry. A body carries ids, ratings and the salted digests of papers; what was written by or
about a person is a paper, kept apart, so that it can be erased and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field, ValidationError, field_serializer, field_validator

from screening.errors import RecordError
from screening.models import Record

GENESIS = "0" * 64
"""What the first entry has for a previous digest."""
PAPERS = "papers"
"""The field of a body that names its papers: name of the paper → salted digest."""
ERASED = "erased"
"""The field of a body that lists the digests of the papers that were erased with it."""

Body = dict[str, Any]
FaultKind = Literal["changed", "missing", "re-ordered", "truncated", "rewritten", "added", "paper"]


def canonical(value: object) -> str:
    """A JSON value in the one form that is hashed: keys sorted, no spaces, ASCII; NaN is refused."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


class Hand(Record):
    """Who acts, and when: an id and an instant with its zone, both from the edge, never from the core."""

    who: str = Field(min_length=1, max_length=100)
    at: datetime

    @field_validator("at")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("an instant with its time zone")
        return value.astimezone(UTC)


class Paper(Record):
    """A text by or about a candidate (an application, results with quotes, a note), not yet sealed."""

    candidate: str
    name: str
    text: str


class Sealed(Record):
    """A paper as a store keeps it; ``digest`` is of salt and text, so without them nothing can be guessed."""

    digest: str
    candidate: str
    name: str
    salt: str
    text: str

    @property
    def holds(self) -> bool:
        """Whether everything in it still gives the digest."""
        paper = Paper(candidate=self.candidate, name=self.name, text=self.text)
        return seal_of(self.salt, paper) == self.digest


class Draft(Hand):
    """An entry before it has a place in the chain, with the papers that belong to it."""

    kind: str = Field(pattern=r"^[a-z]+(?:-[a-z]+)*$")
    body: Body
    why: str = ""
    papers: tuple[Paper, ...] = ()


class Entry(Hand):
    """One entry of the record; ``number`` counts from 1, ``previous`` is the digest of the one before."""

    number: int = Field(ge=1)
    kind: str
    body: Body
    why: str = ""
    previous: str
    digest: str

    @field_serializer("at")
    def _to_the_microsecond(self, value: datetime) -> str:
        return value.isoformat(timespec="microseconds")

    @property
    def content(self) -> str:
        """The canonical JSON of everything but the digest: exactly what is hashed, and what a store keeps."""
        return canonical(self.model_dump(mode="json", exclude={"digest"}))

    @property
    def papers(self) -> Mapping[str, str]:
        """The salted digests of the entry's papers, by name."""
        named = self.body.get(PAPERS, {})
        return named if isinstance(named, dict) else {}


class Head(Record):
    """The end of a chain: how many entries, and the digest of the last (``GENESIS`` when there is none)."""

    entries: int = Field(ge=0)
    digest: str


class Fault(Record):
    """Something wrong with a record: what, at which entry, in a sentence."""

    kind: FaultKind
    number: int
    says: str


# --- writing -----------------------------------------------------------------------------------------------


def seal_of(salt: str, paper: Paper) -> str:
    """The salted digest of a paper: whose it is, what it is, and its text."""
    return sha256(canonical([salt, paper.candidate, paper.name, paper.text]))


def seal(draft: Draft, salts: Callable[[], str]) -> tuple[Draft, tuple[Sealed, ...]]:
    """The draft with its papers' digests in its body, and the papers sealed, each with a salt of its own."""
    salted = [(salts(), paper) for paper in draft.papers]
    sealed = tuple(
        Sealed(digest=seal_of(salt, paper), salt=salt, **paper.model_dump()) for salt, paper in salted
    )
    named = {PAPERS: {one.name: one.digest for one in sealed}} if sealed else {}
    return draft.model_copy(update={"body": {**draft.body, **named}, "papers": ()}), sealed


def entry_after(head: Head, draft: Draft) -> Entry:
    """The entry that a draft becomes at the end of a chain; the body is kept as its JSON reads back."""
    try:
        body = json.loads(canonical(draft.body))
    except (TypeError, ValueError) as error:
        raise RecordError(
            f"the body of a {draft.kind!r} entry is no JSON: {error}",
            expected="texts, finite numbers, lists",
            do="turn its dates and other values into texts before it is recorded",
        ) from error
    unsigned = Entry(
        number=head.entries + 1,
        at=draft.at,
        who=draft.who,
        kind=draft.kind,
        body=body,
        why=draft.why,
        previous=head.digest,
        digest="",
    )
    return unsigned.model_copy(update={"digest": sha256(unsigned.content)})


def head_of(entries: Sequence[Entry]) -> Head:
    """The head of a whole chain."""
    return Head(entries=len(entries), digest=entries[-1].digest if entries else GENESIS)


def read_entry(content: str, digest: str) -> Entry:
    """An entry from its stored content; one that is not in the canonical form is refused as changed."""
    try:
        entry = Entry.model_validate({**json.loads(content), "digest": digest})
        faithful = entry.content == content
    except (ValidationError, ValueError, TypeError, RecursionError) as error:
        raise _altered("an entry of the record cannot be read") from error
    if not faithful:
        raise _altered(f"entry {entry.number} is not as it was written")
    return entry


def _altered(found: str) -> RecordError:
    return RecordError(
        found,
        expected="an entry in its canonical form",
        do="it was changed by other means than this program: compare it with an exported record",
    )


# --- verifying ---------------------------------------------------------------------------------------------


def verify(
    entries: Sequence[Entry], mark: Head | None = None, outside: Head | None = None
) -> tuple[Fault, ...]:
    """Everything that is wrong with a record, by entry.

    ``mark`` is the head that the store keeps beside the entries: with it a cut at the end is found.
    ``outside`` is a head that was exported and kept elsewhere: with it a chain is found that was rewritten
    whole, the store's mark included.
    """
    found = [*_unsound(entries), *_gaps(entries), *_disorder(entries), *_broken_links(entries)]
    if mark is not None:
        found += _against_mark(entries, mark)
    if outside is not None:
        found += _against_outside(entries, outside)
    order = {id(fault): place for place, fault in enumerate(found)}
    return tuple(sorted(found, key=lambda fault: (fault.number, order[id(fault)])))


def check(entries: Sequence[Entry], mark: Head | None = None) -> None:
    """Refuse a record with any fault, and name the first."""
    faults = verify(entries, mark)
    if faults:
        raise RecordError(
            faults[0].says + (f" (and {len(faults) - 1} more faults)" if faults[1:] else ""),
            where=f"entry {faults[0].number}",
            expected="a record that nobody has tampered with",
            do="`screening audit verify` tells all; nothing is read from or written to a broken record",
        )


def _unsound(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Entries whose digest is not that of their content: changed, or moved from another place."""
    written = _written_places(entries)
    for entry in entries:
        if sha256(entry.content) == entry.digest:
            continue
        place = written.get(entry.digest, entry.number)
        moved = entry.model_copy(update={"number": place})
        if place != entry.number and sha256(moved.content) == entry.digest:
            says = f"the entry that stands as number {entry.number} was written as number {place}"
            yield Fault(kind="re-ordered", number=entry.number, says=says)
        else:
            says = f"entry {entry.number} was changed: its content does not give its digest"
            yield Fault(kind="changed", number=entry.number, says=says)


def _written_places(entries: Sequence[Entry]) -> dict[str, int]:
    """The place at which each digest was written, as far as the links tell, followed from the first."""
    following = {entry.previous: entry.digest for entry in entries}
    places: dict[str, int] = {}
    digest = GENESIS
    while (digest := following.get(digest, "")) and digest not in places:
        places[digest] = len(places) + 1
    return places


def _gaps(entries: Sequence[Entry]) -> Iterator[Fault]:
    present = {entry.number for entry in entries}
    for number in range(1, max(present, default=0) + 1):
        if number not in present:
            yield Fault(kind="missing", number=number, says=f"entry {number} is missing")


def _disorder(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Entries that stand twice, or after one with a higher number."""
    for number, times in Counter(entry.number for entry in entries).items():
        if times > 1:
            yield Fault(kind="added", number=number, says=f"there are {times} entries with number {number}")
    highest = 0
    for entry in entries:
        if entry.number < highest:
            says = f"entry {entry.number} stands after entry {highest}"
            yield Fault(kind="re-ordered", number=entry.number, says=says)
        highest = max(highest, entry.number)


def _broken_links(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Entries before which something else stands than what stood there when they were written."""
    digests = {0: GENESIS} | {entry.number: entry.digest for entry in entries}
    for entry in entries:
        before = digests.get(entry.number - 1)
        if before is not None and before != entry.previous:
            number = max(1, entry.number - 1)
            says = f"entry {entry.number} was written after another entry than the one before it now"
            yield Fault(kind="changed", number=number, says=says)


def _against_mark(entries: Sequence[Entry], mark: Head) -> Iterator[Fault]:
    held = {entry.number: entry.digest for entry in entries}
    last = max(held, default=0)
    if last < mark.entries:
        says = f"the record is cut off: {mark.entries} entries were written, the last there is number {last}"
        yield Fault(kind="truncated", number=last + 1, says=says)
    elif last > mark.entries:
        says = f"{mark.entries} entries were written, yet the last there is number {last}"
        yield Fault(kind="added", number=mark.entries + 1, says=says)
    elif last and held[last] != mark.digest:
        says = f"entry {last} is not the one that was written last"
        yield Fault(kind="changed", number=last, says=says)


def _against_outside(entries: Sequence[Entry], outside: Head) -> Iterator[Fault]:
    held = {0: GENESIS} | {entry.number: entry.digest for entry in entries}
    if max(held) < outside.entries:
        says = f"the record ends at entry {max(held)}; the exported head is of {outside.entries} entries"
        yield Fault(kind="truncated", number=max(held) + 1, says=says)
    elif held.get(outside.entries) != outside.digest:
        says = f"entry {outside.entries} is not the one of the exported head: the record was rewritten"
        yield Fault(kind="rewritten", number=max(1, outside.entries), says=says)


def verify_papers(entries: Iterable[Entry], papers: Iterable[Sealed]) -> tuple[Fault, ...]:
    """Papers that are missing though no entry says that they were erased, changed, or in no entry."""
    kept = {paper.digest: paper for paper in papers}
    named: dict[str, tuple[Entry, str]] = {}
    erased: set[str] = set()
    for entry in entries:
        named |= {digest: (entry, name) for name, digest in entry.papers.items()}
        erased |= set(entry.body.get(ERASED, ()))
    faults = []
    for digest, (entry, name) in named.items():
        wrong = _wrong_with(kept.get(digest), digest in erased)
        if wrong:
            says = f"the {name} of entry {entry.number} {wrong}"
            faults.append(Fault(kind="paper", number=entry.number, says=says))
    for digest in sorted(kept.keys() - named.keys()):
        paper = kept[digest]
        says = f"the {paper.name} of {paper.candidate}, paper {digest[:16]}…, is in no entry that is there"
        faults.append(Fault(kind="paper", number=1, says=says))
    return tuple(faults)


def _wrong_with(paper: Sealed | None, erased: bool) -> str:
    """What is wrong with a paper that an entry names; empty when nothing is."""
    if paper is None:
        return "" if erased else "is missing, and no entry says that it was erased"
    if not paper.holds:
        return "was changed"
    return "was erased, and is there again" if erased else ""
