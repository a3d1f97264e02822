"""Letters to applicants as a Word document, for the agency's letterhead: headings and lists by style."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from screening.reports import UNWRITABLE
from screening.reports.extras import demanded
from screening.reports.letter import NOTHING, USUALLY, WANTED, Letter, LetterPoint

EPOCH = datetime(1980, 1, 1)


def ready() -> None:
    """Refuse before anything is rated when the package is not there."""
    demanded("docx", "docx")


def render(letters: Sequence[Letter]) -> bytes:
    """The letters as the bytes of a .docx file, each beginning a page."""
    document = demanded("docx", "docx").Document()
    document.core_properties.title = "Explanation of results"
    document.core_properties.author, document.core_properties.language = "screening", "en"
    document.core_properties.created = document.core_properties.modified = EPOCH
    for number, letter in enumerate(letters):
        if number:
            document.add_page_break()
        _letter(document, letter)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _letter(document: Any, letter: Letter) -> None:
    document.add_heading(_safe(f"Your application for {letter.position}"), 1)
    _paragraphs(document, [f"Application {letter.candidate}, under the standard {letter.address}"])
    _paragraphs(document, [*letter.opening, *filter(None, [letter.clause])])
    for point in letter.points:
        _point(document, point, letter.total)
    if letter.examinations:
        document.add_heading("Examinations", 2)
        _paragraphs(document, letter.examinations, "List Bullet")
    document.add_heading("If something is wrong, or you want a person to read it", 2)
    _paragraphs(document, [*letter.rights, "Write to:", letter.contact, f"For the file: {letter.record}"])


def _point(document: Any, point: LetterPoint, total: int) -> None:
    """One requirement: its words, then what was looked for, found and missing."""
    document.add_heading(f"Requirement {point.number} of {total}: {point.result}", 2)
    _paragraphs(document, [point.requirement], "Quote")
    document.add_heading("What was looked for", 3)
    _paragraphs(document, [WANTED, *([USUALLY] if point.examples else [])])
    _paragraphs(document, [f"“{example}”" for example in point.examples], "List Bullet")
    document.add_heading("What was found in your words", 3)
    found = [f"“{one.words}”" + (f" ({one.noted})" if one.noted else "") for one in point.found]
    _paragraphs(document, found, "List Bullet")
    _paragraphs(document, [*([] if found else [NOTHING]), f"The reason: {point.reason}"])
    if point.missing:
        document.add_heading("What was missing", 3)
        _paragraphs(document, point.missing, "List Bullet")


def _paragraphs(document: Any, texts: Iterable[str], style: str | None = None) -> None:
    for text in texts:
        document.add_paragraph(_safe(text), style)


def _safe(text: str) -> str:
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
