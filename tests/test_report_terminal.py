"""The terminal report: it fits any width, loses nothing by it, and no narrative can steer it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from screening.applications import Application
from screening.evidence import Evidence, Finding, FindingKind, Span
from screening.reports import Slated
from screening.reports.terminal import print_application, print_slate
from screening.results import Gate, Place, Rating, RatingValue, Screened, Slate, Versions
from screening.standards import Ksa, Passage, Source, Standard

VERSIONS = Versions(
    engine="e", ruleset="r", model="m", parser="p", settings="s", standard="h", checklist="c"
)  # fmt: skip
VALUES: tuple[RatingValue, ...] = ("demonstrated", "needs-review", "not-demonstrated")


def standard_of(ksas: int) -> Standard:
    numbers = range(1, ksas + 1)
    return Standard(
        occupation_code="0340-0016", title="COMPLIANCE SPECIALIST", grade="EAS-17",
        ksas=tuple(Ksa(id=f"requirement-{n}", kind="ability", text=f"Ability {n}.") for n in numbers),
        disqualification=Passage(text="Failure to demonstrate any KSA is disqualifying."),
        physical=Passage(text="Must be able."), source=Source(file="x.txt", sha256="ab"),
    )  # fmt: skip


def quote(words: str, *kinds: FindingKind) -> Evidence:
    findings = tuple(Finding(kind=kind, source="x.v1", reason="why", words=f"{kind} words") for kind in kinds)
    return Evidence(span=Span(source="essay:1", start=0, end=len(words)), quote=words, findings=findings)


def rating_of(ksa: str, value: RatingValue, **more: object) -> Rating:
    told = {"ksa": ksa, "rating": value, "score": 0.5, "rule": "set.v1#rule", "code": "other"}
    return Rating.model_validate(told | {"because": "Because."} | more)


def screened_of(candidate: str, standard: Standard, **more: object) -> Screened:
    ratings = [rating_of(ksa.id, VALUES[n % 3]) for n, ksa in enumerate(standard.ksas)]
    told = {
        "candidate": candidate, "standard": standard.address, "outcome": "not-qualified", "ratings": ratings,
        "because": ("requirement-3 is not demonstrated",), "versions": VERSIONS,
        "gates": (Gate(gate="exam 477", result="unknown", because="No result was given."),
                  Gate(gate="physical", result="not-assessed", because="Not assessed here.")),
    }  # fmt: skip
    return Screened.model_validate(told | more)


def slate_text(standard: Standard, *screened: Screened, width: int = 100) -> str:
    places = tuple(Place(rank=n, screened=one) for n, one in enumerate(screened, start=1))
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    applications = {one.candidate: Application(candidate="c", standard="x") for one in screened}
    slate = Slate(standard=standard.address, places=places, versions=VERSIONS)
    print_slate(Slated(slate, standard, applications), console)
    return printed(console)


def checklist_text(standard: Standard, screened: Screened, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    print_application(screened, standard, console)
    return printed(console)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def joined(text: str) -> str:
    """The text with its line breaks taken as spaces."""
    return " ".join(text.split())


@settings(max_examples=40, deadline=None)
@given(st.integers(30, 170), st.integers(1, 30), st.integers(1, 25))
def test_no_line_is_wider_than_the_terminal_and_no_sign_is_lost(width: int, ksas: int, length: int) -> None:
    """Every applicant's line holds the whole id and one sign for each KSA, in a table or without."""
    standard = standard_of(ksas)
    candidate = "c" * length
    text = slate_text(standard, screened_of(candidate, standard), width=width)
    assert max(map(len, text.splitlines())) <= width
    before, _, after = text.partition("demonstrated, ?")
    signs = before.partition(candidate)[2].replace("unknown", "")
    wanted = [sum(n % 3 == kind for n in range(ksas)) for kind in range(3)]
    assert [signs.count(sign) - (sign == "✓") for sign in "✓?✕"] == wanted
    assert "not-qualified" in before
    assert f"{ksas} requirement-{ksas}" in joined(after)


@pytest.mark.parametrize(("width", "rows"), [(100, True), (80, True), (60, False)])
def test_the_table_of_thirteen_requirements_fits_eighty_columns(width: int, rows: bool) -> None:
    standard = standard_of(13)
    text = slate_text(standard, screened_of("c-0001", standard), width=width)
    assert any(line.split()[:3] == ["rank", "candidate", "outcome"] for line in text.splitlines()) is rows


STEERING = ("\x1b[2J", "\x1b]0;title\x07", "\r", "\b\b", "\x9b31m", "\u202e", "\u2066", "\x00")


@pytest.mark.parametrize("steering", STEERING, ids=map(repr, STEERING))
def test_words_from_outside_cannot_steer_the_terminal(steering: str) -> None:
    """Whether in an id, a reason, a gate, a notice, a quote, what was found in it, or what is missing."""
    words = f"be{steering}fore"
    standard = standard_of(1)
    finding = Finding(kind="own-act", source="x.v1", reason="why", words=words)
    evidence = Evidence(span=Span(source="essay:1", start=0, end=1), quote=words, findings=(finding,))
    rating = rating_of("requirement-1", "needs-review", because=words, missing=(words,), evidence=(evidence,))
    screened = screened_of(
        words, standard, because=(words,), ratings=(rating,), notices=(words,),
        gates=(Gate(gate=words, result="fail", because=words),),
    )  # fmt: skip
    for text in (slate_text(standard, screened), checklist_text(standard, screened)):
        assert not [c for c in steering if not c.isprintable() and c in text]
        assert "be" in text


