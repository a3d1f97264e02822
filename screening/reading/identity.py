"""Which position a document speaks of: title, grade and occupation code, in whatever order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.reading.dates import DATE, PRINTED, LabelledDate, find_dates
from screening.reading.headings import find_headings
from screening.reading.lookalikes import digits, fold
from screening.reading.openers import find_openers
from screening.reading.source import squeeze

_CODE = r"[0-9OIlSB]{4}[ \t]?[-‐‑–—]?[ \t]?[0-9OIlSB]{2}(?:[0-9OIlSB]{2}|[Xx]{2})"
_LABEL = (
    r"(?:(?:occupation(?:al)?|occ\.?|occup\.?|position|job|class(?:ification)?)[ \t]*(?:series[ \t]*)?"
    r"(?:codes?|nos?\.?|numbers?|id|#)|code)(?:[ \t]*/[ \t]*[^\W\d_][^\n:/0-9]{3,30}(?=:))?"
    r"[ \t*_|]*[:#.\-–]*[ \t*_|]*"
)
LABELLED_CODE = re.compile(rf"(?<!\w)\(?{_LABEL}(?P<code>{_CODE})\)?(?!\w)", re.IGNORECASE)
BARE_CODE = re.compile(r"(?<![\w-])\(?(?P<code>[0-9]{4}[-‑–][0-9]{2}(?:[0-9]{2}|XX))\)?(?![\w-])")

_SCHEDULE = r"(?:EAS|PS|MH|PCES|RSC|CAG|DCS|NMH|EPP|OCS|PTF|ITAS|HEC|MESC|RCCA|RC|CC|L|K|Q|M|S|P[0-9]?)"
_STEP = (
    r"(?=[OIlSB]?[0-9])[0-9OIlSB]{1,2}[A-Z]?"
    r"(?:[ \t]?[-/–&][ \t]?(?:(?:EAS|PS|MH|P[0-9]?)[ \t]?[-–]?[ \t]?)?(?:[0-9]{1,2}|P[0-9]))?"
)
GRADE = (
    r"(?:(?:GS|GL|WG|WL|WS)(?:[ \t]?[-–—][ \t]?(?:[0-9]{4}[ \t]?[-–—/][ \t]?)?|[ \t]?)[0-9]{1,2}"
    rf"|{_SCHEDULE}[ \t]?[-–—][ \t]?{_STEP}|(?:EAS|PS|MH|PCES)[ \t]?[0-9]{{1,2}}"
    rf"|P[0-9][ \t]?[-–—][ \t]?[0-9]{{1,2}}"
    rf"|(?:level|lvl\.?)[ \t]*[-:]?[ \t]*(?:{_SCHEDULE}[ \t]?[-–]?[ \t]?)?[0-9]{{1,2}})(?!\w)"
)
PRINTED_GRADE = re.compile(
    rf"(?<![\w-])(?P<open>\()?[ \t]*(?P<grade>{GRADE})[ \t]*(?(open)\))", re.IGNORECASE
)
GRADE_FIELD = re.compile(
    r"(?<!\w)(?:(?:pay|salary|position|job)[ \t]+"
    r"|(?:pay[ \t]+)?(?:series|plan|scale)[ \t]*(?:/|&|and)[ \t]*)?"
    r"(?:grade|level|schedule)(?:[ \t]+(?:and[ \t]+grade|level))?"
    rf"[ \t*_]*[:|][ \t*_]*(?P<grade>{GRADE}|[0-9]{{1,2}}(?!\w))",
    re.IGNORECASE,
)
GRADE_NAMED = re.compile(
    r"(?<![\w-])(?P<open>\()?[ \t]*(?:(?:pay|salary|position|job)[ \t]+)?grade(?:[ \t]*[:|])?[ \t*_]*"
    rf"(?P<grade>{GRADE}|(?-i:[A-Z]{{1,4}})[ \t]?[-–—][ \t]?[0-9]{{1,2}}[A-Z]?(?!\w)"
    r"|(?P<bare>[0-9]{1,2})(?!\w))"
    r"[ \t]*(?(open)\))(?=[ \t*_]*(?:$|[,;|)(•·●▪]|[-–—][ \t]|[ \t]{2}|[0-9]{4}[-‐‑–—]))",
    re.IGNORECASE,
)
"""A grade of any schedule after that word, as in "Ferry Coordinator, Grade T-06", where no words go on."""
_NAME = r"[A-Z][\w&/'’-]*"
TOLD = re.compile(
    r"(?:^|(?<=[.:;])\s)[ \t]*(?:this|these|the)\s(?:[a-z]+\s){0,2}?(?:standards?|qualifications?"
    r"|requirements?|description|announcement)\b[^.:;]{0,80}?\b(?:position|job|post|work|duties)\s"
    r"(?:of\s|for\s)(?:an?\s|the\s)?"
    rf"(?P<title>(?-i:{_NAME}(?:,?\s(?:(?:of|and|the|for|to|in)\s)?{_NAME}){{0,7}}))[,\s(]+"
    rf"(?:at\s|grade\s)?(?P<grade>{GRADE})\)?[,;(\s]+(?:and\s)?"
    rf"(?:occupation(?:al)?|occ\.?|job|position)\s(?:code|number|no\.?)\s?(?:is\s)?[:#]?\s?(?P<code>{_CODE})\)?(?!\w)"
    r"(?:,?\s+(?:and\s+)?(?:is\s+)?(?=effective\b|issued\b|approved\b|dated\b))?",
    re.IGNORECASE | re.MULTILINE,
)
"""A sentence such as "This standard applies to the position of Clerk, PS-06, occupation code 2320-0012"."""
ONE_LETTER = re.compile(r"[A-Z][ \t]?[-–—]")  # "K-9" is a grade only where nothing better is
TITLE_LABEL = re.compile(
    r"(?:^|[|]|[ \t]{2})[ \t#*_]*(?:(?:position|job|standard|official|class)[ \t]+)?(?:title|position"
    r"|post|role|(?:qualification[ \t]+)?standard(?:[ \t]+for)?)[ \t*_]*(?:[:|]|\.[ \t]?\.[ .]*)[ \t*_]*",
    re.IGNORECASE,
)
SENTENCE_WORDS = re.compile(
    r"\b(?:is|are|was|were|must|will|shall|this|that|which|have|has|been|by|from|see|page|please)\b",
    re.IGNORECASE,
)
SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "to", "on", "at", "a", "an", "or", "with"))
STATUS_WORDS = re.compile(
    r"[(\[]?\b(?:proposed|draft|new|revised|superseded|obsolete|current)\b[)\]]?", re.IGNORECASE
)
TITLE_WORDS = 12


@dataclass(frozen=True)
class Mention:
    """One place that says which position this is; None for what it does not say."""

    start: int
    end: int
    title: str | None = None
    grade: str | None = None
    code: str | None = None


def find_mentions(text: str) -> list[Mention]:
    """What the lines of a text say about the position they belong to, in order of place."""
    told = find_told(text)
    found = [m for m in _in_lines(text) if not any(m.start < t.end and m.end > t.start for t in told)]
    return sorted([*found, *told], key=lambda mention: mention.start)


def find_told(text: str) -> list[Mention]:
    """Positions that a sentence about the standard names whole: title, grade and code."""
    return [
        Mention(
            m.start(), m.end(), squeeze(m.group("title")), tidy_grade(squeeze(m.group("grade"))),
            tidy_code(m.group("code")),
        )
        for m in TOLD.finditer(text)
    ]  # fmt: skip


def _in_lines(text: str) -> list[Mention]:
    found: list[Mention] = []
    at = 0
    for line in text.split("\n"):
        found += [_moved(mention, at) for mention in _in_line(line, fold(line, "i"))]
        at += len(line) + 1
    return found


def _moved(mention: Mention, by: int) -> Mention:
    return Mention(mention.start + by, mention.end + by, mention.title, mention.grade, mention.code)


def _in_line(line: str, folded: str) -> list[Mention]:
    """The mentions of one line: a heading of any order, or a code inside a sentence."""
    limit = _first_section(line)
    codes = _codes(line[:limit], folded[:limit])
    label = TITLE_LABEL.search(folded[:limit])
    grades = _grades(line[:limit], headed=bool(codes or label))
    if not (codes or grades or label):
        return []
    if re.match(r"[ \t]*[-–•*▪●][ \t]+\S", line):
        return codes
    days: list[LabelledDate | re.Match[str]] = [*find_dates(line[:limit])]
    days += [*DATE.finditer(line[:limit]), *NUMBERED.finditer(line[:limit])] if codes else []
    taken = [*codes, *grades, *(_range_of(day) for day in days)]
    title = _title(line, limit, taken, label)
    if title is None and _words_left(line, limit, taken):
        return [mention for mention in codes if LABELLED_CODE.match(folded, mention.start)]
    if title is None:
        return sorted([*codes, *grades], key=lambda mention: mention.start)
    return sorted([*codes, *grades, title], key=lambda mention: mention.start)


NUMBERED = re.compile(
    r"^[ \t#*_]*(?:(?:section|article|part|position|appendix)[ \t]+)?"
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[A-Z]|[IVX]{1,5})[.):]+(?=[ \t]+[A-Z])"
    r"|(?<!\w)(?:page|pg\.?|p\.)[ \t]*[0-9]+(?:[ \t]*(?:of|/)[ \t]*[0-9]+)?(?!\w)",
    re.IGNORECASE,
)
"""A section's number before a title, and a page's after it."""


def _range_of(day: LabelledDate | re.Match[str]) -> Mention:
    """The place of a date, which names no position."""
    return Mention(*day.span()) if isinstance(day, re.Match) else Mention(day.start, day.end)


def _first_section(line: str) -> int:
    """Where the first section heading of a line begins; titles stand before it."""
    headings = [h.start for h in find_headings(line)]
    return min(headings, default=len(line))


def _codes(line: str, folded: str) -> list[Mention]:
    labelled = [
        Mention(m.start(), m.end(), code=tidy_code(line[m.start("code") : m.end("code")]))
        for m in LABELLED_CODE.finditer(folded)
    ]
    bare = [Mention(m.start(), m.end(), code=tidy_code(m.group("code"))) for m in BARE_CODE.finditer(line)]
    return sorted(
        [*labelled, *(b for b in bare if not any(m.start <= b.start < m.end for m in labelled))],
        key=lambda mention: mention.start,
    )


def _grades(line: str, headed: bool) -> list[Mention]:
    """The grades of a line; a bare number after "grade" is one only where a code or a title stands too."""
    fields = [
        Mention(m.start(), m.end(), grade=tidy_grade(m.group("grade"))) for m in GRADE_FIELD.finditer(line)
    ]
    named = [
        Mention(m.start(), m.end(), grade=tidy_grade(m.group("grade")))
        for m in GRADE_NAMED.finditer(line)
        if headed or not m.group("bare")
    ]
    plain = [
        Mention(m.start(), m.end(), grade=tidy_grade(m.group("grade"))) for m in PRINTED_GRADE.finditer(line)
    ]
    plain = named or sorted(plain, key=lambda mention: bool(ONE_LETTER.match(str(mention.grade))))
    return fields or plain[:1]


def _pieces(line: str, limit: int, taken: list[Mention]) -> list[tuple[int, int]]:
    """The ranges of a line that no code, grade or date takes."""
    pieces, at = [], 0
    for mention in sorted(taken, key=lambda m: m.start):
        pieces.append((at, mention.start))
        at = max(at, mention.end)
    return [
        (start, end)
        for start, end in [*pieces, (at, limit)]
        if line[start:end].strip(" \t|,;:()[]-–—*_#.~·•●▪^`'=/")
    ]


def _words_left(line: str, limit: int, taken: list[Mention]) -> bool:
    return bool(_pieces(line, limit, taken))


def _title(line: str, limit: int, taken: list[Mention], label: re.Match[str] | None) -> Mention | None:
    """The title on a line: after its label, or the only words that are left."""
    if label:
        ends = [m.start for m in taken if m.start >= label.end()]
        bars = [i for i in (line.find("|", label.end()), line.find("   ", label.end())) if i >= 0]
        return _as_title(line, label.end(), min([limit, *ends, *bars]), label.start(), labelled=True)
    pieces = _pieces(line, limit, taken)
    if len(pieces) != 1 or not any(m.grade or m.code for m in taken):
        return None
    start, end = pieces[0]
    said = line.rfind(": ", start, end) + 1
    found = _as_title(line, start, end, start)
    return found or (_as_title(line, max(start, said), end, start) if said > start else None)


def _as_title(line: str, start: int, end: int, shown: int, labelled: bool = False) -> Mention | None:
    """A range as a title, if it reads like one."""
    printed = STATUS_WORDS.sub(" ", fold(line[start:end]))
    title = " ".join(printed.split()).strip(" |,;:()[]-–—*_#.~·•●▪/")
    title += ")" * (title.count("(") > title.count(")"))
    if not reads_like_title(title, labelled):
        return None
    end = start + len(line[start:end].rstrip(" \t|,;:-–—*_#"))
    return Mention(shown, end, title=title)


def reads_like_title(words: str, labelled: bool = False) -> bool:
    """Whether words are a job's title: few, capitalised, no sentence, no section heading, no requirement."""
    parts = words.split()
    if "|" in words or not parts or len(parts) > TITLE_WORDS or len(words) < 3 or not words[0].isalpha():
        return False
    if labelled:
        return True
    if ":" in words:
        return False
    small = [p for p in parts if p[0].islower() and p.strip(",") not in SMALL_WORDS]
    if small or SENTENCE_WORDS.search(words) or words.rstrip().endswith((".", ";")):
        return False
    if NO_TITLE.fullmatch(words):
        return False
    return not find_headings(words) and not find_openers(words) and not NOT_TITLES.search(words)


