"""The examinations that a text requires: numbers asked for, not those struck, replaced or waived."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.reading.lookalikes import digits

SENTENCE = re.compile(
    r"(?:\b(?:No|Nos|U\.S|St|ext)\.|[^.;\n]|\.(?=\S)|\n(?!\s*\n))+(?:[.;]|$|\n)", re.IGNORECASE
)
WORD = r"(?:exam(?:ination)?s?|tests?|batter(?:y|ies)|assessments?|VEA|series)"
NUMBER = re.compile(
    r"(?<![\w$§./-])(?:(?P<led>(?i:" + WORD + r"(?:[ \t]*(?:nos?\.?|numbers?|#))?)"
    r"(?:[ \t]*[-–—]?[ \t]*[A-Z]{1,3}(?=[ \t]*\())?)[ \t]*\(?#?)?"
    r"(?P<number>(?=[0-9OIl]*[0-9][OIl]?[0-9])[0-9OIl]{3})(?![\w%])(?![.,][0-9])(?![-–][0-9](?![0-9]{2}"
    r"(?![0-9-])))"
)
LISTING = re.compile(
    r"\s*(?:[,/&()]|and|or|and/or|either|both|through|thru|to|[-–—])*(?:\s*(?:and|or))?\s*", re.IGNORECASE
)
RANGE = re.compile(r"\s*(?:through|thru|to|[-–—])\s*", re.IGNORECASE)
RANGE_AT_MOST = 10
LOOK_AROUND = 400
NO_EXAMINATION = re.compile(
    r"(?:scores?|rating|mark|scale|sections?|chapter|part|handbook|form|forms|title|hours?|at least|minimum"
    r"|maximum|code"
    r"|points?|page|ext(?:ension)?\.?|room|suite|phone|than|EL|AS|PS|CFR|\$)[ \t]*(?:of|is|:"
    r"|no\.?)?[ \t]*[-–]?[ \t]*$",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"[ \t-]*(?:hours?|words?|points?|percent|pounds?|lbs?|minutes?|days?|months?|years?|miles?|employees"
    r"|or (?:higher|better|above|more))\b",
    re.IGNORECASE,
)
# Words that make the numbers after them former or not asked for, and words that do so to numbers before them.
FORMER_AFTER = re.compile(
    r"\b(?:formerly|former|previously|previous|replac(?:es|ing)|replaced(?![ ]+by)|supersed(?:es|ing)"
    r"|superseded(?![ ]+by)|in[ ]+lieu[ ]+of|instead[ ]+of|rather[ ]+than|in[ ]+place[ ]+of|other[ ]+than|old"
    r"|obsolete|discontinued|not[ ]+(?:be[ ]+)?(?:required|needed|asked|expected)[ ]+to|neither|nor"
    r"|need[ ]+not|no[ ]+longer|no[ ]+(?:other|further|additional)|(?:do|does|did)[ ]+not[ ]+(?:have|need"
    r"|require)"
    r"|without|waives?|exempt[ ]+from|not[ ]+(?:take|retake|include|accept|substitute)|equivalent[ ]+to)\b",
    re.IGNORECASE,
)
FORMER_BEFORE = re.compile(
    r"^[0-9]{3}[A-Z]?[ ]?\((?:former|old|discontinued|obsolete|retired|no[ ]longer)\b"
    r"|\b(?:not[ ]+(?:be[ ]+)?(?:required|necessary|needed|used|given|applicable|substituted|accepted|taken"
    r"|considered)"
    r"|no[ ]+longer|(?:been|be|is|was|are|were)[ ]+(?:replaced|superseded|discontinued|eliminated|withdrawn"
    r"|waived"
    r"|deleted|retired|rescinded|obsolete|dropped|removed)|(?:replaced|superseded)[ ]+by|need[ ]+not)\b",
    re.IGNORECASE,
)
TURN = re.compile(r"\bby\b|\bbut\b|[,;]\s*(?:and|but)\b|\bis[ ]+(?:now[ ]+)?required|\bmust\b", re.IGNORECASE)
NAME = re.compile(
    r"((?:[A-Z][\w&/'’-]*)(?:[ ,]+(?:(?:of|the|for|and|in|&"
    r"|-)[ ]+)*[A-Z0-9][\w&/'’-]*)*)[ ]*[,:\-–—]?[ ]*\(?[ ]*(?:(?i:exam(?:ination)?"
    r"|test)s?[ ]*)?(?:(?i:no)\.?[ ]*)?#?$"
)
NAME_AFTER = re.compile(
    r"[ ]?[,(:–—-]+[ ]?((?:[A-Z][\w&/'’-]*)(?:[ ]+(?:(?:of|the|for|and|in|&)[ ]+)*[A-Z][\w&/'’-]*)+)"
)
PASS_MARK = re.compile(
    r"(?:(?:score|rating|mark|grade)[ ]+of[ ]+(?:at[ ]+least[ ]+)?|at[ ]+least[ ]+"
    r"|minimum(?:[ ]+\w+){0,3}?[ ]+(?:of[ ]+)?|pass(?:ing)?[ ]+(?:mark|score)[ ]*(?:is|of|:)?[ ]*)"
    r"(?P<mark>[0-9]{2,3})(?!\d|[ ]*(?:hours|words|pounds|days))|(?P<mark2>[0-9]{2,3})[ ]+or[ ]+(?:higher"
    r"|better|above|more)",
    re.IGNORECASE,
)
NONE = re.compile(
    r"^\W*(?:none(?: (?:is )?(?:required|needed))?|not (?:required|needed|applicable)|n/?a"
    r"|no (?:written )?(?:exam\w*|test\w*|assessments?)\b.{0,40})\W*$",
    re.IGNORECASE,
)
ANY = re.compile(
    r"(?<!physical )(?<!medical )(?<!eye )"
    r"\b(?:exam(?:ination)?s?|(?:written|entrance|entry) tests?|batter(?:y|ies)|assessments?)\b",
    re.IGNORECASE,
)
"""What has to be asked for after "None." if it is to be an examination; licences and lifting are not."""
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
        said = sentence.group().replace("\n", " ")
        start = sentence.start() + len(said) - len(said.lstrip())
        for number, at in _numbers(said, led_only):
            if number not in found and not _former(said, at):
                found[number] = Required(
                    number,
                    _name(said[max(0, at - LOOK_AROUND) : at])
                    or _name_after(said[at + 3 : at + LOOK_AROUND]),
                    start,
                    sentence.start() + len(said.rstrip()),
                    mark,
                )
    if not found and not led_only and _asks_for_one(text):
        start = len(text) - len(text.lstrip())
        found[None] = Required(None, None, start, len(text.rstrip()), mark)
    return list(found.values())


def _asks_for_one(text: str) -> bool:
    """Whether a text without a number asks for an examination all the same."""
    said = [sentence.group().strip() for sentence in SENTENCE.finditer(text)]
    said = [sentence for sentence in said if sentence.strip(" .;|*_-–—")]
    if said and NONE.match(said[0]):
        said = [sentence for sentence in said[1:] if ANY.search(sentence)]
    asks = any(ASKS.search(sentence) for sentence in said)
    return asks and not NUMBER.search(text) and not FORMER_BEFORE.search(text)


def _numbers(said: str, led_only: bool) -> list[tuple[int, int]]:
    """The examination numbers of a sentence, each with its offset; a list goes on after a leading word."""
    found: list[tuple[int, int]] = []
    last_end = -1
    for match in NUMBER.finditer(said):
        at, number = match.start("number"), int(digits(match.group("number")))
        between = said[last_end : match.start()] if last_end >= 0 else "\x00"
        led = bool(match.group("led")) or LISTING.fullmatch(between) is not None
        if (NO_EXAMINATION.search(said[max(0, at - LOOK_AROUND) : at]) and not led) or UNIT.match(
            said[match.end() :]
        ):
            continue
        if led_only and not led:
            continue
        if found and RANGE.fullmatch(between):
            found += [
                (n, at) for n in range(found[-1][0] + 1, number) if number - found[-1][0] <= RANGE_AT_MOST
            ]
        found.append((number, at))
        last_end = match.end()
    return found


def _former(said: str, at: int) -> bool:
    """Whether the sentence says of the number at this place that it is replaced, waived or not required."""
    before, after = said[max(0, at - LOOK_AROUND) : at], said[at : at + LOOK_AROUND]
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


def _name_after(after: str) -> str | None:
    """The name in capitals that follows a number: "Test 460, Rural Carrier Examination"."""
    match = NAME_AFTER.match(" ".join(after.split()))
    return match.group(1) if match else None


def pass_mark(text: str) -> int | None:
    """The score that a text asks for at least, if it names one."""
    match = PASS_MARK.search(" ".join(text.split()))
    return int(match.group("mark") or match.group("mark2")) if match else None
