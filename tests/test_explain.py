"""Letters on an adverse or unclear result: what they tell, what they never tell, and the command."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import typer
from slates import (
    ACT,
    CHECKLIST,
    GOOD,
    HOSTILE,
    POOR,
    STANDARD,
    WISH,
    application,
    quote,
    rating,
    screened,
)
from typer.testing import CliRunner

from screening.cli.explaining import explain
from screening.reports import Checked
from screening.reports.letter import MISSING, PLACEHOLDER, Letter, letter_for
from screening.reports.letter_docx import render as render_docx
from screening.reports.letter_text import WIDTH, render, render_html
from screening.results import Gate, Screened
from screening.scoring import missing_from

FAILED = Gate(gate="exam 477", result="fail", because="Score 60; 70 of 100 is needed.")


def letter_of(one: Screened, **more: str) -> Letter:
    checked = Checked(one, STANDARD, application(one.candidate))
    return letter_for(checked, CHECKLIST, **more)


def text_of(one: Screened, **more: str) -> str:
    """The letter as text with runs of white space as one space."""
    return " ".join(render([letter_of(one, **more)]).split())


# --- what a letter tells ---------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [
    "Your application for BOAT BUILDER, grade B-07",
    "Application c-2, under the standard 5201-0001@2001-05-04",
    "REQUIREMENT 2 OF 3: NOT SHOWN “Ability to rig a mast.”", "REQUIREMENT 3 OF 3: NOT CLEAR",
    "“I stepped a mast.”", f"“{WISH}”", "The reason: The text tells of plans only.",
    "what came of it: how did it end?", "No sentence was found that concerns this requirement.",
    "The standard says: “Failure to demonstrate any KSA is disqualifying.” (A KSA is one of the requirements",
    "You may ask for a correction", "You may ask for a person to read your application",
    "Please name application c-2", "The program does not decide.",
])  # fmt: skip
def test_a_letter_tells_what_was_asked_found_and_missing_and_how_to_answer(told: str) -> None:
    assert told in text_of(POOR)


def test_only_what_is_not_shown_or_not_clear_is_a_point() -> None:
    assert [(p.number, p.result) for p in letter_of(POOR).points] == [(2, "not shown"), (3, "not clear")]
    assert ACT not in text_of(POOR)


def test_a_qualified_applicant_has_nothing_to_be_told() -> None:
    letter = letter_of(GOOD)
    assert (letter.points, letter.examinations, letter.clause) == ((), (), None)
    assert "There is nothing to explain." in text_of(GOOD)


def test_an_unclear_result_is_not_told_as_a_failure() -> None:
    unclear = screened("c-3", rating("timber", "needs-review"), outcome="needs-review")
    told = text_of(unclear)
    assert "neither for nor against you" in told
    assert "disqualifying" not in told


@pytest.mark.parametrize(("exam", "told"), [
    (FAILED, "Examination 477: not passed. Score 60; 70 of 100 is needed."),
    (Gate(gate="exam 477", result="unknown", because="No result was given."),
     "Examination 477: no valid result is known. No result was given."),
])  # fmt: skip
def test_an_examination_that_is_failed_or_unknown_is_told_and_what_is_not_assessed_is_not(
    exam: Gate, told: str
) -> None:
    one = screened("c-4", rating("caulking", "demonstrated"), outcome="not-qualified", exam=exam)
    letter = letter_of(one)
    assert letter.examinations == (told,)


@pytest.mark.parametrize(("contact", "shown"), [
    ("", PLACEHOLDER), ("  \n ", PLACEHOLDER), ("Harbour Office\n1 Quay", "Harbour Office 1 Quay"),
])  # fmt: skip
def test_the_contact_is_the_agency_s_own_or_a_place_to_fill_in(contact: str, shown: str) -> None:
    assert f"Write to: {shown}" in text_of(POOR, contact=contact)


def test_who_decided_is_told_when_somebody_has() -> None:
    told = text_of(POOR, decided="the selection panel on 2 May 2001.")
    assert "The decision was made by: the selection panel on 2 May 2001. The standard" in told
    assert "A person reads your application and decides" not in told


def test_examples_come_from_a_confirmed_checklist_and_are_few() -> None:
    rigging = letter_of(POOR).points[0]
    assert rigging.examples == CHECKLIST.ksas["rigging"].shown_by[:3]
    draft = CHECKLIST.model_copy(update={"status": "draft"})
    checked = Checked(POOR, STANDARD, application("c-2"))
    assert [p.examples for p in letter_for(checked, draft).points] == [(), ()]
    assert [p.examples for p in letter_for(checked).points] == [(), ()]


# --- what it never tells ---------------------------------------------------------------------------------


@pytest.mark.parametrize("jargon", [
    "0.071", "0.512", "score", "probab", "strength", "threshold", "evidence.v9#rule", "insufficiently",
    "needs-review", "not-demonstrated", "own-act", "own act",
])  # fmt: skip
def test_a_letter_has_no_score_no_rule_and_no_jargon(jargon: str) -> None:
    page = render_html([letter_of(POOR)]).partition("<main>")[2]
    assert jargon not in render([letter_of(POOR)]).casefold()
    assert jargon not in page.casefold()


def test_everything_that_scoring_may_miss_is_said_to_the_applicant() -> None:
    """The table follows the scoring's own words: a change there must be made here."""
    nothing = dict.fromkeys(("own_acts", "habits", "learning", "occasions", "details", "results"), 0)
    said = missing_from({**nothing, "nearness": -1, "above_review": -1})
    assert len(said) == 5
    assert set(said) == set(MISSING)
    other = rating("timber", "needs-review", missing=("another thing",))
    letter = letter_of(screened("c-5", other, outcome="needs-review"))
    assert letter.points[0].missing == ("another thing",)


