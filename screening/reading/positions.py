"""A document into positions: where each copy of a standard begins, and which heads only repeat its title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from screening.reading.dates import LabelledDate, find_dates
from screening.reading.headings import Heading, find_headings
from screening.reading.identity import STANDARD_FOR, Mention, find_mentions, reads_like_title
from screening.reading.openers import find_openers
from screening.reading.source import Copy, Span
from screening.reading.stems import find_kind_lines

ONCE = frozenset(("function", "duties", "requirements", "examination", "physical"))
EDGES = " \t\n*#_,;:(-–—"  # type and punctuation around a title
LABELLED_LINE = re.compile(r"[A-Z][\w &/-]{2,40}:[ \t]+\S")  # says something else than the title
TITLE_WITHIN = 600  # characters, in which a title of its own makes that of the lines around it none
GAP = re.compile(r"[\s|,;:()\-–—*#_/~.•·●▪]*\Z")


@dataclass(frozen=True)
class PositionHead:
    """Mentions that stand together: a heading, a running title, or a footer."""

    start: int
    end: int
    mentions: tuple[Mention, ...] = ()
    dates: tuple[LabelledDate, ...] = ()

    def first(self, name: str) -> str | None:
        """The first title, grade or code that is mentioned."""
        return next((getattr(m, name) for m in self.mentions if getattr(m, name)), None)


@dataclass
class PrintedPosition:
    """One copy of a standard in a document: its extent, its heads, and where its first section begins."""

    start: int
    end: int
    heads: list[PositionHead] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    body: int = 0

    def first(self, name: str) -> str | None:
        """The title, grade or code that its heads give first: the heading beats the footer."""
        return next((value for head in self.heads if (value := head.first(name))), None)

    @property
    def dates(self) -> list[LabelledDate]:
        """The labelled dates of its heads, in order."""
        return [date for head in self.heads for date in head.dates]


def find_positions(copy: Copy) -> list[PrintedPosition]:
    """The positions of a document, in order; none when nothing names one."""
    heads, headings = _heads(copy.text), find_headings(copy.text)
    openers = [o.start for o in (*find_openers(copy.text), *find_kind_lines(copy.text)) if o.capital]
    found: list[PrintedPosition] = []
    for index, head in enumerate(heads):
        limit = heads[index + 1].start if index + 1 < len(heads) else len(copy.text)
        inside = [h for h in headings if head.end <= h.start < limit]
        kinds = {h.kind for h in inside}
        opens = bool(kinds - {"apart"}) or any(head.end <= o < limit for o in openers)
        if not found and not opens and not _leads_on(copy.text, heads, index):
            continue
        if not found or (opens and _is_new(found[-1], head, inside, copy.text)):
            if found:
                found[-1].end = head.start
            found.append(PrintedPosition(head.start, len(copy.text)))
        found[-1].heads.append(head)
        if not found[-1].kinds:
            found[-1].body = min((h.start for h in inside), default=limit)
        found[-1].kinds |= kinds
    return found


def _leads_on(text: str, heads: list[PositionHead], index: int) -> bool:
    """Whether a head without sections goes on in the next head, a few lines below."""
    if index + 1 == len(heads):
        return False
    between = text[heads[index].end : heads[index + 1].start]
    return heads[index].first("title") is not None and len(between) < 200 and between.count("\n") <= 5


def _is_new(position: PrintedPosition, head: PositionHead, headings: list[Heading], text: str) -> bool:
    """Whether a head opens another copy, and is no running title or footer of the one before."""
    title, code = head.first("title"), head.first("code")
    if not position.kinds:
        return False
    if title and not _same_title(title, position.first("title")):
        return True
    if code and title and position.first("code") and code != position.first("code"):
        return True
    again = [h for h in headings if h.kind in ONCE and h.kind in position.kinds]
    return bool(title or code) and any(not _continues(h, text) for h in again)


def _continues(heading: Heading, text: str) -> bool:
    """Whether a repeated section heading only goes on: it says so, or its numbers do."""
    after = text[heading.start : heading.end + 120]
    number = re.search(r"\n[ \t]*\(?([0-9]{1,2})[.)]", after)
    return bool(re.search(r"continued|cont['’.]?d", after[: len(heading.phrase) + 30], re.IGNORECASE)) or (
        number is not None and int(number.group(1)) > 1
    )


def _same_title(a: str, b: str | None) -> bool:
    return b is None or re.sub(r"\W+", "", a).lower() == re.sub(r"\W+", "", b).lower()


def _heads(text: str) -> list[PositionHead]:
    """Mentions and labelled dates with nothing but punctuation between them, joined."""
    marks: list[Mention | LabelledDate] = sorted(
        [*find_mentions(text), *find_dates(text)], key=lambda m: m.start
    )
    heads: list[PositionHead] = []
    for mark in marks:
        mentions = (mark,) if isinstance(mark, Mention) else ()
        dates = (mark,) if isinstance(mark, LabelledDate) else ()
        between = text[heads[-1].end : mark.start] if heads else ""
        if (
            heads
            and mark.start >= heads[-1].end
            and (GAP.match(between) or _is_title_line(heads[-1], between))
        ):
            last = heads.pop()
            if not GAP.match(between):
                mentions = (_title_in(between, last.end), *mentions)
            heads.append(PositionHead(last.start, mark.end, last.mentions + mentions, last.dates + dates))
        else:
            heads.append(PositionHead(mark.start, mark.end, mentions, dates))
    return _titled(heads, text)


def _titled(heads: list[PositionHead], text: str) -> list[PositionHead]:
    """The heads, the first of each code with the title that stands beside it; later ones are footers."""
    seen: set[str] = set()
    found = []
    for index, head in enumerate(heads):
        code = head.first("code")
        titled = any(
            other.first("title") and other.start - head.end < TITLE_WITHIN for other in heads[index + 1 :]
        )
        told = code in seen or (code is None and titled)
        found.append(head if told else _with_title(head, text))
        seen |= {code} if code else set()
    return found


def _is_title_line(head: PositionHead, between: str) -> bool:
    """Whether what stands between two mentions is the title that the first one lacks."""
    line = re.fullmatch(r"[\s|,;:)*_]*\n[ \t#*_]*(?P<title>[^\n]+?)[ \t*_]*\n\s*", between)
    return head.first("title") is None and line is not None and reads_like_title(line.group("title"))


def _title_in(between: str, offset: int) -> Mention:
    line = between.strip(" \t\n|,;:()-–—*#_")
    start = offset + between.find(line)
    return Mention(start, start + len(line), title=line)


def _with_title(head: PositionHead, text: str) -> PositionHead:
    """A head with a code or grade but no title takes the line before it, or the one after, as its title."""
    alone = re.fullmatch(r"[ \t|#*_>(]*", text[: head.start].rpartition("\n")[2])
    if head.first("title") or not (head.first("code") or head.first("grade")) or not alone:
        return head
    for start, line in [*_lines_above(text, head.start), *_line_below(text, head.end)]:
        if reads_like_title(line):
            end = start + len(line) if start > head.start else head.start
            mentions = (Mention(start, end, title=line), *head.mentions)
            return PositionHead(min(start, head.start), max(end, head.end), mentions, head.dates)
    return head


def _title_said(line: str) -> str:
    """The words of a line without type around them, and without "Qualification Standard for" before them."""
    said = line.strip(EDGES)
    lead = STANDARD_FOR.match(said)
    return said[lead.end() :] if lead else said


def _lines_above(text: str, end: int) -> list[tuple[int, str]]:
    """The two lines before an offset that hold words, nearest first; rows of a table are passed over."""
    found: list[tuple[int, str]] = []
    at = end
    for _ in range(8):
        start = text.rfind("\n", 0, max(at - 1, 0)) + 1
        line = _title_said(text[start:at])
        if line and "|" not in text[start:at] and not LABELLED_LINE.match(line):
            found.append((at - len(text[start:at].lstrip(EDGES)), line))
        if start == 0 or len(found) == 2:
            break
        at = start
    if len(found) == 2 and re.fullmatch(r"\(?[^()]+\)", found[0][1]):
        (at, below), (start, above) = found
        return [(start, f"{above} ({below.lstrip('(')}")] if at - start < 80 else found
    return found[:1] if found and found[0][1].endswith((".", ";")) else found


def _line_below(text: str, start: int) -> list[tuple[int, str]]:
    """The first line with words after an offset."""
    match = re.compile(r"[ \t|,;:)*_-]*\n\s*(?P<line>[^\n|]+)").match(text, start)
    if match is None:
        return []
    line = _title_said(match.group("line"))
    return [(text.find(line, match.start("line")), line)] if line else []


def spans_of(position: PrintedPosition) -> list[Span]:
    """The ranges that the heads of a position are printed in."""
    return [(head.start, head.end) for head in position.heads]
