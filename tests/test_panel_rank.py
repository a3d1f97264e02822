"""What comes of a panel: its slate, its agreement, letters from its decision, signatures; without a model."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import yaml
from commands import OPEN, PANEL, STANDARD, Run, engine, rated, run
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from seated import KSAS, Table, admission
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import PanelError
from screening.files.slates import read_sample
from screening.panels import Mark, Member, PanelSettings, close, decide, lock, override, rate
from screening.panels.agreeing import rated_in, settled_in
from screening.panels.judging import advice_of, judged
from screening.panels.slating import CandidateWords, PanelSlate, candidacy_in, require_sees_all, slate_of
from screening.ranking import Claim, Decision
from screening.ranking.terms import Terms
from screening.records import Draft, head_of
from screening.reports import (
    panel_slate,
    panel_slate_csv,
    panel_slate_html,
    panel_slate_parquet,
    panel_slate_text,
    panel_slate_xlsx,
)

__all__ = ["engine", "run"]  # fixtures
FIRST, SECOND = KSAS


def seated(values: dict[str, Sequence[str]], members: Sequence[str] = ("m1", "m2"), **named: object) -> Table:
    """A table whose raters give each candidate the same values, and lock them."""
    table = Table(candidates=tuple(values), **named)  # type: ignore[arg-type]
    for member in members:
        for candidate, given_ in values.items():
            for ksa, value in zip(KSAS, given_, strict=True):
                give(table, member, candidate, ksa, value)
        table.take(lock(table.panel, table.hand(member)))
    return table


def give(table: Table, member: str, candidate: str, ksa: str, value: str) -> None:
    mark = Mark(candidate=candidate, ksa=ksa, value=value)
    table.take(rate(table.panel, table.hand(member), [mark]))


def slated(table: Table, **named: object) -> PanelSlate:
    return slate_of(table.panel, head_of(table.entries), **named)  # type: ignore[arg-type]


def ranks(slate: PanelSlate) -> dict[str, int]:
    return {one.candidate: one.rank for one in slate.ranking.standings}


def origins(slate: PanelSlate, candidate: str) -> tuple[str, ...]:
    return tuple(decision.origin for decision in slate.candidacies[candidate].decisions)


# --- whose word counts -----------------------------------------------------------------------------------


def test_where_nobody_has_decided_the_slate_is_the_engines_and_says_so() -> None:
    slate = slated(Table())
    assert origins(slate, "c-1") == ("engine", "engine")
    assert slate.ranking.standings[0].outcome == "needs-review"


def test_an_override_stands_before_the_engine_and_is_marked_as_one_persons_word() -> None:
    table = Table()
    table.take(override(table.panel, table.hand("m3"), ("c-1", SECOND), "0", "other", "a reason"))
    slate = slated(table)
    assert origins(slate, "c-1") == ("engine", "override")
    assert slate.candidacies["c-1"].outcome == "not-qualified"
    assert ranks(slate) == {"c-2": 1, "c-1": 2}


def test_a_consensus_stands_before_an_override() -> None:
    table = Table(candidates=("c-1",))
    table.take(override(table.panel, table.hand("m3"), ("c-1", SECOND), "0", "other", "a reason"))
    for member in ("m1", "m2"):
        for ksa in KSAS:
            give(table, member, "c-1", ksa, "2")
        table.take(lock(table.panel, table.hand(member)))
    slate = slated(table)
    assert origins(slate, "c-1") == ("consensus", "consensus")
    assert slate.ranking.standings[0].outcome == "qualified"


def test_only_the_engines_own_ratings_are_in_doubt_by_their_margin() -> None:
    near = Decision(ksa=FIRST, rating="demonstrated", origin="engine", strength=1500, margin=100)
    assert near.doubtful(None, 250)
    assert not near.model_copy(update={"margin": 251}).doubtful(None, 250)
    for origin in ("consensus", "override"):
        assert not near.model_copy(update={"origin": origin}).doubtful(None, 250)


def test_a_re_rating_within_reach_is_shown_as_ranks_and_a_decided_one_is_not() -> None:
    open_ = slated(Table()).ranking.standings[0]
    assert (open_.open, open_.unsure, open_.best, open_.worst) == ((SECOND,), True, 1, 2)
    sure = slated(seated({"c-1": "22", "c-2": "21"})).ranking.standings
    assert [(one.unsure, one.open) for one in sure] == [(False, ()), (False, ())]


def test_equals_are_tied_and_neither_is_put_first() -> None:
    slate = slated(seated({"c-1": "22", "c-2": "22", "c-3": "21"}))
    assert ranks(slate) == {"c-1": 1, "c-2": 1, "c-3": 3}
    assert slate.ranking.standings[0].ties == ("c-2",)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("012"), st.sampled_from("012")), min_size=1, max_size=4))
def test_the_slate_follows_from_the_record_alone_and_a_better_applicant_is_never_behind(
    given_: list[tuple[str, str]],
) -> None:
    values = {f"c-{number}": "".join(pair) for number, pair in enumerate(given_, start=1)}
    slate = slated(seated(values))
    assert panel_slate.render(slate) == panel_slate.render(slated(seated(values)))
    found = ranks(slate)
    for one, mine in values.items():
        for other, theirs in values.items():
            if all(a >= b for a, b in zip(mine, theirs, strict=True)):
                assert found[one] <= found[other]


# --- rules and cut-offs ----------------------------------------------------------------------------------

CATEGORIES = Terms.model_validate(
    {
        "rule": "category",
        "categories": [
            {"name": "best", "definition": "all beyond the minimum", "from_points": 95},
            {"name": "qualified", "definition": "all who qualify", "from_points": 70},
        ],
    }
)


def test_categories_are_those_of_the_opening_and_preference_stands_first_within_each() -> None:
    table = seated({"c-1": "22", "c-2": "21", "c-3": "12"}, settings=PanelSettings(ranking=CATEGORIES))
    claim = Claim(candidate="c-3", points=5, adjudicated=True)
    slate = slated(table, claims=[claim])
    assert {s.candidate: s.category for s in slate.ranking.standings} == {
        "c-1": "best", "c-3": "qualified", "c-2": "qualified",
    }  # fmt: skip
    assert ranks(slate) == {"c-1": 1, "c-3": 2, "c-2": 3}
    assert slate.ranking.terms == CATEGORIES


def test_by_sme_qa_the_engine_is_no_expert_and_two_twos_are_a_hundred() -> None:
    rule = PanelSettings(ranking=Terms(rule="sme-qa"))
    with pytest.raises(PanelError, match="no two experts"):
        slated(Table(settings=rule))
    slate = slated(seated({"c-1": "22", "c-2": "21"}, settings=rule))
    assert {s.candidate: s.points for s in slate.ranking.standings} == {"c-1": 100.0, "c-2": 85.0}


CLAIM = Claim(candidate="c-9", points=5, adjudicated=True)


@pytest.mark.parametrize("named", [{"seniority": {"c-9": "2001-01-01"}}, {"claims": [CLAIM]}])
def test_claims_and_dates_of_strangers_are_refused(named: dict[str, object]) -> None:
    with pytest.raises(PanelError, match="c-9"):
        slated(seated({"c-1": "22"}), **named)


# --- who may see it --------------------------------------------------------------------------------------


def test_a_member_sees_no_slate_before_their_own_ratings_are_locked() -> None:
    table = seated({"c-1": "22"}, members=("m1",))
    with pytest.raises(PanelError, match="'m2' may not see yet what counts for c-1"):
        require_sees_all(table.panel, "m2")
    with pytest.raises(PanelError, match="no member"):
        require_sees_all(table.panel, "x")
    require_sees_all(table.panel, "m1")


def test_an_override_hides_the_slate_until_all_have_locked() -> None:
    table = Table(candidates=("c-1",), settings=PanelSettings(evidence="before"))
    require_sees_all(table.panel, "m1")
    table.take(override(table.panel, table.hand("m3"), ("c-1", SECOND), "0", "other", "a reason"))
    with pytest.raises(PanelError, match="c-1"):
        require_sees_all(table.panel, "m1")


def test_agreement_counts_only_what_is_locked_and_what_its_reader_may_see() -> None:
    table = seated({"c-1": "22"}, members=("m1",))
    for ksa in KSAS:
        give(table, "m2", "c-1", ksa, "0")
    assert rated_in(table.panel, "m2") == ()
    assert {one.member for one in rated_in(table.panel, "m1")} == {"m1"}
    table.take(lock(table.panel, table.hand("m2")))
    assert {one.member for one in rated_in(table.panel, "m2")} == {"m1", "m2"}
    assert settled_in(table.panel, "m2") == {}
    table.take(decide(table.panel, table.hand("m3"), ("c-1", FIRST), "2"))
    assert settled_in(table.panel, "m2") == {("c-1", FIRST): 2}


def test_raters_who_agree_on_no_level_are_given_none() -> None:
    table = Table(candidates=("c-1",))
    for member, value in (("m1", "1"), ("m2", "2")):
        for ksa in KSAS:
            give(table, member, "c-1", ksa, value)
        table.take(lock(table.panel, table.hand(member)))
    assert settled_in(table.panel, "m1") == {}
    assert candidacy_in(table.panel, "c-1").outcome == "qualified"


@pytest.mark.parametrize("name", ["engine", "consensus"])
def test_no_member_may_be_called_as_the_figures_call_those_who_are_none(name: str) -> None:
    trio = [Member(id="m1", role="chair"), Member(id="m2", role="member"), Member(id=name, role="member")]
    with pytest.raises(PanelError, match=f"called {name}"):
        Table(members=trio)


# --- what it looks like ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mixed() -> PanelSlate:
    """One applicant by consensus, one by override, one by the engine."""
    table = Table(candidates=("c-1", "c-2", "c-3"))
    table.take(override(table.panel, table.hand("m3"), ("c-2", SECOND), "0", "other", "a reason"))
    for member in ("m1", "m2"):
        for ksa in KSAS:
            give(table, member, "c-1", ksa, "2")
        table.take(lock(table.panel, table.hand(member), ["c-1"]))
    return slated(table)


def test_every_format_says_whose_word_each_rating_is_and_that_an_open_panels_slate_is_provisional(
    mixed: PanelSlate,
) -> None:
    document = json.loads(panel_slate.render(mixed))
    told = {one["candidate"]: [rating["origin"] for rating in one["ratings"]] for one in document["slate"]}
    assert told == {"c-1": ["consensus"] * 2, "c-2": ["engine", "override"], "c-3": ["engine"] * 2}
    text = panel_slate_text.render(mixed, 160)
    assert "✓e" in text
    assert "✕o" in text
    assert "provisional" in text
    page = panel_slate_html.render(mixed, STANDARD)
    assert "by a person, who set the engine" in page
    assert "by the engine, as no person has decided it" in page
    assert "provisional" in page
    book = load_workbook(BytesIO(panel_slate_xlsx.render(mixed)))
    words = {(row[1], row[4]) for row in book["Decisions"].iter_rows(min_row=2, values_only=True)}
    assert words == {("c-1", "consensus"), ("c-2", "engine"), ("c-2", "override"), ("c-3", "engine")}


def test_without_words_no_format_holds_one_of_an_applicant_or_of_a_member(mixed: PanelSlate) -> None:
    cells = [str(cell) for rows in sheets(mixed).values() for row in rows for cell in row]
    pages = [panel_slate.render(mixed), panel_slate_text.render(mixed, 160)]
    page = panel_slate_html.render(mixed, STANDARD)
    assert "words are not shown" in page
    assert not [word for word in ("secret", "a reason") if word in "".join([*pages, *cells, page])]


def sheets(slate: PanelSlate) -> dict[str, list[tuple[object, ...]]]:
    """The workbook's sheets without their heads, by name."""
    book = load_workbook(BytesIO(panel_slate_xlsx.render(slate)))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


