"""Plain text and Markdown: words between double tildes are struck, as in ``~~struck~~``."""

from __future__ import annotations

import hashlib
import re

from screening.errors import DocumentError
from screening.reading.source import Mark, SourceText
from screening.standards import Note

MAX_BYTES = 5_000_000
STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL)
UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_text(raw: bytes, file: str) -> SourceText:
    """The source text of a plain text or Markdown document; ``file`` is the name that citations carry."""
    if len(raw) > MAX_BYTES:
        raise DocumentError(
            f"the document is larger than {MAX_BYTES:,} bytes",
            where=file,
            expected="one standard, or one letter with its enclosures",
        )
    text, notes = _decoded(raw, file)
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
    """The struck ranges, and the tildes around them as markup."""
    marks: list[Mark] = []
    for match in STRUCK.finditer(text):
        if "\n\n" in match.group(1):
            continue
        start, end = match.span(1)
        marks += [
            Mark("markup", match.start(), start),
            Mark("struck", start, end),
            Mark("markup", end, match.end()),
        ]
    return marks
