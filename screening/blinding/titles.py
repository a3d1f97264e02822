"""Titles that tell a gender, before a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.found import Found, View
from screening.language.neutral import TITLES

BEFORE_NAME = re.compile(
    r"\b(?P<title>[A-Z][a-z]{1,5}\b\.?)(?=\s+(?!Office|Word|Excel|Access|Outlook|Teams|PowerPoint|Project)[A-Z\[])"
)


def find(view: View) -> Iterator[Found]:
    """Every title before a capital; "MS Office" and "miss a call" hold none."""
    for match in BEFORE_NAME.finditer(view.text):
        if match["title"].lower() in TITLES:
            yield Found(*match.span("title"), "title", "a title before a name")