class Keeping(Table):
    """A table whose papers are kept, so that their words can be shown."""

    def __init__(self, **named: object) -> None:
        self.papers: dict[str, str] = {}
        super().__init__(**named)  # type: ignore[arg-type]

    def take(self, drafts: Sequence[Draft]) -> None:
        before = len(self.entries)
        super().take(drafts)
        for entry, draft in zip(self.entries[before:], drafts, strict=True):
            self.papers |= {entry.papers[paper.name]: paper.text for paper in draft.papers}

    def worded(self) -> PanelSlate:
        """The slate with everybody's words."""
        people = [admission(candidate) for candidate in self.panel.candidates]
        words = CandidateWords(
            applications={one.application.candidate: one.application for one in people},
            advice={one.application.candidate: one.screened for one in people},
            remarks=self.papers,
        )
        return slated(self, words=words)


@pytest.fixture(scope="module")
def worded() -> PanelSlate:
    """One applicant rated by two who differ, re-rated and decided by a third; one by override, twice."""
    table = Keeping(candidates=("c-1", "c-2"))
    pair = ("c-2", FIRST)
    for code, reason in (("not-enough-information", "=cmd|' /C calc'!A0"), ("other", "@SUM(1) a look")):
        table.take(override(table.panel, table.hand("m3"), pair, "0", code, reason))  # type: ignore[arg-type]
    for member, values in (("m1", "12"), ("m2", "02")):
        if member == "m1":
            give(table, member, "c-1", FIRST, "2")
        for ksa, value in zip(KSAS, values, strict=True):
            mark = Mark(candidate="c-1", ksa=ksa, value=value, note=f"+{member} on {ksa}")
            table.take(rate(table.panel, table.hand(member), [mark]))
        table.take(lock(table.panel, table.hand(member), ["c-1"]))
    table.take(decide(table.panel, table.hand("m3"), ("c-1", FIRST), "1", note="-1 is what I would say"))
    return table.worded()


