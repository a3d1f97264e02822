"""Reads what only some ranking rules ask for, each from a file of its own that no scoring sees.

claims:                                           seniority:
- {candidate: c-0001, points: 10,                   c-0001: 1998-05-11
   compensable: true, adjudicated: true}            c-0002: 2003-10-02
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from screening.errors import PanelError
from screening.files.parsed import read_text, validate
from screening.files.yaml import parse_file
from screening.models import Record
from screening.ranking import Claim


class ClaimFile(Record):
    """A file of claims to veterans' preference."""

    claims: tuple[Claim, ...]


class SeniorityFile(Record):
    """A file of seniority dates by candidate id."""

    seniority: dict[str, date]


def read_claims(path: Path) -> tuple[Claim, ...]:
    """The claims of one YAML or JSON file, in its order."""
    return claims_in(read_text(path), path)


def claims_in(text: str, path: Path) -> tuple[Claim, ...]:
    """The claims in a file's text; the path only tells what it is, and where something is wrong."""
    return validate(ClaimFile, parse_file(text, path), PanelError).claims


def read_seniority(path: Path) -> dict[str, date]:
    """The seniority dates of one YAML or JSON file."""
    return seniority_in(read_text(path), path)


def seniority_in(text: str, path: Path) -> dict[str, date]:
    """The seniority dates in a file's text."""
    return validate(SeniorityFile, parse_file(text, path), PanelError).seniority