EVIDENCE = (
    quote("It rained that day.", "occasion"), quote("I fixed the press.", "own-act"),
    quote("I fixed the belt in May and it held.", "own-act", "occasion", "result"),
)  # fmt: skip
DENIAL = quote("I never ran a crew.", "denial")


def test_a_slate_shows_the_plainest_quote_and_says_how_many_more_there_are() -> None:
    standard = standard_of(1)
    rating = rating_of("requirement-1", "demonstrated", evidence=EVIDENCE)
    text = joined(slate_text(standard, screened_of("c", standard, ratings=(rating,))))
    assert "+ “I fixed the belt in May and it held.” – own act, occasion, result; 2 more quoted" in text
    assert "It rained" not in text


def test_a_slate_shows_what_speaks_against_a_requirement_in_doubt() -> None:
    standard = standard_of(1)
    told = {"evidence": EVIDENCE, "against": (DENIAL,), "missing": ("a crew",)}
    rating = rating_of("requirement-1", "needs-review", **told)
    text = joined(slate_text(standard, screened_of("c", standard, ratings=(rating,))))
    assert "Because. − “I never ran a crew.” – denial; 3 more quoted missing: a crew" in text


def test_a_checklist_shows_every_quote_once_with_the_words_found() -> None:
    standard = standard_of(1)
    rating = rating_of("requirement-1", "needs-review", evidence=EVIDENCE, against=(DENIAL, EVIDENCE[0]))
    text = joined(checklist_text(standard, screened_of("c", standard, ratings=(rating,))))
    assert [text.count(e.quote) for e in (*EVIDENCE, DENIAL)] == [1, 1, 1, 1]
    assert "± “It rained that day.” – occasion (occasion words)" in text
    assert "− “I never ran a crew.” – denial (denial words)" in text
    assert "set.v1#rule" in text


def test_a_disqualified_applicant_is_told_the_clause_and_the_gates() -> None:
    standard = standard_of(3)
    text = joined(checklist_text(standard, screened_of("c", standard)))
    assert "clause “Failure to demonstrate any KSA is disqualifying.”" in text
    assert "gate exam 477 unknown No result was given." in text
    assert "gate physical not-assessed Not assessed here." in text


def test_the_slate_ends_with_a_count_by_outcome() -> None:
    standard = standard_of(3)
    text = slate_text(standard, screened_of("c", standard), screened_of("d", standard, outcome="qualified"))
    assert text.rstrip().endswith("2 applications: 1 qualified, 0 needs-review, 1 not-qualified")


def test_where_nobody_qualifies_yet_the_count_says_whose_turn_it_is() -> None:
    standard = standard_of(3)
    open_one = screened_of("d", standard, outcome="needs-review")
    text = slate_text(standard, screened_of("c", standard), open_one)
    assert joined(text).endswith("1 not-qualified; who qualifies is for people to settle: look at each “?”")


@pytest.mark.parametrize(("applicants", "times"), [(6, 1), (7, 2)])
def test_the_table_stands_again_below_what_pushed_it_out_of_sight(applicants: int, times: int) -> None:
    standard = standard_of(3)
    text = slate_text(standard, *(screened_of(f"c-{n}", standard) for n in range(applicants)))
    assert text.count("exam 477 \n") + text.count("exam 477\n") == times


def test_what_another_narrative_would_show_is_named_and_not_credited() -> None:
    """Beside the rating that it would change, by the text in which it stands."""
    import io

    from rich.console import Console

    from screening.evidence import Evidence, Span
    from screening.reports.terminal import _rating
    from screening.results import Rating

    there = Evidence(
        span=Span(source="narrative:other", start=0, end=6), quote="I did.", findings=(), relevance=400
    )
    rating = Rating(
        ksa="k", rating="needs-review", score=0.4, rule="evidence.v1#something-told", code="other",
        because="It tells something.", elsewhere=(there,),
    )  # fmt: skip
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(_rating(rating, None))
    shown = console.export_text()
    assert "would be shown by narrative:other" in shown
    assert "needs-review" in shown


def test_where_nothing_was_written_nobody_is_told_all_that_is_missing() -> None:
    """The reason says it; a list of every point that a text could have had would hide the others."""
    standard, missing = standard_of(2), ("an act", "what came of it")
    blank = rating_of("requirement-1", "not-demonstrated", missing=missing, facts={"offered": 0})
    thin = rating_of("requirement-2", "not-demonstrated", missing=missing, facts={"offered": 1})
    text = checklist_text(standard, screened_of("c-1", standard, ratings=(blank, thin)))
    assert joined(text).count("missing: an act; what came of it") == 1
