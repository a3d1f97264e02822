"""What is written for programs and spreadsheets: the JSON of the contract, and CSV that runs nothing."""

from __future__ import annotations

import csv as reader
import io
import json as parser
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from screening.applications import Application
from screening.evidence import Evidence, Finding, Span
from screening.reports import Checked, Slated, csv, json
from screening.reports.terminal import print_slate
from screening.results import Gate, Place, Rating, RatingValue, Screened, Slate, Step, Versions
from screening.standards import Ksa, Passage, Source, Standard

VERSIONS = Versions(engine="e", ruleset="r", model="m", parser="p", settings="s", standard="h", checklist="c")
STANDARD = Standard(
    occupation_code="5201-0001",
    title="BOAT BUILDER",
    ksas=(
        Ksa(id="caulking", kind="skill", text="Skill in caulking hulls."),
        Ksa(id="rigging", kind="ability", text="Ability to rig a mast."),
    ),
    physical=Passage(text="Must climb."),
    source=Source(file="x.txt", sha256="ab"),
)
TEXT = "I caulked nine hulls in 2014.\r\nThey floated."


def evidence(quote: str, start: int = 0, source: str = "narrative:caulking") -> Evidence:
    """A quoted sentence with two findings."""
    return Evidence(
        span=Span(source=source, start=start, end=start + len(quote)),
        quote=quote,
        findings=(
            Finding(kind="own-act", source="acts.v1", reason="done", words="caulked nine hulls"),
            Finding(kind="occasion", source="specifics.v1", reason="says when"),
        ),
        relevance=512,
    )


def rating(ksa: str, value: RatingValue = "demonstrated", *quotes: Evidence, missing: str = "") -> Rating:
    """A rating on these quotes."""
    return Rating(
        ksa=ksa, rating=value, score=0.93, rule="evidence.v1#own-act-told", code="demonstrated",
        because="Because.", evidence=quotes, missing=(missing,) if missing else (), strength=2600,
        steps=(Step(name="base", points=-400, why="before"), Step(name="own_acts", points=3000, why="1 ×")),
        facts={"own_acts": 1, "sentences": 2},
    )  # fmt: skip


def screened(candidate: str, *ratings: Rating) -> Screened:
    """An applicant with these ratings."""
    gates = (Gate(gate="exam 477", result="pass", because="Score 84."),
             Gate(gate="physical", result="not-assessed", because="Not here."))  # fmt: skip
    return Screened(
        candidate=candidate, standard="5201-0001@undated", outcome="qualified", because=("Because.",),
        gates=gates, ratings=ratings, versions=VERSIONS,
    )  # fmt: skip


def slated(*people: Screened) -> Slated:
    """A slate of these applicants, all first."""
    slate = Slate(
        standard="5201-0001@undated",
        places=tuple(Place(rank=1, screened=one) for one in people),
        versions=VERSIONS,
    )
    texts = {one.candidate: application(one.candidate) for one in people}
    return Slated(slate, STANDARD, texts)


def application(candidate: str) -> Application:
    """What they wrote."""
    return Application(candidate=candidate, standard="5201-0001", narratives={"caulking": TEXT})


def document(*people: Screened) -> dict[str, Any]:
    """The slate's JSON, parsed."""
    parsed: dict[str, Any] = parser.loads(json.render(slated(*people)))
    return parsed


CAULKING = rating("caulking", "demonstrated", evidence(TEXT[:29]))
TWO = screened("c-1", CAULKING, rating("rigging", "needs-review"))


def test_the_json_of_a_slate_keeps_the_contract() -> None:
    """Every field that others rely on, by its name and type."""
    whole = document(TWO)
    assert {"standard", "slate", "versions"} <= whole.keys()
    assert whole["standard"] == "5201-0001@undated"
    assert {"engine", "ruleset", "model", "settings"} <= whole["versions"].keys()
    (line,) = whole["slate"]
    assert (line["candidate"], line["rank"], line["outcome"]) == ("c-1", 1, "qualified")
    gates = [(g["gate"], g["result"]) for g in line["gates"]]
    assert gates == [("exam 477", "pass"), ("physical", "not-assessed")]
    first, second = line["ratings"]
    assert (first["ksa"], first["rating"], first["score"]) == ("caulking", "demonstrated", 0.93)
    assert (second["ksa"], second["rating"]) == ("rigging", "needs-review")
    (quote,) = first["evidence"]
    assert TEXT[quote["start"] : quote["end"]] == quote["quote"]
    assert quote["findings"] == ["own act (caulked nine hulls)", "occasion"]
    assert first["missing"] == []
    assert first["rule"] == "evidence.v1#own-act-told"


