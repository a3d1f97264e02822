"""Plain text and Markdown: ``~~struck~~``, ``{--struck--}``, ``{++inserted++}``, and HTML's tags."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

from screening.documents.tabbed import barred
from screening.errors import DocumentError
from screening.reading.source import Mark, SourceText
from screening.standards import Note

MAX_BYTES = 500_000
# A marked range holds at most 5,000 characters; a longer one is an unpaired sign.
SIGNS: tuple[tuple[Literal["struck", "inserted"], re.Pattern[str]], ...] = (
    ("struck", re.compile(r"(?P<open>~~)(?=\S)(?P<words>.{1,5000}?)(?<=\S)(?P<close>~~)", re.DOTALL)),
    ("struck", re.compile(r"(?P<open>\{--)(?P<words>.{1,5000}?)(?P<close>--\})", re.DOTALL)),
    ("inserted", re.compile(r"(?P<open>\{\+\+)(?P<words>.{1,5000}?)(?P<close>\+\+\})", re.DOTALL)),
    (
        "struck",
        re.compile(
            r"(?P<open><(?P<tag>s|del|strike)>)(?P<words>.{1,5000}?)(?P<close></(?P=tag)>)", re.DOTALL | re.I
        ),
    ),
    ("inserted", re.compile(r"(?P<open><ins>)(?P<words>.{1,5000}?)(?P<close></ins>)", re.DOTALL | re.I)),
)
PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_text(raw: bytes, file: str) -> SourceText:
    """The source text of a plain text or Markdown document; ``file`` is the name that citations carry."""
    if len(raw) > MAX_BYTES:
        raise DocumentError(
            f"the document is larger than {MAX_BYTES:,} bytes",
            where=file,
            expected="one standard, or one letter with its enclosures",
            do="split the document",
        )
    text, notes = _decoded(raw, file)
    text = barred(text)
    return SourceText(file, hashlib.sha256(raw).hexdigest(), text, tuple(_marks(text)), tuple(notes))


def _decoded(raw: bytes, file: str) -> tuple[str, list[Note]]:
    """Bytes as text: UTF-8, UTF-16 with its mark, or else Windows-1252, which is noted."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), []
    try:
        text, notes = raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        notes = [Note(text="The file is not UTF-8; it was read as Windows-1252.")]
    if len(UNPRINTED.findall(text)) > len(text) // 500:
        raise DocumentError(
            "this is a binary file",
            where=file,
            expected="text, Markdown, HTML, DOCX or PDF",
            do="check the file",
        )
    return text, notes


def _marks(text: str) -> list[Mark]:
    """The struck and inserted ranges, and the signs around them as markup."""
    marks: list[Mark] = []
    for kind, pattern in SIGNS:
        unpaired = text.count("~~") % 2 == 1
        for match in pattern.finditer(text):
            words = match.group("words")
            if not (unpaired and PARAGRAPH.search(words)):
                marks += [
                    Mark("markup", *match.span("open")),
                    Mark(kind, *match.span("words")),
                    Mark("markup", *match.span("close")),
                ]
    return sorted(marks, key=lambda mark: mark.start)
