"""What a revision does to the selection rates of groups: the same figures as a fairness report, twice."""

from __future__ import annotations

from screening.fairness import Applicant, Groups, Sample, report
from screening.fairness.rows import Table
from screening.rescoring.impact import GroupShift, GroupTable
from screening.rescoring.tables import RISING_OUTCOMES, Results


def group_tables(before: Results, after: Results, groups: Groups) -> tuple[GroupTable, ...]:
    """For each attribute, and sex by race and ethnicity, every group's outcome before and after."""
    olds, news = (_tables(results, groups) for results in (before, after))
    return tuple(_shift(old, new) for old, new in zip(olds, news, strict=True))


def _tables(results: Results, groups: Groups) -> list[Table]:
    """The tables of the outcome alone: what single KSAs do to groups is what `screening fairness` is for."""
    applicants = (
        Applicant(candidate=candidate, outcome=RISING_OUTCOMES[level], gates={}, ratings={}, scores={})
        for candidate, level in zip(results.candidates, results.outcomes.tolist(), strict=True)
    )
    made = report(Sample(standard="", applicants=tuple(applicants), versions={}), groups)
    return [table for table in made.tables if table.kind == "outcome"]


def _shift(old: Table, new: Table) -> GroupTable:
    now = {row.group: row for row in new.rows}
    rows = tuple(GroupShift(group=row.group, before=row, after=now[row.group]) for row in old.rows)
    return GroupTable(attributes=old.attributes, rows=rows)
