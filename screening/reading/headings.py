"""Section headings, in any case, with any numbering and punctuation, on their own line or inside one."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from screening.reading.lexicon import INTRODUCING, KEYWORDS, LEXICON, SECTION_NOUN, SectionKind
from screening.reading.lookalikes import fold, readings
from screening.reading.openers import find_openers
from screening.reading.stems import BESIDE, find_kind_lines

# A line in capitals that says something is a sentence, and no heading: "TEST 718 IS REQUIRED."
SAYS = re.compile(
    r"\b(?:IS|ARE|MUST|WILL|SHALL|HAS|HAVE|MAY|CAN|NOT|WHO)\b"
    r"|\b(?:EXAM(?:INATION)?|TEST)S?[ \t]+(?:NOS?\.?[ \t]*)?[0-9]{3}\b"
)
ASKING = ("requirements", "desirable", "training")
WORDS_OF_A_LINE = 6  # fewer are a heading over a heading
NUMBERING = (
    r"(?:(?:(?:section|part|factor)[ \t]+)?(?:[0-9]{1,2}|[IVX]{1,5}|[A-Z])[.):\-–—]*[ \t]+|§[ \t]*)?"
)
OPENING = r"^[ \t>#*_|•\-=]*" + NUMBERING + r"[*_]*"
# The same heading in another language: "REQUIREMENTS / REQUISITOS".
TWIN = r"(?:[ \t*_]{0,4}/[ \t*_]{0,4}[^\W\d_]+(?:[ \t]+[^\W\d_]+){0,4})?"
# Whom a section is for, to the end of its line: "Physical requirements for all positions".
FOR_WHOM = (
    r"(?:[ \t]+for[ \t]+(?:all|this|these|the)[ \t]+(?:above[ \t]+)?(?:positions?|jobs?|occupations?|titles)"
    r"(?:[ \t]+(?:listed[ \t]+)?(?:above|below))?(?=[ \t*_]*(?::|\.?[ \t]*$)(?!\n[ \t]*(?-i:[a-z]))))?"
)
# The level of a factor and its points, as in federal position descriptions: "Level 1-4, 550 points".
FACTOR_LEVEL = r"(?:[ \t,;:(–—-]*(?:FLD?|(?:factor[ \t]+)?level)[ \t]*[0-9]{1,2}[-–][0-9]{1,2}\b[^\n]{0,30})?"
IN_BRACKETS = r"[ \t*_]*(?:\([^()\n]{1,40}\))?[ \t*_]*"
CLOSING = TWIN + FOR_WHOM + FACTOR_LEVEL + IN_BRACKETS + r"(?:[:.\-–—=]+[ \t*_|]*|(?=[|]|$))"
LABEL_AFTER = re.compile(
    r"[ \t*_]*[-–—:(|]*[ \t]*(?:essential|desirable|highly desirable|required|mandatory|preferred)\b[) \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
NUMBERED = re.compile(r"[ \t>#*_|•\-]*\(?(?:[0-9]{1,2}|[A-Z]-?[0-9]{0,3})[.)]*[ \t]")
ALONE = re.compile(
    r"^[ \t#*_|=]*(?P<phrase>[A-Z][A-Z0-9&/,'’().\- ]{3,70}?)[ \t]*(?P<colon>:)?[ \t*_|=]*$", re.MULTILINE
)
PART = re.compile(
    r"^[ \t#*_|=]*(?P<phrase>(?:part|section|group|category|area)[ \t]+(?:[IVX]{1,4}|[0-9]{1,2}"
    r"|[A-Z])\b[^\n.;]{0,60}?)"
    r"[ \t]*[:.]?[ \t*_|=]*$",
    re.MULTILINE | re.IGNORECASE,
)
MARKDOWN = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|\*\*)(?P<phrase>[^\n*#:]{3,70}?)[ \t]*:?[ \t]*(?:\*\*)?:?[ \t]*#*$", re.MULTILINE
)
INTRODUCTION = re.compile(
    r"(?:^|(?<=[.;])[ \t])[ \t]*(?P<phrase>[A-Z][^\n.:;]{8,300}(?:\n"
    r"(?![ \t]*\n)[^\n.:;]{1,200}){0,3}):[ \t]*(?=\n|[0-9(•*\-])",
    re.MULTILINE,
)
RESTART = re.compile(
    r"(?:^|(?<=[.;:!?]\n)|(?<=\n\n))[ \t#*_]*(?P<phrase>[A-Z][^\n.:;!?]{2,60})(?P<end>:?[ \t*_]*)\n"
    r"(?=\s*\(?1[.)][ \t])"
)
PARTED = re.compile(
    r"(?<=\n)[ \t]*\n[ \t#*_]*(?P<phrase>[A-Z][^\n.;!?|]{2,60}?)[ \t*_]*:?[ \t*_]*"
    r"(?=\n(?P<gap>[ \t]*\n)?\s*(?P<next>\S[^\n]*))"
)
"""A short line under an empty one."""
TITLED = re.compile(
    r"[A-Z][\w&/'’-]*(?:[ \t]+(?:\(?[A-Z&][\w&/'’)-]*|of|and|the|for|to|in|a|an|or|on|with|by)){0,7}"
)
SPILLING = ("physical", "requirements", "desirable", "training")
"""Sections that nothing but a next heading ends, so that one not known would be read as more of them."""
BODILY = re.compile(
    r"\b(?:vision|hearing|speech|sight|lifting|carrying|standing|walking|climbing|mobility|strength|dexterity"
    r"|arduous|physical|medical|environment\w*|conditions?)\b",
    re.IGNORECASE,
)
"""What names a part of physical requirements."""
ITSELF = re.compile(r"\b(?:licen[sc]es?|certifi\w+|degree|diploma|citizenship|clearance)\b", re.IGNORECASE)
"""What a line alone asks for itself, so that it is no name of what follows."""
UNFINISHED = re.compile(r"(?:\b(?:and|or|of|the|an?|in|to|with|for|by|as|on|from)|,)\Z", re.IGNORECASE)
DESIRABLE = re.compile(
    r"(?:\b(?:highly|also|other|what|would|will|be|is|are|the|following|these|but|not|required|necessary"
    r"|mandatory|qualifications?|requirements?|ksas?|skills?|abilities|knowledge|criteria|factors?|experience"
    r"|considered|help|helpful|nice|good|to|have|an?|plus|asset|advantage|desirable|desired|preferred|ideally"
    r"|additional|and|or)\b\W*)+",
    re.IGNORECASE,
)
"""A line that says that what follows is desirable, and of nothing that itself is."""
FIRST = re.compile(r"^[ \t]*\(?1[.)][ \t]+", re.MULTILINE)
LISTED = re.compile(r"^[ \t|>#*_]*(?:[-–—•*▪●○◦‣·]|\(?(?:[0-9]{1,2}|[A-Za-z])[.)])[ \t]+")
LIST_BEGINS = 60  # characters in which a list's first item says what it asks for
ESSENTIAL = re.compile(
    r"^[ \t#*_|=-]*(?P<phrase>(?:highly[ \t]+)?(?:essential|mandatory|required)(?:[ \t]+criteria)?)"
    r"[ \t*_|=]*(?::?[ \t*_|=-]*$|:[ \t]+(?=(?-i:[A-Z])(?!(?:es|o)\b)))",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Heading:
    """A section heading in a copy: what it opens and the range it is printed in, punctuation included."""

    kind: SectionKind
    start: int
    end: int
    phrase: str
    known: bool = True


def _flexible(phrase: str) -> str:
    """A phrase of the lexicon as a pattern in which a blank is any run of blanks."""
    return re.sub(r" (?!\?)", r"[ \\t]+", phrase).replace(" ?", r"[ \t]*")


_PHRASES = "|".join(f"(?P<k{i}>{_flexible(phrase)})" for i, (_, phrase) in enumerate(LEXICON))
ON_A_LINE = re.compile(f"{OPENING}(?:{_PHRASES}){CLOSING}", re.IGNORECASE | re.MULTILINE)
# In capitals and without a colon: "FUNCTION Sells stamps …" opens a line, two words or more any sentence.
BARE = re.compile(
    rf"(?:^[ \t]*|(?<=[.;])[ \t]+)(?:{_PHRASES})[ \t]+(?=(?-i:[A-Z][a-z])|[0-9]{{1,2}}[.)])",
    re.IGNORECASE | re.MULTILINE,
)
INSIDE = re.compile(rf"(?<=[\s.;)|])(?:{_PHRASES})[ \t]*:[ \t]*", re.IGNORECASE)


def find_headings(text: str) -> list[Heading]:
    """The headings of the lexicon in a text, in order, none inside another."""
    found: list[Heading] = []
    for reading in readings(text):
        found += [_heading(match) for match in ON_A_LINE.finditer(reading) if _stands_alone(match, reading)]
        found += [_heading(match) for match in INSIDE.finditer(reading) if _announces(match, reading)]
        found += [_heading(match) for match in BARE.finditer(reading) if _is_bare(match)]
    return _apart(found)


def find_sections(text: str) -> list[Heading]:
    """A position's headings: those of the lexicon, unknown ones in capitals, and introductions."""
    known = find_headings(text)
    folded = fold(text)
    if len(ESSENTIAL.findall(text)) > 1:
        known = [h for h in known if h.kind != "desirable" or " " in h.phrase]
    settled = [*_essential(text), *_kinds(text), *_restarts(text, known)]
    found = [*known, *settled, *_unknown(folded), *_parted(text, known), *_introductions(folded)]
    return _apart(found)


