"""The section of requirements into KSAs, its instructions and its disqualification clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from screening.reading.items import JOINING, LEVEL, LOOK_BACK, Item, find_items
from screening.reading.lexicon import IMPORTANCE
from screening.reading.lookalikes import readings
from screening.reading.openers import find_openers
from screening.reading.source import Span, squeeze
from screening.standards import Kind

FIELD = re.compile(
    rf"(?:(?:^|[\s\-–—(|\[:])(?:importance[ \t]*:[ \t]*)?(?P<importance>{IMPORTANCE})(?=[\s)|\].,:;]|$)"
    r"|scale[ \t]*[:|][ \t]*(?P<scale>\w+(?:[ \t]*/[ \t]*\w+)*)"
    r"|qualification[ \t]+proficiency[ \t]*[:|][ \t]*(?P<proficiency>\w+(?:[ \t]*/[ \t]*\w+)*))",
    re.IGNORECASE,
)
TRAILING = re.compile(
    rf"[ \t\n]*(?:[-–—|][ \t]*|[(\[][ \t]*)(?:importance[ \t]*:[ \t]*)?{IMPORTANCE}[ \t]*[)\]]?[ \t\n.|]*\Z"
    rf"|\s+importance[ \t]*:[ \t]*{IMPORTANCE}[ \t\n.|]*\Z"
    rf"|[ \t]{{2,}}{IMPORTANCE}\s*\Z"
    rf"|(?<=[.;)])[ \t]*\n\s*{IMPORTANCE}[ \t\n.]*\Z"
    r"|[ \t\n]*\|[ \t|]*(?:yes|no)?[ \t|]*\Z"
    r"|\s*(?:scale[ \t]*:[ \t]*\w+(?:/\w+)?|qualification[ \t]+proficiency[ \t]*:[ \t]*\w+)[ \t\n|]*\Z"
    r"|(?:[;,]\s*(?:and/or|and|or)?|\s+(?:and|or))\s*\Z",
    re.IGNORECASE,
)
LEADS_ON = re.compile(
    r"(?:[;,]\s*(?:(?:and|or)\b\s*)?|\b(?:and|or)\b\s*)(?:(?:have|possess|show)\b\s*)?(?:the|an?)?\s*\Z",
    re.IGNORECASE,
)
"""What leads from one requirement to the next in a sentence: "; and the", taken away once."""
LEADS_ON_AT_MOST = 40  # characters
IS_DESIRABLE = re.compile(
    rf"\b(?:is|are)[ \t\n]+(?P<importance>{IMPORTANCE})\b(?![ \t\n]+(?:to|for|by|in|of|as)\b)", re.IGNORECASE
)
CODE_AFTER = re.compile(
    r"\s*[(\[][ \t]*(?:(?:KSA|element"
    r"|code)[ \t]*#?[ \t]*)?(?P<code>[A-Z][ \t]?-?[ \t]?[0-9]{1,3}[A-Z]?)[ \t]*[)\]](?=\s*[.;:,]|\s*\Z)"
)
CELL_AFTER = re.compile(
    rf"(?<=[\w.;)])[ \t]*\|(?![ \t]*(?:{IMPORTANCE}|yes|no|importance|scale|qualification)\b)"
    r"(?:[^|\n.;:]|\.(?=\w)){2,80}[ \t|\n]*\Z",
    re.IGNORECASE,
)
"""The next column's cell in the row of a requirement: "Panel" under "Rated by"."""
WORDS_BEFORE_A_CELL = 5
FIGURE_AFTER = re.compile(
    r"(?<=[\w.;)])[ \t]*\|[ \t]*(?:[0-9]{1,3}(?:[.,][0-9]+)?[ \t]*(?:%|percent|points?|pts?\.?)?"
    r"(?:\|[^\n]*)?[ \t|\n]*)\Z",
    re.IGNORECASE,
)
"""The next column's figure: the weight of a requirement, which no words of it can be."""
END_OF_ROW = re.compile(r"[.;][ \t]*(?:\|[^\n]*)?(?=\n[ \t]*\|)")
"""Where the row of a table ends whose requirement is whole, when another row follows."""
BORDER = re.compile(r"\|[ \t]*")
SENTENCE = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"“(]?[A-Z])|\n[ \t]*\n\s*")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|no|u\.s|st|mr|ms|dr|inc|approx|max|min)\.$", re.IGNORECASE)
ABOUT_APPLICANTS = re.compile(
    r"[\W_]*(?:(?:all|the|qualified|successful|eligible|note|any|each)\W+)*(?:applicants?|candidates?"
    r"|eligibles|bidders?|incumbents?"
    r"|persons|nobody|no one|anyone|whoever|those who"
    r"|employees|you|ratings?|failure|this section|please|see|equal|postal service|united states"
    r"|selection|interested|narrative"
    r"|describe|must (?:be|have|pass|possess)|successful completion|veterans|if you|to apply|questions"
    r"|contact)\b",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"[\W_]*(?:(?:this|these|it|they|which|may|also|the)[ \t]+(?:\w+[ \t]+){0,2}?)?(?:includ(?:es?|ing)"
    r"|refers?[ \t]+to|such as|involv(?:es?|ing)|covers?"
    r"|examples?|e\.g|i\.e|as well as|for example|consists?|pertains?|relates?|applies|means)\b",
    re.IGNORECASE,
)
DISQUALIFYING = re.compile(
    r"\b(?:disqualif\w+|ineligible)\b|\bnot\s+be\s+considered\b|\b(?:are|is|be)\s+not\s+eligible\b"
    r"|\b(?:nobody|no[ ]one|no[ ]applicant|no[ ]candidate)\b.{0,120}\b(?:eligible|qualifie[sd]|considered)\b",
    re.IGNORECASE,
)
OF_ONE = re.compile(
    r"\b(?:any|each|every|one|all)\b.{0,40}\b(?:ksas?|elements?|requirements?|factors?|these|of them)\b", re.I
)
FINISHED = re.compile(r"[.;!?][\"”’')\]]*\s*$")
TITLE_LINE = re.compile(
    r"(?:[A-Z][\w&/'’-]*|of|and|the|for|to|in)(?:[ \t]+(?:[A-Z(&][\w&/'’)-]*|of|and|the|for|to"
    r"|in)){0,7}[ \t]*:?\Z"
)