NO_TITLE = re.compile(rf"(?:[A-Z]+[ \t]+)?(?:{GRADE}|{PRINTED})", re.IGNORECASE)
"""A grade or a date, labelled or not, that stands where a title might."""
STANDARD_FOR = re.compile(
    r"(?:(?:usps|postal service)[ \t]+)?(?:qualification|position|job)[ \t]+(?:standards?|description)"
    r"[ \t]+for(?:[ \t]+(?:the|position of|the position of))?[ \t]+",
    re.IGNORECASE,
)
"""What leads to a title: "Qualification Standard for Mail Handler"."""


NOT_TITLES = re.compile(
    r"\b(?:qualification standards?|(?:person|job|class|role|post)[ ]specifications?|postal service"
    r"|occupation|document(?=[ ]+(?:date|number|no\b|id\b|control)|\W*$)|doc|date|handbook|section|form"
    r"|exam(?:ination)?|test"
    r"|grade|code|page|attachment|enclosure|exhibit|appendix|dear|sincerely|subject|title|code)\b",
    re.IGNORECASE,
)


def tidy_grade(printed: str) -> str:
    """A grade as printed, misread digits turned back."""
    return re.sub(r"(?<=[-–— ])[0-9OIlSB]+(?!\w)", lambda match: digits(match.group()), printed)


def tidy_code(printed: str) -> str:
    """A code as printed, hyphen plain and blanks gone; a family's XX stays, misread digits are mended."""
    plain = re.sub(r"[ \t]", "", re.sub(r"[‐‑–—]", "-", printed))
    family = plain[-2:].upper() == "XX"
    return digits(plain[:-2]) + "XX" if family else digits(plain)
