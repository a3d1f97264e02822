"""What a score sheet holds: a line for each candidate and KSA that a member rates, and the digest of all.

The salt of the digests stands in the sheet only, so what the record keeps tells nothing about the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from screening.applications import Application, Text, texts_for
from screening.errors import PanelError
from screening.panels.panel import Pair, Panel
from screening.panels.settings import VALUES
from screening.panels.visibility import sees_rating
from screening.records import Draft, Hand, canonical, sha256
from screening.sheets.cells import digest_of, shown
from screening.standards import Standard

WRITTEN = "sheet-written"
"""The kind of the entry that a sheet leaves in the record when it is written."""
WIDTH, ROWS = 70, 26
"""Characters a line, and lines, of the applicant's words that a row can show: spreadsheets end a row at 409
points, and what is beyond would be neither seen nor printed."""
BEGINNING = (10, 800)
"""Lines, and characters, of a longer text that stand in its row; the whole is on a sheet of its own."""
NOTHING = "(nothing was written for this KSA)"
Digests = tuple[str, str]
"""The digests of a line's requirement and of the applicant's words, as their cells show them."""


def height_of(text: str, width: int) -> int:
    """The lines that a text takes in a column of so many characters, a tenth lost at the lines' ends."""
    return sum(max(1, ceil(len(line) / (width * 0.9))) for line in text.splitlines())


@dataclass(frozen=True)
class Line:
    """One line of a sheet; value and note are the member's own that stand, a locked line stays as it is."""

    candidate: str
    ksa: str
    requirement: str
    words: str
    value: str = ""
    note: str = ""
    locked: bool = False

    @property
    def long(self) -> bool:
        """Whether the words are more than a row can show."""
        return height_of(self.words, WIDTH) > ROWS

    @property
    def words_shown(self) -> str:
        """The words as they stand in the row: the beginning of long ones, and where to read on."""
        if not self.words:
            return NOTHING
        if not self.long:
            return self.words
        lines, characters = BEGINNING
        beginning = "\n".join(self.words.splitlines()[:lines])[:characters]
        return f"{beginning} … [the whole is on the sheet Texts]"


@dataclass(frozen=True)
class Sheet:
    """A member's sheet; ``values`` may be given; ``without`` are candidates whose texts were erased."""

    panel: str
    member: str
    standard: str
    values: tuple[str, ...]
    blind: bool
    salt: str
    lines: tuple[Line, ...]
    without: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> Mapping[Pair, Digests]:
        """The digests of each line."""
        return {
            (line.candidate, line.ksa): (
                digest_of(self.salt, "requirement", line.candidate, line.ksa, shown(line.requirement)),
                digest_of(self.salt, "words", line.candidate, line.ksa, shown(line.words_shown)),
            )
            for line in self.lines
        }

    @property
    def digest(self) -> str:
        """The digest of all rows, in no order, with whose they are."""
        return whole(self.salt, (self.panel, self.member, self.standard), self.rows)


def whole(salt: str, whose: tuple[str, str, str], rows: Mapping[Pair, Digests]) -> str:
    """The digest of a sheet; ``whose``: panel, member, standard."""
    return sha256(canonical([salt, whose, sorted([*pair, *digests] for pair, digests in rows.items())]))


def sheet_of(
    panel: Panel,
    member: str,
    writer: str,
    standard: Standard,
    copies: Mapping[str, Application],
    notes: Mapping[str, str],
    salt: str,
) -> Sheet:
    """The sheet of a member, as ``writer`` may see it, without candidates for whom the member is recused.

    ``copies`` are what the member reads, by candidate, blind where the panel is; ``notes`` the texts of the
    notes by digest. Ratings that the member has given stand in the sheet where the writer may see them.
    """
    check_may_write(panel, member, writer)
    mine = [c for c in panel.candidates if (member, c) not in panel.recusals]
    texts = {ksa: standard.ksa(ksa).text for ksa in panel.ksas}
    lines = [
        _line(panel, (candidate, ksa), member, writer, text, words_for(copies[candidate], ksa), notes)
        for candidate in mine
        if candidate in copies
        for ksa, text in texts.items()
    ]
    return Sheet(
        panel=panel.id,
        member=member,
        standard=panel.opening.standard,
        values=tuple(VALUES[panel.settings.scale]),
        blind=panel.settings.blind,
        salt=salt,
        lines=tuple(lines),
        without=tuple(c for c in mine if c not in copies),
    )


def check_may_write(panel: Panel, member: str, writer: str) -> None:
    """Refuse a sheet of who does not rate, and one by a stranger or by who is recused for somebody on it."""
    panel.require_open()
    panel.require_member(writer)
    if not panel.require_member(member).rates:
        raise PanelError(
            f"{member!r} does not rate in panel {panel.id}",
            expected="one of " + ", ".join(m.id for m in panel.members.values() if m.rates),
            do="write a sheet for one of these",
        )
    hidden = [c for who, c in panel.recusals if who == writer and (member, c) not in panel.recusals]
    if hidden:
        raise PanelError(
            f"{writer!r} is recused for {', '.join(sorted(hidden))}, who are on the sheet of {member!r}",
            expected="somebody who may read what these candidates wrote",
            do=f"let {member!r} write the sheet, with --as {member}",
        )


def _line(
    panel: Panel, pair: Pair, member: str, writer: str, requirement: str, words: str, notes: Mapping[str, str]
) -> Line:
    candidate, ksa = pair
    rated = panel.ratings.get((candidate, ksa, member))
    locked = (member, candidate) in panel.locks
    if rated is None or not sees_rating(panel, writer, member, candidate):
        return Line(candidate, ksa, requirement, words, locked=locked)
    note = notes.get(rated.body.papers.get("note", ""), "")
    return Line(candidate, ksa, requirement, words, rated.body.value, note, locked)


def words_for(application: Application, ksa: str) -> str:
    """What an applicant wrote for a KSA: the narrative, then each essay under its number."""
    return "\n\n".join(_headed(one) for one in texts_for(application, ksa))


def _headed(text: Text) -> str:
    kind, _, number = text.source.partition(":")
    return text.text.strip() if kind == "narrative" else f"[{kind} {number}]\n{text.text.strip()}"


def written(sheet: Sheet, hand: Hand, sha256_of_file: str) -> Draft:
    """The entry that a sheet was written: by it a sheet that comes back is told from a forged one."""
    body = {
        "panel": sheet.panel,
        "member": sheet.member,
        "standard": sheet.standard,
        "digest": sheet.digest,
        "rows": len(sheet.lines),
        "blind": sheet.blind,
        "sha256": sha256_of_file,
    }
    return Draft(who=hand.who, at=hand.at, kind=WRITTEN, body=body)
