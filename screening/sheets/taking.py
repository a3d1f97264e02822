"""Takes what a sheet says into a panel: all of it or, where anything is wrong, nothing, and all is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from screening.errors import PanelError, ScreeningError
from screening.panels import Mark, Panel, rate
from screening.panels.panel import Pair
from screening.panels.settings import VALUES
from screening.records import Body, Draft, Entry, Hand
from screening.sheets.cells import SheetFault, Spot, digest_of, same, shown, typed
from screening.sheets.issuing import WRITTEN
from screening.sheets.reading import Filled, Returned
from screening.sheets.writing import ROWS

TAKEN = "sheet-taken"
"""The kind of the entry that names the file which ratings were taken from; it follows them."""


@dataclass(frozen=True)
class Known:
    """What the record says besides the panel: sheets written, by digest; notes' texts; erased candidates."""

    sheets: Mapping[str, Body]
    notes: Mapping[str, str]
    erased: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Taken:
    """What came of a sheet: the drafts to append, and what a person is to be told of it.

    ``standing`` ratings were given before and say the same; ``removed`` rows are no longer in the sheet;
    ``unrated_notes`` are cells with a note and no rating; rows of ``erased`` candidates were left aside;
    ``elsewhere`` are candidates before the panel whom the sheet does not have.
    """

    drafts: tuple[Draft, ...]
    ratings: int
    standing: int
    empty: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    unrated_notes: tuple[str, ...]
    erased: tuple[str, ...]
    elsewhere: tuple[str, ...]


def sheets_in(entries: Iterable[Entry]) -> dict[str, Body]:
    """The sheets that a record says were written, by digest."""
    return {str(entry.body["digest"]): entry.body for entry in entries if entry.kind == WRITTEN}


def take(panel: Panel, hand: Hand, returned: Returned, known: Known, file: str, sha256: str) -> Taken:
    """The drafts of a sheet's new and changed ratings; with any fault it is refused whole, and all are told.

    A rating that stands already adds nothing, locked or not, so a sheet may be taken again and again.
    ``file`` and ``sha256`` are the name and the hash of the file, for the message and for the record.
    """
    rate(panel, hand, ())  # whoever acts may rate, and the panel is open
    taking = _Taking(panel, hand, returned, known)
    faults = taking.faults()
    if faults:
        raise PanelError(
            "\n".join([f"nothing was taken from this sheet, {_counted(len(faults), 'fault')}:", *faults]),
            where=file,
            do="correct these cells, or copy the ratings into a fresh sheet from `screening panel sheet`",
        )
    drafts = rate(panel, hand, taking.marks, known.notes)
    return taking.taken((*drafts, *taking.note(sha256, len(drafts))), len(drafts))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("s" if count != 1 else "")