# --- how it is written -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(words: str) -> None:
    one = screened("c-2", rating("timber", "not-demonstrated", quote(words), missing=(words,), because=words),
                   outcome="not-qualified")  # fmt: skip
    letters = [letter_of(one, contact=words)]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", render(letters))
    page = render_html(letters)
    assert "<script" not in page
    assert "49" not in page.partition("<main>")[2]
    assert render_docx(letters).startswith(b"PK")


def test_no_line_of_a_letter_is_wider_than_the_letter() -> None:
    assert max(map(len, render([letter_of(POOR), letter_of(GOOD)]).splitlines())) <= WIDTH


def test_several_letters_are_kept_apart() -> None:
    letters = [letter_of(POOR), letter_of(replace_id(POOR, "c-9"))]
    assert render(letters).count("=" * WIDTH) == 1
    page = render_html(letters)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<article") == 2


def replace_id(one: Screened, candidate: str) -> Screened:
    return one.model_copy(update={"candidate": candidate})


def test_the_page_has_one_first_heading_and_skips_no_level() -> None:
    levels = [int(n) for n in re.findall(r"<h(\d)", render_html([letter_of(POOR)]))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_word_document_has_headings_and_lists_by_style() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(render_docx([letter_of(POOR), letter_of(GOOD)])))
    told = [(p.style.name, p.text) for p in document.paragraphs]
    assert ("Heading 1", "Your application for BOAT BUILDER, grade B-07") in told
    assert ("Heading 2", "Requirement 2 of 3: not shown") in told
    assert ("Quote", "Ability to rig a mast.") in told
    assert any(style == "List Bullet" and WISH in text for style, text in told)


# --- the command -----------------------------------------------------------------------------------------


class Stub:
    """What the command needs of a screener, with a result made beforehand."""

    standard, checklist = STANDARD, CHECKLIST

    def __init__(self) -> None:
        from screening.settings import Settings

        self.settings = Settings()

    def screen(self, one: object) -> Screened:
        return POOR


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.setattr("screening.opening.open_screener", lambda *_, **__: Stub())
    app = typer.Typer()
    app.command()(explain)
    return app


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    path = tmp_path / "c-2.yaml"
    path.write_text(f"candidate: c-2\nstandard: 5201-0001\nnarratives: {{caulking: '{ACT}'}}\n", "utf-8")
    return path


def test_the_command_writes_the_letter_and_ends_with_0(command: typer.Typer, filed: Path) -> None:
    run = CliRunner().invoke(command, [str(filed), "--contact", "Harbour Office", "--decided", "the panel"])
    assert run.exit_code == 0, run.output
    assert run.stdout == render([letter_of(POOR, contact="Harbour Office", decided="the panel")])


def test_the_command_writes_a_page_or_a_word_document_to_a_file(command: typer.Typer, filed: Path) -> None:
    for name, begins in (("html", b"\n<!DOCTYPE html>"), ("docx", b"PK")):
        out = filed.with_suffix(f".{name}")
        run = CliRunner().invoke(command, [str(filed), "--format", name, "--out", str(out)])
        assert run.exit_code == 0, run.output
        assert out.read_bytes().startswith(begins) or out.read_bytes().lstrip().startswith(begins.lstrip())


def test_a_word_document_needs_a_file(command: typer.Typer, filed: Path) -> None:
    run = CliRunner().invoke(command, [str(filed), "--format", "docx"])
    assert "--out" in str(run.exception)


def test_replacing_nothing_leaves_a_letter_as_it_is() -> None:
    """Letters are values: the same result gives the same letter."""
    assert letter_of(POOR) == letter_of(POOR)
    assert replace(letter_of(POOR), contact="x") != letter_of(POOR)
