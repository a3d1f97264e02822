"""Telephone numbers, checked against the numbering plan by phonenumbers; and social security numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.found import Found, View, every

REGION = "US"
COUNTED = re.compile(
    r"\b(?:orders?|parts?|tickets?|tracking|case|serial|invoices?|account|item|stock|model|claim|confirmation|"
    r"po|nsn|sku|lot|batch|job|reference|barcode|label|receipt|requisition|manual|form|drawing|vin|upc)"
    r"(?: (?:numbers?|nos?\.?|id|code))?(?: was| is)?\s*[:#]?\s*$",
    re.IGNORECASE,
)
"""What comes before a number that counts things and calls nobody."""
LOCAL = re.compile(
    r"\b(?:call(?: me)?(?: at)?|phone|cell|tel|telephone|mobile|reach me at|text me at)\W{1,3}(?:is |at )?"
    r"(?P<number>\d{3}[-. ]\d{4})(?![-\d])",
    re.IGNORECASE,
)
SOCIAL = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")


def find(view: View) -> Iterator[Found]:
    """Every number that the plan of the country knows and that the words before do not call an order's."""
    import phonenumbers  # imported late: only blind copies need it

    for match in phonenumbers.PhoneNumberMatcher(view.text, REGION, phonenumbers.Leniency.VALID):
        if not is_counted(view.text, match.start):
            yield Found(match.start, match.end, "phone", "a number that the numbering plan knows")
    yield from every(LOCAL, view, "phone", "a number to be called", "number")
    for found in every(SOCIAL, view, "id number", "written like a social security number"):
        if not is_counted(view.text, found.start):
            yield found


def is_counted(text: str, start: int) -> bool:
    """Whether the words before a number say that it is an order's, a part's or a ticket's."""
    return COUNTED.search(text[max(0, start - 40) : start]) is not None
