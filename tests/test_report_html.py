"""The HTML report: what a person must find on it, where its links lead, that it runs and loads nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.applications import Application, Essay, Text
from screening.errors import StandardError
from screening.evidence import Evidence, Finding, FindingKind, Span
from screening.reports import Slated
from screening.reports.html import FINDINGS, VERSION_LABELS, chart, render, render_application
from screening.reports.marking import Quoted, marked
from screening.results import Gate, Place, Rating, RatingValue, Screened, Slate, Step, Versions
from screening.standards import Examination, Ksa, Note, Passage, Source, Standard

VOID = {"meta", "line", "rect", "br", "link", "img", "input", "hr"}
ACT = "I sorted the returned parcels by carrier before seven each morning."
RESULT = "Claims fell from forty to six."
WISH = "I hope to learn the register."
NARRATIVE = f"{ACT} {RESULT}\n\n{WISH} The lobby smelled of rain."
ESSAY = f"On the night desk {ACT}"


# --- reading a page --------------------------------------------------------------------------------------


@dataclass
class Node:
    """An element with its attributes and what is in it, in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Node]:
        """Every element below, in the page's order; of these tags if any are named."""
        return [n for n in self.walk() if not tags or n.tag in tags]

    def walk(self) -> Iterator[Node]:
        for child in self.inside:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    @property
    def text(self) -> str:
        """All the text below, as it stands."""
        return "".join(child if isinstance(child, str) else child.text for child in self.inside)

    @property
    def words(self) -> str:
        """The text with runs of white space as one space, as a browser shows it."""
        return " ".join(self.text.split())

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    def with_class(self, name: str) -> list[Node]:
        return [n for n in self.walk() if name in n.classes]

    def by_id(self, wanted: str) -> Node:
        (node,) = (n for n in self.walk() if n.attrs.get("id") == wanted)
        return node


