"""Page furniture: what the paper says about itself, and no word of the standard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from screening.reading.dates import DATE, find_dates
from screening.reading.grids import names_position
from screening.reading.headings import find_headings
from screening.reading.identity import find_mentions
from screening.reading.lookalikes import fold
from screening.reading.openers import find_openers
from screening.reading.source import SourceText, Span

FURNITURE = (
    r"\(?(?:continued|cont(?:inue)?['’]?d?\.?)(?:[ ]+(?:on|from|to)[ ]+(?:the[ ]+)?(?:next|previous"
    r"|following|last|preceding)?[ ]*(?:page)?[ ]*[0-9]*)?[ ]*(?:\.{3})?\)?",
    r"\(?end[ ]+of[ ]+(?:the[ ]+)?(?:document|standard|page|section|report|file)\)?",
    r"[-–—\[( ]*(?:page|p[aá]gina|pg\.?|p\.)[ ]*[0-9]+(?:[ ]*(?:[o0]f|de|/)[ ]*[0-9]+)?[-–—\]) ]*",
    r"[-–—\[( ]*[0-9]{1,3}(?:[ ]+of[ ]+[0-9]{1,3})?[-–—\]) ]*",
    r"[-–—_=*~.·•#|+ ]+",
    r"(?:list[ ]+of[ ]+positions)?[ |]*(?:u\.?[ ]?s\.?|united[ ]+states)[ ]*postal[ ]+service[®™]?(?:[ ]*["
    r"|\-–][ ]*.{0,30})?",
    r".{0,70}[ ]page[ ]+[0-9]+(?:[ ]*(?:of|/)[ ]*[0-9]+)?",
    r"[-–—\[( ]*page[ ]+[0-9]+[ ]+of[ ]+[0-9]+[ ].{0,70}",
    r"(?:the[ ]+)?(?:u\.?[ ]?s\.?|united[ ]+states)[ ]*postal[ ]+service[®™]?"
    r"(?:[ |,:\-–—]*(?:qualification[ ]+standards?|position[ ]+descriptions?|handbook|human[ ]+resources))+",
    r"usps[ ]+qualification[ ]+standards?", r"(?:qualification[ ]+standards?|position[ ]+descriptions?"
                                            r"|(?:person|job|class)[ ]+specifications?"
                                            r"|bargaining|non-?bargaining|positions?|and"
    r"|[-–—|/&:, ])+",
    r"https?://\S+.*", r"www\.\S+", r"(?:back[ ]+to[ ]+)?top(?:[ ]+of[ ]+page)?", r"skip[ ]+to[ ]+.{0,30}",
    r"(?:copyright|©).{0,80}", r"(?:ps|usps|form|eforms?)[ ]+form[ ]+[0-9].{0,40}",
        r"form[ ]+[0-9]{2,}[-A-Z]*,?.{0,30}",
    r"\(?(?:rev(?:ised|ision)?|version)\.?[ :]+[0-9A-Za-z ,./-]{3,24}\)?",
    r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4},?[ ]+[0-9]{1,2}:[0-9]{2}.{0,40}",
    r"(?:attachment|enclosure|exhibit|appendix|handbook)[ ]+[A-Z0-9-]{1,8}(?:[ ,]+page[ ]+[0-9]+)?",
        r"(?:home|print|close|search|menu|contact us|site map)(?:[ ]*[|>»/][ ]*[\w ]{2,30})*",
    r"\[?image:?.{0,60}\]?", r"(?:printed|last[ ]+(?:updated|modified|revised)|updated|posted)(?:[ ]+(?:on"
                             r"|at|by))?[ :].{0,40}",
)  # fmt: skip
SPACED = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9] ){3,}[A-Za-z0-9](?![A-Za-z0-9])")
QUOTED = re.compile(r"[ \t]*>(?:[ \t]?>)*[ \t]?")
RUNS_ON = re.compile(r"[ \t]*(?:[a-z\r\n]|[-–—•*▪●][ \t]|[(\[]?[0-9]{1,2}[.)\]][ \t])")
EDGE_LINES, EDGE_AT_MOST = 3, 120  # lines at a page's edge that may recur, and their length
PAGES_AT_MOST = 500  # no standard has as many
LINE_AT_MOST = 300  # longer lines are text
ALONE = re.compile(rf"(?:{'|'.join(FURNITURE)})\Z", re.IGNORECASE)


def furniture_lines(source: SourceText) -> list[Span]:
    """The lines that are page furniture and nothing else."""
    found = []
    for start, end in source.lines:
        if end - start > LINE_AT_MOST:
            continue
        printed = SPACED.sub(lambda match: match.group().replace(" ", ""), source.text[start:end])
        line = fold(printed, "i").strip(" \t|*_#>")
        if source.text[start:end].strip() and (not line or ALONE.match(" ".join(line.split()))):
            found.append((start, end))
    return [*found, *_table_heads(source), *page_edges(source)]


def page_edges(source: SourceText) -> list[Span]:
    """The short lines that stand first or last on two pages or more, figures aside, and name no position.

    Pages are told by form feeds; a line that names a position is its head, and told as such.
    """
    pages: list[list[Span]] = [[]]
    for start, end in source.lines:
        if start and source.text[start - 1] == "\f":
            pages.append([])
        if source.text[start:end].strip():
            pages[-1].append((start, end))
    edges = [(page[:EDGE_LINES], page[: -EDGE_LINES - 1 : -1]) for page in pages[:PAGES_AT_MOST]]
    counts = Counter(
        words for first, last in edges for words in {_on_any_page(source, line) for line in (*first, *last)}
    )
    return [line for page in edges for edge in page for line in _leading(source, edge, counts)]


def _leading(source: SourceText, edge: list[Span], counts: Counter[str]) -> Iterable[Span]:
    """The lines at a page's edge that recur, up to the first that does not."""
    for line in edge:
        printed = source.text[slice(*line)]
        if counts[_on_any_page(source, line)] < 2 or len(printed) > EDGE_AT_MOST or find_openers(printed):
            return
        if not find_mentions(printed) and not find_headings(printed) and not _dates_a_title(source, line):
            yield line


