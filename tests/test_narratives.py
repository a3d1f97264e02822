"""What somebody wrote, out of the files they have: cut at the requirements, or one essay; nothing lost."""

from __future__ import annotations

import io
import json
import re
import textwrap
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from screening.errors import ScreeningError
from screening.files.library import Library
from screening.files.narratives import by_heading, read_draft, read_narratives
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


DONE = (
    "sold stamps", "calmed a man", "sorted forty callers", "led a crew of five", "briefed the council",
    "answered chats", "searched the manual", "traced a lost claim", "compared two years of data",
    "found the faulty bag", "heard a widow out", "logged every call", "wrote the letters",
)  # fmt: skip
ANSWERS = tuple(f"I {done} myself in 2014, and it was settled by noon." for done in DONE)
TITLES = (
    "Postal products", "dealing with the public", "situations / pressure", "leading a group (leadership)",
    "communicating orally", "computer, phone and chat", "reference manuals", "complex customer problems",
    "information", "analyzing problems", "listening", "logging calls on the computer", "written responses",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
LAYOUTS = {
    "number and own title": lambda n, ksa: f"KSA #{n} - {TITLES[n - 1]}\n{ANSWERS[n - 1]}",
    "number alone before the answer": lambda n, ksa: f"{n}) {ANSWERS[n - 1]}",
    "number on the answer's line": lambda n, ksa: f"KSA {n}: {ANSWERS[n - 1]}",
    "one of so many": lambda n, ksa: f"KSA {n} of 13\n{ANSWERS[n - 1]}",
    "number in words": lambda n, ksa: f"Response to KSA No. {n}:\n{ANSWERS[n - 1]}",
    "roman": lambda n, ksa: f"**KSA {ROMAN[n - 1]}**\n{ANSWERS[n - 1]}",
    "element": lambda n, ksa: f"Element {n}\n{ANSWERS[n - 1]}",
    "question and answer": lambda n, ksa: f"Question {n}: {ksa.text}\n\nAnswer: {ANSWERS[n - 1]}",
    "title and words": lambda n, ksa: f"KSA {n} – {TITLES[n - 1]}: {ksa.text}\n{ANSWERS[n - 1]}",
    "words and number": lambda n, ksa: f"{ksa.text} (KSA {n})\n{ANSWERS[n - 1]}",
    "quoted words": lambda n, ksa: f"{n}. „{ksa.text}“ {ANSWERS[n - 1]}",
    "first words": lambda n, ksa: f"{' '.join(ksa.text.split()[:7])} ...\n{ANSWERS[n - 1]}",
    "first words and a colon": lambda n, ksa: f"{' '.join(ksa.text.split()[:6])}: {ANSWERS[n - 1]}",
    "a misprint mended": lambda n, ksa: f"{ksa.text.replace('comprehends', 'comprehend')}\n{ANSWERS[n - 1]}",
    "a row of a table": lambda n, ksa: f"| {n}. {ksa.text} | {ANSWERS[n - 1]} |",
    "a row of three cells": lambda n, ksa: f"| {n} | {ksa.text} | {ANSWERS[n - 1]} |",
    "a row with a number": lambda n, ksa: f"| KSA {n} | {ANSWERS[n - 1]} |",
    "quoted mail": lambda n, ksa: f"> {n}. {ksa.text}\n> {ANSWERS[n - 1]}\n>",
    "shortened": lambda n, ksa: f"{n}. {' '.join(ksa.text.split()[:4]).rstrip(',')}\n\n{ANSWERS[n - 1]}",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_answers_are_found_by_number_words_or_both(standard: Standard, layout: str) -> None:
    between = "\n" if "row" in layout or "mail" in layout else "\n\n"
    text = between.join(LAYOUTS[layout](n, ksa) for n, ksa in enumerate(standard.ksas, start=1))
    read = read_narratives(text.encode(), "a.txt", standard)
    assert {ksa: " ".join(text.split()) for ksa, text in read.narratives.items()} == {
        ksa.id: answer for ksa, answer in zip(standard.ksas, ANSWERS, strict=True)
    }
    assert read.notes == ()


def numbered(standard: Standard, *numbers: int) -> str:
    """Answers under the words of some requirements."""
    return "\n\n".join(f"{n}. {standard.ksas[n - 1].text}\n\n{ANSWERS[n - 1]}" for n in numbers)


def test_answers_in_one_paragraph_are_told_apart_by_their_labels(standard: Standard) -> None:
    text = " ".join(f"K{n}: {answer}" for n, answer in enumerate(ANSWERS, start=1))
    assert tuple(read_narratives(text.encode(), "a.txt", standard).narratives.values()) == ANSWERS


def test_answers_may_stand_below_the_list_of_what_is_asked_in_any_order(standard: Standard) -> None:
    asked = "\n".join(f"{n}. {ksa.text}" for n, ksa in enumerate(standard.ksas, start=1))
    order = [4, 1, 2, 3, *range(5, 14)]
    said = "\n\n".join(f"{n}. {ANSWERS[n - 1]}" for n in order)
    read = read_narratives(f"{asked}\n\nMy answers:\n\n{said}".encode(), "a.txt", standard)
    assert [read.narratives[ksa.id] for ksa in standard.ksas] == list(ANSWERS)


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("KSA 14: Skill in operating a forklift\n\nI hold a card.", "KSA 14"),
        ("REFERENCES\n\nA manager, 918-555-0121", "REFERENCES"),
        ("Exam 477: passed with 91 on 3/5/2019", "Exam 477"),
        ("I certify that the above is true.", "I certify"),
    ],
)
def test_what_is_no_answer_is_left_out_and_told(standard: Standard, after: str, left: str) -> None:
    read = read_narratives(f"{numbered(standard, 1, 13)}\n\n{after}".encode(), "a.txt", standard)
    assert list(read.narratives.values()) == [ANSWERS[0], ANSWERS[12]]
    assert left in read.notes[0]
    assert "11 of 13" in read.notes[1]


