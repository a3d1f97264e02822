"""AsciiDoc: plain text whose headings begin with signs that only set type."""

from __future__ import annotations

import re
from dataclasses import replace

from screening.documents.text import read_text
from screening.reading.source import Mark, SourceText

HEADING = re.compile(r"^={1,6}[ \t]+", re.MULTILINE)


def read_asciidoc(raw: bytes, file: str) -> SourceText:
    """The file's own lines, so that citations name what an editor shows; the signs are marked as markup."""
    source = read_text(raw, file)
    signs = [Mark("markup", *match.span()) for match in HEADING.finditer(source.text)]
    return replace(source, marks=tuple(sorted((*source.marks, *signs), key=lambda mark: mark.start)))
