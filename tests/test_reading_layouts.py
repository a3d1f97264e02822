"""One parser for every layout: fixtures with what a person reads in them, and random layouts."""

from __future__ import annotations

import contextlib
import textwrap
import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.documents.text import read_text
from screening.errors import DocumentError
from screening.files.yaml import read_yaml
from screening.reading.reader import DocumentReading, read_standards
from screening.standards import Standard

FOLDER = Path(__file__).parent / "documents"
EXPECTED: dict[str, list[dict[str, Any]]] = read_yaml(FOLDER / "expected.yaml").value


def read(path: Path) -> DocumentReading:
    """A fixture read without any names known."""
    return read_standards(read_text(path.read_bytes(), path.name), {})


def told(standard: Standard) -> dict[str, Any]:
    """A standard in the words of ``expected.yaml``."""
    everything = {
        "code": standard.occupation_code,
        "title": standard.title,
        "grade": standard.grade,
        "date": standard.document_date.isoformat() if standard.document_date else None,
        "status": standard.status,
        "ksas": [k.text for k in standard.ksas],
        "numbers": [k.number for k in standard.ksas],
        "importance": [k.importance for k in standard.ksas],
        "training": [k.text for k in standard.training_ksas],
        "examinations": [e.number for e in standard.examinations],
        "pass_mark": next((e.pass_mark for e in standard.examinations), None),
    }
    silent: dict[str, Any] = {"status": "in-force", "training": [], "pass_mark": None}
    lists = {name: [None] * len(standard.ksas) for name in ("numbers", "importance")}
    return {
        name: value for name, value in everything.items() if value != {**silent, **lists}.get(name, object())
    }


def test_every_fixture_has_its_expectation() -> None:
    assert {p.name for p in FOLDER.iterdir() if p.is_file()} - {"expected.yaml"} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_layout_is_read_as_a_person_reads_it(name: str) -> None:
    """KSAs word for word and in order, title, grade, code, date, examinations, importance and training."""
    reading = read(FOLDER / name)
    assert [told(standard) for standard in reading.standards] == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_line_of_a_fixture_is_accounted_for(name: str) -> None:
    coverage = read(FOLDER / name).coverage
    counts = coverage.counts
    assert counts["lines"] == counts["field"] + counts["furniture"] + counts["blank"] + counts["unread"]
    assert coverage.unread == []


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_cited_lines_hold_the_words_of_the_ksa(name: str) -> None:
    """The letters of a KSA stand, in their order, within the lines and the characters that it cites."""
    path = FOLDER / name
    source = read_text(path.read_bytes(), path.name)
    for standard in read(path).standards:
        for ksa in (*standard.ksas, *standard.training_ksas):
            assert ksa.cite is not None
            cited = source.text[slice(*ksa.cite.chars)]
            letters = iter(c for c in cited if c.isalnum())
            assert all(c in letters for c in ksa.text if c.isalnum()), ksa.id
            first, last = ksa.cite.lines
            assert 1 <= first <= last <= len(source.lines)
            assert (
                source.lines[first - 1][0]
                <= ksa.cite.chars[0]
                < ksa.cite.chars[1]
                <= source.lines[last - 1][1]
            )


