"""The numbers that a word processor prints before list paragraphs, which the file itself does not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from screening.documents.docx_styles import W, attribute, number
from screening.documents.numerals import numeral

LEVELS = 9
BULLET = "•"
PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    """One level of a list: how it counts, from where, what is printed around the number."""

    counts: str = "decimal"
    start: int = 1
    text: str = "%1."
    restarts_after: int | None = None
    legal: bool = False


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: Mapping[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    styled: Mapping[str, int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def printed(self, list_id: str, level: int) -> str:
        """What is printed before the next paragraph at a level of a list; empty for none."""
        shared, levels = self.lists.get(list_id, ("", {}))
        if level not in levels:
            return ""
        counters = self.counters.setdefault(shared, {})
        counters[level] = counters[level] + 1 if level in counters else levels[level].start
        for deeper in range(level + 1, LEVELS):
            limit = levels[deeper].restarts_after if deeper in levels else None
            if limit != 0 and (limit is None or level < limit):
                counters.pop(deeper, None)
        return _text(levels, level, counters)


def _text(levels: Mapping[int, Level], level: int, counters: Mapping[int, int]) -> str:
    own = levels[level]
    if own.counts == "none":
        return PLACE.sub("", own.text).strip()
    if own.counts == "bullet":
        return BULLET

    def place(match: re.Match[str]) -> str:
        which = int(match.group(1)) - 1
        shown = levels.get(which, Level())
        return numeral(counters.get(which, shown.start), "decimal" if own.legal else shown.counts)

    return PLACE.sub(place, own.text)


def read_numbering(root: Element | None) -> Numbering:
    """The numbering part of a document; no lists when it has none."""
    if root is None:
        return Numbering()
    kinds = {a.get(W + "abstractNumId", ""): a for a in root.findall(W + "abstractNum")}
    by_style = {
        attribute(a.find(W + "styleLink")): key
        for key, a in kinds.items()
        if a.find(W + "styleLink") is not None
    }
    lists = {}
    styled: dict[str, int] = {}
    for found in root.findall(W + "num"):
        key = attribute(found.find(W + "abstractNumId")) or ""
        link = attribute(kinds[key].find(W + "numStyleLink")) if key in kinds else None
        key = by_style.get(link, key) if link else key
        levels = _levels(kinds[key]) if key in kinds else {}
        for change in found.findall(W + "lvlOverride"):
            _override(levels, change)
        restarted = found.find(f"{W}lvlOverride/{W}startOverride") is not None
        list_id = found.get(W + "numId", "")
        lists[list_id] = (f"{key}/{list_id}" if restarted else key, levels)
    for a in kinds.values():
        for level in a.findall(W + "lvl"):
            if style := attribute(level.find(W + "pStyle")):
                styled[style] = number(level.get(W + "ilvl")) or 0
    return Numbering(lists, styled)


def _levels(kind: Element) -> dict[int, Level]:
    return {number(level.get(W + "ilvl")) or 0: _level(level) for level in kind.findall(W + "lvl")}


def _level(level: Element) -> Level:
    start = number(attribute(level.find(W + "start")))
    return Level(
        attribute(level.find(W + "numFmt")) or "decimal",
        1 if start is None else start,
        attribute(level.find(W + "lvlText")) or "",
        number(attribute(level.find(W + "lvlRestart"))),
        level.find(W + "isLgl") is not None,
    )


def _override(levels: dict[int, Level], change: Element) -> None:
    """What one list of a kind has of its own: a level, or where a level starts."""
    which = number(change.get(W + "ilvl")) or 0
    whole = change.find(W + "lvl")
    if whole is not None:
        levels[which] = _level(whole)
    start = number(attribute(change.find(W + "startOverride")))
    if start is not None:
        old = levels.get(which, Level())
        levels[which] = Level(old.counts, start, old.text, old.restarts_after, old.legal)