class Reader(HTMLParser):
    """Builds the tree, and refuses a page whose tags do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parse(html: str) -> Node:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], "an element was left open"
    return reader.root


# --- a slate made by hand --------------------------------------------------------------------------------

VERSIONS = Versions(
    engine="screening 9.9.9", ruleset="evidence.v9", model="model-9", parser="parser-9", settings="sha256:99",
    standard="standard-hash-9", checklist="checklist-hash-9",
)
STANDARD = Standard(
    occupation_code="2320-0012",
    title="LEAD CUSTOMER CARE AGENT",
    grade="P7-08",
    document_date=date(2019, 3, 16),
    disqualification=Passage(text="Failure to demonstrate any KSA is disqualifying."),
    ksas=(
        Ksa(id="parcel-sorting", kind="ability", text="Ability to sort parcels.", importance="essential"),
        Ksa(id="register-use", kind="skill", text="Skill in the use of a register.", origin="WINDOW CLERK"),
        Ksa(id="public-courtesy", kind="ability", text="Ability to be courteous."),
    ),
    examinations=(Examination(number=477, text="Applicants must complete the assessment (477)."),),
    physical=Passage(text="Applicants must be physically able."),
    source=Source(file="x.txt", sha256="ab" * 32, notes=(Note(text="A date is odd.", line=3),)),
)


def quote_of(text: str, words: str, source: str, *findings: Finding) -> Evidence:
    """Evidence whose span is where the words first stand in the text."""
    start = text.index(words)
    span = Span(source=source, start=start, end=start + len(words))
    return Evidence(span=span, quote=words, findings=findings, relevance=400)


def found(kind: FindingKind, words: str = "", reason: str = "for a reason") -> Finding:
    return Finding(kind=kind, source=f"{kind}.v1", reason=reason, words=words)


def rating_of(ksa: str, value: RatingValue, score: float, **more: object) -> Rating:
    steps = (
        Step(name="base", points=-2000, why="before anything is found"),
        Step(name="own_acts", points=2700, why="3 × acts of the applicant's own"),
        Step(name="claims", points=-350, why="1 × claims without an act"),
    )
    code = "demonstrated" if value == "demonstrated" else "insufficiently-demonstrated"
    told = {
        "ksa": ksa, "rating": value, "score": score, "rule": f"evidence.v1#rule-of-{ksa}", "code": code,
        "because": f"The sentence of the rule for {ksa}.", "strength": 350, "steps": steps,
        "facts": {"own_acts": 3, "above_demonstrated": -1050, "above_review": 1350},
    }  # fmt: skip
    return Rating.model_validate(told | more)


def screened_of(candidate: str, **more: object) -> Screened:
    """An application with evidence for one KSA, evidence against another, and nothing for the third."""
    own = f"narrative:{STANDARD.ksas[0].id}"
    both = quote_of(NARRATIVE, RESULT, own, found("result", "fell from forty"), found("hypothetical"))
    ratings = (
        rating_of(
            "parcel-sorting", "demonstrated", 0.934,
            evidence=(quote_of(NARRATIVE, ACT, own, found("own-act", "sorted"), found("occasion")), both),
            against=(both, quote_of(NARRATIVE, WISH, own, found("intention", "hope to learn"))),
        ),
        rating_of(
            "register-use", "needs-review", 0.512, missing=("what came of it",),
            evidence=(quote_of(ESSAY, ACT, "essay:1", found("own-act", "sorted")),),
        ),
        rating_of("public-courtesy", "not-demonstrated", 0.021, missing=("an act", "when it was")),
    )  # fmt: skip
    told = {
        "candidate": candidate, "standard": STANDARD.address, "outcome": "not-qualified",
        "because": ("public-courtesy is not demonstrated",), "ratings": ratings, "versions": VERSIONS,
        "gates": (
            Gate(gate="exam 477", result="pass", because="Score 84; 70 of 100 is needed."),
            Gate(gate="physical", result="not-assessed", because="Not assessed here: never inferred."),
        ),
        "notices": (f"A notice for {candidate}.",),
    }  # fmt: skip
    return Screened.model_validate(told | more)


def application_of(candidate: str) -> Application:
    return Application(
        candidate=candidate, standard="2320-0012", narratives={"parcel-sorting": NARRATIVE},
        essays=(Essay(ksas=("parcel-sorting", "register-use"), text=ESSAY),),
    )  # fmt: skip


def slated_of(*ranked: tuple[int, str], **more: object) -> Slated:
    places = tuple(Place(rank=rank, screened=screened_of(candidate, **more)) for rank, candidate in ranked)
    slate = Slate(standard=STANDARD.address, places=places, versions=VERSIONS)
    return Slated(slate, STANDARD, {candidate: application_of(candidate) for _, candidate in ranked})


SLATED = slated_of((1, "c-0001"), (2, "c-0002"), (2, "c-0003"))
PAGE = parse(render(SLATED))
CHECKLIST = parse(render_application(screened_of("c-0001"), STANDARD, application_of("c-0001")))
BOTH = pytest.mark.parametrize("page", [PAGE, CHECKLIST], ids=["slate", "checklist"])


def heat_map(page: Node = PAGE) -> list[Node]:
    """The rows of the slate's table, the head first."""
    (table,) = (n for n in page.all("table") if "heat" in n.classes)
    return table.all("tr")


def block(candidate: str, ksa: str, page: Node = PAGE) -> Node:
    return page.by_id(f"applicant/{candidate}/{ksa}")


# --- how the page is built -------------------------------------------------------------------------------


