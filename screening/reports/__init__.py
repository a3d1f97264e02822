"""Reports: one file for each format, each a plain function from a slate to what a person opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from screening.applications import Application
from screening.evidence import Evidence, Finding
from screening.ranking.shared import Shared, shared_passages
from screening.results import Rating, Screened, Slate
from screening.standards import Standard

MARKS = {"demonstrated": "yes", "needs-review": "review", "not-demonstrated": "no"}
"""How a rating is written where there is room for one word; never by colour alone."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file may hold, and so no workbook and no Word document."""


@dataclass(frozen=True)
class Slated:
    """A slate with what it was made from, so that a report can show evidence in its place."""

    slate: Slate
    standard: Standard
    applications: Mapping[str, Application]

    @cached_property
    def shared(self) -> tuple[Shared, ...]:
        """The passages that several of the applicants have word for word."""
        return shared_passages(self.applications.values(), self.standard)


@dataclass(frozen=True, slots=True)
class Checked:
    """One application, judged, with the standard and the words it was judged by."""

    screened: Screened
    standard: Standard
    application: Application


def missing_points(rating: Rating) -> tuple[str, ...]:
    """What is missing, point by point; none where nothing was written, for then the reason says it all."""
    return rating.missing if rating.facts.get("offered", 1) else ()


def told(finding: Finding) -> str:
    """A finding in a few words: its kind, and what it was found in."""
    kind = finding.kind.replace("-", " ")
    return f"{kind} ({finding.words})" if finding.words else kind


def found_in(evidence: Evidence) -> list[str]:
    """The findings of one quote, told."""
    return [told(finding) for finding in evidence.findings]