def test_the_workbook_tells_who_rated_what_and_keeps_what_was_superseded_in_sight(worded: PanelSlate) -> None:
    rows = [row[:6] for row in sheets(worded)["Ratings"]]
    assert rows == [
        ("c-1", FIRST, "m1", "2", 2, "no"),
        ("c-1", FIRST, "m1", "1", 1, "yes"), ("c-1", SECOND, "m1", "2", 2, "yes"),
        ("c-1", FIRST, "m2", "0", 0, "yes"), ("c-1", SECOND, "m2", "2", 2, "yes"),
    ]  # fmt: skip


def test_the_workbook_tells_every_override_with_its_code_and_which_one_counts(worded: PanelSlate) -> None:
    rows = [(row[0], row[2], row[3], row[4], row[5], row[7]) for row in sheets(worded)["Overrides"]]
    assert rows == [
        ("c-2", "m3", "yes", "0", "not enough information", "no"),
        ("c-2", "m3", "yes", "0", "other", "yes"),
    ]
    decisions = {row[1:3]: (row[5], row[9]) for row in sheets(worded)["Decisions"]}
    assert decisions[("c-2", FIRST)] == ("override", "m3")
    assert decisions[("c-1", FIRST)] == ("tie-break", "m3")
    assert decisions[("c-1", SECOND)] == ("agreed", None)