@dataclass(frozen=True)
class PrintedRequirement:
    """A KSA as found: the range of its words in the text given, and what is said around it."""

    start: int
    body: int
    body_end: int
    end: int
    kind: Kind
    number: str | None = None
    origin: str | None = None
    importance: str | None = None
    scale: str | None = None
    proficiency: str | None = None
    holes: tuple[Span, ...] = ()

    def moved(self, by: int) -> PrintedRequirement:
        """The same requirement with its offsets counted from an earlier place."""
        return replace(
            self, start=self.start + by, body=self.body + by, body_end=self.body_end + by, end=self.end + by,
            holes=tuple((start + by, end + by) for start, end in self.holes),
        )  # fmt: skip

    @property
    def pieces(self) -> list[Span]:
        """The ranges of its words, without the code in parentheses that may stand among them."""
        cuts = [self.body, *(edge for hole in self.holes for edge in hole), self.body_end]
        return list(zip(cuts[::2], cuts[1::2], strict=True))


@dataclass(frozen=True)
class RequirementsSection:
    """A section read: its KSAs, and the ranges of sentences that are about applicants and no KSA."""

    found: tuple[PrintedRequirement, ...]
    around: tuple[Span, ...]
    clause: Span | None

    @property
    def instructions(self) -> list[Span]:
        """The sentences before the first KSA."""
        first = self.found[0].start if self.found else None
        return [span for span in self.around if first is None or span[1] <= first]


def read_requirements(text: str, lenient: bool = False) -> RequirementsSection:
    """The KSAs of a section's text, in order, and the sentences around them."""
    items = find_items(text, lenient)
    first = items[0].start if items else len(text)
    found = [_requirement(text, item, item is items[-1]) for item in items]
    following = [*(item.start for item in items[1:]), len(text)]
    around = [(0, first), *((r.end, after) for r, after in zip(found, following, strict=False))]
    spans = [span for start, end in around for span in sentences_of(text, start, end)]
    sentences = [span for span in spans if text[span[0]] != "|"]
    clauses = [span for span in sentences if _disqualifies(text[slice(*span)])]
    return RequirementsSection(tuple(found), tuple(sentences), clauses[0] if clauses else None)


def _disqualifies(said: str) -> bool:
    return any(DISQUALIFYING.search(reading) for reading in readings(squeeze(said)))


def clause_of(text: str) -> Span | None:
    """The sentence of another section that disqualifies who lacks one of the requirements."""
    for start, end in sentences_of(text, 0, len(text)):
        said = squeeze(text[start:end])
        if _disqualifies(said) and OF_ONE.search(said):
            return start, end
    return None


