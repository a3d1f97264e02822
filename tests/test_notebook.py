"""Screening from Python: light to import, and results that show themselves without letting a word act."""

from __future__ import annotations

import ast
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from slates import ACT, GOOD, HOSTILE, POOR, STANDARD, application, quote, rating, screened, slated

import screening
from screening.applications import Application
from screening.errors import ApplicationError, ScreeningError
from screening.notebook import Checklist, Position, RankedSlate
from screening.reports import Checked
from screening.reports.notebook import plain

ROOT = Path(__file__).parent.parent
LIGHT = "import sys; import screening; print(*sorted(sys.modules))"


class Seen(HTMLParser):
    """What a browser would make of a piece of HTML: its elements, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def checklist(words: str = ACT) -> Checklist:
    """A checklist of somebody who wrote these words, all of which are quoted."""
    written = Application(candidate="c-1", standard="5201-0001", narratives={"caulking": words})
    shown, open_ = rating("caulking", "demonstrated", quote(words)), rating("rigging", "needs-review")
    told = screened("c-1", shown, open_)
    return Checklist(Checked(told, STANDARD, written))


def test_importing_the_package_loads_nothing_of_it_and_nothing_heavy() -> None:
    run = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, cwd=ROOT, timeout=300)
    loaded = run.stdout.split()
    assert [name for name in loaded if name.startswith("screening")] == ["screening"]
    assert {"pydantic", "torch", "spacy", "numpy", "jinja2"}.isdisjoint(loaded)


def test_what_is_offered_is_there_and_typed() -> None:
    """The stub that type checkers read names what the package gives, and nothing else."""
    stub = ast.parse((ROOT / "screening" / "__init__.pyi").read_text(encoding="utf-8"))
    named = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert named == set(screening.__all__)
    assert all(callable(getattr(screening, name)) for name in screening.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        screening.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_a_checklist_marks_the_sentences_in_their_text() -> None:
    seen = Seen(checklist()._repr_html_())
    assert ("mark", "for") in [(tag, attrs.get("class")) for tag, attrs in seen.elements]
    assert ACT in seen.words
    assert "caulking" in seen.words


@pytest.mark.parametrize("words", HOSTILE)
def test_no_word_of_an_applicant_acts_in_a_cell(words: str) -> None:
    """No element, attribute or formula comes of what somebody wrote; their words are shown."""
    calm, told = Seen(checklist("harmless")._repr_html_()), Seen(checklist(words)._repr_html_())
    assert [tag for tag, _ in told.elements] == [tag for tag, _ in calm.elements]
    assert not [name for _, attrs in told.elements for name in attrs if name.startswith("on")]
    assert "mathjax_ignore" in str(told.elements)


@pytest.mark.parametrize("words", [*HOSTILE, "**bold** _it_ `code` [a](javascript:alert(1)) | cell $x$ # h"])
def test_no_word_of_an_applicant_is_a_mark_of_markdown(words: str) -> None:
    told = checklist(words)._repr_markdown_()
    assert "<" not in told
    assert "$" not in told
    for mark in "*_`[]|":
        assert told.count(mark) - told.count(f"\\{mark}") == checklist("x")._repr_markdown_().count(mark)


@pytest.mark.parametrize(("words", "escaped"), [
    ("a*b", "a\\*b"), ("<b>", "&lt;b&gt;"), ("$5 and $6", "&#36;5 and &#36;6"), ("a\n\n# b", "a \\# b"),
    ("R&D", "R&amp;D"), ("back\\slash", "back\\\\slash"), ("plain words.", "plain words."),
])  # fmt: skip
def test_words_are_written_for_markdown(words: str, escaped: str) -> None:
    assert plain(words) == escaped


def test_a_slate_is_a_table_with_a_row_for_each_applicant_best_first() -> None:
    slate = RankedSlate(slated(GOOD, POOR))
    seen = Seen(slate._repr_html_())
    assert [tag for tag, _ in seen.elements].count("tr") == 3
    assert seen.words.index("c-1") < seen.words.index("c-2")
    assert slate._repr_markdown_().splitlines()[2] == "| 1 | c-1 | qualified | 3 of 3 |"


def test_a_slate_gives_each_applicant_and_rows_for_a_data_frame() -> None:
    slate = RankedSlate(slated(GOOD, POOR))
    assert [one.outcome for one in slate] == ["qualified", "not-qualified"]
    assert slate["c-2"]["rigging"].rating == "not-demonstrated"
    assert len(slate.rows()) == 6
    assert slate.rows()[0] == {"candidate": "c-1", "rank": 1, "outcome": "qualified", "ksa": "caulking",
                               "rating": "demonstrated", "score": 0.931}  # fmt: skip


def test_who_is_not_on_the_slate_is_refused_with_those_who_are() -> None:
    with pytest.raises(ApplicationError, match="no candidate 'c-9'"):
        RankedSlate(slated(GOOD))["c-9"]


def test_a_repr_is_one_line() -> None:
    assert repr(checklist()) == "<c-1 for 5201-0001@2001-05-04: qualified, 1 of 2 KSAs demonstrated>"
    assert repr(RankedSlate(slated(GOOD, POOR))) == "<slate of 2 for 5201-0001@2001-05-04: 1 c-1, 2 c-2>"


def test_a_standard_shows_the_ids_that_narratives_go_by() -> None:
    position = Position(STANDARD)
    assert position.ksas["rigging"] == "Ability to rig a mast."
    assert "rigging" in Seen(position._repr_html_()).words
    assert "| timber | Knowledge of timber. |" in position._repr_markdown_()


@pytest.mark.parametrize(("ending", "begins"), [
    (".json", b'{\n "standard"'), (".html", b"<!DOCTYPE html>"), (".csv", b'"standard","rank","candidate"'),
    (".xlsx", b"PK"),
])  # fmt: skip
def test_a_slate_is_saved_in_the_format_that_the_ending_names(
    tmp_path: Path, ending: str, begins: bytes
) -> None:
    saved = RankedSlate(slated(GOOD, POOR)).save(tmp_path / f"slate{ending}")
    assert saved.read_bytes().lstrip(b"\xef\xbb\xbf").lower().startswith(begins.lower())


def test_another_ending_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match=r"one of \.html, \.json"):
        checklist().save(tmp_path / "c.docx")


def test_what_says_nothing_of_its_standard_is_refused() -> None:
    with pytest.raises(ApplicationError, match="for which standard"):
        screening.check({"caulking": ACT})


def test_an_unknown_ksa_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ScreeningError, match="has no KSA 'caulking'"):
        screening.check({"caulking": ACT}, "2320-0012")


def test_hand_made_applications_of_another_standard_are_refused() -> None:
    with pytest.raises(ApplicationError, match="the application is for '5201-0001'"):
        screening.rank("2320-0012", application("c-1"))