def test_the_workbook_has_the_sentences_that_the_engine_quoted(worded: PanelSlate) -> None:
    quotes = {(row[0], row[1]): row[4] for row in sheets(worded)["Evidence"]}
    assert quotes[("c-1", FIRST)] == "I, secret-of-c-1, explained the services."
    assert len(quotes) == 4


def test_no_cell_is_a_formula_whatever_members_have_written(worded: PanelSlate) -> None:
    book = load_workbook(BytesIO(panel_slate_xlsx.render(worded)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    for words in ("'=cmd|' /C calc'!A0", "'@SUM(1) a look", f"'+m1 on {FIRST}", "'-1 is what I would say"):
        assert words in texts


def test_the_page_shows_whose_word_each_rating_is_with_notes_and_the_marked_text(worded: PanelSlate) -> None:
    page = " ".join(panel_slate_html.render(worded, STANDARD).split())
    assert "The members differed, and a third decided." in page
    assert "<b>m1</b> gave 1" in page
    assert "<b>m2</b> gave 0" in page
    assert "<b>m3</b> decided: 1" in page
    assert "<b>m3</b> set demonstrated aside for 0: other" in page
    assert "-1 is what I would say" in page
    assert '<mark class="for">I, secret-of-c-1, explained the services.</mark>' in page


def test_the_page_tells_passages_that_two_applicants_have_word_for_word(worded: PanelSlate) -> None:
    story = "I explained rates and services to a hundred people a day, and wrote each parcel into the book."
    texts = {name: one.narratives | {FIRST: story} for name, one in worded.words.applications.items()}
    alike = {name: one.model_copy(update={"narratives": texts[name]})
             for name, one in worded.words.applications.items()}  # fmt: skip
    copied = replace(worded, words=replace(worded.words, applications=alike))
    page = " ".join(panel_slate_html.render(copied, STANDARD).split())
    assert f"c-1 (narrative:{FIRST}), c-2 (narrative:{FIRST}): <q>{story.rstrip('.')}</q>" in page
    assert "Word for word" not in panel_slate_html.render(worded, STANDARD)


def test_the_csv_says_whose_word_each_rating_is_without_a_word_of_anybody(worded: PanelSlate) -> None:
    text = panel_slate_csv.render(worded)
    rows = {(row["candidate"], row["ksa"]): row for row in csv.DictReader(StringIO(text))}
    assert len(rows) == 4
    tied, set_aside = rows[("c-1", FIRST)], rows[("c-2", FIRST)]
    assert (tied["how"], tied["members"], tied["by"], tied["code"]) == ("tie-break", "m1 1; m2 0", "m3", "")
    assert (set_aside["origin"], set_aside["by"], set_aside["code"]) == ("override", "m3", "other")
    assert (set_aside["engine_rating"], set_aside["rating"]) == ("demonstrated", "not-demonstrated")
    assert not [word for word in ("secret", "a look", "I would say") if word in text]


HOSTILE = "<script>alert(1)</script>{{ 7*7 }}&lt;"


def test_parquet_says_in_typed_columns_what_the_csv_says_and_no_word_of_anybody(worded: PanelSlate) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    data = panel_slate_parquet.render(worded)
    table = parquet.read_table(BytesIO(data))
    rows, lines = table.to_pylist(), list(csv.DictReader(StringIO(panel_slate_csv.render(worded))))
    same = (
        "panel",
        "standard",
        "state",
        "candidate",
        "outcome",
        "ksa",
        "rating",
        "origin",
        "how",
        "by",
        "code",
    )
    assert [[row[name] or "" for name in same] for row in rows] == [
        [line[name] for name in same] for line in lines
    ]
    assert [(row["rank"], row["levels"]) for row in rows] == [
        (int(line["rank"]), [int(level) for level in line["levels"].split(", ") if level]) for line in lines
    ]
    told = ["; ".join(f"{one['member']} {one['value']}" for one in row["members"]) for row in rows]
    assert told == [line["members"] for line in lines]
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["rank"], types["score"], types["entry"]) == ("int32", "double", "int64")
    metadata = table.schema.metadata
    assert metadata[b"screening.rule"].decode() == worded.ranking.rule
    assert metadata[b"screening.record.digest"].decode() == worded.record.digest
    assert b"secret" not in data
    assert data == panel_slate_parquet.render(worded)


def test_what_members_write_is_escaped_on_the_page() -> None:
    table = Keeping(candidates=("c-1",))
    pair = ("c-1", FIRST)
    table.take(override(table.panel, table.hand("m3"), pair, "0", "other", HOSTILE))
    page = panel_slate_html.render(table.worded(), STANDARD)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}&amp;lt;" in page


