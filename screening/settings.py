"""Every number evidence is gated, weighed and decided by; what a finder counts by is under its version."""

from __future__ import annotations

import hashlib
import json

from pydantic import Field

from screening.models import Record


class Gates(Record):
    """Likeness to a KSA's indicators, in thousandths, from which a passage is looked at."""

    narrative: int = 150
    """For the narrative written for the KSA: the applicant has already said where to look."""
    essay: int = 330
    """For an essay that serves several KSAs: the passage has to be found."""
    standing: int = 0
    """How far, in thousandths of a standard deviation, a text must be nearer its KSA than rivals."""
    element: int = 200
    """From which likeness a quoted sentence touches one of the several things that a KSA asks for."""
    lead: int = 60
    """How far behind its best KSA a passage of an essay may lie for another KSA and still serve it."""


class Limits(Record):
    """Bounds that keep a rating's cost bounded; what exceeds them is refused, never cut in silence."""

    narrative_characters: int = 60_000
    """Of one text."""
    application_characters: int = 400_000
    """Of all texts of an application together."""


class Bands(Record):
    """Strengths, in thousandths of a logit, at which the machine may decide; between them a person does."""

    demonstrated: int = 1_400
    """From here up a KSA may be rated demonstrated, if the rules find an act, habit or learning to quote."""
    review: int = -1_000
    """From here up to ``demonstrated`` a person decides; below, the rules may rate it not demonstrated."""


class Exams(Record):
    """How examination results are read."""

    pass_mark: float = 70.0
    """Of 100, where the standard prints none (an official standard says so of Test 470)."""
    valid_for_days: int | None = None
    """How long a score counts; no source was found, so it is off until an agency sets it."""


class Weight(Record):
    """What one fact adds to the strength: ``points`` thousandths for each, counted up to ``most``."""

    points: int
    most: int


class Settings(Record):
    """The settings of record; ``version`` names them in every result."""

    gates: Gates = Gates()
    limits: Limits = Limits()
    bands: Bands = Bands()
    exams: Exams = Exams()
    base: int = 0
    """The strength before anything is found, in thousandths of a logit."""
    weights: dict[str, Weight] = Field(default_factory=dict)
    """What each fact adds to the strength, by the fact's name."""
    telling: tuple[int, ...] = ()
    """One number for each dimension of a sentence vector: how far it reads like something told."""
    appraisal: int = 0
    """Thousandths of the strength for each logit of the trained reader's appraisal; 0: none is asked."""
    unappraised: int = -8_000
    """What stands for the appraisal where nothing is left to read but the standard's own words."""
    rivals: tuple[str, ...] = ()
    """Requirements of other trades, against which the likeness to the KSA in question is measured."""
    credit_elsewhere: bool = False
    """Whether a passage written for another KSA counts for this one; else it is only pointed out."""
    fitted_on: str = "nothing"
    """What the numbers were fitted on, by name and hash."""

    @property
    def version(self) -> str:
        """The hash of all the numbers, short enough to read aloud."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()[:16]
