"""Markdown: the file's own lines, with everything that only sets type marked as markup.

The text stays the file's, so that citations name the lines that an editor shows; only character references
such as ``&amp;`` become the characters that they stand for. What is struck or inserted is told as in plain
text. Nothing is parsed into a tree, so reading takes time in proportion to the length.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from screening.documents.composing import quoted
from screening.documents.text import read_text
from screening.reading.source import Mark, SourceText, Span
from screening.standards import Note

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
BREAK = re.compile(r"<br\s{0,3}/?>[ \t]*(?=\S)", re.IGNORECASE)
FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
CODE_SPAN = re.compile(r"(?<![`\\])(?P<open>`{1,3})(?!`)(?P<words>[^`\n]{1,400})(?P<close>(?P=open))(?!`)")
LINK = re.compile(
    r"(?P<open>!?\[)(?P<words>[^\[\]\n]{0,400})(?P<close>\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,500}\))"
)
# Signs that stand alone: the signs of headings, escapes, tags, the backslash or blanks that break a line.
ALONE = (
    re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE),
    re.compile(r"(?<=[ \t])#+[ \t]*$(?<=#)", re.MULTILINE),
    re.compile(r"\\(?=[!-/:-@\[-`{-~])"),
    re.compile(r"\\$", re.MULTILINE),
    re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>"),
    re.compile(r"(?<=\S\n)[ \t]*=+[ \t]*$", re.MULTILINE),
)
DELIMITER = re.compile(r"(?<!\\)(\*{1,3}|_{1,3})(?![*_])")
BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")


def read_markdown(raw: bytes, file: str) -> SourceText:
    """The source text of a Markdown document; ``file`` is the name that citations carry."""
    plain = read_text(raw, file)
    text = _decoded(plain.text)
    source = read_text(text.encode("utf-8"), file)
    fences = list(_fences(text))
    code = _Ranges([*fences, *(m.span() for m in CODE_SPAN.finditer(text))])
    comments = [m for m in COMMENT.finditer(text) if not code.holds(m.start())]
    told = [
        Note(
            text=f"A comment in the file was left out: {quoted(m.group()[4:-3])}",
            line=source.line_of(m.start()),
        )
        for m in comments
    ]
    signs = [
        *(m.span() for m in comments),
        *_fence_lines(text, fences),
        *_code_signs(text),
        *_signs(text, code),
    ]
    marks = [mark for mark in source.marks if not code.holds(mark.start)]
    marks += [Mark("markup", start, end) for start, end in signs]
    ordered = tuple(sorted(set(marks), key=lambda mark: (mark.start, mark.end)))
    return replace(source, sha256=plain.sha256, marks=ordered, notes=(*plain.notes, *told))


class _Ranges:
    """Ranges that may be asked whether they hold a place."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def holds(self, at: int) -> bool:
        """Whether a place lies in one of the ranges."""
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.spans[index][1]


def _decoded(text: str) -> str:
    """The text with character references decoded and breaks within a line made ends of lines."""

    def character(match: re.Match[str]) -> str:
        decoded = html.unescape(match.group())
        return (
            decoded if len(decoded) == 1 and (decoded.isprintable() or decoded == "\xa0") else match.group()
        )

    lines = [line if "|" in line else BREAK.sub("\n", line) for line in text.split("\n")]
    return REFERENCE.sub(character, "\n".join(lines))


def _fences(text: str) -> Iterator[Span]:
    """Blocks of code between fences; one that is never closed goes to the end."""
    opened: re.Match[str] | None = None
    for match in FENCE.finditer(text):
        if opened is None:
            opened = match
        elif match["fence"].startswith(opened["fence"]) and match.group().strip() == match["fence"]:
            yield opened.start(), match.end()
            opened = None
    if opened is not None:
        yield opened.start(), len(text)


def _fence_lines(text: str, fences: Sequence[Span]) -> Iterator[Span]:
    for start, end in fences:
        first_end = text.find("\n", start)
        last_start = text.rfind("\n", start, end) + 1
        yield start, end if first_end < 0 else first_end
        if FENCE.fullmatch(text[last_start:end]) and last_start > start:
            yield last_start, end


def _code_signs(text: str) -> Iterator[Span]:
    for match in CODE_SPAN.finditer(text):
        yield match.span("open")
        yield match.span("close")


def _signs(text: str, code: _Ranges) -> Iterator[Span]:
    """What sets type and is no word, outside code."""
    links = []
    for match in LINK.finditer(text):
        if code.holds(match.start()):
            continue
        whole = match["open"].startswith("!")  # a picture
        links.append(match.span() if whole else match.span("close"))
        yield from [match.span()] if whole else [match.span("open"), match.span("close")]
    targets = _Ranges(links)
    for pattern in ALONE:
        yield from (m.span() for m in pattern.finditer(text) if not code.holds(m.start()))
    for block in BLOCK.finditer(text):
        yield from _emphasis(text, block.span(), code, targets)


def _emphasis(text: str, block: Span, code: _Ranges, targets: _Ranges) -> Iterator[Span]:
    """The asterisks and underscores of a block that open and close emphasis, paired as they nest."""
    waiting: list[re.Match[str]] = []
    for match in DELIMITER.finditer(text, *block):
        if code.holds(match.start()) or targets.holds(match.start()):
            continue
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        within_word = match[1][0] == "_" and before.isalnum() and after.isalnum()
        if before.strip() and waiting and waiting[-1][1] == match[1] and not within_word:
            yield waiting.pop().span()
            yield match.span()
        elif after.strip() and not within_word:
            waiting.append(match)
