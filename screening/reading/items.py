"""A list of requirements into its items: by number, code or bullet, by opener, on lines or in a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from screening.reading.markers import AT_BULLET, Marker, Style, find_markers
from screening.reading.openers import Opener, find_openers, parts_before
from screening.reading.stems import find_stems
from screening.standards import Kind

_Mark = tuple[int, int, str | None, Style]
BARE_LINE = re.compile(r"^[ \t]*(?=\S)(?![:*_])", re.MULTILINE)
LOOK_BACK = 400
LABEL_WORDS = 12
NAME_WORDS = 4  # of a row, with blanks after them
LEVEL = re.compile(
    r"(?:level|grade|score|rating)[ \t]+[0-9A-E]\b[^:\n]{0,20}:"
    r"|(?:(?:highly|fully|barely|minimally|less than)[ \t]+)?(?:superior|outstanding|excellent|marginal"
    r"|(?:un)?(?:acceptable|satisfactory))[ \t]*(?:\([^()\n]{1,20}\))?[ \t]*:",
    re.IGNORECASE,
)
"""A label of one level of a requirement in a rating plan, which asks for nothing: "Level 2 (10 points):"."""
SEPARATOR = re.compile(r"[:\-–—|)]$")
JOINING = re.compile(
    r"(?:\b(?:and|or|of|the|a|an|in|to|with|for|by|as|on|from|including|includes?|that|which|their|his|her"
    r"|its|own"
    r"|any|some|no|basic|this|such)|[,&/(-])\s*$",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"(?:[;,:.]|\b(?:and|or|demonstrate|demonstrating|possess|have|show|following|includes?|including"
    r"|requires?|required))(?:\s+(?:the|an?))?\s*$",
    re.IGNORECASE,
)
LISTED_ON = re.compile(r";\s*(?:(?:and|or)\b\s*)?(?:(?:the|an?)\s+)?$", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;:!?][\"”’')\]]*[ \t\n*_|]*$")
PARAGRAPH = re.compile(r"\n[ \t]*\n(?=.*\S)")
SENTENCE_IN_LINE = re.compile(r"[.;][ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Item:
    """One item: ``start`` where it is printed, ``body`` where its words begin, its number as printed."""

    start: int
    body: int
    end: int
    kind: Kind
    number: str | None = None
    style: Style = "none"


def find_items(text: str, lenient: bool = False) -> list[Item]:
    """The items of a section's text; each ends where the next begins, the last at the end of the text.

    ``lenient`` takes numbered or bulleted lines, and openers in small letters, when no opener begins an item.
    """
    openers = find_openers(text)
    markers = find_markers(text)
    if stems := find_stems(text):
        return [*find_items(text[: stems[0].start]), *_under_stems(text, stems, markers)]
    led = [item for marker in markers if (item := _led(text, marker, markers, openers))]
    led = _without_subordinate(text, _in_sequence(text, led, markers))
    starts = sorted([*led, *_unmarked(text, openers, led)], key=lambda item: item.start)
    starts = sorted([*starts, *_siblings(text, markers, starts, lenient)], key=lambda item: item.start)
    starts = sorted([*starts, *_bullets_beside(text, starts)], key=lambda item: item.start)
    if not starts and lenient:
        starts = _bulleted(text) or _in_sentence(text, openers)
    elif starts and all(item.style == "none" and text[item.body].islower() for item in starts):
        starts = _in_sentence(text, openers)
    ends = _ends(starts, markers, len(text))
    return [
        Item(item.start, item.body, end, item.kind, item.number, item.style)
        for item, end in zip(starts, ends, strict=False)
    ]


def _ends(starts: list[Item], markers: list[Marker], size: int) -> list[int]:
    """Where each item ends: where the next begins, or the name of the part of a list that it stands in."""
    taken = {item.start for item in starts}
    parts = [
        one.start
        for one, other in pairwise(markers)
        if one.at_line and one.start not in taken and other.printed.startswith(f"{one.printed}.")
    ]
    following = [item.start for item in starts[1:]] + [size]
    places = [bisect_right(parts, item.start) for item in starts]
    return [
        min(after, parts[place]) if place < len(parts) else after
        for place, after in zip(places, following, strict=False)
    ]


def before(text: str, offset: int) -> str:
    """The text before an offset, as much of it as tells whether something ends there."""
    return text[max(0, offset - LOOK_BACK) : offset]


def _led(text: str, marker: Marker, markers: list[Marker], openers: list[Opener]) -> Item | None:
    """The item that a marker begins: its opener follows at once, or after a label, a code and field lines."""
    following = bisect_left(markers, marker.end, key=lambda m: m.start)
    limit = markers[following].start if following < len(markers) else len(text)
    first = bisect_left(openers, marker.end, key=lambda o: o.start)
    if first == len(openers) or openers[first].start >= limit:
        return None
    opener = openers[first]
    if not is_label(text[marker.end : opener.start]):
        return None
    return Item(marker.start, opener.start, limit, opener.kind, marker.printed, marker.style)


def is_label(between: str) -> bool:
    """Whether what stands before a requirement is a label or fields, and not a sentence."""
    printed = between.strip(" \t\n*_|")
    if not printed:
        return True
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    if len(lines) > 3 or len(lines[0].split()) > LABEL_WORDS or SENTENCE_IN_LINE.search(printed):
        return False
    return bool(SEPARATOR.search(between.strip())) or "\n" in between.strip(" \t") or printed.isupper()


def _in_sequence(text: str, items: list[Item], markers: list[Marker]) -> list[Item]:
    """Without numbers inside a line that do not go on from the item before, so that "Section 4." is none.

    After the end of a sentence a number may also leap ahead: lists are quoted from longer ones.
    """
    by_start = {marker.start: marker for marker in markers}
    kept: list[Item] = []
    counted: dict[Style, int] = {}
    for item in items:
        marker = by_start[item.start]
        last = counted.get(item.style, 0)
        fresh = SENTENCE_END.search(before(text, item.start).rstrip()) is not None
        if marker.at_line or marker.count in (None, last + 1) or (fresh and (marker.count or 0) > last):
            kept.append(item)
            counted[item.style] = marker.count or 0
    return kept


def _without_subordinate(text: str, items: list[Item]) -> list[Item]:
    """Without points by letter or numeral under a requirement of another numbering that introduces them."""
    kept: list[Item] = []
    styles: set[Style] = set()
    for item in items:
        if item.style not in ("letter", "roman") or not styles - {item.style}:
            kept.append(item)
            styles.add(item.style)
    return kept


def _unmarked(text: str, openers: list[Opener], led: list[Item]) -> list[Item]:
    """Items that begin with an opener alone: on a new line, after a bullet or label, or as a new sentence."""
    bullets = {match.end(): match for match in AT_BULLET.finditer(text)}
    found = []
    for opener in openers:
        index = bisect_right(led, opener.start, key=lambda item: item.start)
        numbered = index > 0
        if numbered and opener.start <= led[index - 1].body:
            continue
        line = text.rfind("\n", 0, opener.start) + 1
        if LEVEL.match(text[line : opener.start].lstrip(" \t|*_>#-–—•")):
            continue
        if opener.start in bullets:
            mark = bullets[opener.start]
            if not before(text, mark.start()).rstrip().endswith(":") or not numbered:
                found.append(Item(_sign_of(mark), opener.start, 0, opener.kind, None, "bullet"))
        elif (label := _labelled_from(text, opener)) is not None:
            found.append(Item(label, opener.start, 0, opener.kind))
        elif _begins(text, opener, numbered):
            found.append(Item(_with_line_label(text, opener.start), opener.start, 0, opener.kind))
    return found


def _labelled_from(text: str, opener: Opener) -> int | None:
    """Where an item begins whose opener follows a label on its line ("ORAL COMMUNICATION: Ability to")."""
    line = text.rfind("\n", 0, opener.start) + 1
    bullet = AT_BULLET.match(text, line)
    line = bullet.end() if bullet and bullet.end() < opener.start else line
    label = text[line : opener.start]
    printed = label.strip(" \t|*_>#")
    named = label.endswith(("  ", "\t")) and not SENTENCE_END.search(label)
    named = named and len(printed.split()) <= NAME_WORDS
    parted = SEPARATOR.search(label.strip(" \t*_")) and is_label(label)
    if not printed or not opener.capital or not (named or parted):
        return None
    if find_openers(label) or len(printed.split()) > 8 or not printed[0].isupper():
        return None
    return bullet.start() if bullet else line + len(label) - len(label.lstrip(" \t|*_>#"))


def _with_line_label(text: str, start: int) -> int:
    """Where an item begins: at its opener, or at the short line above that labels it."""
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(" \t*_") or line < 2:
        return start
    above_start = text.rfind("\n", 0, line - 1) + 1
    above = text[above_start : line - 1].strip()
    lead = before(text, above_start)
    words = above.split()
    if (
        not words
        or len(words) > 6
        or not above[0].isupper()
        or SENTENCE_END.search(above)
        or find_openers(above)
    ):
        return start
    titled = all(word[0].isupper() or len(word) <= 3 for word in words)
    apart = not lead.strip() or SENTENCE_END.search(lead) or lead.endswith("\n\n")
    return above_start if titled and apart else start


def _begins(text: str, opener: Opener, numbered: bool) -> bool:
    """Whether an opener without a number begins an item.

    On a new line it does, unless the line before runs on. Inside a line it does after the end of a
    sentence when nothing before it is numbered (a numbered item may hold several sentences).
    """
    lead = before(text, opener.start)
    line = lead.rpartition("\n")[2].strip(" \t|*_>#")
    ends = bool(SENTENCE_END.search(lead)) or not lead.strip()
    if not line:
        runs_on = bool(JOINING.search(lead.rstrip())) and not re.search(r"\n[ \t]*\n[ \t]*$", lead)
        return opener.capital and not runs_on
    if numbered:
        return False
    if opener.capital:
        return ends or not JOINING.search(lead.rstrip())
    return LISTED_ON.search(lead) is not None


def _siblings(text: str, markers: list[Marker], starts: list[Item], lenient: bool) -> list[Item]:
    """Numbered items without an opener that go on from a neighbour of the same style, or stand before one."""
    taken = {item.start for item in starts}
    styles = {item.style for item in starts} & {"number", "paren", "code", "named", "roman"}
    if not starts and lenient:
        styles = {"number", "paren"}
    accepted: dict[str, list[int | None]] = {}
    counts: set[tuple[Style, int | None]] = {
        (m.style, m.count) for m in markers if m.start in taken or (lenient and not starts)
    }
    found = []
    for marker, following in zip_longest(markers, markers[1:]):
        if marker.start in taken:
            accepted.setdefault(marker.style, []).append(marker.count)
            continue
        index = bisect_left(starts, marker.start, key=lambda item: item.start)
        inside = index > 0 and marker.start < starts[index - 1].body
        if (
            marker.style not in styles
            or inside
            or (following is not None and following.printed.startswith(f"{marker.printed}."))
            or not (marker.at_line or SENTENCE_END.search(before(text, marker.start)))
        ):
            continue
        listed = accepted.setdefault(marker.style, [])
        if marker.at_line if marker.count is None else _goes_on(marker, listed, counts):
            listed.append(marker.count)
            found.append(Item(marker.start, marker.end, 0, "other", marker.printed, marker.style))
    return found


def _sign_of(mark: re.Match[str]) -> int:
    """Where the sign of a bullet stands, behind what it is set in by."""
    return mark.start() + len(mark.group()) - len(mark.group().lstrip())


def _bullets_beside(text: str, starts: list[Item]) -> list[Item]:
    """Bullets of a list without an opener, where another of the same sign, set in as far, is an item by one.

    What stands under a colon belongs to the item that ends in it, and what comes after another paragraph to
    another list.
    """
    taken = {item.start for item in starts if item.style == "bullet"}
    found: list[Item] = []
    for alike in _lists(text):
        places = [_sign_of(mark) for mark in alike]
        if not taken & set(places):
            continue
        introduced = False
        for place, mark in zip(places, alike, strict=True):
            introduced = place not in taken and (introduced or before(text, place).rstrip().endswith(":"))
            if place not in taken and not introduced:
                found.append(Item(place, mark.end(), 0, "other", None, "bullet"))
    return found


def _lists(text: str) -> list[list[re.Match[str]]]:
    """Bullets of one sign, set in alike, with no paragraph between; points set in further part none."""
    found: list[list[re.Match[str]]] = []
    open_: dict[str, list[re.Match[str]]] = {}
    last: re.Match[str] | None = None
    for mark in AT_BULLET.finditer(text):
        if last and PARAGRAPH.search(text[last.end() : mark.start()].rstrip()):
            open_.clear()
        sign = mark.group().strip("\n")
        if sign not in open_:
            open_[sign] = []
            found.append(open_[sign])
        open_[sign].append(mark)
        last = mark
    return found


def _goes_on(marker: Marker, before: list[int | None], counts: set[tuple[Style, int | None]]) -> bool:
    last = (before or [0])[-1] or 0
    return marker.count == last + 1 and (bool(before) or (marker.style, marker.count + 1) in counts)


def _under_stems(text: str, stems: list[Opener], markers: list[Marker]) -> list[Item]:
    """The lines of lists under "Knowledge of:" and "Ability to:"; numbered, bulleted or bare."""
    found: list[Item] = []
    ends = [stem.start for stem in stems[1:]] + [len(text)]
    for stem, end in zip(stems, ends, strict=True):
        inside = [m for m in markers if m.at_line and stem.end < m.start < end]
        marks: list[_Mark] = [(m.start, m.end, m.printed, m.style) for m in inside]
        if not marks:
            bullets = AT_BULLET.finditer(text, stem.end, end)
            marks = [(m.start(), m.end(), None, "bullet") for m in [*bullets] or _bare(text, stem.end, end)]
        if not marks:
            continue
        stops = [start for start, *_ in marks[1:]] + [end]
        marks[0] = (stem.start, *marks[0][1:])
        found += [
            Item(start, body, stop, stem.kind, number, style)
            for (start, body, number, style), stop in zip(marks, stops, strict=True)
        ]
    return found


def _bare(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The lines of a list without signs; those set in further than the first go on from the one above."""
    lines = list(BARE_LINE.finditer(text, start, end))
    return [line for line in lines if len(line.group()) <= len(lines[0].group())]


def _bulleted(text: str) -> list[Item]:
    """Bulleted lines as items, where nothing else tells items apart; a single one is no list."""
    marks = list(AT_BULLET.finditer(text))
    found = [Item(_sign_of(mark), mark.end(), 0, "other", None, "bullet") for mark in marks]
    return found if len(found) > 1 else []


def _in_sentence(text: str, openers: list[Opener]) -> list[Item]:
    """Openers in small letters as items: "must demonstrate knowledge of …; ability to … and skill in …".

    Parts of the same list before the first of them, between a colon and semicolons, are items too.
    """
    found = []
    for opener in openers:
        if (
            opener.capital
            or not before(text, opener.start).strip()
            or LEADING.search(before(text, opener.start))
        ):
            found.append(Item(opener.start, opener.start, 0, opener.kind))
    starts = parts_before(text, found[0].start) if found else []
    return [*(Item(start, start, 0, "other") for start in starts), *found]
