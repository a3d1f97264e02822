"""A part whose applications read the same to the old version and the new: texts as places in a table.

Most revisions change some KSAs and leave alone who wrote what for which. Then no application has to be made
again: what was written is looked at column by column, and only who offered essays is opened one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from screening.applications import Application, Text, narrative_source
from screening.batch.opened import Part, places_of
from screening.rescoring.carrying import carried, repeats
from screening.rescoring.scope import Scope

Places = npt.NDArray[np.int64]
NOTHING = -1
"""Stands where an applicant wrote nothing for a KSA."""


@dataclass(frozen=True)
class PartTexts:
    """What the applicants of a part wrote, the same to both versions.

    ``narratives`` has for each applicant and KSA the place of the text in ``words``, or :data:`NOTHING`;
    ``essayists`` the applications, to the new version, of the rows that hold essays.
    """

    ksas: tuple[str, ...]
    words: Sequence[str]
    narratives: Places
    essayists: Mapping[int, Application]

    @cached_property
    def plain(self) -> npt.NDArray[np.bool_]:
        """The rows without essays."""
        found = np.ones(len(self.narratives), dtype=np.bool_)
        found[list(self.essayists)] = False
        return found

    def copied(self, reprinted: frozenset[str]) -> npt.NDArray[np.bool_]:
        """For each applicant and KSA whether the narrative repeats any of these runs of words."""
        told = [bool(reprinted) and repeats(text, reprinted) for text in self.words]
        found: npt.NDArray[np.bool_] = np.array([*told, False], dtype=np.bool_)[self.narratives]
        return found

    def text(self, ksa: int, place: int) -> Text:
        """A narrative as the screener takes it."""
        return Text(source=narrative_source(self.ksas[ksa]), text=self.words[place])


def alike(scope: Scope) -> bool:
    """Whether an application to the old version is one to the new, with the same gates and bounds."""
    old, new = scope.old, scope.new
    ids = tuple(ksa.id for ksa in old.document.ksas)
    return (
        tuple(one.ksa for one in scope.ksas) == ids
        and all(one.sources == (one.ksa,) for one in scope.ksas)
        and all(
            getattr(old.document, name) == getattr(new.document, name)
            for name in ("examinations", "physical", "driving")
        )
        and old.settings.exams == new.settings.exams
        and old.settings.limits == new.settings.limits
        and not new.settings.credit_elsewhere
    )


def sheet_of(part: Part, scope: Scope) -> PartTexts | None:
    """The sheet of a part; None where an application to the new version would be written down otherwise.

    So it is where narratives stand in another order than the KSAs, or a text holds nothing but blanks.
    """
    if not alike(scope):
        return None
    ksas = tuple(one.ksa for one in scope.ksas)
    given = part.applications["narratives"].combine_chunks()
    asked = places_of(given.flatten().field("ksa"), ksas)
    rows = given.value_parent_indices().to_numpy()
    coded = given.flatten().field("text").dictionary_encode()
    words = [part.words[one] for one in coded.dictionary.to_pylist()]
    held = np.array([bool(text.strip()) for text in words], dtype=np.bool_)
    ordered = (np.diff(asked) > 0) | (np.diff(rows) > 0)
    if (asked < 0).any() or not ordered.all() or any(words[n] for n in np.flatnonzero(~held).tolist()):
        return None
    narratives = np.full((len(given), len(ksas)), NOTHING, dtype=np.int64)
    texts = coded.indices.to_numpy().astype(np.int64)
    narratives[rows, asked] = np.where(held[texts], texts, NOTHING) if len(texts) else NOTHING
    essayists = _essayists(part, scope)
    return None if essayists is None else PartTexts(ksas, words, narratives, essayists)


def _essayists(part: Part, scope: Scope) -> dict[int, Application] | None:
    """The applications with essays by row; None where one of them is written down otherwise."""
    given = part.applications["essays"].combine_chunks()
    found = {}
    for row in np.unique(given.value_parent_indices().to_numpy()).tolist():
        before = part.application(row)
        after = carried(before, scope)
        if before.essays != after.essays:
            return None
        found[row] = after
    return found
