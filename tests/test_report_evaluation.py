"""The report of an evaluation: what a person finds, what a hostile case cannot do, the command."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from rich.console import Console

from screening.cli import main
from screening.evaluation import Case, evaluate, prediction_of
from screening.evidence import Evidence, Finding, Span
from screening.reports.evaluation import FIGURES, Evaluated, Kind, points, render
from screening.reports.evaluation_text import print_report
from screening.results import Rating, Step

HOSTILE = "</div><script>alert('x')</script><img src=x onerror=alert(1)> & \x1b[31m{{ 7 * 7 }} \"'"
ACT = "I ran the reach truck every night and never bent a beam."
WIDEST = 100


class Page(HTMLParser):
    """A page as its elements in order, each a tag with its attributes, and all its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.inside: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def rating(value: str, score: float, text: str, words: str = "") -> Rating:
    """A rating that quotes the whole text, if there is any."""
    quote = Evidence(
        span=Span(source="narrative:requirement", start=0, end=len(text)), quote=text,
        findings=(Finding(kind="own-act", source="acts.v1", reason="an act", words=words),),
    )  # fmt: skip
    return Rating.model_validate({
        "ksa": "requirement", "rating": value, "score": score, "rule": f"rule-of-{value}", "code": "other",
        "because": f"because {words}", "evidence": (quote,) if text else (), "strength": 700,
        "steps": (Step(name="acts", points=700, why=f"one act {words}"),),
        "notices": (words,) if words else (),
    })  # fmt: skip


def evaluated(rows: Sequence[tuple[str, int, str, float, str]], hostile: str = "") -> Evaluated:
    """An evaluation of (text, label, rating, score, kind), hostile words wherever a case can have words."""
    cases = [
        Case.model_validate({"id": f"case-{i}{hostile}", "ksa": f"Ability {hostile}", "text": text,
                             "label": label, "kind": kind + hostile,
                             "ratings": {f"a{hostile}": label, "b": 0}})
        for i, (text, label, _, _, kind) in enumerate(rows)
    ]  # fmt: skip
    ratings = [rating(value, score, text, hostile) for text, _, value, score, _ in rows]
    predictions = [prediction_of(case, one) for case, one in zip(cases, ratings, strict=True)]
    report = evaluate(
        cases, predictions, resamples=50, notices=[f"a notice {hostile}"],
        baselines={"guessing": [0.5] * len(rows)}, seen=[i % 2 == 0 for i in range(len(rows))],
        versions={"engine": "0.0", "cases": f"c.jsonl{hostile}"},
    )  # fmt: skip
    return Evaluated(report, cases, ratings, [case.ksa for case in cases])


ROWS = (
    (ACT, 2, "demonstrated", 0.95, "star"),
    ("I know forklifts.", 0, "demonstrated", 0.85, "echo"),
    ("I lifted pallets by fork.", 2, "not-demonstrated", 0.15, "typos"),
    ("I would gladly learn.", 0, "not-demonstrated", 0.05, "intention"),
    ("We moved things.", 1, "needs-review", 0.5, "thin"),
    ("", 2, "not-demonstrated", 0.01, "star"),
)


# --- the page --------------------------------------------------------------------------------------------


def test_a_hostile_case_puts_no_markup_on_the_page() -> None:
    """Id, kind, requirement, text, quote, reason, rater, notice and version are words, and stay words."""
    hostile = [(HOSTILE, *row[1:]) for row in ROWS]
    page = render(evaluated(hostile, HOSTILE))
    tame = Page(render(evaluated([(ACT, *row[1:]) for row in ROWS], "tame")))
    found = Page(page)
    assert "<script" not in page
    assert "<img" not in page
    assert Counter(tag for tag, _ in found.elements) == Counter(tag for tag, _ in tame.elements)
    assert "<script>alert('x')</script>" in found.words
    assert "{{ 7 * 7 }}" in found.words
    for _, attrs in found.elements:
        assert not [name for name in attrs if name.startswith("on")]


