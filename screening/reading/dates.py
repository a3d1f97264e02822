"""Dates as documents print them, and which label makes one the date of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from screening.reading.lookalikes import digits, fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
PRINTED = (
    rf"(?:(?P<mon>{_MONTH})\.?[ \t]*(?P<day>[0-9OIl]{{1,2}})(?:st|nd|rd|th)?,?[ \t]*(?P<year>[0-9OIl]{{4}})"
    rf"|(?P<day2>[0-9OIl]{{1,2}})(?:st|nd|rd"
    rf"|th)?[ \t-]+(?P<mon2>{_MONTH})\.?,?[ \t-]+(?P<year2>[0-9OIl]{{2,4}})"
    r"|(?P<year3>[0-9OIl]{4})[-/.](?P<num3>[0-9OIl]{1,2})[-/.](?P<day3>[0-9OIl]{1,2})"
    r"|(?P<num4>[0-9OIl]{1,2})[ \t]?[-/.][ \t]?(?P<day4>[0-9OIl]{1,2})[ \t]?[-/.][ \t]?"
    r"(?P<year4>[0-9OIl]{4}|[0-9OIl]{2}))(?![0-9])"
)
DATE = re.compile(PRINTED, re.IGNORECASE)
MISREAD = re.compile(r"[A-Za-z][A-Za-z0-9|!]{3,}")  # a month with a digit for a letter: "Ju1y"

# The label in front of a date decides whether it is the document's own. Best first.
OWN = (
    r"(?:document|doc\.?|standard)[ \t]*date(?:d)?|date[ \t]+of[ \t]+(?:the[ \t]+)?(?:document|standard)",
    r"(?:issue[d]?|approv(?:al|ed)|effective)[ \t]*(?:date)?(?:[ \t]+(?:on|of))?",
    r"dated?",
)
NOT_OWN = re.compile(
    r"(?:print(?:ed|ing)?|post(?:ed|ing)?|updat(?:e|ed)|revis(?:ed|ion)|rev\.?|review(?:ed)?|retriev(?:ed"
    r"|al)|download(?:ed)?"
    r"|access(?:ed)?|clos(?:e|ing)|open(?:ing)?|form|modified|created|generated|scann?(?:ed)?|run|due"
    r"|version|"
    r"copyright|expir\w*|submi\w*|last|page|as of|exam\w*|test\w*|supersed\w*|replac\w*|former|previous"
    r"|prior|old)"
    r"[ \t]*(?:date|on)?[ \t:]*$",
    re.IGNORECASE,
)
LABELLED = re.compile(
    rf"(?<![\w-])(?P<label>{'|'.join(f'(?P<l{i}>{label})' for i, label in enumerate(OWN))})"
    r"(?:[ \t]*/[ \t]*[^\W\d_][^\n:/0-9]{3,30}(?=:))?[ \t*_"
    rf"|]*(?:[:\-–—]|\.[ .]*)?[ \t*_|]*\n?[ \t*_|]*"
    r"(?P<value>(?:[A-Za-z]{3,9}|[A-Za-z][A-Za-z0-9|!]{2,8}(?=[ \t]))\.?[ \t]*[0-9OIl]{1,2}"
    r"(?:st|nd|rd|th)?(?:[ \t]*,)?[ \t]*[0-9OIl]{2,4}"
    r"|[0-9OIl]{1,4}(?:[ \t]?[-/.][ \t]?|[ \t]+)[0-9A-Za-z]{1,9}\.?,?(?:[ \t]?[-/.][ \t]?"
    r"|[ \t]+)[0-9OIl]{2,4})(?![0-9])",
    re.IGNORECASE,
)
AFTER_CODE = re.compile(r"(?<![0-9])[0-9]{4}-?[0-9]{2}(?:[0-9]{2}|XX)\)?[\s,;|]+(?:and\s+)?(?:is\s+)?$")


@dataclass(frozen=True)
class LabelledDate:
    """A date with the label of the document's date; ``day`` is None when what is printed is no date."""

    start: int
    end: int
    label: str
    value: str
    day: date | None
    rank: int


def find_dates(text: str) -> list[LabelledDate]:
    """The document's own dates, real or not, in order; those of printing, posting and so on are left out."""
    found = []
    for match in LABELLED.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if NOT_OWN.search(before.replace("\n", " ")):
            continue
        rank = next(i for i in range(len(OWN)) if match.group(f"l{i}") is not None)
        told = re.search(r"[:|]", match.group(0)) or _starts_a_line(text, match.start())
        if rank and not told and not (rank == 1 and AFTER_CODE.search(text[: match.start()][-36:])):
            continue
        value = match.group("value")
        found.append(
            LabelledDate(match.start(), match.end(), match.group("label"), value, read_date(value), rank)
        )
    return found


def _starts_a_line(text: str, offset: int) -> bool:
    """Whether nothing but signs stands before it on its line, or a sign that parts the facts of a head."""
    lead = text[:offset].rpartition("\n")[2].strip(" \t|*#")
    return not lead or lead.endswith(("•", "·", "●", "▪"))


def read_date(value: str) -> date | None:
    """A printed date as a date, months before days; None when there is no such day."""
    plain = re.sub(r"[ \t]+(?=,)", "", " ".join(value.split()))
    match = DATE.fullmatch(MISREAD.sub(lambda word: fold(word.group()), plain))
    if not match:
        return None
    part = {key.rstrip("234"): text for key, text in match.groupdict().items() if text}
    month = MONTHS[part["mon"].lower()] if "mon" in part else int(digits(part["num"]))
    year = int(digits(part["year"]))
    if len(part["year"]) == 2:
        year += 2000 if year < 50 else 1900
    try:
        return date(year, month, int(digits(part["day"])))
    except ValueError:
        return None