@pytest.mark.parametrize("path", sorted((FOLDER / "others").iterdir()), ids=lambda p: p.stem)
def test_what_is_no_standard_is_refused_with_a_reason(path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no qualification standard: \w"):
        read(path)


# Standards set in random layouts

TOPICS = (
    "mail classes",
    "boilers and pumps",
    "cash rules, refunds and vouchers",
    "the road traffic law",
    "spreadsheets (e.g., Excel) and databases",
    "basic electricity, including Ohm's law",
    "postal forms",
)
TASKS = (
    "lift and carry sacks",
    "write reports; letters and memos",
    "drive a truck in snow",
    "count money quickly",
    "read maps, schemes and U.S. postal charts",
    "lead a crew of 5 to 10 people",
    "keep calm, at peak times above all",
)
CRAFTS = ("typing 40 words per minute", "soldering", "negotiation with vendors", "arithmetic")
TITLES = (
    "MAIL HANDLER",
    "LEAD SALES ASSOCIATE",
    "MGR, OPERATIONS SUPPORT",
    "SUPV CUSTOMER SERVICES (SMALL OFFICE)",
)
GRADES = ("PS-06", "EAS-17", "P7-08", "MH-04", "PS-7", "Level 6")
STYLES = (
    "",
    "{n}. ",
    "{n}) ",
    "({n}) ",
    "{a}. ",
    "{A}. ",
    "• ",
    "B-{n} ",
    "{n} - ",
    "KSA {n}: ",
    "Element {n} - ",
)
LABELLED = "{n}. TRADE CLERK - Essential\nScale: Yes/No Qualification Proficiency: Yes\n"
FURNITURE = (
    "Page 2 of 3",
    "(Continued on next page)",
    "- 2 -",
    "PS Form 1796, July 2003",
    "{title} {grade}\n",
    "{footer}",
)
EXAMS = (
    ("Applicants must successfully complete Test 473.", [473]),
    ("None.", []),
    ("Exams 474 and 476 are required (formerly Exam 473).", [474, 476]),
    ("Applicants must pass the Virtual Entry Assessment CS (477) with a score of at least 70.", [477]),
)
HEADS = (
    "{title} ({grade}) OCCUPATION CODE: {code}\nDOCUMENT DATE: {day}",
    "{title}, {grade}\nOccupation Code: {code}\nDocument Date: {day}",
    "POSITION TITLE: {title}\nGRADE: {grade}\nOCC CODE: {code}\nDOC DATE: {day}",
    "{title}\n{grade}\n{code}\n\nDocument Date: {day}",
    "OCCUPATION CODE {code}\n{title} {grade}\nDOCUMENT DATE {day}",
    "# {title} ({grade})\n\n**Occupation Code:** {code}  \n**Document Date:** {day}",
    "Title: {title} | Grade: {grade} | Occ. Code: {code} | Document Date: {day}",
)


class Set(NamedTuple):
    """A standard set in a layout, and what it says."""

    text: str
    code: str
    title: str
    grade: str
    day: date
    ksas: list[str]
    exams: list[int]


REQUIREMENT = st.one_of(
    st.builds(
        "Knowledge of {}{}.".format, st.sampled_from(TOPICS), st.sampled_from(["", ". Includes ladders"])
    ),
    st.builds(
        "Ability to {}{}.".format,
        st.sampled_from(TASKS),
        st.sampled_from(["", " sufficient to train others"]),
    ),
    st.builds("Demonstrated ability to {}.".format, st.sampled_from(TASKS)),
    st.builds("Skill in {}.".format, st.sampled_from(CRAFTS)),
)
HEADING = st.sampled_from([str.upper, str.title, str.lower])


@st.composite
def layouts(draw: st.DrawFn) -> Set:
    """A random standard in a random layout."""
    ksas = draw(st.lists(REQUIREMENT, min_size=2, max_size=12, unique=True))
    said = {
        "title": draw(st.sampled_from(TITLES)),
        "grade": draw(st.sampled_from(GRADES)),
        "code": draw(st.from_regex(r"[0-9]{4}-[0-9]{2}(?:[0-9]{2}|XX)", fullmatch=True)),
    }
    day = draw(st.dates(date(1990, 1, 1), date(2025, 12, 31)))
    said["day"] = draw(
        st.sampled_from([day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day:%m/%d/%Y}"])
    )
    said["footer"] = f"Doc Date: {said['day']}   Occ Code: {said['code']}"
    exam, numbers = draw(st.sampled_from(EXAMS))
    heading, colon, width = (
        draw(HEADING),
        draw(st.sampled_from([":", "", " -", "."])),
        draw(st.sampled_from([60, 90, 400])),
    )
    physical = draw(
        st.sampled_from(["1. Ability to lift 70 pounds.\n2. Ability to stand.", "Must stand all day."])
    )
    sections = [
        (heading("function"), "Performs various work."),
        (heading("requirements"), _list(draw, ksas, width, said)),
        (heading("examination requirements"), exam),
        (heading("physical requirements"), physical),
    ]
    body = "\n\n".join(f"{name}{colon}\n{text}" for name, text in sections)
    text = draw(st.sampled_from(HEADS)).format(**said) + "\n\n" + body + "\n"
    text += draw(st.sampled_from(["", f"\n{said['footer']} |\n"]))
    return Set(
        draw(st.sampled_from([text, text.replace("\n", "\r\n")])),
        said["code"],
        said["title"],
        said["grade"],
        day,
        ksas,
        numbers,
    )


def _list(draw: st.DrawFn, ksas: list[str], width: int, said: dict[str, str]) -> str:
    """The requirements as a list or as one paragraph, perhaps with page furniture inside."""
    style = draw(st.sampled_from([*STYLES, LABELLED]))
    items = [style.format(n=n, a=chr(96 + n), A=chr(64 + n)) + ksa for n, ksa in enumerate(ksas, 1)]
    if style in ("{n}. ", "({n}) ", "") and draw(st.booleans()):
        return _wrapped(" ".join(items), width)
    wrapped = [_wrapped(item, width).split("\n") for item in items]
    if style and draw(st.booleans()):
        broken = draw(st.sampled_from(wrapped))
        broken.insert(draw(st.integers(0, len(broken))), draw(st.sampled_from(FURNITURE)).format(**said))
    return draw(st.sampled_from(["\n", "\n\n"])).join("\n".join(lines) for lines in wrapped)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in text.split("\n"))


@settings(max_examples=300, deadline=None)
@given(layouts())
def test_a_standard_reads_the_same_in_every_layout(printed: Set) -> None:
    """However it is set, a standard gives back its words, heading and examinations, and no line is lost."""
    reading = read_standards(read_text(printed.text.encode(), "random.txt"), {})
    (standard,) = reading.standards
    assert [ksa.text for ksa in standard.ksas] == printed.ksas
    assert (standard.occupation_code, standard.title, standard.grade, standard.document_date) == (
        printed.code,
        printed.title,
        printed.grade,
        printed.day,
    )
    assert [exam.number for exam in standard.examinations] == printed.exams
    assert reading.coverage.unread == []
    assert len({ksa.id for ksa in standard.ksas}) == len(printed.ksas)


HEAD = "CLERK, PS-06\nOCCUPATION CODE: 2320-0012\nREQUIREMENTS:\n"
HOSTILE = {
    "openers": "Ability to run. " * 5_000,
    "blanks": " " * 100_000,
    "empty lines": "\r\n" * 50_000,
    "dashes": "- " * 40_000,
    "letters apart": "a " * 40_000,
    "one word": "a" * 100_000,
    "tildes": "~~a " * 20_000,
    "numbers": "1. " * 30_000,
    "titles": "CLERK, PS-06\nOCCUPATION CODE: 2320-0012\n" * 3_000,
    "columns": "word word word word        word word word word word\n" * 3_000,
    "footnotes": "".join(f"[{n}] Skill in law [{n}]\n" for n in range(100)) * 50,
    "grids": "+---+---+\n| Skill | a |\n| in b  |   |\n" * 3_000,
    "tabs": 'a\t"b\n' * 20_000,
    "kinds": "Knowledge\n\nSkills\n- a\n\nEducation\n\n" * 2_500,
    "lists that begin again": "1. Skill in law.\nHands\n" * 4_000,
    "parts of lists": "1. A\n1.1 Skill in law.\n" * 4_000,
    "sentences about standards": "The standard for the position of " * 3_000,
    "examinations": "EXAMINATION REQUIREMENTS: " + "Test 473, " * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_answered_in_bounded_time(name: str) -> None:
    """A hundred kilobytes made to be slow are read or refused within seconds."""
    began = time.process_time()
    with contextlib.suppress(DocumentError):
        read_standards(read_text((HEAD + HOSTILE[name]).encode(), "hostile.txt"), {})
    assert time.process_time() - began < 20


def test_a_huge_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(DocumentError, match="larger than"):
        read_text(b"Ability to run. " * 100_000, "huge.txt")


FRAGMENTS = (
    "Knowledge of ",
    "Ability to ",
    "skill in ",
    "REQUIREMENTS",
    ":",
    ".",
    ";",
    " ",
    "\n",
    "\n\n",
    "1. ",
    "(2) ",
    "B-4 ",
    "~~",
    "{++",
    "++}",
    "|",
    "CLERK, PS-06",
    "OCCUPATION CODE: 2320-0012",
    "Document Date: 01/02/2003",
    "Exam 473",
    "(",
    ")",
    "    ",
    "EXAMINATION REQUIREMENTS:",
    "Physical Requirements",
    "Essential",
    "Desirable",
    "Dear Sir",
    "Sincerely,",
    "\r\n",
    "\x0c",
    "é",
    "\xa0",
    "Includes ",
    "and ",
    "Page 1 of 2",
    "- ",
    "Yes/No",
    "proposes",
    "from 1:20 to 1:19",
    "0",
    "l",
    "\u200b",
    "#",
    "*",
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
)
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is read or refused as a document; nothing else is ever raised, no line is forgotten."""
    try:
        reading = read_standards(read_text(text.encode(), "any.txt"), {})
    except DocumentError:
        return
    counts = reading.coverage.counts
    assert reading.standards
    assert counts["lines"] == counts["field"] + counts["furniture"] + counts["blank"] + counts["unread"]


@pytest.mark.parametrize(
    "head",
    [
        "Factor 1. Knowledge Required by the Position     Level 1-4  550 points",
        "FACTOR 1: KNOWLEDGE REQUIRED BY THE POSITION (Level 1-4, 550 Points)",
        "Knowledge required by the position, FLD 1-4",
    ],
)
def test_a_position_description_by_factors_asks_under_its_first(head: str) -> None:
    """The other factors are fields of their own, and no words of what it asks for."""
    text = (
        f"Supply Clerk, GS-2005-06\n\nMAJOR DUTIES\n1. Receives goods.\n\n{head}\n"
        "- Knowledge of supply regulations.\n- Ability to talk with vendors.\n\n"
        "Factor 2. Supervisory Controls, Level 2-3, 275 points\nThe supervisor reviews the work.\n\n"
        "Factor 5. Scope and Effect, Level 5-2\nThe work keeps the shop going.\n\n"
        "Factor 8. Physical Demands, Level 8-1, 5 points\nSome lifting.\n"
    )
    (standard,) = read_standards(read_text(text.encode(), "factors.txt"), {}).standards
    assert [ksa.text for ksa in standard.ksas] == [
        "Knowledge of supply regulations.", "Ability to talk with vendors.",
    ]  # fmt: skip
    assert (standard.supervision and standard.supervision.text) == "The supervisor reviews the work."
    assert (standard.physical and standard.physical.text) == "Some lifting."
    assert [passage.heading for passage in standard.additional] == ["Scope and Effect"]