def test_the_page_loads_and_runs_nothing() -> None:
    """Its policy allows its own style sheet, by its hash, and no address leads out."""
    page = render(evaluated(ROWS))
    style = re.findall(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = next(m["content"] for m in Page(page).all("meta") if m.get("http-equiv"))
    assert len(style) == 1
    assert policy is not None
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    for _, attrs in Page(page).elements:
        assert not {"src", "style", "xlink:href"} & set(attrs)
        assert (attrs.get("href") or "#").startswith("#")
    assert "http" not in re.sub(r'http-equiv="', "", page)


def test_every_link_leads_somewhere_and_every_anchor_is_one() -> None:
    """Quotes to the text and back."""
    elements = Page(render(evaluated(ROWS))).elements
    ids = Counter(attrs["id"] for _, attrs in elements if "id" in attrs)
    assert max(ids.values()) == 1
    links = [str(attrs["href"])[1:] for tag, attrs in elements if tag == "a"]
    assert links
    assert set(links) <= set(ids)


def test_tables_have_captions_and_scopes_and_drawings_have_words() -> None:
    """A drawing is told in words, or hidden from who cannot see it because its numbers stand beside it."""
    page = Page(render(evaluated(ROWS)))
    tags = [tag for tag, _ in page.elements]
    assert tags.count("table") == tags.count("caption") > 5
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.all("th"))
    ids = {attrs.get("id") for _, attrs in page.elements}
    for svg in page.all("svg"):
        told = str(svg.get("aria-labelledby") or "").split()
        assert svg.get("aria-hidden") == "true" or (svg.get("role") == "img" and told and set(told) <= ids)
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_shows_each_wrong_case_with_its_words_its_quotes_and_its_rule() -> None:
    """Those rated wrongly, and none of the others."""
    page = render(evaluated(ROWS))
    words = Page(page).words
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == [ROWS[1][0], ROWS[2][0]]
    assert ACT not in words
    assert "rule-of-demonstrated" in words
    assert "rule-of-not-demonstrated" in words
    assert "Wrongly credited (1)" in words
    assert "Wrongly rejected (2)" in words
    assert "Nothing was written." in words


def test_every_figure_stands_on_the_page_with_its_name() -> None:
    """As in the report, nothing left out."""
    shown = evaluated(ROWS)
    words = Page(render(shown)).words
    assert set(shown.report.figures) == set(FIGURES)
    assert all(name in words for name, _ in FIGURES.values())


def test_a_page_about_no_labelled_case_says_so() -> None:
    """No figure, no curve, no list, and no error."""
    case = Case(id="x", ksa="Ability to type.", text="I type.")
    one = rating("demonstrated", 0.9, case.text)
    report = evaluate([case], [prediction_of(case, one)])
    page = render(Evaluated(report, [case], [one], [case.ksa]))
    assert "The engine against 0 labelled cases" in page
    assert "None" not in Page(page).words


def test_points_of_the_curve_lie_where_the_bins_say() -> None:
    """Half way along and all the way up is the middle of the top edge; an empty bin has no point."""
    report = evaluated([(ACT, 2, "needs-review", 0.5, "star")]).report
    (point,) = points(report.reliability)
    assert (point.x, point.y) == (40 + 200, 11)


def test_a_bar_is_as_long_as_the_share_is_large() -> None:
    """Of a thousand units, and none where nothing was wrong."""
    kinds = evaluated(ROWS).report.false_credit_by_kind
    assert Kind("echo", "0", (1, 0, 0), kinds["echo"], True).width == 1000
    assert Kind("intention", "0", (0, 0, 1), kinds["intention"], True).width == 0


# --- the terminal ----------------------------------------------------------------------------------------


def printed(shown: Evaluated, width: int = WIDEST) -> str:
    """The report as it stands in a terminal of that width."""
    console = Console(width=width, record=True, file=io.StringIO(), highlight=False, markup=False)
    print_report(shown.report, console)
    return console.export_text()


def test_the_text_fits_a_hundred_columns_and_cuts_no_number() -> None:
    """Every interval is whole, on a wider terminal too."""
    for width in (WIDEST, 160):
        text = printed(evaluated(ROWS), width)
        assert max(len(line.rstrip()) for line in text.splitlines()) <= WIDEST
        assert "…" not in text
        assert text.count("[") == text.count("]") > 10


def test_a_hostile_case_cannot_steer_the_terminal() -> None:
    """No control character of a case comes through, and its brackets style nothing."""
    text = printed(evaluated(ROWS, "\x1b[2J[bold]\x07"))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]" in text


def test_the_text_names_the_wrong_cases() -> None:
    """By id, for whoever looks them up."""
    text = printed(evaluated(ROWS))
    assert re.search(r"wrongly credited\s+case-1$", text, re.M)
    assert re.search(r"wrongly rejected\s+case-2, case-5$", text, re.M)


# --- the command -----------------------------------------------------------------------------------------

