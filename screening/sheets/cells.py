"""What a text becomes in a cell, and what a cell says when it comes back from whatever program saved it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.records import canonical, sha256
from screening.reports.csv import DANGEROUS
from screening.reports.xlsx import writable

RETURN = "_x000D_"
"""How a workbook writes a carriage return, which XML would turn into a line feed."""
LOW_LINE = "_x005F_"
"""How a workbook writes a low line that would otherwise begin such a code; not every program does."""
PLAIN = re.compile(r"[A-Za-z0-9_.]+\Z")
SHOWN = 60
"""Characters of a cell that a refusal repeats."""


@dataclass(frozen=True)
class Spot:
    """What a cell says, and where it is: ``Ratings!E14``."""

    text: str
    where: str

    @property
    def told(self) -> str:
        """The text as a refusal repeats it, its beginning only."""
        return repr(self.text if len(self.text) <= SHOWN else self.text[:SHOWN] + "…")


@dataclass(frozen=True)
class SheetFault:
    """Something in a sheet that is not as it was written and may not be changed, or that cannot be read."""

    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}, expected {self.expected}"


def where(sheet: str, place: str) -> str:
    """The place of a cell as spreadsheets write it, the sheet's name in quotes if it needs them."""
    name = sheet if PLAIN.match(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{place}"


def shown(text: str) -> str:
    """The text as a cell holds it: disarmed, without what XML forbids, cut only where it says so."""
    return writable(text)


def said(value: object) -> str:
    """The text of a cell's value: a whole number without a fraction, nothing for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace(RETURN, "\n").replace(LOW_LINE, "_").strip()


def typed(text: str) -> str:
    """What a person has typed, from what a cell says: without the apostrophe that disarmed it, if it did."""
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def same(text: str) -> str:
    """What two texts have in common that programs have saved differently: line ends and spaces aside."""
    return " ".join(said(text).split())


def digest_of(salt: str, *parts: str) -> str:
    """The salted digest of a cell's text and of what it belongs to, spaces aside."""
    return sha256(canonical([salt, *map(same, parts)]))
