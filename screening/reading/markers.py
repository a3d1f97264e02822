"""The numbers, codes, letters and bullets that may begin an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from screening.reading.lookalikes import digits

Style = Literal["number", "paren", "code", "letter", "roman", "named", "bullet", "none"]
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
ROMANS = {match.group(): count for count, match in enumerate(re.finditer(r"\w+", _ROMANS), start=1)}

# What may stand before an item: a bullet, then a number, a code such as B-4, or both.
BULLET = r"(?:[-–—•*▪●○◦‣·¢»>+■□◆◇❖➢➤►▶✓✔✦→⇒∙⁃\uf0a7\uf0b7\uf0d8\uf0fc]|o(?=[ \t]+(?-i:[A-Z])))"
_NUMBER = (
    r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?=[ \t]+(?-i:[A-Z(]))"
    r"|[0-9Il]{1,2}(?:\.[0-9]{1,2})*[ \t]?[.:,]+"
    r"|#?[0-9]{1,2}(?=[ \t]+(?-i:[A-Z(])|[ \t]*[-–—][ \t]+(?-i:[A-Z(])))"
)
_PAREN = r"(?:[(\[]?[0-9Il]{1,2}[)\]])"
_CODE = r"(?:[(\[]?(?-i:[A-Z])[ \t]?[-–—]?[ \t]?[0-9]{1,3}[A-Za-z]?[)\]]?[.:)]?)"
_LETTER = r"(?:[(\[]?[a-zA-Z][.)\]]|[(\[]?[ivxIVX]{1,5}[.)\]])"
_NAMED = (
    r"(?:(?-i:KSA|E(?:lement|LEMENT)|F(?:actor|ACTOR)|I(?:tem|TEM)|R(?:equirement|EQUIREMENT)|N[oO]\.)"
    r"(?!\w)[ \t]*#?[ \t]*"
    r"(?:(?-i:[A-Z])[ \t]?[-–]?[ \t]?[0-9]{1,3}|[0-9]{1,2}|(?-i:[A-Z])(?!\w))[ \t]*[.:)\-–—]*)"
)
MARKER = (
    rf"(?:(?P<named>{_NAMED})|(?:(?P<number>{_NUMBER})|(?P<paren>{_PAREN}))(?:[ \t]+(?P<both>{_CODE}))?"
    rf"|(?P<code>{_CODE})|(?P<letter>{_LETTER}))"
)
_CELL = r"(?:\|[ \t]*(?P<cell>[0-9]{1,2}|[A-Z]-?[0-9]{1,3})[ \t]*\|)"
AT_LINE = re.compile(
    rf"^[ \t|>#*_]*(?:{_CELL}|(?:{BULLET}[ \t]*)?{MARKER})[ \t|*_:\-–—]*(?:\n[ \t]*)?(?<=\W)(?=\S)",
    re.MULTILINE | re.IGNORECASE,
)
IN_LINE = re.compile(
    rf"(?<=[.;:,)|\w])[ \t]+(?:and[ \t]+|or[ \t]+)?{MARKER}[ \t*_|:\-–—]*(?:\n[ \t]*)?(?<=\s)(?=\S)",
    re.IGNORECASE,
)
AT_BULLET = re.compile(rf"^[ \t|>]*{BULLET}[ \t*_]+(?:and[ \t]+|or[ \t]+)?(?=\S)", re.MULTILINE)
# Inside a line "(B-7)." ends the requirement before it, and a code at a line's end begins none.
CODE_OF_THE_ONE_BEFORE = re.compile(r"[)\]][.,;:]|[A-Z]-?[0-9]+[)\].:]*[ \t]*\n")


@dataclass(frozen=True)
class Marker:
    """A number, code or letter that may begin an item."""

    start: int
    end: int
    printed: str
    style: Style
    at_line: bool

    @property
    def count(self) -> int | None:
        """The number or letter as a count from 1, None for what has no order."""
        if self.style == "roman":
            return ROMANS[self.printed.lower()]
        last = re.sub(r"[^0-9A-Za-z].*", "", self.printed)
        if self.style in ("number", "paren"):
            plain = digits(last)
            return int(plain) if plain.isdigit() else None
        return ord(last.lower()) - 96 if self.style == "letter" and len(last) == 1 else None


def find_markers(text: str) -> list[Marker]:
    """The numbers, codes and letters of a text, in order."""
    found = {match.end(): _marker(match, True) for match in AT_LINE.finditer(text)}
    for match in IN_LINE.finditer(text):
        if not CODE_OF_THE_ONE_BEFORE.search(match.group()):
            found.setdefault(match.end(), _marker(match, False))
    return _roman(_lettered([found[end] for end in sorted(found)]))


def _roman(markers: list[Marker]) -> list[Marker]:
    """Numerals that count on from an "i" with a "ii" after it: no letters, and no misread 1 or 11."""
    numerals = [m.printed.lower() if m.at_line else "" for m in markers]
    later = [""]  # the next "i" or "ii" after each, from the last marker to the first
    for numeral in reversed(numerals[1:]):
        later.append(numeral if numeral in ("i", "ii") else later[-1])
    settled, last = [], 0
    for marker, numeral, following in zip(markers, numerals, reversed(later), strict=False):
        begins = numeral == "i" and following == "ii"
        if begins or (last and ROMANS.get(numeral) == last + 1):
            last = ROMANS[numeral]
            settled.append(replace(marker, style="roman"))
        else:
            settled.append(marker)
    return settled


def _lettered(markers: list[Marker]) -> list[Marker]:
    """An I or l that goes on from an H or k is a letter, and no misread 1."""
    settled: list[Marker] = []
    before: int | None = None
    for marker in markers:
        letter = replace(marker, style="letter")
        goes_on = marker.printed in ("I", "i", "L", "l") and before is not None and letter.count == before + 1
        settled.append(letter if goes_on else marker)
        if settled[-1].style == "letter":
            before = settled[-1].count
    return settled


def _marker(match: re.Match[str], at_line: bool) -> Marker:
    cell = match.groupdict().get("cell")
    code = match.group("code") or match.group("both") or (cell if cell and not cell.isdigit() else None)
    style: Style = "code" if code else "number" if cell else "letter"
    printed = code or cell or match.group("letter")
    for name in ("named", "number", "paren"):
        if match.group(name) and not code:
            printed, style = match.group(name), name
    lead = len(match.group()) - len(re.sub(r"^\s*(?:(?:and|or)\s+)?", "", match.group(), flags=re.IGNORECASE))
    return Marker(
        match.start() + lead, match.end(), re.sub(r"\s+", " ", printed).strip(" ()[].,:*_-–—"), style, at_line
    )