def test_the_document_says_who_gave_what_who_decided_and_by_which_code(worded: PanelSlate) -> None:
    found = {
        (one["candidate"], rating["ksa"]): (rating["members"], rating["by"], rating["code"])
        for one in json.loads(panel_slate.render(worded))["slate"]
        for rating in one["ratings"]
    }
    assert found[("c-1", FIRST)] == ({"m1": "1", "m2": "0"}, "m3", None)
    assert found[("c-2", FIRST)] == ({}, "m3", "other")
    assert found[("c-2", SECOND)] == ({}, None, None)


def test_the_workbook_is_the_same_bytes_each_time(mixed: PanelSlate) -> None:
    assert panel_slate_xlsx.render(mixed) == panel_slate_xlsx.render(mixed)


def test_fairness_reads_a_panels_slate_as_it_reads_the_engines(mixed: PanelSlate, tmp_path: Path) -> None:
    path = tmp_path / "slate.json"
    path.write_text(panel_slate.render(mixed))
    sample = read_sample(path)
    assert {one.candidate: one.outcome for one in sample.applicants}["c-2"] == "not-qualified"


# --- a letter from the panel's decision ------------------------------------------------------------------


def test_a_letter_tells_the_panels_decision_in_the_place_of_the_engines() -> None:
    table = seated({"c-1": "02"})
    advice = advice_of(table.panel, "c-1", None)
    with pytest.raises(PanelError, match="decided nothing yet"):
        judged(table.panel, advice)
    table.take(close(table.panel, table.hand("m1")))
    found = judged(table.panel, advice)
    assert [rating.rating for rating in found.ratings] == ["not-demonstrated", "demonstrated"]
    assert [rating.rating for rating in advice.ratings] == ["demonstrated", "needs-review"]
    assert found.outcome == "not-qualified"


