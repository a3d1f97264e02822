"""The examinations that a text requires: numbers asked for, not those struck, replaced or waived."""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE = re.compile(r"(?:[^.;\n]|\.(?=\S)|\b(?:No|Nos|U\.S|St)\.|\n(?!\s*\n))+(?:[.;]|$|\n)", re.IGNORECASE)
WORD = r"(?:exam(?:ination)?s?|tests?|batter(?:y|ies)|assessments?|VEA|series)"
NUMBER = re.compile(
    r"(?<![\w$§./-])(?:(?P<led>(?i:" + WORD + r"(?:[ \t]*(?:nos?\.?|numbers?|#))?))[ \t]*\(?#?)?"
    r"(?P<number>[0-9]{3})(?![\w%])(?![.,][0-9])(?!-[0-9])"
)
NO_EXAMINATION = re.compile(
    r"(?:scores?|rating|mark|scale|sections?|chapter|part|handbook|form|forms|title|hours?|at least|minimum|maximum|code"
    r"|points?|page|ext(?:ension)?\.?|room|suite|phone|than|EL|AS|PS|CFR|\$)[ \t]*(?:of|is|:|no\.?)?[ \t]*[-–]?[ \t]*$",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"[ \t-]*(?:hours?|words?|points?|percent|pounds?|lbs?|minutes?|days?|months?|years?|miles?|employees|or (?:higher|better|above|more))\b",
    re.IGNORECASE,
)
FORMER_AFTER = re.compile(
    r"\b(?:formerly|former|previously|previous|replac(?:es|ing)|replaced(?![ ]+by)|supersed(?:es|ing)|superseded(?![ ]+by)"
    r"|in[ ]+lieu[ ]+of|instead[ ]+of|rather[ ]+than|in[ ]+place[ ]+of|other[ ]+than|old|obsolete|discontinued|not[ ]+required[ ]+to"
    r"|need[ ]+not|no[ ]+longer|(?:do|does|did)[ ]+not[ ]+(?:have|need|require)|without|waives?|exempt[ ]+from|not)\b",
    re.IGNORECASE,
)
FORMER_BEFORE = re.compile(
    r"\b(?:not[ ]+(?:be[ ]+)?(?:required|necessary|needed|used|given|applicable)|no[ ]+longer|(?:been|is|was|are|were)[ ]+(?:replaced|superseded|discontinued"
    r"|eliminated|withdrawn|waived|deleted|retired|rescinded|obsolete)|(?:replaced|superseded)[ ]+by|need[ ]+not)\b",
    re.IGNORECASE,
)
TURN = re.compile(r"\bby\b|\bbut\b|[,;]\s*(?:and|but)\b|\bis[ ]+(?:now[ ]+)?required|\bmust\b", re.IGNORECASE)
NAME = re.compile(
    r"((?:[A-Z][\w&/'’-]*)(?:[ ,]+(?:(?:of|the|for|and|in|&|-)[ ]+)*[A-Z0-9][\w&/'’-]*)*)[ ]*[,:\-–—]?[ ]*\(?[ ]*(?:(?i:exam(?:ination)?|test)s?[ ]*)?(?:(?i:no)\.?[ ]*)?#?$"
)
PASS_MARK = re.compile(
    r"(?:(?:score|rating|mark|grade)[ ]+of[ ]+(?:at[ ]+least[ ]+)?|at[ ]+least[ ]+|minimum(?:[ ]+\w+){0,3}?[ ]+(?:of[ ]+)?|pass(?:ing)?[ ]+(?:mark|score)[ ]*(?:is|of|:)?[ ]*)"
    r"(?P<mark>[0-9]{2,3})(?!\d|[ ]*(?:hours|words|pounds|days))|(?P<mark2>[0-9]{2,3})[ ]+or[ ]+(?:higher|better|above|more)",
    re.IGNORECASE,
)
NONE = re.compile(
    r"^\W*(?:none|not applicable|n/?a|no (?:written )?(?:exam\w*|test\w*)\b.{0,40})\W*$", re.IGNORECASE
)
ASKS = re.compile(r"\b(?:must|shall|required?|successful(?:ly)?|pass|qualify|complete)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Required:
    """An examination that a sentence requires; offsets are those of the text given."""

    number: int | None
    name: str | None
    start: int
    end: int
    pass_mark: int | None = None


def find_examinations(text: str, led_only: bool = False) -> list[Required]:
    """The examinations required by a text, each once.

    ``led_only`` takes only numbers with "Test" or the like in front, as outside an examination section.
    """
    found: dict[int | None, Required] = {}
    mark = pass_mark(text)
    for sentence in SENTENCE.finditer(text):
        said = sentence.group()
        start = sentence.start() + len(said) - len(said.lstrip())
        for number, at in _numbers(said, led_only):
            if number not in found and not _former(said, at):
                found[number] = Required(
                    number, _name(said[:at]), start, sentence.start() + len(said.rstrip()), mark
                )
    if not found and not led_only and text.strip() and not NONE.match(text) and ASKS.search(text):
        if not NUMBER.search(text) and not FORMER_BEFORE.search(text):
            start = len(text) - len(text.lstrip())
            found[None] = Required(None, None, start, len(text.rstrip()), mark)
    return list(found.values())


def _numbers(said: str, led_only: bool) -> list[tuple[int, int]]:
    """The examination numbers of a sentence, each with its offset; a list goes on after a leading word."""
    found: list[tuple[int, int]] = []
    last_end = -1
    for match in NUMBER.finditer(said):
        at = match.start("number")
        joins = last_end >= 0 and bool(
            re.fullmatch(
                r"[ \t\n]*(?:[,/&]|and|or|and/or|through|,[ \t\n]*(?:and|or))*[ \t\n]*",
                said[last_end : match.start()],
            )
        )
        if (NO_EXAMINATION.search(said[:at]) and not match.group("led")) or UNIT.match(said[match.end() :]):
            continue
        if led_only and not match.group("led") and not joins:
            continue
        found.append((int(match.group("number")), at))
        last_end = match.end()
    return found


def _former(said: str, at: int) -> bool:
    """Whether the sentence says of the number at this place that it is replaced, waived or not required."""
    before, after = said[:at], said[at:]
    marks = list(FORMER_AFTER.finditer(before))
    if marks:
        since = before[marks[-1].end() :]
        if not TURN.search(since) and since.count(")") <= since.count("("):
            return True
    later = FORMER_BEFORE.search(after)
    return bool(later) and not TURN.search(after[: later.start()] if later else "")


def _name(before: str) -> str | None:
    """The name in capitals that stands in front of a number."""
    match = NAME.search(" ".join(before.split()))
    words = match.group(1).split() if match else []
    while (
        words
        and words[0] in ("Applicants", "The", "A", "An", "Postal", "Must", "Successful")
        and len(words) > 2
    ):
        words = words[1:]
    return " ".join(words) if len(words) > 1 else None


def pass_mark(text: str) -> int | None:
    """The score that a text asks for at least, if it names one."""
    match = PASS_MARK.search(" ".join(text.split()))
    return int(match.group("mark") or match.group("mark2")) if match else None
