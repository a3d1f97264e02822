"""Applications that somebody uploads: JSON Lines, one application a line. Every line is accounted for."""

from __future__ import annotations

from pathlib import Path

from screening.applications import Application
from screening.errors import ApplicationError, ScreeningError
from screening.files.json import parse_json
from screening.files.parsed import Parsed, decode, validate

LINES = (".jsonl",)
LARGEST = 20_000_000
TOLD = 20
"""Refused lines that are told one by one; of more the count."""


def read_submissions(raw: bytes, name: str) -> list[Application]:
    """The applications of a file; if any line is refused, the refusals are told and none is taken."""
    applications, refusals = list[Application](), list[str]()
    for number, line in enumerate(decode(raw, Path(name), LARGEST).split("\n"), start=1):
        if line.strip():
            try:
                applications.append(_application(line, Path(name), number))
            except ScreeningError as error:
                refusals.append(error.render())
    if refusals:
        told = "\n".join(refusals[:TOLD])
        raise ApplicationError(
            f"{told}\n{len(refusals)} lines refused; nothing was taken",
            where=name,
            do="correct these lines, and send the whole file again",
        )
    if not applications:
        raise ApplicationError(
            "the file holds no application",
            where=name,
            expected="one a line, as JSON",
            do="choose a file with applications in it",
        )
    return applications


def _application(line: str, path: Path, number: int) -> Application:
    try:
        parsed = parse_json(line, path)
    except ScreeningError as error:
        raise ApplicationError(
            error.found, where=f"{path}:{number}", expected=error.expected, do=error.do
        ) from None
    placed = Parsed(parsed.value, path, dict.fromkeys(parsed.lines, number))
    return validate(Application, placed, ApplicationError)