@BOTH
def test_headings_start_at_one_and_skip_no_level(page: Node) -> None:
    levels = [int(n.tag[1]) for n in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@BOTH
def test_every_link_leads_to_one_place_on_the_page(page: Node) -> None:
    ids = [n.attrs["id"] for n in page.all() if "id" in n.attrs]
    targets = [n.attrs["href"] for n in page.all("a")]
    labels = [label for n in page.all() for label in n.attrs.get("aria-labelledby", "").split()]
    assert len(ids) == len(set(ids))
    assert {t[1:] for t in targets} | set(labels) <= set(ids)
    assert all(t.startswith("#") for t in targets)


@BOTH
def test_no_two_landmarks_share_a_name(page: Node) -> None:
    """Whoever jumps from region to region by ear must hear where they are."""
    regions = [n for n in page.walk() if n.tag in {"section", "nav"} or n.attrs.get("role") == "region"]
    named = [n.attrs.get("aria-label") or n.attrs.get("aria-labelledby") for n in regions]
    spoken = [
        " ".join(page.by_id(i).words for i in name.split()) if n.attrs.get("aria-labelledby") else name
        for n, name in zip(regions, named, strict=True) if name
    ]  # fmt: skip
    assert len(spoken) == len(regions)
    assert len(spoken) == len(set(spoken))


@BOTH
def test_the_page_loads_and_runs_nothing(page: Node) -> None:
    """No script, handler, form, frame, style attribute, or address of anything outside."""
    assert not page.all("script", "link", "img", "iframe", "object", "embed", "form", "input", "base", "use")
    for node in page.all():
        assert not {"src", "srcset", "style", "action", "data"} & set(node.attrs)
        assert not [name for name in node.attrs if name.startswith("on")]
    (style,) = page.all("style")
    assert "url(" not in style.text
    assert "@import" not in style.text
    assert "://" not in style.text


@BOTH
def test_the_policy_in_the_head_allows_this_style_sheet_and_nothing_else(page: Node) -> None:
    (policy,) = (n.attrs["content"] for n in page.all("meta") if n.attrs.get("http-equiv"))
    (style,) = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


@BOTH
def test_tables_can_be_read_by_a_screen_reader(page: Node) -> None:
    """Every table has a caption, and every heading cell says what it heads."""
    assert all(len(table.all("caption")) == 1 for table in page.all("table"))
    assert all(th.attrs.get("scope") in ("col", "row") for th in page.all("th"))
    assert all(len(row.all("th", "td")) == len(heat_map()[0].all("th", "td")) for row in heat_map())


@BOTH
def test_what_scrolls_can_be_reached_and_is_named(page: Node) -> None:
    for box in page.with_class("scroll"):
        assert box.attrs["tabindex"] == "0"
        assert box.attrs["aria-label"]


@BOTH
def test_the_first_link_skips_to_the_result(page: Node) -> None:
    first = page.all("a")[0]
    assert first.words.startswith("Skip to")
    assert page.by_id(first.attrs["href"][1:]).tag == "h2"


def test_the_same_slate_gives_the_same_bytes() -> None:
    backwards = dict(reversed(list(SLATED.applications.items())))
    assert render(SLATED) == render(replace(SLATED, applications=backwards))


# --- the head and the foot -------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("words", [
    "LEAD CUSTOMER CARE AGENT", "2320-0012@2019-03-16", "P7-08",
    "Failure to demonstrate any KSA is disqualifying.",
    "3 knowledge, skill and ability requirements", "The physical requirement: it is never inferred",
    "Whether what an applicant tells is true", "reported: 477", "Line 3: A date is odd.",
])  # fmt: skip
def test_the_page_says_what_was_judged_by_which_document(page: Node, words: str) -> None:
    assert words in page.words


@BOTH
@pytest.mark.parametrize("name", Versions.model_fields)
def test_every_version_stands_at_the_foot(page: Node, name: str) -> None:
    (foot,) = page.all("footer")
    assert getattr(VERSIONS, name) in foot.words
    assert VERSION_LABELS[name] in foot.words


def test_the_head_counts_applications_by_outcome() -> None:
    (counts,) = PAGE.with_class("counts")
    assert [n.words for n in counts.all("li")] == [
        "0 qualified", "0 needs review", "3 not qualified", "3 applications in all"
    ]  # fmt: skip


