"""Street addresses, post office boxes, ZIP codes, and a city with its state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.found import Found, View, every
from screening.blinding.phones import is_counted

STATE_NAMES = tuple(name.replace("_", " ") for name in re.findall(
    r"\w+",
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii "
    "Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan "
    "Minnesota Mississippi Missouri Montana Nebraska Nevada New_Hampshire New_Jersey New_Mexico "
    "New_York North_Carolina North_Dakota Ohio Oklahoma Oregon Pennsylvania Rhode_Island South_Carolina "
    "South_Dakota Tennessee Texas Utah Vermont Virginia Washington West_Virginia Wisconsin Wyoming "
    "Puerto_Rico ",
))  # fmt: skip
CODES = re.findall(
    r"\w\w",
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC "
    "ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR",
)
WORDLIKE = frozenset({"MD", "MA", "PA", "ME", "OR", "IN", "OK", "HI", "ID", "MS", "CO", "AL", "DC", "PR"})
"""Codes that are also degrees, callings or words: after a comma they are states only before a ZIP code."""

_CODE = "|".join(CODES)
_STATE = f"(?:{'|'.join((*STATE_NAMES, *CODES))})"
_ZIP = r"\d{5}(?:-\d{4})?(?![-\d])"
_CITY = r"[A-Z][\w'.]*(?:[ -][A-Z][\w'.]*){0,2}"
_TAIL = rf"(?:,?\s+{_CITY},?\s+{_STATE}(?:\s+{_ZIP})?)?"
STREET = re.compile(
    r"(?<![\w.,-])\d{1,6}[A-Z]?\s+(?:(?:[NSEW]\.?|NE|NW|SE|SW|North|South|East|West)\s+)?"
    r"(?:(?!Hard |USB |Flash |Thumb |Tape |Disk )(?:[A-Z][\w']*\.?|\d+(?:st|nd|rd|th))\s+){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Circle|Cir|Way|Place|Pl|"
    r"Terrace|Parkway|Pkwy|Highway|Hwy|Trail|Square|Loop)\b\.?"
    rf"(?:,?\s+(?:(?:Apt|Apartment|Unit|Suite|Ste)\.?\s*|\#\s?)[\w-]+)?{_TAIL}"
)
BOX = re.compile(rf"\bP\.?\s?O\.?\s+Box\s+\d+{_TAIL}", re.IGNORECASE)
AFTER_STATE = re.compile(rf"\b{_STATE},?\s+(?P<zip>{_ZIP})")
AFTER_WORD = re.compile(
    rf"\bzip(?:\s?\+\s?4)?(?:\s+codes?)?(?:\s*:|\s+is|\s+was)?\s+(?P<zip>{_ZIP})", re.IGNORECASE
)
CITY = re.compile(
    rf"\b(?P<place>{_CITY},\s+(?:(?P<code>{_CODE})|{'|'.join(STATE_NAMES)})(?P<zip>\s+{_ZIP})?)(?!\w)"
)


def find(view: View) -> Iterator[Found]:
    """Every street address and ZIP code, and every city that stands with its state."""
    yield from every(STREET, view, "address", "a house number and a street")
    yield from every(BOX, view, "address", "a post office box with its number")
    for shape in (AFTER_STATE, AFTER_WORD):
        for found in every(shape, view, "address", "a ZIP code by what stands before it", "zip"):
            if not is_counted(view.text, found.start):
                yield found
    for match in CITY.finditer(view.text):
        if match["zip"] or match["code"] not in WORDLIKE:
            yield Found(*match.span("place"), "address" if match["zip"] else "place", "a city with its state")
