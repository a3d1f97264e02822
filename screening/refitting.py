"""Fits the linear parts to a panel's own past ratings, and draws up what that would change.

The figures of a proposal come from folds: each case is rated by weights and bands of which neither saw
anything of whoever wrote it. Nothing is adopted here: a person reads the change and names the file.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from screening.errors import ScreeningError
from screening.evaluation import Case, Prediction, evaluate
from screening.fitting import (
    COSTS,
    HALF,
    Change,
    Example,
    Moved,
    bands_for,
    folds_of,
    named_changes,
    proposal,
    refit,
    strengths_held_out,
)
from screening.opening import Requirements
from screening.rescoring.scope import Basis
from screening.rescoring.tables import RISING_RATINGS
from screening.rescoring.thresholds import decided_again
from screening.results import LEVELS, Rating, RatingValue, Versions
from screening.rules.engine import RulesEngine
from screening.rules.loading import load_ruleset
from screening.settings import Settings
from screening.standards import Checklist, Ksa, KsaChecklist, Source, Standard

LEAST = 60
"""Demonstrated cases, and not demonstrated ones, below which three in a hundred cannot be told from none."""
LEAST_WRITERS = 10
TARGET: dict[int, float] = {0: 0.0, 1: HALF, 2: 1.0}
"""What an example stands for by its label; no fit learns from a half."""
NOTHING = np.zeros(1)


@dataclass(frozen=True)
class RatedCases:
    """Labelled cases with the ratings that the settings in force give them."""

    cases: Sequence[Case]
    ratings: Sequence[Rating]
    entries: Sequence[KsaChecklist]
    """How each case's requirement is read: its ruleset and its own thresholds."""
    settings: Settings
    versions: Versions

    @cached_property
    def folds(self) -> tuple[str, ...]:
        """The fold of each case: by who wrote it, where a case says so, else by its text."""
        return folds_of(self.writers)

    @property
    def writers(self) -> list[str]:
        """Who wrote each case."""
        return [case.author or case.text for case in self.cases]

    @cached_property
    def examples(self) -> list[Example]:
        """The cases as a fit sees them."""
        return [
            Example(rating.facts, NOTHING, NOTHING, TARGET[case.label or 0], fold)
            for case, rating, fold in zip(self.cases, self.ratings, self.folds, strict=True)
        ]


def rated(cases: Sequence[Case], ratings: Sequence[Rating], requirements: Requirements) -> RatedCases:
    """The labelled ones among some cases, with their ratings; too few, or all of one writer, are refused.

    ``requirements`` is what rated them. Raises :class:`ScreeningError`.
    """
    pairs = [(c, r) for c, r in zip(cases, ratings, strict=True) if c.label is not None]
    entries = [requirements.entry(case.ksa) for case, _ in pairs]
    settings, versions = requirements.settings, requirements.versions(cases[0].ksa)
    return RatedCases([c for c, _ in pairs], [r for _, r in pairs], entries, settings, versions)


def check_enough(cases: Sequence[Case], settings: Settings) -> None:
    """Refuse, before anything is rated, what no honest fit can be made of."""
    counts = Counter(case.label for case in cases)
    writers = {case.author or case.text for case in cases if case.label in (0, 2)}
    if counts[2] < LEAST or counts[0] < LEAST or len(writers) < LEAST_WRITERS:
        raise ScreeningError(
            f"{counts[2]} cases labelled 2, {counts[0]} labelled 0, by {len(writers)} writers are too few to "
            "fit on",
            expected=f"at least {LEAST} of each label and {LEAST_WRITERS} writers: with fewer, an error of "
            "three in a hundred cannot be told from none",
            do="collect more of the panel's ratings; `screening evaluate` measures with any number",
        )
    if not settings.appraisal:
        raise ScreeningError(
            "the settings in force are those of the base model alone",
            expected="settings in which the trained reader's appraisal counts",
            do="install the package with its adapter; the base model's numbers come from `scripts/fit`",
        )


def refitted(known: RatedCases, told: str) -> tuple[Settings, Change]:
    """The settings that a fit on these cases proposes, and the change beside what is in force.

    ``told`` names the cases, with their hashes.
    """
    proposed = _proposed(known, known.examples, f"{known.settings.fitted_on}; {told}")
    now = _decided(known, known.settings, range(len(known.cases)))
    then = _decided(known, proposed, range(len(known.cases)))
    labels = Counter(case.label for case in known.cases)
    change = Change(
        cases=len(known.cases),
        demonstrated=labels[2],
        not_demonstrated=labels[0],
        writers=len(set(known.writers)),
        folds=len(set(known.folds)),
        numbers=named_changes(known.settings, proposed),
        in_force=evaluate(known.cases, now),
        held_out=evaluate(known.cases, _held_out(known)),
        moved=_moved(now, then),
        settings_in_force=known.settings.version,
        settings_proposed=proposed.version,
        fitted_on=proposed.fitted_on,
    )
    return proposed, change