# --- the commands ----------------------------------------------------------------------------------------


DECIDED: list[bytes] = []
"""The store of the panel below, once it was played."""


@pytest.fixture
def closed(run: Run) -> Run:
    """A panel that found the first KSA of c-2 not shown, by a third who decided; played once, then copied."""
    if DECIDED:
        Path("panel.db").write_bytes(DECIDED[0])
        return run
    run(OPEN)
    for member, values in (("m1", "2221"), ("m2", "2201")):
        for pair, value in zip([(c, k) for c in ("c-1", "c-2") for k in KSAS], values, strict=True):
            run(f"panel rate {PANEL} {pair[0]} {pair[1]} {value} --as {member}")
        run(f"panel lock {PANEL} --as {member}")
    run(f"panel decide {PANEL} c-2 {FIRST} 0 --as m3")
    run(f"panel close {PANEL} --as m1")
    assert not list(Path().glob("panel.db-*")), "the whole store is in its one file"
    DECIDED.append(Path("panel.db").read_bytes())
    return run


def test_rank_writes_the_slate_and_the_record_says_who_let_which_bytes_out(closed: Run) -> None:
    told = closed(f"panel rank {PANEL} --as auditor")
    assert "c-1: qualified" in told
    assert "c-2: not-qualified" in told
    closed(f"panel rank {PANEL} --format json --out slate.json --as m1", 0, "--why", "for the list")
    entry = json.loads(closed("audit show --kind slate-exported --format json").splitlines()[-1])
    assert (entry["who"], entry["why"], entry["body"]["state"]) == ("m1", "for the list", "closed")
    assert entry["body"]["sha256"] == sha256(Path("slate.json").read_bytes()).hexdigest()
    assert entry["body"]["ranks"] == {"c-1": 1, "c-2": 2}
    assert "slate-exported" in closed("audit file slate.json")
    Path("slate.json").write_text(Path("slate.json").read_text() + " ")
    assert "no entry tells" in closed("audit file slate.json", 1)
    assert "intact" in closed("audit verify")


def test_a_slate_that_is_provisional_or_needs_review_ends_with_one(run: Run) -> None:
    run(OPEN)
    assert "provisional" in run(f"panel rank {PANEL} --as m3", 1)
    assert "may not see yet" in run(f"panel rank {PANEL} --as m1", 2)
    assert "c-1" not in run("audit show --kind slate-exported --candidate c-1")


def test_xlsx_without_a_file_is_refused_and_nothing_is_recorded(closed: Run) -> None:
    assert "--out slate.xlsx" in closed(f"panel rank {PANEL} --format xlsx", 2)
    assert "--out slate.pdf" in closed(f"panel rank {PANEL} --format pdf", 2)
    assert closed("audit show --kind slate-exported") == ""
    closed(f"panel rank {PANEL} --format xlsx --out slate.xlsx --as m1")
    book = load_workbook("slate.xlsx")
    assert book.sheetnames == [
        "Slate", "Evidence", "Decisions", "Ratings", "Overrides", "What it rests on",
    ]  # fmt: skip
    assert book["Evidence"]["E2"].value == "I, secret-of-c-1, explained the services."


