"""A document's file into its source text, by the reader for its format."""

from __future__ import annotations

from pathlib import Path

from screening.documents.kinds import kind_of
from screening.documents.text import read_text
from screening.errors import DocumentError
from screening.reading.source import SourceText

MAX_BYTES = 20_000_000  # of any format; the readers set their own bounds below it


def open_document(path: Path, cited_as: str | None = None) -> SourceText:
    """The source text of a document, cited under its file name or the name given."""
    if not path.is_file():
        found = "this is a folder" if path.is_dir() else "there is no such file"
        raise DocumentError(found, where=str(path), expected="a document", do="check the path")
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    return read_document(raw, cited_as or path.name)


def read_document(raw: bytes, file: str) -> SourceText:
    """The source text of a document's bytes; what they are decides before the ending of the name ``file``."""
    kind = kind_of(raw, file)
    if kind == "pdf":
        from screening.documents.pdf import read_pdf

        return read_pdf(raw, file)
    if kind == "docx":
        from screening.documents.docx import read_docx

        return read_docx(raw, file)
    if kind == "html":
        from screening.documents.html import read_html

        return read_html(raw, file)
    if kind == "markdown":
        from screening.documents.markdown import read_markdown

        return read_markdown(raw, file)
    return read_text(raw, file)