def test_an_empty_slate_says_that_there_is_nobody() -> None:
    page = parse(render(slated_of()))
    assert "nobody on this slate" in page.words
    assert "0 applications in all" in page.words


# --- the slate -------------------------------------------------------------------------------------------


def test_equal_applicants_show_the_same_rank_and_a_sign_of_it() -> None:
    shown = [row.with_class("rank")[0].words for row in heat_map()[1:]]
    assert shown == ["1", "2=", "2="]


def test_every_cell_leads_to_the_rating_of_that_applicant_and_requirement() -> None:
    for candidate, row in zip(("c-0001", "c-0002", "c-0003"), heat_map()[1:], strict=True):
        links = [cell.all("a")[0].attrs["href"][1:] for cell in row.with_class("cell") if cell.all("a")]
        assert links == [f"applicant/{candidate}/{ksa.id}" for ksa in STANDARD.ksas]
        for ksa, link in zip(STANDARD.ksas, links, strict=True):
            assert ksa.id in PAGE.by_id(link).all("h3")[0].words


def test_a_cell_says_its_rating_in_a_sign_a_word_and_a_number() -> None:
    cells = [cell.words for cell in heat_map()[1].with_class("cell")]
    assert cells == ["✓ yes 0.93", "? review 0.51", "✕ no 0.02", "✓ pass", "– not assessed"]


def test_a_column_names_its_requirement_and_tells_it_in_full() -> None:
    heads = heat_map()[0].all("abbr")
    assert [h.words for h in heads] == ["1 parcel-sorting", "2 register-use", "3 public-courtesy"]
    assert [h.attrs["title"] for h in heads] == [ksa.text for ksa in STANDARD.ksas]


def test_the_requirements_are_counted_over_the_slate() -> None:
    assert "3 yes, 0 review, 0 no" in PAGE.by_id("requirement/parcel-sorting").words
    assert "0 yes, 0 review, 3 no" in PAGE.by_id("requirement/public-courtesy").words


def test_a_requirement_without_a_rating_is_shown_as_not_rated() -> None:
    ratings = screened_of("c-1").ratings[:2]
    page = parse(render(slated_of((1, "c-1"), ratings=ratings)))
    assert "not rated" in heat_map(page)[1].with_class("cell")[2].words
    assert "This requirement was not rated." in block("c-1", "public-courtesy", page).words


def test_a_rating_of_a_requirement_that_the_standard_lacks_is_refused() -> None:
    strange = (rating_of("juggling", "demonstrated", 0.9),)
    with pytest.raises(StandardError, match="no KSA 'juggling'"):
        render(slated_of((1, "c-1"), ratings=strange))


# --- one applicant ---------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("words", [
    "not qualified", "public-courtesy is not demonstrated",
    "Failure to demonstrate any KSA is disqualifying.",
    "exam 477 ✓ pass Score 84; 70 of 100 is needed.",
    "physical – not assessed here Not assessed here: never inferred.",
    "A notice for c-0001.", "1 of 3 demonstrated, 1 to review, 1 not demonstrated",
])  # fmt: skip
def test_an_applicant_is_told_the_outcome_the_reasons_and_the_gates(page: Node, words: str) -> None:
    assert words in page.by_id("applicant/c-0001").words


@BOTH
def test_a_requirement_shows_its_text_rating_score_rule_and_what_is_missing(page: Node) -> None:
    words = block("c-0001", "public-courtesy", page).words
    wanted = (
        "Ability to be courteous.", "not demonstrated", "0.021", "an act", "when it was",
        "The sentence of the rule for public-courtesy. Rule evidence.v1#rule-of-public-courtesy",
        "insufficiently demonstrated", "Nothing was written for this requirement.",
    )  # fmt: skip
    assert [told for told in wanted if told not in words] == []


