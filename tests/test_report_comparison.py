"""The comparison as a page, as text and as JSON: what a reviewer must find, with and without colour."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib import resources
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from applying import apply
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from screening.cli import main
from screening.files.library import Library
from screening.reports.comparison import VERDICTS, Review, fields_of, render, said, sections_of
from screening.reports.comparison_text import print_review
from screening.revisions.comparing import compare
from screening.revisions.comparison import Comparison
from screening.revisions.narratives import Owed
from screening.standards import Examination, Ksa, Note, Passage, Source, Standard

ROOT = Path(__file__).resolve().parent.parent
STANDS, REDLINE, CLEAN = (f"0340-0016@2019-12-12{edition}" for edition in (".as-it-stands", ".redline", ""))
OTHER_APPLICATION = ROOT / "candidates" / "2320-0012" / "c-0006.yaml"
HOSTILE = "</p><script>alert(1)</script> & \"quoted\" 'so' {{ 7 * 7 }} \x1b[31m"


# --- reading a page --------------------------------------------------------------------------------------


@dataclass
class Node:
    """An element, with its attributes and what is in it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        for child in self.inside:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    def marked(self, name: str) -> list[Node]:
        return [node for node in self.walk() if name in node.attrs.get("class", "").split()]

    def by_id(self, wanted: str) -> Node:
        (node,) = (node for node in self.walk() if node.attrs.get("id") == wanted)
        return node

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.inside)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