@dataclass(frozen=True)
class _Taking:
    """One sheet beside the panel that it came back to."""

    panel: Panel
    hand: Hand
    returned: Returned
    known: Known

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What may be given, by how people write it."""
        return {_as_written(value): value for value in VALUES[self.panel.settings.scale]}

    @cached_property
    def rows(self) -> Mapping[Pair, Filled]:
        """The rows that the sheet was written with; those of erased candidates are left aside."""
        ours = (row for row in self.returned.filled if row.pair in self.returned.rows)
        return {row.pair: row for row in ours if row.pair[0] not in self.known.erased}

    @cached_property
    def rated(self) -> Sequence[Filled]:
        """The rows with a rating that is on the scale."""
        return [row for row in self.rows.values() if _as_written(row.rating.text) in self.values]

    @cached_property
    def marks(self) -> Sequence[Mark]:
        """What the panel does not have yet."""
        return [self._mark(row) for row in self.rated if not self._stands(row)]

    # --- what is refused ---

    def faults(self) -> list[str]:
        """Everything that is wrong, as sentences with their cells."""
        foreign = list(self._foreign())
        own = [*self._changed(), *self._off_scale(), *self._doubled()]
        refused = [] if foreign else self._refused()
        return list(dict.fromkeys([*map(str, [*foreign, *self.returned.faults, *own]), *refused]))

    def _foreign(self) -> Iterator[SheetFault]:
        """A sheet that was not written from this record, or not for whom and what it says."""
        sheet, returned = self.known.sheets.get(self.returned.digest.text), self.returned
        if sheet is None:
            expected = "the digest of a sheet that was written from this record"
            yield SheetFault(returned.digest.where, returned.digest.told, expected)
            return
        for name, spot in self._whose().items():
            if spot.text != sheet[name]:
                yield SheetFault(spot.where, spot.told, f"{sheet[name]!r}, for which the sheet was written")
        if returned.member.text == sheet["member"] != self.hand.who:
            yield SheetFault(returned.member.where, returned.member.told, f"{self.hand.who!r}, who acts here")
        as_told = all(spot.text == sheet[name] for name, spot in self._whose().items())
        if as_told and returned.computed != sheet["digest"]:
            yield SheetFault(ROWS, "rows or a salt that were changed", "the hidden sheet as it was written")

    def _whose(self) -> Mapping[str, Spot]:
        sheet = self.returned
        return {"panel": sheet.panel, "member": sheet.member, "standard": sheet.standard}

    def _changed(self) -> Iterator[SheetFault]:
        """Rows that the sheet was not written with, and texts that are not the ones it was written with."""
        for row in self.returned.filled:
            digests = self.returned.rows.get(row.pair)
            if digests is None:
                yield self._unknown(row)
                continue
            texts = (("requirement", row.requirement), ("words", row.words))
            for (what, spot), digest in zip(texts, digests, strict=True):
                if digest_of(self.returned.salt, what, *row.pair, spot.text) != digest:
                    yield SheetFault(spot.where, spot.told, "the text that the sheet was written with")

    def _unknown(self, row: Filled) -> SheetFault:
        candidates = {candidate for candidate, _ in self.returned.rows}
        if row.candidate.text not in candidates:
            return SheetFault(row.candidate.where, row.candidate.told, "a candidate of this sheet")
        mine = [ksa for candidate, ksa in self.returned.rows if candidate == row.candidate.text]
        return SheetFault(row.ksa.where, row.ksa.told, "one of " + ", ".join(mine))

    def _off_scale(self) -> Iterator[SheetFault]:
        for row in self.returned.filled:
            if row.rating.text and _as_written(row.rating.text) not in self.values:
                told = ", ".join(self.values.values())
                yield SheetFault(row.rating.where, row.rating.told, f"{told} or empty")

    def _doubled(self) -> Iterator[SheetFault]:
        """Rows that are there twice and do not say the same."""
        first: dict[Pair, Filled] = {}
        for row in self.returned.filled:
            other = first.setdefault(row.pair, row)
            for mine, theirs in ((row.rating, other.rating), (row.note, other.note)):
                if _as_written(mine.text) != _as_written(theirs.text):
                    expected = f"{theirs.told} as at {theirs.where}, or the row only once"
                    yield SheetFault(mine.where, mine.told, expected)

    def _refused(self) -> list[str]:
        """What the panel's own rules refuse: a candidate recused or locked since the sheet was written."""
        told = []
        for mark in self.marks:
            try:
                rate(self.panel, self.hand, [mark.model_copy(update={"where": ""})])
            except ScreeningError as error:
                why = "; ".join(line.strip() for line in str(error).splitlines())
                told.append(f"{mark.where}: found {mark.value!r}, but {why}")
        return told

    # --- what is taken ---

    def _standing_note(self, row: Filled) -> str:
        event = self.panel.ratings.get((*row.pair, self.hand.who))
        return self.known.notes.get(event.body.papers.get("note", ""), "") if event else ""

    def _stands(self, row: Filled) -> bool:
        """Whether the panel has the rating already; an empty note takes back nothing that was noted."""
        event = self.panel.ratings.get((*row.pair, self.hand.who))
        if event is None or event.body.value != self.values[_as_written(row.rating.text)]:
            return False
        return not row.note.text or _is_note(row.note, self._standing_note(row))

    def _mark(self, row: Filled) -> Mark:
        standing = self._standing_note(row)
        note = standing if _is_note(row.note, standing) else typed(row.note.text)
        value = self.values[_as_written(row.rating.text)]
        return Mark(candidate=row.pair[0], ksa=row.pair[1], value=value, note=note, where=row.rating.where)

    def note(self, sha256: str, ratings: int) -> tuple[Draft, ...]:
        """The entry that says from which file ratings were taken; none where none were."""
        body = {
            "panel": self.panel.id,
            "member": self.hand.who,
            "digest": self.returned.digest.text,
            "sha256": sha256,
            "ratings": ratings,
        }
        return (Draft(who=self.hand.who, at=self.hand.at, kind=TAKEN, body=body),) if ratings else ()

    def taken(self, drafts: tuple[Draft, ...], ratings: int) -> Taken:
        """What came of it."""
        there = {row.pair for row in self.returned.filled}
        empty = [row for row in self.rows.values() if not row.rating.text]
        on_it = {candidate for candidate, _ in self.returned.rows}
        return Taken(
            drafts=drafts,
            ratings=ratings,
            standing=len(self.rated) - len(self.marks),
            empty=tuple(row.pair for row in empty),
            removed=tuple(pair for pair in self.returned.rows if pair not in there),
            unrated_notes=tuple(row.note.where for row in empty if row.note.text),
            erased=tuple(sorted(on_it & self.known.erased)),
            elsewhere=tuple(c for c in self.panel.candidates if c not in on_it and self._takes_part(c)),
        )

    def _takes_part(self, candidate: str) -> bool:
        return (self.hand.who, candidate) not in self.panel.recusals and candidate not in self.known.erased


def _as_written(text: str) -> str:
    """A value without the differences that mean nothing: capitals, spaces, a space for a hyphen."""
    return same(text).casefold().replace(" ", "-")


def _is_note(spot: Spot, note: str) -> bool:
    """Whether a cell says a note, as far as a cell can say it."""
    return same(spot.text) == same(shown(note))