def test_findings_are_told_in_words_with_what_they_were_found_in() -> None:
    first = block("c-0001", "parcel-sorting").with_class("quotes")[0].all("li")[0]
    assert first.all("blockquote")[0].words == ACT
    assert "own act sorted for a reason" in first.words
    assert "narrative, characters 0 to" in first.words


def test_every_kind_of_finding_has_words() -> None:
    assert set(FINDINGS) == set(get_args(FindingKind))
    assert len(set(FINDINGS.values())) == len(FINDINGS)


def test_the_steps_are_shown_with_totals_that_end_at_the_strength() -> None:
    (steps,) = block("c-0001", "parcel-sorting").with_class("steps")
    rows = [[cell.words for cell in row.all("th", "td")][:3] for row in steps.all("tr")[1:]]
    assert rows == [
        ["before anything is found", "−2,000", "−2,000"],
        ["3 × acts of the applicant's own", "+2,700", "+700"],
        ["1 × claims without an act", "−350", "+350"],
    ]
    assert "From −1,000: needs review. From +1,400: demonstrated." in steps.words
    assert "own acts 3" in steps.words


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=12))
def test_the_bars_of_a_chart_join_and_stay_inside_it(points: list[int]) -> None:
    steps = tuple(Step(name=f"s{i}", points=p, why="why") for i, p in enumerate(points))
    drawn = chart(rating_of("x", "demonstrated", 0.5, steps=steps, strength=sum(points), facts={}))
    assert drawn is not None
    assert [bar.total for bar in drawn.bars][-1] == sum(points)
    assert all(bar.x >= 0 and bar.width >= 2 and bar.x + bar.width <= 1002 for bar in drawn.bars)


# --- quotes in their place -------------------------------------------------------------------------------


def test_marks_are_exactly_the_quotes_in_their_texts() -> None:
    sorting, register = block("c-0001", "parcel-sorting"), block("c-0001", "register-use")
    assert [m.text for m in sorting.all("mark")] == [ACT, RESULT, WISH]
    assert [m.text for m in register.all("mark")] == [ACT]
    assert [n.text for n in register.all("blockquote")] == [ACT]


def test_the_whole_text_is_there_word_for_word() -> None:
    """But for the small numbers of the quotes, which stand apart from it."""
    texts = []
    for written in block("c-0001", "parcel-sorting").with_class("written"):
        kept = [child for child in written.inside if isinstance(child, str) or child.tag != "sup"]
        texts.append(Node("div", inside=kept).text)
    assert texts == [NARRATIVE, ESSAY]


def test_what_speaks_against_is_marked_in_another_way() -> None:
    """Not by colour alone: the underline of each kind of mark has a style of its own."""
    sides = [m.attrs["class"] for m in block("c-0001", "parcel-sorting").all("mark")]
    assert sides == ["for", "both", "against"]
    underlines = re.findall(r"^mark[^{]*\{[^}]*underline (\w+)", css(), re.MULTILINE)
    assert sorted(underlines) == ["dashed", "solid", "wavy"]


def test_a_quote_and_its_place_lead_to_each_other() -> None:
    sorting = block("c-0001", "parcel-sorting")
    for number in (1, 2, 3):
        anchor = f"applicant/c-0001/parcel-sorting/quote-{number}"
        assert f"#{anchor}/placed" in [a.attrs["href"] for a in sorting.by_id(anchor).all("a")]
        assert f"#{anchor}" in [a.attrs["href"] for a in sorting.by_id(f"{anchor}/placed").all("a")]


def test_a_quote_that_does_not_stand_in_the_text_is_not_marked_and_the_page_says_so() -> None:
    changed = application_of("c-1").model_copy(update={"narratives": {"parcel-sorting": NARRATIVE.upper()}})
    page = parse(render_application(screened_of("c-1"), STANDARD, changed))
    sorting = block("c-1", "parcel-sorting", page)
    assert not sorting.all("mark")
    assert sorting.words.count("These words do not stand there in the text at hand") == 3


