"""Two versions of a standard compared, list by list, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screening.revisions.comparison import SECTIONS, Comparison, FieldChange, Revision, Takeover, Verdict
from screening.revisions.entries import StandardEntry, changed_fields, entries_of
from screening.revisions.narratives import narratives_after
from screening.revisions.pairing import moved, pair
from screening.revisions.slips import slips
from screening.revisions.takeovers import Flow, merges, splits
from screening.revisions.verdicts import (
    Change,
    evidence_alone,
    evidence_of,
    missing_parts,
    verdict_on,
)
from screening.revisions.wording import word_diff
from screening.standards import Standard


def compare(old: Standard, new: Standard) -> Comparison:
    """What changed from one version of a standard to another.

    The same two versions always give the same comparison; the old one and the comparison give the new one.
    """
    ksas = compare_entries(entries_of(old, "ksas"), entries_of(new, "ksas"))
    rest = {name: compare_entries(entries_of(old, name), entries_of(new, name)) for name in SECTIONS[1:]}
    return Comparison(
        old=old.address, new=new.address, ksas=ksas, **rest,
        fields=_whole_fields(old, new), narratives=narratives_after(ksas),
    )  # fmt: skip


def _whole_fields(old: Standard, new: Standard) -> tuple[FieldChange, ...]:
    """The fields that are compared whole: all that are no list of entries."""
    before, after = (s.model_dump(mode="json", exclude=set(SECTIONS)) for s in (old, new))
    return changed_fields(before, after)


def compare_entries(old: Sequence[StandardEntry], new: Sequence[StandardEntry]) -> tuple[Revision, ...]:
    """What became of each entry of a list: the new order, and entries that are gone where they belong."""
    lists = _Lists(old, new)
    rows = [
        *(lists.paired(i, j) for i, j in lists.pairs),
        *(lists.gone(i) for i in range(len(old)) if i not in lists.successors),
        *(lists.came(j) for j in range(len(new)) if j not in lists.predecessors),
    ]
    return tuple(sorted(rows, key=lambda row: _place_in_print(row, lists)))


class _Lists:
    """Two lists of entries with everything known about both at once."""

    def __init__(self, old: Sequence[StandardEntry], new: Sequence[StandardEntry]) -> None:
        self.old, self.new = old, new
        self.pairs = pair(old, new)
        self.successors = dict(self.pairs)
        self.predecessors = {j: i for i, j in self.pairs}
        wordy = not any(entry.firm for entry in (*old, *new))
        self.merges = merges(old, new, self.pairs) if wordy else []
        self.splits = splits(old, new, self.pairs) if wordy else []
        self.moved = moved(self.pairs, [(i, j) for i, j in self.pairs if self._same(i, j)])

    def paired(self, i: int, j: int) -> Revision:
        """An entry of both versions."""
        change = Change(
            self.old[i], self.new[j], word_diff(self.old[i].text, self.new[j].text), (i, j) in self.moved,
            sources=self._from(flow for flow in self.merges if flow.target == j),
            targets=self._into(flow for flow in self.splits if flow.source == i),
        )  # fmt: skip
        return Revision(
            verdict=verdict_on(change), old=change.old.place, new=change.new.place, moved=change.moved,
            pieces=change.pieces, fields=changed_fields(change.old.fields, change.new.fields),
            dropped=change.dropped, added=change.added, sources=change.sources, targets=change.targets,
            because=evidence_of(change), notes=slips(change.old.text, change.new.text, change.pieces),
        )  # fmt: skip

    def gone(self, i: int) -> Revision:
        """An entry of the old version alone: removed, merged into others, or split up."""
        entry = self.old[i]
        merged = self._into(flow for flow in self.merges if flow.source == i)
        takers = merged or self._into(flow for flow in self.splits if flow.source == i)
        verdict: Verdict = ("merged" if merged else "split") if takers else "removed"
        missing = missing_parts(entry, [self.new[taker.place.position - 1] for taker in takers])
        return Revision(
            verdict=verdict, old=entry.place, dropped=missing, targets=takers,
            pieces=word_diff(entry.text, ""), fields=changed_fields(entry.fields, {}),
            because=evidence_alone(takers, missing, came=False),
        )  # fmt: skip

    def came(self, j: int) -> Revision:
        """An entry of the new version alone: added, split from others, or merged of several."""
        entry = self.new[j]
        split = self._from(flow for flow in self.splits if flow.target == j)
        givers = split or self._from(flow for flow in self.merges if flow.target == j)
        verdict: Verdict = ("split" if split else "merged") if givers else "added"
        missing = missing_parts(entry, [self.old[giver.place.position - 1] for giver in givers])
        return Revision(
            verdict=verdict, new=entry.place, added=missing, sources=givers,
            pieces=word_diff("", entry.text), fields=changed_fields({}, entry.fields),
            because=evidence_alone(givers, missing, came=True),
        )  # fmt: skip

    def _same(self, i: int, j: int) -> bool:
        """Whether a pair has the same words and nothing flowed in or out of it."""
        flows = any(flow.target == j for flow in self.merges) or any(flow.source == i for flow in self.splits)
        return self.old[i].text == self.new[j].text and not flows

    def _from(self, flows: Iterable[Flow]) -> tuple[Takeover, ...]:
        return tuple(_takeover(self.old[flow.source], flow) for flow in flows)

    def _into(self, flows: Iterable[Flow]) -> tuple[Takeover, ...]:
        return tuple(_takeover(self.new[flow.target], flow) for flow in flows)


def _takeover(other: StandardEntry, flow: Flow) -> Takeover:
    return Takeover(place=other.place, parts=flow.parts, whole=flow.whole)


def _place_in_print(row: Revision, lists: _Lists) -> tuple[int, int]:
    """Where a row is printed: new entries in their order, merged ones after what took them over, others after
    the entry that they followed."""
    if row.new is not None:
        return row.new.position, 0
    assert row.old is not None, "a row is of an old entry, a new one, or both"
    if row.targets:
        return row.targets[0].place.position, row.old.position
    stayed = [j for i, j in lists.pairs if i < row.old.position - 1 and (i, j) not in lists.moved]
    return max(stayed, default=-1) + 1, row.old.position