def _essential(text: str) -> list[Heading]:
    """The one line that says "Essential" alone, over a list; said more than once it is a field of items."""
    found = list(ESSENTIAL.finditer(text))
    return [Heading("requirements", m.start(), m.end(), m.group("phrase")) for m in found[: len(found) == 1]]


def _restarts(text: str, known: list[Heading]) -> list[Heading]:
    """Short lines right under a list of requirements, over one that counts from 1 again."""
    found = []
    starts = [heading.start for heading in known]
    firsts = [m.start() for m in FIRST.finditer(text)]
    for match in RESTART.finditer(text):
        at = bisect_left(firsts, match.start()) - 1
        if at < 0 or bisect_left(starts, firsts[at]) != bisect_left(starts, match.start()):
            continue
        above = find_openers(text[firsts[at] : match.start()][:LIST_BEGINS])
        phrase = match.group("phrase").strip()
        if above and not find_openers(phrase) and len(phrase.split()) <= WORDS_OF_A_LINE:
            found.append(Heading(speaks_of(phrase), match.start("phrase"), match.end("end"), phrase, False))
    return found


def _kinds(text: str) -> list[Heading]:
    """Lines that name a kind alone open a list that they stay in; others beside them open their own."""
    lines = find_kind_lines(text)
    found = [Heading("requirements", o.start, o.start, text[o.start : o.end]) for o in lines]
    beside = [m for m in BESIDE.finditer(text) if lines and lines[0].start < m.start()]
    return [*found, *(Heading("additional", m.start(), m.end(), m.group("phrase")) for m in beside)]


