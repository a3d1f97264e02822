"""What a fit proposes to change, as a person reads it before anything is adopted."""

from __future__ import annotations

from screening.evaluation.report import Report
from screening.fitting.weights import Fitted
from screening.models import Record
from screening.results import RatingValue
from screening.settings import Bands, Settings


class Named(Record):
    """One number of the settings: what it is called, as it is in force, as it is proposed."""

    name: str
    in_force: int
    proposed: int


class Moved(Record):
    """Cases that the proposal would rate otherwise: from one rating to another, by their ids."""

    before: RatingValue
    after: RatingValue
    cases: tuple[str, ...]


class Change(Record):
    """A proposal beside what is in force, over one set of rated cases.

    ``in_force`` and ``held_out`` are the same figures over the same cases: by the numbers in force, and by
    numbers fitted anew of which each case was rated by a set that saw nothing of its writer. ``moved`` is
    what the proposal itself, fitted on all of them, would rate otherwise.
    """

    cases: int
    demonstrated: int
    not_demonstrated: int
    writers: int
    folds: int
    numbers: tuple[Named, ...]
    in_force: Report
    held_out: Report
    moved: tuple[Moved, ...]
    settings_in_force: str
    settings_proposed: str
    fitted_on: str
    notices: tuple[str, ...] = ()

    @property
    def moving(self) -> int:
        """How many cases the proposal would rate otherwise."""
        return sum(len(one.cases) for one in self.moved)


def proposal(settings: Settings, fitted: Fitted, bands: Bands, fitted_on: str) -> Settings:
    """The settings with a fit's numbers in place of theirs; gates, limits and everything else stay."""
    kept = {name: weight for name, weight in settings.weights.items() if name not in fitted.weights}
    return settings.model_copy(
        update={
            "base": fitted.base,
            "weights": kept | fitted.weights,
            "appraisal": fitted.appraisal,
            "bands": bands,
            "fitted_on": fitted_on,
        }
    )


def named_changes(before: Settings, after: Settings) -> tuple[Named, ...]:
    """Every number that a fit may change, changed or not, in the order in which they are told."""

    old, new = _numbers(before), _numbers(after)
    return tuple(Named(name=name, in_force=old.get(name, 0), proposed=new[name]) for name in new)


def _numbers(settings: Settings) -> dict[str, int]:
    points = {f"weights.{name}.points": weight.points for name, weight in settings.weights.items()}
    bands = {f"bands.{name}": value for name, value in settings.bands.model_dump().items()}
    return {"base": settings.base, **points, "appraisal": settings.appraisal, **bands}
