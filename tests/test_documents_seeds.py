"""The seed standards set as DOCX, HTML and PDF read back to the same standards as from their own text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typesetting import STRIKES, as_docx, as_html, as_pdf, lines_of

from screening.documents.opening import read_document
from screening.files.library import Library
from screening.reading.reader import DocumentReading, read_standards

SOURCES = Path(__file__).parent.parent / "standards" / "sources"
LETTER = (SOURCES / "ecc-restructure-2019-12-12.txt").read_text(encoding="utf-8")
WEB_PAGE = (SOURCES / "2320-0012.txt").read_text(encoding="utf-8")
SET = {
    "docx-struck.docx": lambda text: as_docx(lines_of(text), furniture="Enclosures"),
    "docx-tracked.docx": lambda text: as_docx(lines_of(text), tracked=True),
    "s.html": lambda text: as_html(lines_of(text)),
    "del.html": lambda text: as_html(lines_of(text), STRIKES[1]),
    "strike.html": lambda text: as_html(lines_of(text), STRIKES[2]),
    "inline-style.html": lambda text: as_html(lines_of(text), STRIKES[3]),
    "class.html": lambda text: as_html(lines_of(text), STRIKES[4]),
    "printed.pdf": lambda text: as_pdf(lines_of(text), furniture="Restructure of Customer Care"),
    "small-print.pdf": lambda text: as_pdf(lines_of(text), size=8.0),
}  # fmt: skip


@cache
def library() -> Library:
    return Library()


@cache
def read(name: str, text: str) -> DocumentReading:
    """A seed set in a format and read back, with the names that the library knows."""
    return read_standards(read_document(SET[name](text), name), library().ksa_names())


def told(record: Any) -> Any:
    """A standard as data without its citations and its source."""
    if isinstance(record, dict):
        return {key: told(value) for key, value in record.items() if key not in ("cite", "source")}
    return [told(value) for value in record] if isinstance(record, list | tuple) else record


def expected(file: str) -> dict[str, Any]:
    """The library's standards that were read from a source, by address."""
    found = [s for s in library().standards() if s.source.file.endswith(file)]
    return {standard.address: told(standard.model_dump(mode="json")) for standard in found}


@pytest.mark.parametrize("name", SET)
@pytest.mark.parametrize(
    ("text", "file", "count"),
    [(LETTER, "ecc-restructure-2019-12-12.txt", 5), (WEB_PAGE, "2320-0012.txt", 1)],
    ids=["letter", "web-page"],
)
def test_a_seed_in_another_format_is_the_same_standard(name: str, text: str, file: str, count: int) -> None:
    """Every field but citations and source is the same as in the library's YAML."""
    reading = read(name, text)
    found = {standard.address: told(standard.model_dump(mode="json")) for standard in reading.standards}
    assert len(found) == count
    assert found == expected(file)


@pytest.mark.parametrize("name", SET)
@pytest.mark.parametrize("text", [LETTER, WEB_PAGE], ids=["letter", "web-page"])
def test_every_line_of_a_seed_in_another_format_is_accounted_for(name: str, text: str) -> None:
    assert read(name, text).coverage.unread == []


def test_a_tracked_deletion_is_told_with_its_author() -> None:
    notes = {
        note.text
        for standard in read("docx-tracked.docx", LETTER).standards
        for note in standard.source.notes
    }
    assert any(note.startswith("Tracked changes by Reviewer 7: 9 deletions") for note in notes)


def test_a_note_on_a_position_may_stand_in_a_paragraph_of_its_own() -> None:
    """A word processor's usual spacing puts an empty line between a list item and the paragraph below it."""
    spaced = LETTER.replace("(One (1) in each", "\n(One (1) in each")
    consultation = read_standards(read_document(spaced.encode(), "a.txt"), {}).standards[0].consultation
    assert consultation is not None
    assert consultation.positions[1].note == "One (1) in each of the Care Centers"


def test_a_heading_inside_running_text_may_be_divided_by_a_line_end() -> None:
    divided = WEB_PAGE.replace("EXAMINATION REQUIREMENTS:", "EXAMINATION\nREQUIREMENTS:")
    (standard,) = read_standards(read_document(divided.encode(), "a.txt"), {}).standards
    assert [examination.number for examination in standard.examinations] == [477]
