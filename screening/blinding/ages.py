"""Ages and dates of birth of people; a furnace may keep its years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.found import Found, View, every
from screening.language.neutral import AGE, KIN

_DAY = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|"
    r"(?:[A-Z][a-z]+\.?\s+)?(?:\d{1,2},?\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)"
)
BIRTH = re.compile(
    rf"\b(?:(?i:date of birth|birth ?date|dob)\s*(?::|is)?\s*|(?i:born)\s+(?:on|in)\s+)(?P<day>{_DAY})"
)
YEARS = r"(?:\d{2}|[a-z]+(?:teen|ty)(?:-[a-z]+)?)"
OLD = re.compile(
    r"\b(?:I|he|she|they|we|you)(?:'m|'re|'s|\s+am|\s+is|\s+are|\s+was|\s+were|\s+turned)\s+(?:now\s+|only\s+)?"
    rf"(?P<age>{YEARS}(?:\s+years?\s+old|\s+y/?o\b)?)"
    r"(?=\s*(?:[.,;]|when\b|and\b|years\s+of\s+age|$))",
    re.IGNORECASE,
)
OTHERS = frozenset({"customer", "patient", "resident", "applicant", "client", "student", "employee",
                    "grandson", "granddaughter", "nephew", "niece"})  # fmt: skip
OF_PEOPLE = "|".join(sorted({*KIN, *KIN.values(), *OTHERS}))
PERSON_AFTER = re.compile(rf"\s+(?:{OF_PEOPLE})\b", re.IGNORECASE)
PERSON_BEFORE = re.compile(
    r"\b(?:as an?|(?:I|he|she|they|we)(?:'m|\s+am|\s+was|\s+is|\s+are|\s+were)(?:\s+an?)?)\s*$", re.IGNORECASE
)
OF_THINGS = re.compile(r"\s*(?:days?|weeks?|months?|hours?|minutes?|degrees?|percent|%)\b", re.IGNORECASE)


def find(view: View) -> Iterator[Found]:
    """Every age and date of birth."""
    yield from every(BIRTH, view, "age", "a date of birth", "day")
    yield from every(OLD, view, "age", "a person is so many years old", "age")
    for match in AGE.finditer(view.text):
        written = match[0].strip(" ,")
        start = match.start() + match[0].index(written)
        if _of_a_person(view.text, start, start + len(written)):
            yield Found(start, start + len(written), "age", "an age in words or figures")


def _of_a_person(text: str, start: int, end: int) -> bool:
    """Whether the words around say whose age it is; "aged 60 days" is an invoice's."""
    if text[start:end].lower().startswith(("aged", "at")):
        return not OF_THINGS.match(text[end:])
    return bool(PERSON_AFTER.match(text[end:]) or PERSON_BEFORE.search(text[:start]))