def _dates_a_title(source: SourceText, line: Span) -> bool:
    """Whether a line dates the position that the lines right above it name."""
    above = source.text[: line[0]].rpartition("\n\n")[2][-EDGE_AT_MOST:]
    return bool(find_dates(source.text[slice(*line)])) and bool(find_mentions(above))


def _on_any_page(source: SourceText, line: Span) -> str:
    """A line as it recurs from page to page: without figures and blanks."""
    return re.sub(r"[\d\s]+", " ", source.text[slice(*line)]).strip()


def _table_heads(source: SourceText) -> list[Span]:
    """The rows that name a table's columns, over a rule of dashes, but for those of a position."""
    rule = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*")
    said = [source.text[slice(*line)] for line in source.lines]
    found = []
    for index, (above, below) in enumerate(pairwise(said)):
        one_row = "|" not in "".join(said[index + 3 : index + 4])
        if "|" in above and rule.fullmatch(below) and not (one_row and names_position(above)):
            found.append(source.lines[index])
    return found


def emptied_lines(source: SourceText, gone: Iterable[Span]) -> list[Span]:
    """Lines of which a deletion left only a bullet or a number, and blanks that it left before a comma."""
    ranges = sorted(gone)
    found = [line for line in source.lines if _is_emptied(source, line, ranges)]
    for start, end in ranges:
        if start and source.text[start - 1] == " " and source.text[end : end + 1] in (",", ".", ";", ":"):
            found.append((start - 1, start))
    return found


def _is_emptied(source: SourceText, line: Span, gone: list[Span]) -> bool:
    start, end = line
    inside = [(a, b) for a, b in gone if a < end and b > start]
    kept = "".join(source.text[i] for i in range(start, end) if not any(a <= i < b for a, b in inside))
    left = r"[\s>|*_#-]*(?:[-–—•*▪●]|\(?[0-9A-Za-z]{1,2}[.)])?[\s.;,|*_]*"
    return bool(inside) and re.fullmatch(left, kept) is not None


def letter_spaces(source: SourceText) -> list[Span]:
    """The blanks inside words that were printed with their letters apart, as in R E Q U I R E M E N T S."""
    return [
        (at, at + 1)
        for match in SPACED.finditer(source.text)
        if sum(c.isalpha() for c in match.group()) > 3
        for at in range(match.start(), match.end())
        if source.text[at] == " "
    ]


def quote_marks(source: SourceText) -> list[Span]:
    """The signs in front of lines quoted from a message, where they are no bullets of a list."""
    found: list[Span] = []
    run: list[re.Match[str]] = []
    for start, end in [*source.lines, (0, 0)]:
        match = QUOTED.match(source.text, start, end)
        if match:
            run.append(match)
            continue
        # a bullet begins something new, and stands over no empty line
        if len(run) > 1 and any(RUNS_ON.match(source.text, mark.end()) for mark in run):
            found += [mark.span() for mark in run]
        run = []
    return found


def leftovers(text: str, heads: Iterable[Span]) -> list[Span]:
    """What is left of the lines of heads when it is furniture: a page number, punctuation."""
    found = []
    for start, end in heads:
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        last = len(text) if last < 0 else last
        for left, right in ((first, start), (end, last)):
            rest = text[left:right].strip(" \t|*_#>,;:()[]")
            if not rest or DATE.fullmatch(rest) or ALONE.match(" ".join(rest.split())):
                found.append((left, right))
    return found


def table_edges(source: SourceText) -> list[Span]:
    """The bars that a table left at the ends of lines, and in front of a line that has no other."""
    found = []
    for start, end in source.lines:
        line = source.text[start:end]
        words = line.rstrip(" \t|")
        if "|" in line[len(words) :]:
            found.append((start + len(words), end))
        lead = len(words) - len(words.lstrip(" \t|"))
        if "|" in words[:lead] and "|" not in words[lead:]:
            found.append((start, start + lead))
    return found
