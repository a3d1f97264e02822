"""Years of graduation: those in a sentence that tells of a degree. Other years are evidence and stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.found import Found, View

YEAR = re.compile(r"(?<![\w$#./-])(?:19[3-9]\d|20[0-4]\d)(?:-(?:19|20)?\d\d)?(?![\w/]|[.,]\d|-\d)")
CLASS_OF = re.compile(r"\bclass of\s+(?P<year>'?\d\d(?:\d\d)?)\b", re.IGNORECASE)
STUDIED = re.compile(
    r"\bgraduat(?:ed|ion|ing|es?)\b(?!\s+(?:cylinder|flask|scale|beaker|fee|rate|price|step|tax|driver))"
    r"|\b(?:diploma|alumn(?:us|a|i)|valedictorian|commencement|G\.?E\.?D)\b"
    r"|\b(?:bachelor'?s|master's)(?!\w)|\b(?:bachelor|master|associate|doctor) of\s+[A-Z]"
    r"|\b(?:B\.\s?[AS]\.|M\.\s?[AS]\.|A\.\s?A\.|Ph\.?\s?D|MBA|BSc|MSc)(?!\w)",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"\bdegree(?!\s+of\b|s?\s+(?:fahrenheit|celsius|[FC]\b|angle|turn|bend|view|below|above))s?\b",
    re.IGNORECASE,
)
MEASURED = re.compile(
    r"(?:\d|\b(?:some|certain|high|low|great|large|lesser|greater|any|ninety|forty-five|zero))[\s-]*$",
    re.IGNORECASE,
)
"""Before "degree": a temperature, an angle or an extent, and no school."""


def find(view: View) -> Iterator[Found]:
    """Every year in a sentence about a degree, and the year of a class."""
    for match in CLASS_OF.finditer(view.text):
        yield Found(*match.span("year"), "year", "the year of a class")
    for sentence in view.sentences:
        if _tells_of_a_degree(sentence.text):
            for match in YEAR.finditer(sentence.text):
                yield Found(sentence.start + match.start(), sentence.start + match.end(), "year",
                            "stands in a sentence about a degree")  # fmt: skip


def _tells_of_a_degree(text: str) -> bool:
    return bool(STUDIED.search(text)) or any(
        not MEASURED.search(text[: match.start()]) for match in DEGREE.finditer(text)
    )
