"""A document's file into its source text, by the reader for its format."""

from __future__ import annotations

from pathlib import Path

from screening.documents.text import MAX_BYTES, read_text
from screening.errors import DocumentError
from screening.reading.source import SourceText


def open_document(path: Path, cited_as: str | None = None) -> SourceText:
    """The source text of a document, cited under its file name or the name given."""
    if not path.is_file():
        found = "this is a folder" if path.is_dir() else "there is no such file"
        raise DocumentError(found, where=str(path), expected="a document", do="check the path")
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    return read_text(raw, cited_as or path.name)
