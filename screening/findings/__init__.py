"""Findings: one file for each thing looked for in a sentence. To add one, add a file and name it here.

A finder is a plain function from a passage (a sentence, its clauses, the requirement) to findings. Its
module's ``NAME`` carries a version, so that an old rating says which reading it was made by.
"""

from __future__ import annotations

from screening.evidence import Finding
from screening.findings import (
    acts,
    claims,
    courtesy,
    denial,
    echo,
    instruction,
    keywords,
    learning,
    moods,
    person,
    results,
    specifics,
)
from screening.findings.context import Passage, Requirement

FINDERS = (acts, moods, claims, denial, learning, results, specifics, echo)


def find_all(passage: Passage) -> tuple[Finding, ...]:
    """Everything found in one passage, in the order of the finders; in a string of keywords nothing else is,
    whatever its participles look like ("drafted wrote edited")."""
    strung = keywords.find(passage)
    return tuple(strung or (finding for finder in FINDERS for finding in finder.find(passage)))


def tells(sentence: str) -> bool:
    """Whether a sentence can speak for or against: no order to the screener, courtesy, name or age."""
    set_aside = courtesy.is_courtesy(sentence) or person.is_person(sentence)
    return not set_aside and not instruction.read(sentence)


def versions() -> str:
    """The finders with their versions, in order."""
    return " ".join(module.NAME for module in (*FINDERS, keywords, instruction, courtesy, person))


__all__ = ["FINDERS", "Passage", "Requirement", "find_all", "instruction", "tells", "versions"]
