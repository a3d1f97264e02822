"""Words that stand over a list and belong to each of its lines: "Ability to:", or "Skills" alone."""

from __future__ import annotations

import re

from screening.reading.openers import Opener, find_openers, head_kind

OVER_A_LIST = re.compile(r"[ \t*_]*:[ \t*_]*\n")
KIND_LINE = re.compile(
    r"(?:^|(?<=\n\n)|(?<=[.;:]\n))[ \t#*_|]*(?P<word>(?:KNOWLEDGE|SKILL|ABILIT)[A-Z]*"
    r"|(?:Knowledge|Skill|Abilit)[a-z]*)"
    r"(?:[ \t]*(?:,|&|/|and)[ \t]*(?:Knowledge|Skills?|Abilit(?:y|ies))){0,2}"
    r"[ \t*_|]*:?[ \t*_|]*\n\s*(?=(?P<below>[^\n]+))"
)
"""A line that says "Knowledge", "Skills" or "Abilities" and nothing more, and the line below it."""
_BESIDE = r"(?:education|experience|training|licen[cs]es?|certificat(?:es?|ions?)|personal qualities|other)"
BESIDE = re.compile(
    rf"(?:^|(?<=\n\n))[ \t#*_|]*(?P<phrase>{_BESIDE}(?:,?[ \t]+(?:and|&|or)?[ \t]*{_BESIDE})?)"
    r"[ \t*_|]*:?[ \t*_|]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A heading that may stand beside such lines over what is no knowledge, skill or ability."""
NAMED_WITHIN = 12
"""Characters, a bullet or a number, after which a requirement's first words still begin a line."""


def find_stems(text: str) -> list[Opener]:
    """The stems of a section's text, in order: openers before a colon at a line's end, and kinds alone."""
    openers = [o for o in find_openers(text) if OVER_A_LIST.match(text, o.end) and _opens_line(text, o.start)]
    return sorted([*openers, *find_kind_lines(text)], key=lambda stem: stem.start)


def find_kind_lines(text: str) -> list[Opener]:
    """The lines that name a kind alone, over words that do not name it again."""
    found = []
    for match in KIND_LINE.finditer(text):
        kind = head_kind(match.group("word"))
        named = any(o.start <= NAMED_WITHIN and o.capital for o in find_openers(match.group("below")))
        if kind is not None and not named:
            found.append(Opener(match.start("word"), match.end("word"), kind, capital=True))
    return found


def _opens_line(text: str, offset: int) -> bool:
    return not text[text.rfind("\n", 0, offset) + 1 : offset].strip(" \t*_#|>")
