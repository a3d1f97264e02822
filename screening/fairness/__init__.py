"""Who comes through and who is screened out, group by group: rates, impact ratios, exact tests, a sweep.

Pure figures over a slate and a list of groups; nothing that scores may import this package, and a test of
the architecture says so. Two readings stand beside each other, because the engine leaves doubt to people:
``selection`` counts those it let through, ``retention`` all whom it did not screen out (through or review).

Sources: the four-fifths rule and its caution about small numbers, 29 CFR 1607.4D (1978) with the agencies'
Questions and Answers (44 FR 11996, 1979); scoring rate (above the median of the whole sample), impact
ratio, unknown and small categories, 6 RCNY §§ 5-300 to 5-303 (New York City, Local Law 144 of 2021).
"""

from __future__ import annotations

from screening.fairness.impacts import FOUR_FIFTHS, LEVEL, exact_p, impacts
from screening.fairness.records import Applicant, Flag, Groups, Point, Report, Sample, Sweep
from screening.fairness.reporting import LEAST_SHARE, lowest_score, mean_score, report
from screening.fairness.rows import ImpactRatio, Row, Table

__all__ = [
    "FOUR_FIFTHS",
    "LEAST_SHARE",
    "LEVEL",
    "Applicant",
    "Flag",
    "Groups",
    "ImpactRatio",
    "Point",
    "Report",
    "Row",
    "Sample",
    "Sweep",
    "Table",
    "exact_p",
    "impacts",
    "lowest_score",
    "mean_score",
    "report",
]
