"""A comparison of two versions of a standard, complete enough to make the new one of the old one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import JsonValue, model_validator

from screening.models import Record

Verdict = Literal[
    "unchanged", "moved", "reworded", "narrowed", "widened", "merged", "split", "added", "removed"
]
"""What became of an entry. Its words decide, and its place only where they are the same; other fields, such
as the importance, are told beside the verdict."""

SECTIONS = ("ksas", "training_ksas", "duties", "examinations", "additional")
"""The lists of a standard that are compared entry by entry; every other field is compared whole."""


class Piece(Record):
    """A run of words of a diff; the kept and struck runs make the old text, the kept and inserted the new."""

    kind: Literal["kept", "struck", "inserted"]
    text: str


class FieldChange(Record):
    """A field other than the words, as plain data before and after; None where there was or is nothing."""

    name: str
    old: JsonValue = None
    new: JsonValue = None


class Place(Record):
    """Where an entry stands: its 1-based position, its number as printed, and its id if it has one."""

    position: int
    number: str | None = None
    id: str | None = None

    @property
    def label(self) -> str:
        """The id, or "number 7" where there is none."""
        return self.id if self.id is not None else f"number {self.number or self.position}"


class Takeover(Record):
    """Parts of an entry of one version only that another entry asks for in the other version.

    ``place`` is that of the entry at the other end; ``whole`` says that the parts are all there are.
    """

    place: Place
    parts: tuple[str, ...]
    whole: bool = False


class Revision(Record):
    """What became of one entry: of the old version, of the new one, or of a pair of both.

    ``dropped`` and ``added`` are the asked-for parts that went or came; ``sources`` the old entries merged or
    split into this one beside its own predecessor, ``targets`` the new ones that took over from it.
    """

    verdict: Verdict
    old: Place | None = None
    new: Place | None = None
    moved: bool = False
    pieces: tuple[Piece, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    sources: tuple[Takeover, ...] = ()
    targets: tuple[Takeover, ...] = ()
    because: str
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _of_something(self) -> Revision:
        if self.old is None and self.new is None:
            raise ValueError("a revision is of an entry of the old version, the new one, or both")
        return self

    @property
    def place(self) -> Place:
        """Where it stands now, or stood last."""
        place = self.new or self.old
        assert place is not None, "refused when the revision was made"
        return place

    @property
    def before(self) -> str:
        """The old words; empty for an entry that was added."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "inserted")

    @property
    def after(self) -> str:
        """The new words; empty for an entry that is gone."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "struck")

    @property
    def reads_alike(self) -> bool:
        """Whether an entry of both versions has the same words in both."""
        return all(piece.kind == "kept" for piece in self.pieces)


class Carried(Record):
    """A KSA for which nothing new need be written: the old KSAs whose narratives serve it, together."""

    ksa: str
    sources: tuple[str, ...]


class Narratives(Record):
    """What an applicant must write anew, may carry over, and no longer needs, by KSA id."""

    anew: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()
    dropped: tuple[str, ...] = ()


class Comparison(Record):
    """Two versions by address, and all that changed from ``old`` to ``new``; rows in the order of print."""

    old: str
    new: str
    ksas: tuple[Revision, ...] = ()
    training_ksas: tuple[Revision, ...] = ()
    duties: tuple[Revision, ...] = ()
    examinations: tuple[Revision, ...] = ()
    additional: tuple[Revision, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    narratives: Narratives

    def section(self, name: str) -> tuple[Revision, ...]:
        """The rows of one of :data:`SECTIONS`."""
        rows: tuple[Revision, ...] = getattr(self, name)
        return rows

    def rows(self) -> Iterator[Revision]:
        """The rows of all sections."""
        for name in SECTIONS:
            yield from self.section(name)
