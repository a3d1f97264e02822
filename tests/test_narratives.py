"""What somebody wrote, out of the files they have: cut at the requirements, or one essay; nothing lost."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from screening.errors import ScreeningError
from screening.files.library import Library
from screening.files.narratives import read_draft, read_narratives
from screening.standards import Standard

FIRST = "I sold stamps for nine years and told people what each class costs."
SECOND = "I calmed a man whose parcel was lost, and found it by noon."


@pytest.fixture(scope="module")
def standard() -> Standard:
    """The seed standard."""
    return Library().resolve("2320-0012@2019-03-16").standard


def as_text(paragraphs: list[str]) -> bytes:
    return "\n\n".join(paragraphs).encode()


def as_docx(paragraphs: list[str]) -> bytes:
    document, out = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def as_pdf(paragraphs: list[str]) -> bytes:
    out = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(out).build([Paragraph(paragraph, style) for paragraph in paragraphs])
    return out.getvalue()


FORMATS = {"draft.txt": as_text, "draft.docx": as_docx, "draft.pdf": as_pdf}


@pytest.mark.parametrize("file", FORMATS)
@pytest.mark.parametrize("label", ["{text}", "1. {text}", "KSA 1: {text}", "{id}", "KSA 1", "Requirement 1."])
def test_a_document_is_cut_at_the_lines_that_name_the_requirements(
    standard: Standard, file: str, label: str
) -> None:
    first, second = standard.ksas[0], standard.ksas[1]
    headings = [label.replace("1", str(n)).format(text=k.text, id=k.id) for n, k in ((1, first), (2, second))]
    raw = FORMATS[file]([headings[0], FIRST, headings[1], SECOND])
    read = read_narratives(raw, file, standard).narratives
    assert {ksa: " ".join(text.split()) for ksa, text in read.items()} == {first.id: FIRST, second.id: SECOND}


@pytest.mark.parametrize("file", FORMATS)
def test_a_document_without_headings_is_one_essay(standard: Standard, file: str) -> None:
    read = read_narratives(FORMATS[file]([FIRST, SECOND]), file, standard)
    assert read.narratives == {}
    assert " ".join(read.essays[0].text.split()) == f"{FIRST} {SECOND}"


def test_a_sentence_that_only_begins_like_a_requirement_is_no_heading(standard: Standard) -> None:
    text = "Ability to work with the general public is what I showed when I ran the counter alone."
    assert read_narratives(text.encode(), "a.txt", standard).essays[0].text == text


def test_what_stands_before_the_first_heading_is_told_and_not_lost_in_silence(standard: Standard) -> None:
    raw = as_text(["My application", standard.ksas[0].text, FIRST])
    read = read_narratives(raw, "a.txt", standard)
    assert "My application" in read.notes[-1]


def test_a_file_for_one_requirement_goes_there_whole(standard: Standard) -> None:
    ksa = standard.ksas[3].id
    assert read_narratives(as_text([FIRST, SECOND]), "a.txt", standard, ksa).narratives == {
        ksa: f"{FIRST}\n\n{SECOND}"
    }


def test_a_resume_gives_the_writers_words_and_no_marks_of_a_person(standard: Standard) -> None:
    resume = {
        "basics": {"name": "Some Body", "email": "s@example.org", "phone": "555-0100", "summary": SECOND},
        "work": [{"name": "Depot", "position": "Clerk", "startDate": "2012-03-01", "endDate": "2014-01-01",
                  "summary": FIRST, "highlights": ["I cut overtime by half."]}],
        "education": [{"institution": "Night school", "studyType": "Certificate", "area": "Logistics"}],
    }  # fmt: skip
    text = read_narratives(json.dumps(resume).encode(), "r.json", standard).essays[0].text
    assert text.splitlines() == [
        SECOND, "Clerk, Depot, 2012–2014", FIRST, "I cut overtime by half.",
        "Certificate, Logistics, Night school",
    ]  # fmt: skip


def test_an_application_is_taken_as_it_is_with_its_results(standard: Standard, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "candidate: c-1\nstandard: 2320-0012\nnarratives: {postal-products: I sold stamps.}\n"
        "exams: [{number: 477, score: 84}]\n"
    )
    application = read_draft(file, standard).application(standard)
    assert application.candidate == "c-1"
    assert application.exams[0].score == 84


@pytest.mark.parametrize(("raw", "file", "said"), [
    (b"", "a.txt", "no words"),
    (b"   \n ", "a.txt", "no words"),
    (b"{}", "a.json", "neither"),
    (b"[1, 2]", "a.json", "neither"),
    (b'{"work": {"name": "x"}}', "a.json", "'work'"),
    (b'{"work": [7]}', "a.json", "'work.0'"),
    (b'{"work": [{"summary": 7}]}', "a.json", "'work.0.summary'"),
    (b'{"work": [{"highlights": [7]}]}', "a.json", "'work.0.highlights'"),
    (b'{"basics": {"summary": "x"', "a.json", "not JSON"),
    (b"narratives: {a: 7}\ncandidate: c\nstandard: s\n", "a.yaml", "narratives"),
    (b"\x89PNG\r\n", "a.txt", "picture"),
    (b"PK\x03\x04broken", "a.docx", "damaged"),
    (b"%PDF-1.7 broken", "a.pdf", "PDF"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(
    standard: Standard, raw: bytes, file: str, said: str
) -> None:
    with pytest.raises(ScreeningError, match=said):
        read_narratives(raw, file, standard)
