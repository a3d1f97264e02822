"""Which pairs must be judged again after a revision, why, and whose narratives serve each KSA now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from screening.findings.context import runs
from screening.models import Record
from screening.results import Versions
from screening.revisions.comparing import compare
from screening.revisions.comparison import Comparison, Revision
from screening.settings import Settings
from screening.standards import Checklist, KsaChecklist, Standard

Reason = Literal[
    "new", "wording", "checklist", "ruleset", "engine", "model", "parser", "settings", "narrative", "rival",
    "copied",
]  # fmt: skip
REASONS: Mapping[Reason, str] = {
    "new": "it is asked for the first time",
    "wording": "its words changed",
    "checklist": "its indicators, rules or thresholds changed",
    "ruleset": "the rules changed",
    "engine": "the engine or one of its finders changed",
    "model": "the models changed",
    "parser": "the parser changed",
    "settings": "the settings changed",
    "narrative": "what serves it was written for other KSAs too, or under another name",
    "rival": "an essay serves it, and the KSAs that compete for the essay's sentences changed",
    "copied": "its text repeats words that only one of the versions prints",
}
"""Why a pair is judged again, in words; the last two are of some applicants' pairs only."""
Part = Literal["engine", "model", "parser", "settings"]
WHOLE: tuple[Part, ...] = get_args(Part)
"""The versions of which a change concerns every pair."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that a result depended on besides the applicant's words."""

    document: Standard
    checklist: Checklist
    versions: Versions
    settings: Settings

    def entry(self, ksa: str) -> KsaChecklist:
        """How a KSA is read; one without an entry is read by its own words."""
        return self.checklist.entry(self.document.ksa(ksa))

    def ruleset(self, ksa: str) -> str:
        """The version of the rules that decide a KSA."""
        wanted = f"{self.entry(ksa).ruleset}.v"
        return next((v for v in self.versions.ruleset.split("; ") if v.startswith(wanted)), wanted)

    @property
    def indicators(self) -> dict[str, tuple[str, ...]]:
        """What each KSA's likeness is measured against."""
        return {ksa.id: (ksa.text, *self.entry(ksa.id).shown_by) for ksa in self.document.ksas}


class KsaScope(Record):
    """One KSA of the new version: the old KSAs whose narratives stand for it, and why it is judged again.

    Without reasons its ratings are carried over. ``anew``: the narratives at hand are no answer to it, so the
    applicant has to write one; until then it is judged by what there is.
    """

    ksa: str
    sources: tuple[str, ...]
    reasons: tuple[Reason, ...]
    anew: bool


@dataclass(frozen=True)
class Scope:
    """What a revision leaves alone and what not, KSA by KSA in the new version's order."""

    old: Basis
    new: Basis
    comparison: Comparison
    ksas: tuple[KsaScope, ...]

    @cached_property
    def removed(self) -> tuple[str, ...]:
        """The old KSAs that no KSA of the new version follows or takes in."""
        kept = {source for one in self.ksas for source in one.sources}
        return tuple(ksa.id for ksa in self.old.document.ksas if ksa.id not in kept)

    @cached_property
    def anew(self) -> frozenset[str]:
        """The KSAs that applicants must write about anew."""
        return frozenset(one.ksa for one in self.ksas if one.anew)

    @cached_property
    def rivals_changed(self) -> bool:
        """Whether the KSAs that compete for the sentences of an essay are others, or others' words."""
        return self.old.indicators != self.new.indicators

    @cached_property
    def reprinted(self) -> frozenset[str]:
        """The runs of words, squeezed, that only one of the two versions prints: who copies them is judged
        again, because an echo is told by such runs."""
        old, new = (
            {run for text in basis.document.printed() for run in runs(text)} for basis in (self.old, self.new)
        )
        return frozenset(squeezed("".join(run)) for run in old ^ new)

    @cached_property
    def revisions(self) -> Mapping[str, Revision]:
        """What became of each KSA of the new version, and of each that is gone, by its id."""
        return {row.place.id: row for row in self.comparison.ksas if row.place.id}


def scope_of(old: Basis, new: Basis) -> Scope:
    """What has to be judged again when ``new`` takes the place of ``old``."""
    comparison = compare(old.document, new.document)
    rows = (row for row in comparison.ksas if row.new and row.new.id)
    return Scope(old, new, comparison, tuple(_ksa(row, old, new, comparison) for row in rows))


def _ksa(row: Revision, old: Basis, new: Basis, comparison: Comparison) -> KsaScope:
    ksa = row.place.id
    assert ksa is not None, "every KSA has an id"
    places = (row.old, *(source.place for source in row.sources))
    sources = tuple(dict.fromkeys(place.id for place in places if place and place.id))
    return KsaScope(
        ksa=ksa,
        sources=sources,
        reasons=tuple(_reasons(row, sources, old, new)),
        anew=ksa in comparison.narratives.anew,
    )


def _reasons(row: Revision, sources: tuple[str, ...], old: Basis, new: Basis) -> Iterator[Reason]:
    ksa = row.place.id
    assert ksa is not None, "every KSA has an id"
    if not sources:
        yield "new"
        return
    if row.old is None or not row.reads_alike:
        yield "wording"
    if sources != (ksa,):
        yield "narrative"
    if row.old and row.old.id and old.entry(row.old.id) != new.entry(ksa):
        yield "checklist"
    if old.ruleset(sources[0]) != new.ruleset(ksa):
        yield "ruleset"
    yield from changed_parts(old, new)


def changed_parts(old: Basis, new: Basis) -> Iterator[Part]:
    """The versions that differ, of those of which a change concerns every pair."""
    before, after = old.versions.model_dump(), new.versions.model_dump()
    yield from (name for name in WHOLE if before[name] != after[name])


def squeezed(text: str) -> str:
    """The letters and digits of a text alone, in lower case, so that no way to cut it into words matters."""
    return "".join(c for c in text.lower() if c.isalnum())


def differences(old: Basis, new: Basis) -> tuple[str, ...]:
    """What differs besides the standard's words, in sentences: settings, checklists, versions."""
    found = list(_leaves(old.settings.model_dump(mode="json"), new.settings.model_dump(mode="json")))
    for ksa in new.document.ksas:
        if ksa.id in {one.id for one in old.document.ksas} and old.entry(ksa.id) != new.entry(ksa.id):
            found += _entry_told(ksa.id, old.entry(ksa.id), new.entry(ksa.id))
    if old.versions.ruleset != new.versions.ruleset:
        found.append("the rules are others")
    # other settings are told one by one above
    found += [REASONS[name] for name in changed_parts(old, new) if name != "settings"]
    return tuple(found)


def _entry_told(ksa: str, old: KsaChecklist, new: KsaChecklist) -> Iterator[str]:
    before, after = (dict[str, Any](entry.thresholds.items()) for entry in (old, new))
    yield from (f"{ksa}: {told}" for told in _leaves(before, after))
    if old.shown_by != new.shown_by:
        yield f"{ksa}: read by other indicators"
    if old.ruleset != new.ruleset:
        yield f"{ksa}: decided by {new.ruleset}, before by {old.ruleset}"


def _leaves(old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Each single value that differs, with its place; long lists are only named."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _leaves(before, after, f"{path}{name}.")
        elif before != after:
            lists = isinstance(before, list) or isinstance(after, list)
            yield f"{path}{name} changed" if lists else f"{path}{name}: {_said(before)} → {_said(after)}"


def _said(value: object) -> str:
    return "not set" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