def _apart(found: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    for heading in sorted(found, key=lambda h: (h.start, not h.known, -h.end)):
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _heading(match: re.Match[str]) -> Heading:
    group = match.lastgroup or "k0"
    return Heading(LEXICON[int(group[1:])][0], match.start(), match.end(), match.group(group))


def _stands_alone(match: re.Match[str], text: str) -> bool:
    """Whether a match at a line's start is a heading, and neither a sentence's first words nor a label."""
    if LABEL_AFTER.match(text, match.end(match.lastgroup or 0)):
        return False
    rest = text[match.end() :].partition("\n")[0].strip()
    if NUMBERED.match(match.group()) and rest and any(o.start == 0 for o in find_openers(rest)):
        return _heading(match).kind in ("requirements", "training", "desirable")
    mark = text[match.end(match.lastgroup or 0) : match.end()].strip(" \t*_|")
    if not rest or ":" in mark or _heads_a_row(match, text, rest):
        return True
    before = text[: match.start()].rstrip(" \t")
    fresh = not before.strip() or before.endswith("\n\n") or re.search(r"[.:;]\n$", before) is not None
    capital = match.group(match.lastgroup or 0)[0].isupper() and rest[0].isupper() and fresh
    return bool(mark) and mark[0] in "-–—." and (_capitals(match) or (capital and mark[0] == "."))


def _heads_a_row(match: re.Match[str], text: str, rest: str) -> bool:
    """Whether a heading is the first of two cells, and what it opens the other: "| Examination | 955 |"."""
    cell = text[match.start() : match.start(match.lastgroup or 0)].strip() == "|" and rest.startswith("|")
    return cell and rest.strip("|").count("|") == 0 and _heading(match).kind not in ASKING


def _announces(match: re.Match[str], text: str) -> bool:
    """Whether a match inside a line is a heading: capitals, or a new sentence that starts with capitals."""
    line_start = text.rfind("\n", 0, match.start()) + 1
    if NUMBERED.fullmatch(text[line_start : match.start()]):
        return False
    if _capitals(match):
        return True
    before = text[: match.start()].rstrip(" \t")
    phrase = match.group(match.lastgroup or 0)
    return phrase[0].isupper() and before.endswith((".", "|", ")"))


def _capitals(match: re.Match[str]) -> bool:
    return match.group(match.lastgroup or 0).isupper()


def _is_bare(match: re.Match[str]) -> bool:
    """Whether capitals without a colon are a heading: alone at a line's start, or two words and more."""
    phrase = match.group(match.lastgroup or 0)
    at_line = not match.string[: match.start(match.lastgroup or 0)].rpartition("\n")[2].strip()
    return phrase.isupper() and phrase != "KSA" and (at_line or len(phrase.split()) > 1)


def _unknown(text: str) -> list[Heading]:
    """Lines in capitals, of a Markdown heading or of a part, that no lexicon holds and that label no KSA."""
    found = []
    for match in [*ALONE.finditer(text), *MARKDOWN.finditer(text), *PART.finditer(text)]:
        phrase = match.group("phrase").strip()
        words = re.findall(r"[A-Za-z]{2,}", phrase)
        if not words or len(phrase.split()) > 8 or LABEL_AFTER.search(phrase) or find_openers(phrase):
            continue
        if match.re is not PART and (NUMBERED.match(match.group()) or _is_label(text, match)):
            continue
        if match.re is ALONE and (SAYS.search(phrase) or _goes_on(text, match.start())):
            continue
        kind = speaks_of(phrase)
        if kind not in ("requirements", "desirable") and not SECTION_NOUN.search(phrase):
            kind = "other"
        found.append(Heading(kind, match.start(), match.end(), phrase, known=False))
    return found


def _parted(text: str, known: list[Heading]) -> list[Heading]:
    """Short lines by themselves in a section that they would be read into: in title case, or over a list.

    A line right over a requirement may be its label, so there it has to say what kind the list is of.
    """
    found: list[Heading] = []
    starts = [heading.start for heading in known]
    for match in PARTED.finditer(text):
        phrase, following = match.group("phrase").strip(), match.group("next")
        at = bisect_left(starts, match.start("phrase")) - 1
        if at < 0 or known[at].kind not in SPILLING or len(phrase.split()) > WORDS_OF_A_LINE:
            continue
        if find_openers(phrase) or NUMBERED.match(phrase + " ") or ITSELF.search(phrase):
            continue
        above = text[: match.start()].rstrip()
        first = known[at].end >= len(above)
        if known[at].kind == "physical" and (first or BODILY.search(phrase)):
            continue
        marked = LISTED.match(following)
        lists = any(o.start == 0 for o in find_openers(LISTED.sub("", following)))
        finished = first or above.endswith((".", ";", ":", "!", "?", ")"))
        kind = speaks_of(phrase)
        title = bool(TITLED.fullmatch(phrase))
        apart = title and finished and not TITLED.fullmatch(following.strip())
        if not match.group("gap"):
            apart, lists = apart and not lists and not marked, lists and bool(marked) and not title
        lists = lists and (finished or (bool(marked) and not UNFINISHED.search(above)))
        if kind == "desirable" and DESIRABLE.fullmatch(phrase) and (lists or marked or finished):
            found.append(Heading(kind, match.start("phrase"), match.end(), phrase, False))
        elif (apart or lists) and not LABEL_AFTER.search(phrase):
            named = kind if SECTION_NOUN.search(phrase) else "other"
            found.append(Heading(named, match.start("phrase"), match.end(), phrase, False))
    return found


def _goes_on(text: str, start: int) -> bool:
    """Whether a line goes on from a sentence in capitals that the line above has not finished."""
    above = text[:start].removesuffix("\n").rpartition("\n")[2].strip()
    unfinished = above.isupper() and not re.search(r"[.;:!?)][ \t*_|]*$", above)
    return unfinished and len(above.split()) >= WORDS_OF_A_LINE


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether a line in capitals is the label of the one KSA that follows it, and no heading of several."""
    after = text[match.end() :].lstrip("\n")
    first = next((o for o in find_openers(after[:80]) if o.start <= 3), None)
    return first is not None and not text[match.end() :].startswith("\n\n")


def _introductions(text: str) -> list[Heading]:
    """Sentences that end in a colon before a list: "The following are required during training:"."""
    found = []
    for match in INTRODUCTION.finditer(text):
        phrase = " ".join(match.group("phrase").split())
        kind = speaks_of(phrase, INTRODUCING)
        if kind != "other" and not find_openers(phrase) and len(phrase.split()) > 2:
            found.append(Heading(kind, match.start("phrase"), match.end(), phrase, known=False))
    return found


def speaks_of(phrase: str, keywords: tuple[tuple[SectionKind, str], ...] = KEYWORDS) -> SectionKind:
    """The kind of section that a heading's words point to."""
    for kind, pattern in keywords:
        if re.search(pattern, phrase, re.IGNORECASE):
            return kind
    return "other"