def sentences_of(text: str, start: int, end: int) -> list[Span]:
    """The ranges of the sentences and paragraphs between two offsets, without the white space around them."""
    spans, at = [], start
    for match in [*SENTENCE.finditer(text, start, end), None]:
        stop = match.start() if match else end
        if match and "\n\n" not in match.group() and ABBREVIATION.search(text[at:stop]):
            continue
        said = text[at:stop]
        if said.strip():
            lead = len(said) - len(said.lstrip())
            spans.append((at + lead, at + len(said.rstrip())))
        at = match.end() if match else end
    return spans


def _requirement(text: str, item: Item, last: bool) -> PrintedRequirement:
    """An item with its label and fields taken from before and after its words."""
    end = _without_cell(text, item.body, _own_end(text, item, last))
    leads_on = LEADS_ON.search(text, max(item.body, end - LEADS_ON_AT_MOST), end)
    body_end, after = leads_on.start() if leads_on else end, ""
    while match := TRAILING.search(text, item.body, body_end):  # several fields may follow one another
        after = text[match.start() : body_end] + after
        body_end = match.start()
    body_end = item.body + len(text[item.body : body_end].rstrip(" \t\n·~^`'|*_"))
    code = CODE_AFTER.search(text, item.body, body_end)
    holes = (*_borders(text, item.body), *([code.span()] if code else []))
    before = text[item.start : item.body]
    importance, scale, proficiency = _fields(before + "\n" + after)
    said = IS_DESIRABLE.search(text, item.body, body_end)
    return PrintedRequirement(
        item.start, item.body, body_end, end, item.kind,
        item.number or (squeeze(code.group("code")) if code else None),
        _origin(before, item.number),
        importance or (squeeze(said.group("importance")).lower() if said else None),
        scale, proficiency, holes,
    )  # fmt: skip


def _own_end(text: str, item: Item, last: bool) -> int:
    """Where an item ends: before a sentence about applicants, a title, or a paragraph that is not its own."""
    row = END_OF_ROW.search(text, item.body, item.end)
    if last and row and text[text.rfind("\n", 0, item.body) + 1 : item.body].lstrip().startswith("|"):
        item = replace(item, end=row.end())
    spans = sentences_of(text, item.body, item.end)
    for (_, before), (start, end) in pairwise(spans):
        said = text[start:end]
        finished = bool(FINISHED.search(text[max(0, before - LOOK_BACK) : before]))
        paragraph = "\n\n" in re.sub(r"\n[ \t]+", "\n", text[before:start])
        if LEVEL.match(said) or (paragraph and finished and said.startswith("|")):
            return before
        if (finished or paragraph) and ABOUT_APPLICANTS.match(said) and not TAIL.match(said):
            return before
        whole = finished or not JOINING.search(text[max(0, before - LOOK_BACK) : before])
        foreign = paragraph and whole and said[0].isupper() and not TAIL.match(said)
        if foreign and (last or item.number is None or TITLE_LINE.match(said)):
            return before
    return item.end if not spans else max(spans[-1][1], item.body)


def _without_cell(text: str, start: int, end: int) -> int:
    """Where a requirement in a row of a table ends: before the next columns' cells, which stay unread."""
    while (cell := FIGURE_AFTER.search(text, start, end)) or (
        (cell := CELL_AFTER.search(text, start, end)) and _says_enough(text[start : cell.start()])
    ):
        end = cell.start()
    return end


def _says_enough(words: str) -> bool:
    return len(words.split()) >= WORDS_BEFORE_A_CELL


def _borders(text: str, start: int) -> tuple[Span, ...]:
    """The borders of cells inside a requirement's first words: "Ability | to case mail"."""
    first = next((o for o in find_openers(text[start : start + LOOK_BACK]) if o.start == 0), None)
    if first is None:
        return ()
    return tuple(match.span() for match in BORDER.finditer(text, start, start + first.end))


def _fields(around: str) -> tuple[str | None, str | None, str | None]:
    """Importance, scale and proficiency, in lower case, from the words around a KSA."""
    values: dict[str, str] = {}
    for match in FIELD.finditer(around):
        for name, value in match.groupdict().items():
            if value:
                values.setdefault(name, squeeze(value))
    importance = values.get("importance")
    found = (importance, values.get("scale"), values.get("proficiency"))
    importance, scale, proficiency = (word.lower() if word else None for word in found)
    return importance, scale, proficiency


def _origin(before: str, number: str | None) -> str | None:
    """The label over a KSA: what is left when number, fields and punctuation are taken away."""
    rest = FIELD.sub(" ", before)
    if number:
        rest = rest.replace(number, " ", 1)
    edges = " .:;()[]|*_#-–—•▪●"
    label = re.sub(r"^(?:and|or)\b", "", squeeze(rest).strip(edges)).strip(edges)
    return label if re.search(r"[A-Za-z]{2}", label) and not find_openers(label + " of") else None