def test_what_another_narrative_would_show_is_quoted_apart_and_said_not_to_count() -> None:
    aside = quote_of(NARRATIVE, ACT, "narrative:register-use")
    asked = rating_of("public-courtesy", "not-demonstrated", 0.021, elsewhere=(aside,))
    page = parse(render(slated_of((1, "c-1"), ratings=(asked,))))
    (shown,) = block("c-1", "public-courtesy", page).with_class("elsewhere")
    assert ACT in shown.words
    assert "From the narrative for register-use." in shown.words
    assert "not counted here" in block("c-1", "public-courtesy", page).words
    assert not block("c-1", "public-courtesy", page).with_class("quotes")


def test_without_the_applications_the_quotes_are_still_shown() -> None:
    page = parse(render(replace(SLATED, applications={})))
    assert not page.all("mark")
    assert ACT in block("c-0001", "parcel-sorting", page).words
    assert "Nothing was written" not in page.words


@given(st.data())
def test_pieces_add_up_to_the_text_and_to_every_quote_even_where_quotes_overlap(data: st.DataObject) -> None:
    text = data.draw(st.text(max_size=60))
    places = st.tuples(st.integers(0, 60), st.integers(0, 60))
    spans = data.draw(st.lists(places, max_size=6))
    quotes = [
        Quoted(n, Evidence(span=Span(source="essay:1", start=a, end=b), quote=text[a:b]), "for", f"q{n}")
        for n, (a, b) in enumerate(spans)
        if a < b <= len(text)
    ]
    pieces = marked(Text(source="essay:1", text=text), quotes).pieces
    assert "".join(piece.text for piece in pieces) == text
    for quote in quotes:
        assert "".join(p.text for p in pieces if quote in p.quoted) == quote.evidence.quote
        assert sum(quote in p.opening for p in pieces) == 1


WRAPPED = """I ran the counter at the branch on Tenth Street for three years and a
half, and kept its books.
- I sold stamps, money orders and boxes to whoever came in from the
rain.

Then I moved."""


def test_lines_wrapped_by_an_editor_run_on_and_lines_that_were_meant_stand() -> None:
    """Sentences run on over a full line; items, ends of paragraphs and blank lines are kept."""
    (piece,) = marked(Text(source="essay:1", text=WRAPPED), ()).pieces
    assert [" ".join(line.split()) for line in piece.lines] == [
        "I ran the counter at the branch on Tenth Street for three years and a half, and kept its books.",
        "- I sold stamps, money orders and boxes to whoever came in from the rain.",
        "",
        "Then I moved.",
    ]


@pytest.mark.parametrize("text", ["Dates:\nAtlanta, 2014", "one\ntwo", f"{'x' * 300}\ny", "a\r\nb"])
def test_short_lines_and_whole_paragraphs_are_lines_of_their_own(text: str) -> None:
    (piece,) = marked(Text(source="essay:1", text=text), ()).pieces
    assert [line.strip() for line in piece.lines] == text.splitlines()


# --- words from outside ----------------------------------------------------------------------------------

PAYLOADS = (
    "<script>alert(1)</script>", "</style><script>x</script>", '"><img src=x onerror=alert(1)>',
    "' onfocus='x", "{{ 7 * 7 }}", "{% include 'base.html.j2' %}", "<!-- <b>", "</details></section></main>",
    "&lt;b&gt; &amp; &#60;",
    "javascript:alert(1)", "]]><svg onload=x>", "\u202eevil", "#{7*7} ${7*7}", "Ω ✓ 𝔘 é",
)  # fmt: skip