FORKLIFT = "Ability to operate a forklift safely in a busy warehouse."
COUNTER = "2320-0012@2019-03-16#public-courtesy"
LINES: tuple[tuple[str, int, str, str], ...] = (
    (FORKLIFT, 2, "strong-plain",
     "From 2011 to 2016 I drove a reach truck at a cold store and moved forty pallets an hour. I checked the "
     "forks and the horn before each shift and stopped for every walker."),
    (FORKLIFT, 2, "short-concrete",
     "I operated a sit-down forklift for six years at a paper mill and trained two new drivers on it."),
    (FORKLIFT, 2, "habitual",
     "At the dock I unloaded about twelve trailers a night with a counterbalance lift, without an accident."),
    (FORKLIFT, 0, "echo", "I have the ability to operate a forklift safely in a busy warehouse."),
    (FORKLIFT, 0, "denial", "I have never operated a forklift, but I have worked near them for years."),
    (FORKLIFT, 0, "intention", "I plan to take the forklift course next spring and would drive with care."),
    (FORKLIFT, 0, "others-work", "My brother drove the forklift in our warehouse. He never hit a rack."),
    (FORKLIFT, 0, "stuffing", "Forklift, pallets, warehouse, safety, forklift, busy, operate."),
    (FORKLIFT, 1, "vague-act", "I moved some things with machines now and then."),
    (COUNTER, 2, "star",
     "A man shouted at my window about a lost check. I let him finish, found the trace form, filled it in "
     "with him and called him two days later with the answer. He came back to thank me."),
    (COUNTER, 0, "claim", "I am a people person with excellent courtesy."),
    (COUNTER, 0, "claim", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve cases, the splits beside them, and a file that was fitted on with one requirement of theirs."""
    folder = tmp_path_factory.mktemp("cases")
    rows = [{"id": f"t-{i}", "ksa": ksa, "text": text, "label": label, "kind": kind, "author": "t",
             "ratings": {"a": label, "b": 0 if i == 8 else label}}
            for i, (ksa, label, kind, text) in enumerate(LINES)]  # fmt: skip
    known = {"id": "k", "ksa": f"  {FORKLIFT.upper()} ", "text": "I drove one.", "label": 1}
    files = {"t.jsonl": rows, "k.jsonl": [known]}
    for name, content in files.items():
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in content), encoding="utf-8")
    (folder / "splits.yaml").write_text("fit: [k, gone]\ntest: [t]\n", encoding="utf-8")
    return folder


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> object:
    """The exit code of the command."""
    monkeypatch.setattr(sys, "argv", ["screening", "evaluate", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code or 0


def test_the_command_writes_every_figure_as_json(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One document; figures with intervals, raters, baselines, and what the fit had seen by splits.yaml."""
    assert run(monkeypatch, folder / "t.jsonl", "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["cases"], report["labelled"]) == (12, 12)
    assert set(report["figures"]) == set(FIGURES)
    for figure in report["figures"].values():
        assert figure["value"] is None or figure["low"] <= figure["high"]
    assert sum(sum(row.values()) for row in report["table"].values()) == 12
    assert [b["name"] for b in report["baselines"]] == [
        "this engine", "words counted", "TF-IDF cosine", "BM25", "MiniLM cosine",
    ]  # fmt: skip
    assert report["baselines"][0]["auc"] == report["figures"]["auc"]
    assert (report["familiarity"]["seen_cases"], report["familiarity"]["unseen_cases"]) == (8, 3)
    assert "gone.jsonl" in report["notices"][0]
    assert {(a["one"], a["other"]) for a in report["agreements"]} >= {
        ("a", "b"),
        ("engine", "a"),
        ("engine", "b"),
    }
    assert report["versions"]["cases"].startswith("t.jsonl sha256:")
    raters = next(a for a in report["agreements"] if (a["one"], a["other"]) == ("a", "b"))
    assert (raters["same"]["part"], raters["decided"], raters["kappa"]["value"]) == (11, 11, 1)


def test_the_command_writes_a_page_without_baselines(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of plain methods on it; and the same page again, byte for byte."""
    pages = []
    for name in ("one.html", "two.html"):
        arguments = (folder / "t.jsonl", "--format", "html", "--no-baselines", "--out", tmp_path / name)
        assert run(monkeypatch, *arguments) == 0
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]
    words = Page(pages[0].decode()).words
    assert "The engine against 12 labelled cases" in words
    assert "Plain methods" not in words
    assert "t.jsonl sha256:" in words


def test_the_command_takes_what_was_seen_by_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named files go before splits.yaml; here all that is evaluated had been fitted on."""
    seen = ("--seen", folder / "t.jsonl", "--seen", folder / "k.jsonl")
    assert run(monkeypatch, folder / "t.jsonl", "--no-baselines", *seen) == 0
    text = capsys.readouterr().out
    assert re.search(r"requirements of the fitted cases\s+11 ", text)
    assert re.search(r"unseen requirements\s+0 ", text)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= WIDEST


def test_a_missing_file_of_seen_cases_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 2 and its name: without it known requirements would pass for new."""
    assert run(monkeypatch, folder / "t.jsonl", "--no-baselines", "--seen", folder / "nowhere.jsonl") == 2
    assert "nowhere.jsonl" in capsys.readouterr().err