def test_the_steps_in_the_json_add_up() -> None:
    """A reader of the file can check the strength."""
    first = document(TWO)["slate"][0]["ratings"][0]
    assert sum(step["points"] for step in first["steps"]) == first["strength"]


def test_the_json_is_one_document_and_nothing_else() -> None:
    """Also for nobody: an empty slate is a slate."""
    text = json.render(slated())
    assert text.endswith("}\n")
    assert parser.loads(text)["slate"] == []


def test_the_json_of_checklists_has_the_standard_and_versions_of_each() -> None:
    """Applications for different standards may be checked together; there is no rank."""
    checked = Checked(TWO, STANDARD, application("c-1"))
    one, other = parser.loads(json.render_checked([checked, checked]))["applications"]
    assert one == other
    assert one["versions"] == VERSIONS.model_dump()
    assert (one["standard"], one["candidate"]) == ("5201-0001@undated", "c-1")
    assert "rank" not in one


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_any_words_come_back_from_the_json_as_they_were(quote: str, missing: str) -> None:
    """And the bytes can be written as UTF-8."""
    told = rating("caulking", "demonstrated", evidence(quote), missing=missing)
    text = json.render(slated(screened("c-1", told)))
    first = parser.loads(text.encode().decode())["slate"][0]["ratings"][0]
    assert first["evidence"][0]["quote"] == quote
    assert first["missing"] == [missing]


def table(*people: Screened) -> list[dict[str, str]]:
    """The slate's CSV as a spreadsheet reads it."""
    return list(reader.DictReader(io.StringIO(csv.render(slated(*people)), newline="")))


def test_the_csv_has_a_line_for_each_applicant_and_ksa_in_the_slates_order() -> None:
    """With the columns that it says it has, and each value in its column."""
    other = screened("c-2", rating("caulking"), rating("rigging"))
    rows = table(TWO, other)
    assert [(r["candidate"], r["ksa"], r["rating"]) for r in rows] == [
        ("c-1", "caulking", "demonstrated"), ("c-1", "rigging", "needs-review"),
        ("c-2", "caulking", "demonstrated"), ("c-2", "rigging", "demonstrated"),
    ]  # fmt: skip
    assert tuple(rows[0]) == csv.COLUMNS
    assert (rows[0]["rank"], rows[0]["score"]) == ("1", "0.930")
    assert rows[0]["evidence"] == TEXT[:29]
    assert rows[0]["gates"] == "exam 477: pass; physical: not-assessed"
    assert table() == []


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "=H(\"x\",\"y\")", "-"],
)
@pytest.mark.parametrize("place", ["evidence", "missing"])
def test_no_cell_is_a_formula(formula: str, place: str) -> None:
    """An applicant's words are text to the spreadsheet; the apostrophe in front is all that is added."""
    told = rating("caulking", "needs-review", missing=formula) if place == "missing" else rating(
        "caulking", "demonstrated", evidence(formula))  # fmt: skip
    assert table(screened("c-1", told))[0][place] == "'" + formula


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n\",;'| aé"), min_size=1, max_size=20))
def test_whatever_is_written_stays_in_its_cell_and_runs_nothing(words: str) -> None:
    """Quotes, separators and line ends break no row; no cell begins as a formula does."""
    rows = table(screened("c-1", rating("caulking", "demonstrated", evidence(words), missing=words)))
    assert len(rows) == 1
    assert rows[0]["evidence"].removeprefix("'") == words.removeprefix("'")
    assert not any(re.match(r"[=+\-@\t\r]", cell) for cell in rows[0].values())


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_terminal_loses_no_rating_at_any_width(width: int) -> None:
    """Each applicant, KSA, rating and quote is there, and no line is wider than the screen."""
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    other = screened("c-2", rating("caulking"), rating("rigging", "not-demonstrated"))
    print_slate(slated(TWO, other), console)
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert max(map(len, text.splitlines())) <= width
    for words in ("c-1", "c-2", "caulking", "rigging", "demonstrated", "needs-review", "not-demonstrated"):
        assert words in text
    assert "I caulked nine hulls in 2014." in " ".join(text.split())
