"""A position's text into sections: what each heading opens, and which headings only name a part of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from screening.reading.headings import ASKING, find_sections
from screening.reading.items import find_items
from screening.reading.lexicon import SectionKind
from screening.reading.markers import find_markers

MORE = re.compile(r"(?:additional|other)[ \t]+(?:requirements?|qualifications?)", re.IGNORECASE)
"""A heading under which a list of requirements may go on."""


@dataclass(frozen=True)
class Section:
    """A section: its kind, its heading (None at the opening) and the range of its text."""

    kind: SectionKind | str
    phrase: str | None
    heading: tuple[int, int]
    start: int
    end: int


def find_parts(text: str) -> list[Section]:
    """The sections of a position's text in order; the first is what stands before any heading."""
    headings = find_sections(text)
    ends = [*(h.start for h in headings), len(text)]
    found = [Section("opening", None, (0, 0), 0, ends[0])]
    for heading, end in zip(headings, ends[1:], strict=True):
        section = Section(heading.kind, heading.phrase, (heading.start, heading.end), heading.end, end)
        found.append(_settled(section, found[-1], text, heading.known))
    if not any(section.kind in ("requirements", "desirable") for section in found):
        found = [_as_requirements(section, text) for section in found]
    if not any(section.kind in ASKING for section in found):
        found = [part for section in found for part in _with_list(section, text)]
    return found


def _settled(section: Section, before: Section, text: str, known: bool) -> Section:
    """An unknown heading over requirements is the name of a part, and goes on with the list it stands in."""
    more = section.kind == "additional" and MORE.match(section.phrase or "")
    if more and _lists_only(text[section.start : section.end]):
        return replace(section, kind="requirements")
    if known or section.kind in ("training", "desirable", "apart"):
        return section
    items = find_items(text[section.start : section.end])
    if before.kind in ASKING and items and section.kind in ("other", "requirements", "duties", "local"):
        return replace(section, kind=before.kind)
    if section.kind == "other" and before.kind == "physical" and items:
        return replace(section, kind="physical")
    return section


def _lists_only(text: str) -> bool:
    """Whether a text is a numbered list of requirements from its first word: "Additional requirements"."""
    items = find_items(text)
    markers = [marker for marker in find_markers(text) if marker.at_line]
    asks = bool(items) and all(item.number and item.kind != "other" for item in items)
    return asks and not text[: items[0].start].strip() and len(markers) == len(items)


def _with_list(section: Section, text: str) -> list[Section]:
    """A section under which a list of requirements goes on without a heading of its own, as two."""
    if section.kind not in ("function", "description", "supervision"):
        return [section]
    items = find_items(text[section.start : section.end])
    if len(items) > 1 and "\n" in text[section.start : section.start + items[0].start].lstrip():
        cut = section.start + items[0].start
        return [replace(section, end=cut), Section("requirements", None, (cut, cut), cut, section.end)]
    return [section]


def _as_requirements(section: Section, text: str) -> Section:
    """Where no heading announces requirements, the opening or an unknown section that lists some."""
    if section.kind in ("opening", "other", "description") and find_items(text[section.start : section.end]):
        return replace(section, kind="requirements")
    return section