def _proposed(known: RatedCases, examples: Sequence[Example], fitted_on: str) -> Settings:
    """The settings fitted on some examples, their bands chosen on strengths that no fit had seen."""
    start = known.settings
    strengths = strengths_held_out(examples, lambda seen: refit(seen, start))
    yes = [s for s, e in zip(strengths, examples, strict=True) if e.demonstrated == 1]
    no = [(s, e.facts["standing"]) for s, e in zip(strengths, examples, strict=True) if e.demonstrated == 0]
    bands = bands_for(yes, no, COSTS[True], start.gates.standing)
    return proposal(start, refit(examples, start), bands, fitted_on)


def _held_out(known: RatedCases) -> list[Prediction]:
    """Each case rated by settings whose weights and bands saw nothing of its fold."""
    found: dict[int, Prediction] = {}
    for fold in sorted(set(known.folds)):
        mine = [i for i, each in enumerate(known.folds) if each == fold]
        others = [e for e in known.examples if e.group != fold]
        found |= zip(mine, _decided(known, _proposed(known, others, ""), mine), strict=True)
    return [found[i] for i in range(len(known.cases))]


def _decided(known: RatedCases, settings: Settings, chosen: Sequence[int]) -> list[Prediction]:
    """Some cases decided by other numbers, from the facts that their ratings hold, without their words."""
    alike: dict[str, list[int]] = {}
    for i in chosen:
        alike.setdefault(_way(known.entries[i]).model_dump_json(), []).append(i)
    found: dict[int, Prediction] = {}
    for members in alike.values():
        old, new = (
            _basis(known, _way(known.entries[members[0]]), each) for each in (known.settings, settings)
        )
        facts = [known.ratings[i].facts | {"strength": known.ratings[i].strength} for i in members]
        columns = {name: np.array([one[name] for one in facts], dtype=np.int64) for name in facts[0]}
        decided = decided_again(columns, old, new, _engine)
        levels, scores = decided.ratings.ravel().tolist(), decided.scores.ravel().tolist()
        for i, level, score in zip(members, levels, scores, strict=True):
            found[i] = Prediction(
                id=known.cases[i].id, rating=RISING_RATINGS[level], score=score / 1000, reasons=(), quotes=()
            )
    return [found[i] for i in chosen]


def _way(entry: KsaChecklist) -> KsaChecklist:
    """What of an entry decides, whatever its indicators are."""
    return KsaChecklist(shown_by=("any",), ruleset=entry.ruleset, thresholds=entry.thresholds)


def _basis(known: RatedCases, entry: KsaChecklist, settings: Settings) -> Basis:
    """One requirement read in this way, for any number of cases."""
    ksa = Ksa(id="requirement", kind="other", text="any requirement")
    standard = Standard(
        occupation_code="unfiled", title="any", ksas=(ksa,), source=Source(file="cases", sha256="0" * 64)
    )
    checklist = Checklist(reads=standard.address, ksas={ksa.id: entry})
    return Basis(standard, checklist, known.versions, settings)


@lru_cache
def _engine(name: str) -> RulesEngine:
    return RulesEngine(load_ruleset(name))


def _moved(before: Sequence[Prediction], after: Sequence[Prediction]) -> tuple[Moved, ...]:
    """The cases that are rated otherwise, the gravest moves first."""
    cases: dict[tuple[RatingValue, RatingValue], list[str]] = {}
    for old, new in zip(before, after, strict=True):
        if old.rating != new.rating:
            cases.setdefault((old.rating, new.rating), []).append(old.id)
    gravest = sorted(cases, key=lambda way: -abs(LEVELS[way[0]] - LEVELS[way[1]]))
    return tuple(Moved(before=old, after=new, cases=tuple(cases[old, new])) for old, new in gravest)


def told_of(names: Mapping[str, bytes]) -> str:
    """Files of cases by name and hash, as ``fitted_on`` keeps them."""
    return ", ".join(f"{name} sha256:{hashlib.sha256(data).hexdigest()[:16]}" for name, data in names.items())


def as_json(settings: Settings) -> str:
    """Settings as the file that `--settings` takes."""
    return json.dumps(settings.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