@pytest.mark.parametrize(
    "said",
    [
        "I told my crew, about whom see\nKSA 4.\nWe kept it up for a year.",
        "I did three things:\n1. I counted.\n2. I sorted.\n3. I wrote.",
        "Item 3 was missing, so I searched for it.",
        "- Ability to communicate orally\n\nI answered the phone all day.",
        "My skills:\nOral communication\nCall logging\nI used them daily.",
    ],
)
def test_a_number_or_a_name_in_an_answer_cuts_nothing(standard: Standard, said: str) -> None:
    text = f"{standard.ksas[9].text}\n\n{said}\n\n{standard.ksas[10].text}\n\n{SECOND}"
    read = read_narratives(text.encode(), "a.txt", standard)
    assert list(read.narratives.items()) == [(standard.ksas[9].id, said), (standard.ksas[10].id, SECOND)]


PARAGRAPHS = st.lists(
    st.one_of(
        st.sampled_from(["KSA 2", "3.", "KSA 14: Forklifts", "REFERENCES", "group-leadership", "4)"]),
        st.integers(0, 12).map(lambda n: f"ksa:{n}"),
        st.integers(0, 99).map(lambda n: f"I carried load {n} to the dock and signed for it."),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(PARAGRAPHS)
def test_every_sentence_is_an_answer_an_essay_or_told_as_left_out(paragraphs: list[str]) -> None:
    standard = Library().resolve("2320-0012@2019-03-16").standard
    said = [standard.ksas[int(p[4:])].text if p.startswith("ksa:") else p for p in paragraphs]
    sentences = sum(p.startswith("I carried") for p in said)
    read = by_heading("\n\n".join(said), standard)
    kept = [*read.narratives.values(), *(essay.text for essay in read.essays)]
    told = [int(found) for note in read.notes for found in re.findall(r"left out \((\d+) words\)", note)]
    counted = sum(text.count("I carried") for text in kept)
    assert counted <= sentences
    assert (sentences - counted) * 10 <= sum(told)


STEPS = "I took five steps.\n\n1. I counted.\n\n2. I sorted.\n\n3. I wrote.\n\n4. I asked.\n\n5. I told all."


@pytest.mark.parametrize("label", ["KSA {n}\n\n", "KSA {n}: {text}\n", "{text}\n", "{n}) "])
def test_a_list_in_an_answer_stays_there(standard: Standard, label: str) -> None:
    said = [STEPS if n == 3 else answer for n, answer in enumerate(ANSWERS, start=1)]
    text = "\n\n".join(
        label.format(n=n, text=ksa.text) + answer
        for n, (ksa, answer) in enumerate(zip(standard.ksas, said, strict=True), start=1)
    )
    assert list(read_narratives(text.encode(), "a.txt", standard).narratives.values()) == said


@pytest.mark.parametrize(
    "said",
    [
        '"We sell only stamps?" a man asked, and I showed him the boxes.',
        "*Logged* each call, and told the next shift.",
        "Education\nI taught policy at night.\n\nWork Experience:\nNine years on calls.",
        "I kept calm.\nKSA 4, below, has more.\nI kept calm again.",
        "3 years ago I wrote the manual.",
        "Sold the most parcels of all\nTrained two clerks",
    ],
)
def test_the_words_of_an_answer_stay_as_they_are(standard: Standard, said: str) -> None:
    text = f"KSA 12: {SECOND}\n\nKSA 13:\n{said}"
    read = read_narratives(text.encode(), "a.txt", standard)
    assert list(read.narratives.values()) == [SECOND, said]


@pytest.mark.parametrize(
    "essay",
    [
        STEPS,
        f"I write for all. {FIRST} {SECOND}\n\n{{quoted}}\n\n{SECOND}",
        "My eight lessons:\n" + "\n".join(f"{n}. I learned thing {n}." for n in range(1, 9)),
    ],
)
def test_an_essay_with_a_list_or_a_quotation_stays_one(standard: Standard, essay: str) -> None:
    text = essay.replace("{quoted}", standard.ksas[3].text)
    read = read_narratives(text.encode(), "a.txt", standard)
    assert [each.text for each in read.essays] == [text]


def test_what_heads_every_page_is_no_answer(standard: Standard) -> None:
    pages = [f"Applicant 7   KSAs   Page {n}\n{numbered(standard, n)}" for n in (1, 2, 3)]
    read = read_narratives("\f".join(pages).encode(), "a.txt", standard)
    assert tuple(read.narratives.values()) == ANSWERS[:3]


def test_a_filled_form_is_read_in_its_boxes(standard: Standard) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for place, (ksa, answer) in enumerate(zip(standard.ksas[:4], ANSWERS, strict=False), start=1):
        top = 850 - 180 * place
        for line, words in enumerate(textwrap.wrap(f"{place}. {ksa.text}", 90)):
            canvas.drawString(50, top + 130 - 12 * line, words)
        canvas.acroForm.textfield(value=answer, x=50, y=top, width=480, height=100)
    canvas.save()
    read = read_narratives(out.getvalue(), "a.pdf", standard)
    assert [" ".join(text.split()) for text in read.narratives.values()] == list(ANSWERS[:4])


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
    assert "My application" in read.notes[0]


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