def test_words_can_be_left_out_and_an_erased_applicants_are(closed: Run) -> None:
    shown = closed(f"panel rank {PANEL} --format html --as m1")
    assert "secret-of-c-1" in shown
    assert "secret-of-c-2" in shown
    assert "secret" not in closed(f"panel rank {PANEL} --format html --no-words --as m1")
    closed("audit erase c-1 --why request --as hr1")
    left = closed(f"panel rank {PANEL} --format html --as m1")
    assert "secret-of-c-1" not in left
    assert "secret-of-c-2" in left
    assert "they were erased" in left


def test_the_paper_of_the_slate_says_what_the_page_says(closed: Run) -> None:
    pytest.importorskip("weasyprint", exc_type=Exception)
    from pdfminer.high_level import extract_text

    closed(f"panel rank {PANEL} --format pdf --out slate.pdf --as m1")
    told = " ".join(extract_text("slate.pdf").split())
    assert f"Slate of selection panel {PANEL}, closed" in told
    assert "I, secret-of-c-2, explained the services." in told
    assert "The members differed, and a third decided." in told


def test_claims_are_kept_as_papers_and_go_with_the_candidates_data(closed: Run) -> None:
    claims = {"claims": [{"candidate": "c-1", "points": 10, "compensable": True, "adjudicated": True}]}
    Path("claims.yaml").write_text(yaml.safe_dump(claims))
    assert "compensable" in closed(f"panel rank {PANEL} --claims claims.yaml --as m1")
    record = closed("audit show --kind slate-exported --format json")
    assert "compensable" not in record
    assert '"points"' not in record
    papers = json.loads(record)["body"]["papers"]
    assert sorted(papers) == ["particulars c-1", "particulars c-2"]  # the record tells nobody's claim
    closed("audit erase c-1 --why request --as hr1")
    assert "intact" in closed("audit verify")
    assert b"compensable" not in b"".join(path.read_bytes() for path in Path().glob("panel.db*"))


def test_agreement_is_told_with_the_quotes_where_panel_and_engine_differ(closed: Run) -> None:
    told = closed(f"panel agreement {PANEL} --as m1")
    assert "m1 with m2" in told
    assert "where panel and engine differ most" in told
    assert "secret-of-c-2" in told
    found = json.loads(closed(f"panel agreement {PANEL} --format json --as m1"))
    assert (found["members"], found["candidates"], found["ratings"]) == (["m1", "m2"], 2, 8)
    first = found["differences"][0]
    assert (first["candidate"], first["ksa"], first["settled"], first["panel"]) == ("c-2", FIRST, True, 0.0)


def test_agreement_is_refused_while_nothing_is_locked_and_outlives_an_erasure(
    run: Run, engine: object
) -> None:
    run(OPEN)
    assert "are locked" in run(f"panel agreement {PANEL} --as m1", 2)
    assert "no member" in run(f"panel agreement {PANEL} --as x", 2)
    rated(run, "m1", "20")
    run("audit erase c-1 --why request --as hr1")
    told = run(f"panel agreement {PANEL} --as m1")
    assert "secret-of-c-1" not in told
    assert "secret-of-c-2" in told


def test_explain_is_a_letter_from_the_panels_decision_and_is_a_paper_of_the_record(closed: Run) -> None:
    told = closed(f"panel explain {PANEL} c-2 --as hr1", 0, "--contact", "Room 4")
    flat = " ".join(told.split())
    assert f"decision was made by: the selection panel {PANEL}, on " in flat
    assert "the one who decided finds that they do not show it" in flat
    assert "secret-of-c-2" in told
    assert "Room 4" in told
    assert "REQUIREMENT" in told
    assert "m1" not in told
    assert "0.75" not in told
    entry = json.loads(closed("audit show --kind result-explained --format json"))
    assert list(entry["body"]["papers"]) == ["letter"]
    assert "secret" not in json.dumps(entry)
    closed("audit erase c-2 --why request --as hr1")
    assert "was erased" in closed(f"panel explain {PANEL} c-2 --as hr1", 2)
    assert "intact" in closed("audit verify")