class Reader(HTMLParser):
    """Builds the tree, and refuses a page whose tags do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag != "meta":
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def page_of(review: Review) -> Node:
    reader = Reader()
    reader.feed(render(review))
    reader.close()
    (root,) = reader.open
    return root


def review_of(old: Standard, new: Standard, owed: tuple[Owed, ...] | None = None) -> Review:
    return Review(compare(old, new), old, new, owed)


def seed(address: str) -> Standard:
    return Library(ROOT / "standards").resolve(address).standard


def standard_of(*texts: str, **more: object) -> Standard:
    """A standard with a KSA, a duty and a clause for each text, and hostile words wherever a text may be."""
    ksas = (Ksa(id=f"k-{n}", kind="ability", text=text, importance=HOSTILE) for n, text in enumerate(texts))
    told: dict[str, object] = {
        "occupation_code": "0000-0001", "title": f"CLERK {HOSTILE}", "grade": HOSTILE,
        "ksas": tuple(ksas),
        "duties": tuple(Passage(text=text, number=HOSTILE) for text in texts),
        "additional": tuple(Passage(text=text, heading=HOSTILE) for text in texts),
        "source": Source(file=HOSTILE, sha256="0" * 64, notes=(Note(text=HOSTILE, line=3),)),
    }  # fmt: skip
    return Standard.model_validate(told | more)


SEEDS = [(STANDS, REDLINE), (REDLINE, CLEAN), (STANDS, CLEAN)]
OTHERS = [
    (standard_of("Ability to read.", HOSTILE), standard_of("Ability to read aloud.", HOSTILE * 2, "so")),
    (standard_of(), standard_of()),
    (standard_of(HOSTILE), standard_of(HOSTILE, function=Passage(text=HOSTILE), status="proposed")),
]
OWED = (Owed(candidate="c-1", ksas=("k-1",)), Owed(candidate="c-2", ksas=()))
REVIEWS = [
    *(review_of(seed(a), seed(b)) for a, b in SEEDS), *(review_of(a, b) for a, b in OTHERS),
    review_of(*OTHERS[0], OWED),
]  # fmt: skip
EACH = pytest.mark.parametrize("review", REVIEWS, ids=[f"review-{n}" for n in range(len(REVIEWS))])


# --- how the page is built -------------------------------------------------------------------------------


@EACH
def test_the_page_is_well_formed_and_loads_and_runs_nothing(review: Review) -> None:
    page = page_of(review)
    assert not page.all("script", "link", "img", "iframe", "object", "form", "input", "base")
    for node in page.walk():
        assert not {"src", "style", "action", "srcset"} & set(node.attrs)
        assert not [name for name in node.attrs if name.startswith("on")]
    (style,) = page.all("style")
    assert not re.search(r"url\(|@import|://", style.text)
    (policy,) = (node.attrs["content"] for node in page.all("meta") if node.attrs.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")


@EACH
def test_every_link_leads_to_one_place_and_every_label_exists(review: Review) -> None:
    page = page_of(review)
    ids = [node.attrs["id"] for node in page.walk() if "id" in node.attrs]
    assert len(ids) == len(set(ids))
    assert all(node.attrs["href"].startswith("#") for node in page.all("a"))
    assert {node.attrs["href"][1:] for node in page.all("a")} <= set(ids)
    labels = {node.attrs["aria-labelledby"] for node in page.walk() if "aria-labelledby" in node.attrs}
    assert labels <= set(ids)


@EACH
def test_headings_start_at_one_and_skip_no_level(review: Review) -> None:
    levels = [int(node.tag[1]) for node in page_of(review).all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@EACH
def test_the_old_words_stand_on_the_left_and_the_new_on_the_right(review: Review) -> None:
    page = page_of(review)
    for section in sections_of(review.comparison):
        for row in section.rows:
            left, right = page.by_id(row.anchor).marked("side")
            printed = [side.marked("printed") for side in (left, right)]
            for words, revised in zip(printed, (row.revision.before, row.revision.after), strict=True):
                assert [node.words for node in words] == ([" ".join(revised.split())] if words else [])
            assert [bool(words) for words in printed] == [bool(row.revision.old), bool(row.revision.new)]
            assert not left.all("ins")
            assert not right.all("del")


@EACH
def test_each_row_has_its_verdict_in_words_and_its_evidence(review: Review) -> None:
    page = page_of(review)
    for section in sections_of(review.comparison):
        for row in section.rows:
            article = page.by_id(row.anchor)
            assert row.revision.verdict in article.marked("pill")[0].words
            assert article.marked("because")[0].words == " ".join(row.revision.because.split())
            notes = [node.words for node in article.all("li")]
            assert notes == [" ".join(note.split()) for note in row.revision.notes]


def test_struck_and_inserted_words_read_without_colour() -> None:
    """Crossed out between brackets, and bold and underlined; told in words to who listens to the page."""
    sheet = resources.files("screening.reports").joinpath("templates/comparison.css")
    css = sheet.read_text(encoding="utf-8")
    rules = dict(re.findall(r"^(del|ins) \{([^}]*)\}$", css, re.MULTILINE))
    assert "line-through" in rules["del"]
    assert "underline" in rules["ins"]
    assert re.search(r"font-weight: [67]", rules["ins"])
    assert re.search(r'del::before \{ content: "\["; content: "\[" / " \[struck: "', css)
    assert re.search(r'ins::before \{ content: "" / " \[inserted: "', css)


def test_each_verdict_has_a_sign_of_its_own() -> None:
    signs = [sign for sign, _ in VERDICTS.values()]
    assert len(signs) == len(set(signs)) == 9


# --- what a reviewer must find ---------------------------------------------------------------------------


def test_the_page_shows_every_trap_between_redline_and_clean_copy() -> None:
    page = page_of(review_of(seed(REDLINE), seed(CLEAN)))
    lost = page.by_id("ksas/old-3")
    assert "removed" in lost.words
    assert "word processing" in lost.all("del")[0].text
    advice = page.by_id("ksas/new-8")
    assert "moved" in advice.marked("pill")[0].words
    assert "1 → becomes 8" in advice.words
    assert [node.text for node in page.by_id("ksas/new-5").all("del")] == ["and"]
    slips = page.by_id("summary").text + page.marked("notices")[0].words
    assert "support maintenance support activities" in slips


def test_the_page_shows_what_was_merged_beside_what_took_it_over() -> None:
    page = page_of(review_of(seed(STANDS), seed(REDLINE)))
    assert "Takes over all of technical-support." in page.by_id("ksas/new-7").words
    source = page.by_id("ksas/old-3")
    assert "No entry of its own; see new 7, support-programs." in source.words
    assert not source.all("del"), "all of it was taken over, so nothing is struck"
    partly = page.by_id("ksas/old-12")
    assert [node.text for node in partly.all("del")] == ["develop", "implement training solutions"]


def test_fields_that_no_entry_states_any_more_are_told_once() -> None:
    page = page_of(review_of(seed(STANDS), seed(REDLINE)))
    assert page.text.count("qualification proficiency") == 1
    assert "importance" not in page.by_id("ksas/new-2").text


def test_a_field_of_one_ksa_is_told_there() -> None:
    old = standard_of("Ability to read.", "Ability to sing.")
    first = old.ksas[0].model_copy(update={"importance": "desirable"})
    page = page_of(review_of(old, old.model_copy(update={"ksas": (first, *old.ksas[1:])})))
    assert "importance:" in page.by_id("ksas/new-1").words
    assert "became “desirable”" in page.by_id("ksas/new-1").words
    assert "importance" not in page.by_id("ksas/new-2").words


def test_the_page_tells_what_applicants_write_anew_and_carry_over() -> None:
    page = page_of(review_of(seed(STANDS), seed(REDLINE)))
    anew, carried, dropped = page.marked("narratives")[0].all("dd")
    assert anew.words == "office-software"
    assert "from what was written for support-programs and technical-support" in carried.words
    assert dropped.words == "postal-knowledge, hardware-and-software"


def test_the_page_tells_what_each_applicant_must_write() -> None:
    (table,) = page_of(REVIEWS[-1]).marked("owed")
    cells = [[cell.words for cell in row.all("th", "td")] for row in table.all("tr")[1:]]
    assert cells == [["c-1", "1", "k-1"], ["c-2", "0", "nothing"]]


def test_a_page_of_two_equal_versions_says_so() -> None:
    standard = standard_of().model_copy(update={"duties": (), "ksas": (), "additional": ()})
    assert "Nothing that the two versions say differs." in page_of(review_of(standard, standard)).words


@pytest.mark.parametrize(("value", "words"), [
    (None, ""), ("in-force", "in force"), ("EAS-25", "EAS-25"), (7, "7"), (True, "yes"),
    ({"text": "Leads.", "cite": {"lines": [1, 1], "chars": [0, 6]}}, "Leads."),
    ([{"text": "a"}, {"text": "b"}], "a · b"),
    ({"authority": "law", "proposes": False, "cite": None, "purpose": {"text": "p"}},
     "authority: law; proposes: no; purpose: p"),
])  # fmt: skip
def test_the_value_of_a_field_is_told_in_words(value: object, words: str) -> None:
    assert said(value) == words  # type: ignore[arg-type]


def test_a_passage_that_is_only_printed_elsewhere_has_not_changed() -> None:
    """The three copies of the seed print the same function on three pages."""
    labels = [shown.label for shown in fields_of(compare(seed(STANDS), seed(CLEAN)).fields)]
    assert labels == ["edition", "status"]


TEXTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=15) | st.just(HOSTILE), max_size=3)


@settings(max_examples=25, deadline=None)
@given(TEXTS, TEXTS)
def test_no_words_break_the_page(old: list[str], new: list[str]) -> None:
    page = page_of(review_of(standard_of(*old), standard_of(*new)))
    assert not page.all("script")
    assert len(page.all("article")) >= 3 * max(len(old), len(new))


# --- the text --------------------------------------------------------------------------------------------


def text_of(review: Review, width: int = 100, terminal: bool = False) -> str:
    out = StringIO()
    screen = Console(file=out, width=width, force_terminal=terminal, highlight=False, markup=False)
    print_review(review, screen)
    return out.getvalue()


def test_the_text_has_a_table_of_verdicts_and_the_words_with_their_marks() -> None:
    text = text_of(review_of(seed(REDLINE), seed(CLEAN)))
    assert re.search(r"^↕ moved +1 +8 +technical-advice *$", text, re.MULTILINE)
    assert re.search(r"^− removed +3 +– +office-software *$", text, re.MULTILINE)
    assert "9 → 8 (6 unchanged, 1 moved, 1 reworded, 1 removed)" in text
    assert "system support maintenance [-and -]support activities and programs" in text
    assert "look: “and” is struck" in text


def test_the_text_tells_where_merged_entries_went_and_which_parts_were_lost() -> None:
    text = text_of(review_of(seed(STANDS), seed(REDLINE)))
    assert re.search(r"^» merged +3 +\(7\) +technical-support *$", text, re.MULTILINE)
    assert "define key performance indicators and [-develop-] and [-implement training solutions-]." in text
    assert "{+providing project supervision, +}" in text
    assert "anew: office-software" in text


@EACH
def test_no_word_steers_the_terminal(review: Review) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text_of(review))


def test_a_terminal_gets_colour_and_wrapped_lines() -> None:
    text = text_of(REVIEWS[0], width=60, terminal=True)
    assert "\x1b[31m" in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    changes = plain[plain.index("≈ reworded  office-software") :]
    assert max(len(line.rstrip()) for line in changes.split("\n") if line.startswith("    ")) <= 60


def test_the_text_tells_what_each_applicant_must_write() -> None:
    text = text_of(REVIEWS[-1])
    assert "c-1: k-1\n" in text
    assert "c-2: nothing to write\n" in text


# --- the command -----------------------------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of `screening standards compare …`."""
    monkeypatch.setattr(sys, "argv", ["screening", "standards", "compare", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_the_command_prints_text_and_ends_with_0(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, STANDS, CLEAN) == 0
    assert "14 → 8 (5 unchanged, 6 merged, 3 removed)" in capsys.readouterr().out


def test_the_json_of_the_command_makes_the_new_version_of_the_old_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, STANDS, CLEAN, "--format", "json") == 0
    comparison = Comparison.model_validate_json(capsys.readouterr().out)
    assert apply(comparison, seed(STANDS)) == seed(CLEAN)


def test_the_command_writes_the_page_to_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "review.html"
    assert run(monkeypatch, REDLINE, CLEAN, "--format", "html", "--out", str(path)) == 0
    assert path.read_text(encoding="utf-8") == render(review_of(seed(REDLINE), seed(CLEAN)))
    assert capsys.readouterr().out == ""


def test_the_command_tells_for_applications_what_they_must_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = {"candidate": "c-7", "standard": "0340-0016", "essays": [{"text": "I did."}]}
    path = tmp_path / "c-7.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert run(monkeypatch, STANDS, REDLINE, "--format", "json", "--applications", str(path)) == 0
    found = json.loads(capsys.readouterr().out)["applications"]
    assert found == [{"candidate": "c-7", "ksas": ["office-software"]}]


def test_the_command_refuses_applications_beyond_the_bounds_in_force(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = {"candidate": "c-7", "standard": "0340-0016", "essays": [{"text": "I did."}]}
    path, settings = tmp_path / "c-7.json", tmp_path / "settings.yaml"
    path.write_text(json.dumps(told), encoding="utf-8")
    settings.write_text("limits: {narrative_characters: 5}\n", encoding="utf-8")
    monkeypatch.setenv("SCREENING_SETTINGS", str(settings))
    assert run(monkeypatch, STANDS, REDLINE, "--applications", str(path)) == 2
    assert "a text has 6 characters" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(("arguments", "found"), [
    (("0340-0016@2001-01-01", CLEAN), "no version '2001-01-01'"),
    ((STANDS, "9999-9999"), "there is no standard '9999-9999'"),
    ((f"{STANDS}#technical-advice", CLEAN), "names one KSA"),
    ((STANDS, CLEAN, "--applications", str(OTHER_APPLICATION)), "expected: an application for 0340-0016"),
    ((STANDS, CLEAN, "--library", "/no/such/folder"), "/no/such/folder"),
    ((STANDS, CLEAN, "--format", "docx"), "docx"),
    ((STANDS,), "new"),
])  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], found: str
) -> None:
    assert run(monkeypatch, *arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert found.lower() in printed.err.lower().replace("│\n│ ", "")


def test_an_examination_stands_on_the_page_with_its_number() -> None:
    old = standard_of(examinations=(Examination(number=473, text="Test 473."),))
    new = standard_of(examinations=(Examination(number=474, text="Test 474."),))
    page = page_of(review_of(old, new))
    assert "removed" in page.by_id("examinations/old-1").words
    assert "printed “474”" in page.by_id("examinations/new-1").words
