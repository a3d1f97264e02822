"""A list of requirements into its items: by number, code or bullet, by opener, on lines or inside a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.reading.openers import Opener, find_openers
from screening.standards import Kind

# What may stand before an item: a bullet, then a number, a code such as B-4, or both.
BULLET = r"(?:[-–—•*▪●○◦‣·¢»>+]|o(?=[ \t]+[A-Z]))"
NUMBER = r"(?:[0-9Il]{1,2}(?:\.[0-9]{1,2})*[.):]+|\([0-9]{1,2}\)|[0-9]{1,2}(?=[ \t]+[A-Z(]))"
LETTER = r"(?:\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,5}[.)])"
CODED = r"(?:\(?[A-Z][ \t]?[-–—]?[ \t]?[0-9]{1,3}[A-Za-z]?\)?[.:)]?)"
NAMED = r"(?:(?:KSA|element|factor|item|requirement|no\.?)[ \t]*#?[ \t]*(?:[0-9]{1,2}|[A-Z])[ \t]*[.:)\-–—]?)"
MARKER = rf"(?:(?P<named>{NAMED})|(?P<number>{NUMBER})(?:[ \t]+(?P<both>{CODED}))?|(?P<coded>{CODED})|(?P<letter>{LETTER}))"
AT_LINE = re.compile(rf"^[ \t|>#*_]*(?:{BULLET}[ \t]*)?{MARKER}[ \t|*_]+(?=\S)", re.MULTILINE | re.IGNORECASE)
IN_LINE = re.compile(rf"(?<=[.;:,)|\w])[ \t]+(?:and[ \t]+|or[ \t]+)?{MARKER}[ \t]+(?=\S)", re.IGNORECASE)
AT_BULLET = re.compile(rf"^[ \t|>]*{BULLET}[ \t*_]+(?=\S)", re.MULTILINE)

LABEL_WORDS = 10
JOINING = re.compile(
    r"(?:\b(?:and|or|of|the|a|an|in|to|with|for|by|as|on|from|including|includes?|such as|that|which|their|his|her|its|own|any|some|no|basic|this)|[,&/(-])\s*$",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.;:!?][\"”’')\]]*[ \t\n*_|]*$")


@dataclass(frozen=True)
class Item:
    """One item of a list: ``start`` where it is printed, ``body`` where its words begin, its number as printed."""

    start: int
    body: int
    end: int
    kind: Kind
    number: str | None = None
    coded: bool = False


@dataclass(frozen=True)
class _Start:
    start: int
    body: int
    kind: Kind
    number: str | None = None
    coded: bool = False


def find_items(text: str) -> list[Item]:
    """The items of a section's text; each ends where the next begins, the last at the end of the text."""
    openers = find_openers(text)
    marked = _marked(text, openers)
    starts = sorted([*marked, *_unmarked(text, openers, marked)], key=lambda s: s.start)
    ends = [*(s.start for s in starts[1:]), len(text)]
    return [
        Item(s.start, s.body, end, s.kind, s.number, s.coded) for s, end in zip(starts, ends, strict=True)
    ]


def _marked(text: str, openers: list[Opener]) -> list[_Start]:
    """Items with a number or code: those at a line's start, and those in a line that an opener follows."""
    markers = {m.end(): (m, True) for m in AT_LINE.finditer(text)}
    for match in IN_LINE.finditer(text):
        markers.setdefault(match.end(), (match, False))
    found: list[_Start] = []
    ordered = sorted(markers.values(), key=lambda pair: pair[0].end())
    for index, (match, at_line) in enumerate(ordered):
        limit = ordered[index + 1][0].start() if index + 1 < len(ordered) else len(text)
        opener = _led_by(text, match.end(), limit, openers)
        if opener is None or (not at_line and not _in_sequence(match, found)):
            continue
        number, coded = _number(match)
        found.append(_Start(match.start() + _indent(match), opener.start, opener.kind, number, coded))
    return found


def _indent(match: re.Match[str]) -> int:
    return len(match.group()) - len(match.group().lstrip())


def _led_by(text: str, start: int, limit: int, openers: list[Opener]) -> Opener | None:
    """The opener that an item's words begin with: at once, or after a label, a code and field lines."""
    for opener in openers:
        if opener.start < start:
            continue
        if opener.start >= limit:
            return None
        return opener if is_label(text[start : opener.start]) else None
    return None


def is_label(between: str) -> bool:
    """Whether what stands between a number and the requirement is a label or fields, and not a sentence."""
    between = between.strip(" \t\n*_|")
    if not between:
        return True
    lines = [line.strip() for line in between.splitlines() if line.strip()]
    if len(lines) > 3 or len(lines[0].split()) > LABEL_WORDS + 4:
        return False
    return bool(re.search(r"[:\-–—|)]$", between)) or len(lines) > 1 or "\n" in between or between.isupper()


def _number(match: re.Match[str]) -> tuple[str, bool]:
    """The number as printed, without closing punctuation; whether it is a code."""
    coded = match.group("coded") or match.group("both")
    printed = coded or match.group("named") or match.group("number") or match.group("letter")
    return re.sub(r"[ \t]+", " ", printed).strip(" ().:*_-–—"), bool(coded)


def _in_sequence(match: re.Match[str], found: list[_Start]) -> bool:
    """Whether a number inside a line goes on from the item before, so that "Section 4." is none."""
    number, coded = _number(match)
    if coded:
        return True
    digits, last = re.sub(r"\D", "", number), (found[-1].number or "") if found else ""
    if digits:
        before = re.sub(r"\D", "", last)
        return int(digits) == (int(before) + 1 if before else 1)
    return len(number) == 1 and (not last or ord(number[0]) == ord(last[0]) + 1)


def _unmarked(text: str, openers: list[Opener], marked: list[_Start]) -> list[_Start]:
    """Items that begin with an opener alone: on a new line, after a bullet, or as a new sentence."""
    bodies = {start.body for start in marked}
    bullets = {m.end(): m.start() for m in AT_BULLET.finditer(text)}
    found = []
    for opener in openers:
        if opener.start in bodies or any(s.start <= opener.start < s.body for s in marked):
            continue
        if opener.start in bullets:
            found.append(_Start(bullets[opener.start], opener.start, opener.kind))
        elif _begins(text, opener, any(s.start < opener.start for s in marked)):
            found.append(_Start(opener.start, opener.start, opener.kind))
    return found


def _begins(text: str, opener: Opener, in_numbered: bool) -> bool:
    """Whether an opener without a number begins an item.

    On a new line it does, unless the line before runs on. Inside a line it does after the end of a
    sentence when nothing before it is numbered (a numbered item may hold several sentences).
    """
    before = text[: opener.start]
    line = before.rpartition("\n")[2].strip(" \t|*_>#")
    ends = bool(SENTENCE_END.search(before)) or not before.strip()
    if not line:
        runs_on = bool(JOINING.search(before.rstrip())) and not before.endswith("\n\n")
        return opener.capital and not runs_on
    if in_numbered:
        return False
    if opener.capital:
        return ends or not JOINING.search(before.rstrip())
    return before.rstrip().endswith(";")
