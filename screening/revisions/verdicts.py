"""The verdict on an entry, and the evidence for it in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.revisions.comparison import Piece, Takeover, Verdict
from screening.revisions.entries import StandardEntry
from screening.revisions.parts import stem, stems_of, telling_words, unmet


@dataclass(frozen=True)
class Change:
    """A pair of entries with what is known of it: the word diff, its move, and what was taken over."""

    old: StandardEntry
    new: StandardEntry
    pieces: tuple[Piece, ...]
    moved: bool
    sources: tuple[Takeover, ...] = ()
    targets: tuple[Takeover, ...] = ()

    @property
    def same_words(self) -> bool:
        """Whether not a word or blank differs."""
        return self.old.text == self.new.text

    @property
    def dropped(self) -> tuple[str, ...]:
        """The parts that the new words no longer ask for, and that no other entry took over."""
        return _unexplained(self.old, self.new, self.targets)

    @property
    def added(self) -> tuple[str, ...]:
        """The parts that only the new words ask for, unless an entry merged into this one brought them."""
        return _unexplained(self.new, self.old, self.sources)

    @property
    def gone(self) -> tuple[str, ...]:
        """The telling words that were struck without a successor, in order, outside the parts dropped."""
        return _words_without(self.old, self.new, (*self.dropped, *_parts(self.targets)))

    @property
    def come(self) -> tuple[str, ...]:
        """The telling words that have no predecessor, in order, outside the parts that were added."""
        return _words_without(self.new, self.old, (*self.added, *_parts(self.sources)))


def _unexplained(
    entry: StandardEntry, other: StandardEntry, takeovers: Sequence[Takeover]
) -> tuple[str, ...]:
    """The parts of an entry that neither its counterpart nor the entries merged or split off ask for."""
    known = other.stems.union(*map(stems_of, _parts(takeovers)))
    return tuple(part for part in unmet(entry.parts, other.text) if not stems_of(part) <= known)


def _words_without(entry: StandardEntry, other: StandardEntry, told: Iterable[str]) -> tuple[str, ...]:
    known = other.stems.union(*map(stems_of, told))
    return tuple(dict.fromkeys(word for word in telling_words(entry.text) if stem(word) not in known))


def _parts(takeovers: Iterable[Takeover]) -> list[str]:
    return [part for takeover in takeovers for part in takeover.parts]


def verdict_on(change: Change) -> Verdict:
    """What became of a pair: the strongest thing that can be said of it.

    Narrowed and widened go by whole parts where any was dropped or added, and by single words otherwise.
    """
    if change.targets:
        return "split"
    if change.sources:
        return "merged"
    if change.same_words:
        return "moved" if change.moved else "unchanged"
    less, more = bool(change.dropped), bool(change.added)
    if not (less or more):
        less, more = bool(change.gone), bool(change.come)
    if less == more:
        return "reworded"
    return "narrowed" if less else "widened"


def evidence_of(change: Change) -> str:
    """Why the verdict on a pair is what it is, in sentences."""
    if change.same_words and not change.sources and not change.targets:
        return f"The same words. {_shift(change)}".strip()
    said = [
        f"Takes over {'all' if source.whole else _listed(source.parts)} of {source.place.label}."
        for source in change.sources
    ]
    said += [f"Gives {_listed(target.parts)} to {target.place.label}." for target in change.targets]
    told = (
        ("No longer asks for", change.dropped), ("Struck without a successor:", change.gone),
        ("Now also asks for", change.added), ("New words:", change.come),
    )  # fmt: skip
    said += [f"{words} {_listed(parts)}." for words, parts in told if parts]
    if not said:
        said.append("Asks for the same: only joining words, signs, forms or the order of words differ.")
    if change.moved:
        said.append(_shift(change))
    return " ".join(said)


def _shift(change: Change) -> str:
    """How the place changed, if it did."""
    old, new = change.old.place.position, change.new.place.position
    if change.moved:
        return f"Moved from place {old} to place {new}."
    return f"Place {old} is now {new}, as others came, went or moved." if old != new else ""


def evidence_alone(takeovers: Sequence[Takeover], missing: Sequence[str], came: bool) -> str:
    """Why an entry of one version only was added, removed, merged into others or split from them.

    ``missing`` are its parts that those others do not ask for; ``came`` tells an entry of the new version
    from one of the old version.
    """
    if not takeovers:
        return f"Nothing in the {'old' if came else 'new'} version asks for this in these words."
    way, left = ("From", "New here") if came else ("Taken over by", "Lost on the way")
    said = [
        f"{way} {takeover.place.label}: {'all of it' if takeover.whole else _listed(takeover.parts)}."
        for takeover in takeovers
    ]
    return " ".join([*said, f"{left}: {_listed(missing)}."] if missing else said)


def missing_parts(entry: StandardEntry, others: Iterable[StandardEntry]) -> tuple[str, ...]:
    """The parts of an entry that none of its takers, or givers, asks for."""
    others = list(others)
    return tuple(part.text for part in entry.parts if not any(part.stems <= other.stems for other in others))


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(f"“{part}”" for part in parts)