def hostile(words: str) -> str:
    """A slate in which everything that comes from outside is these words."""
    text = f"{words} {words}"
    finding = Finding(kind="own-act", source=words, reason=words, words=words)
    span = Span(source="narrative:k", start=0, end=len(words))
    evidence = Evidence(span=span, quote=words, findings=(finding,))
    rating = rating_of(
        "k", "needs-review", 0.5, rule=words, code=words, because=words, missing=(words,), notices=(words,),
        evidence=(evidence,), steps=(Step(name=words, points=1, why=words),), facts={words: 1},
    )  # fmt: skip
    standard = Standard(
        occupation_code="1", title=words, grade=words, disqualification=Passage(text=words),
        ksas=(Ksa(id="k", kind="other", text=words, importance=words, origin=words),),
        examinations=(Examination(number=1, text=words),), physical=Passage(text=words),
        source=Source(file=words, sha256=words, notes=(Note(text=words),)),
    )  # fmt: skip
    versions = Versions.model_validate(dict.fromkeys(Versions.model_fields, words))
    screened = Screened(
        candidate=words, standard=words, outcome="not-qualified", because=(words,), ratings=(rating,),
        gates=(Gate(gate=words, result="unknown", because=words),), notices=(words,), versions=versions,
    )  # fmt: skip
    slate = Slate(standard=words, places=(Place(rank=1, screened=screened),), versions=versions)
    application = Application(candidate="c", standard="1", narratives={"k": text})
    return render(Slated(slate, standard, {words: application}))


def shape(page: Node) -> list[tuple[str, list[str]]]:
    """The elements of a page with the names of their attributes, in order."""
    return [(n.tag, sorted(n.attrs)) for n in page.all()]


def spoken(page: Node) -> str:
    """The text of a page; codes and the names of facts are shown with spaces for their hyphens."""
    return page.text.replace("-", " ")


HARMLESS = parse(hostile("plain words"))


@pytest.mark.parametrize("words", PAYLOADS)
def test_no_words_from_outside_change_what_the_page_is_made_of(words: str) -> None:
    """The same elements and attributes as for harmless words, and the words themselves shown as they are."""
    page = parse(hostile(words))
    assert shape(page) == shape(HARMLESS)
    assert spoken(page).count(words.replace("-", " ")) == spoken(HARMLESS).count("plain words")
    assert {m.text for m in page.all("mark")} == {words}


@given(st.text(alphabet="<>&\"'/={}%#-! abOS", min_size=1, max_size=30).filter(lambda words: words.strip()))
def test_no_mixture_of_markup_characters_changes_what_the_page_is_made_of(words: str) -> None:
    assert shape(parse(hostile(words))) == shape(HARMLESS)


# --- the style sheet -------------------------------------------------------------------------------------


def css() -> str:
    return resources.files("screening.reports").joinpath("templates/report.css").read_text(encoding="utf-8")


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the style sheet by name: light, dark, and print."""
    roots = re.findall(r":root \{([^}]*)\}", css())
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", root)) for root in roots]
    return dict(zip(("light", "dark", "print"), colours, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_words_stand_out_from_every_ground_they_stand_on(scheme: str) -> None:
    """4.5 to 1 for text, 3 to 1 for the bars and borders that carry meaning (WCAG 2 AA)."""
    colours = schemes()[scheme]
    texts = ("ink", "soft", "link", "yes", "review", "no")
    pairs = [(text, ground, 4.5) for text in texts for ground in ("paper", "panel")]
    pairs += [(tone, f"{tone}-back", 4.5) for tone in ("yes", "review", "no")]
    pairs += [("ink", f"{tone}-back", 4.5) for tone in ("yes", "review", "no")]
    pairs += [(f"{tone}-solid", "paper", 3.0) for tone in ("yes", "review", "no")]
    assert [(a, b) for a, b, least in pairs if contrast(colours[a], colours[b]) < least] == []


def test_on_paper_everything_is_open_and_each_applicant_starts_a_page() -> None:
    printed = css().partition("@media print")[2]
    assert "details::details-content" in printed
    assert re.search(r"\.applicant \{[^}]*break-before: page", printed)