def test_explain_refuses_an_open_panel_and_a_stranger(run: Run) -> None:
    run(OPEN)
    assert "is open" in run(f"panel explain {PANEL} c-1 --as m1", 2)
    assert "not before panel" in run(f"panel explain {PANEL} c-9 --as m1", 2)


# --- signatures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two pairs of keys, and one of another kind."""
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    folder = tmp_path_factory.mktemp("keys")
    private = {
        "chair": ed25519.Ed25519PrivateKey.generate(),
        "other": ed25519.Ed25519PrivateKey.generate(),
        "curve": ec.generate_private_key(ec.SECP256R1()),
    }
    public = (forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    pem = (forms.Encoding.PEM, forms.PrivateFormat.PKCS8)
    for name, key in private.items():
        (folder / f"{name}.pem").write_bytes(key.private_bytes(*pem, forms.NoEncryption()))
        (folder / f"{name}.pub.pem").write_bytes(key.public_key().public_bytes(*public))
    under = forms.BestAvailableEncryption(b"word")
    (folder / "under.pem").write_bytes(private["chair"].private_bytes(*pem, under))
    return folder


def test_a_signed_head_holds_against_a_head_made_anew(closed: Run, keys: Path) -> None:
    closed(f"audit export --out record.jsonl --head head.json --sign {keys / 'chair.pem'} --as m1")
    against = f"audit verify --head head.json --key {keys / 'chair.pub.pem'}"
    assert "agrees" in closed(against)
    assert "not by this key" in closed(f"audit verify --head head.json --key {keys / 'other.pub.pem'}", 2)
    head = json.loads(Path("head.json").read_text())
    Path("head.json").write_text(json.dumps(head | {"digest": "0" * 64}))
    assert "not of this head" in closed(against, 2)
    assert "--head FILE" in closed(f"audit verify --key {keys / 'chair.pub.pem'}", 2)


def test_a_signed_slate_carries_the_chairs_signature_and_no_others(closed: Run, keys: Path) -> None:
    line = f"panel rank {PANEL} --format json --out slate.json --as m1 --sign "
    closed(line + str(keys / "chair.pem"))
    assert "signed by this key" in closed(f"audit file slate.json --key {keys / 'chair.pub.pem'}")
    found = closed(f"audit file slate.json --format json --key {keys / 'other.pub.pem'}", 1)
    assert (json.loads(found)["signed"], len(json.loads(found)["entries"])) == (False, 1)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("curve.pem", "another kind"),
        ("chair.pub.pem", "no private key"),
        ("under.pem", "under a password"),
        ("none.pem", "cannot be read"),
    ],
)
def test_what_cannot_sign_is_refused_before_anything_is_recorded(
    closed: Run, keys: Path, key: str, said: str
) -> None:
    assert said in closed(f"panel rank {PANEL} --out slate.txt --sign {keys / key} --as m1", 2)
    assert closed("audit show --kind slate-exported") == ""
    assert not Path("slate.txt").exists()


def test_a_signature_needs_a_file_to_lie_beside(closed: Run, keys: Path) -> None:
    assert "no file to sign" in closed(f"panel rank {PANEL} --sign {keys / 'chair.pem'}", 2)
    assert "no file to sign" in closed(f"audit export --sign {keys / 'chair.pem'}", 2)


@pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not installed: NOT checked against it"
)
def test_another_program_confirms_the_signature(keys: Path, tmp_path: Path) -> None:
    from screening.cli.signatures import write_signed

    write_signed(b"what went out\n", tmp_path / "f", keys / "chair.pem")
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(keys / "chair.pub.pem"), "-rawin",
               "-in", str(tmp_path / "f"), "-sigfile", str(tmp_path / "f.sig")]  # fmt: skip
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    (tmp_path / "f").write_bytes(b"what went out.\n")
    assert subprocess.run(command, capture_output=True, timeout=60).returncode != 0


@pytest.mark.parametrize("command", ["panel rank", "panel agreement", "panel explain", "audit file"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "120"})
    assert told.exit_code == 0
    assert f"Example: screening {command}" in " ".join(told.stdout.split())
