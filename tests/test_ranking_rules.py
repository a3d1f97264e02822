"""A panel's slate: what each rule decides, what preference may change, how far a re-rating could reach."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from screening.errors import PanelError
from screening.files.particulars import read_claims, read_seniority
from screening.ranking import (
    RULES,
    Candidacy,
    Category,
    Claim,
    Decision,
    Origin,
    Ranking,
    RuleName,
    Standing,
    Terms,
    order,
    rank,
    refuse_changed,
)
from screening.ranking.candidacies import Level
from screening.ranking.sme_qa import pair_of
from screening.results import Gate, GateResult, Rating, RatingValue, Screened, Versions
from screening.settings import Bands

ROOT = Path(__file__).parent.parent
BANDS = Bands(demonstrated=1_400, review=-1_000)
VALUES: tuple[RatingValue, ...] = get_args(RatingValue)
VERSIONS = Versions(engine="e", ruleset="r", model="m", parser="p", settings="s", standard="h", checklist="c")
CATEGORIES = (
    Category(name="best qualified", definition="well beyond what is asked", from_points=95),
    Category(name="well qualified", definition="more than is asked", from_points=85),
    Category(name="qualified", definition="what is asked", from_points=70),
)
EVIDENCE = Terms(rule="evidence")
CATEGORY = Terms(rule="category", categories=CATEGORIES)
SME_QA = Terms(rule="sme-qa")
SENIOR = Terms(rule="senior-qualified")


def engine(rating: RatingValue, score: float = 0.5, strength: int = 9_000, ksa: str = "k") -> Decision:
    """What the engine decided; by default far from any band."""
    return Decision(ksa=ksa, rating=rating, origin="engine", score=score, strength=strength)


def agreed(*levels: Level, ksa: str = "k") -> Decision:
    """What two raters (and a third) came to; 1 or 2 from the last two that agree is demonstrated."""
    rating: RatingValue = (
        "demonstrated" if (min(levels[:2]) > 0 or (levels[2:] > (0,))) else "not-demonstrated"
    )
    return Decision(ksa=ksa, rating=rating, origin="consensus", levels=levels)


def applicant(candidate: str, *decisions: Decision, **gates: GateResult) -> Candidacy:
    """An applicant with these decisions on KSAs k-0, k-1 …, and these results of gates."""
    named = tuple(d.model_copy(update={"ksa": f"k-{n}"}) for n, d in enumerate(decisions))
    results = tuple(Gate(gate=name, result=result, because="Because.") for name, result in gates.items())
    return Candidacy(candidate=candidate, gates=results, decisions=named)


def slate(terms: Terms, *applicants: Candidacy, **beside: Any) -> Ranking:
    """The slate of these applicants."""
    return order(applicants, terms, bands=BANDS, **beside)


def ranks(ranking: Ranking) -> dict[str, int]:
    """Rank by candidate."""
    return {standing.candidate: standing.rank for standing in ranking.standings}


def of(ranking: Ranking, candidate: str) -> Standing:
    """One applicant's line."""
    return next(standing for standing in ranking.standings if standing.candidate == candidate)


FEW = settings(deadline=None, max_examples=40)
"""Without a time limit: a busy machine is no failure."""


# --- applicants of every sort ----------------------------------------------------------------------------

LEVELS: st.SearchStrategy[tuple[Level, ...]] = st.sampled_from(
    [(0, 0), (1, 1), (1, 2), (2, 1), (2, 2), (0, 2, 0), (0, 2, 1), (1, 0, 2)]
)
RATED = LEVELS.map(lambda levels: agreed(*levels))
MACHINE = st.builds(
    engine,
    st.sampled_from(VALUES),
    st.sampled_from([0.0, 0.2, 0.505, 0.93, 1.0]),
    st.sampled_from([-9_000, -1_100, 0, 1_300, 9_000]),
)
PLAIN = st.builds(
    Decision, ksa=st.just("k"), rating=st.sampled_from(VALUES), origin=st.sampled_from(get_args(Origin))
)
GATES: st.SearchStrategy[GateResult] = st.sampled_from(("pass", "pass", "fail", "unknown", "not-assessed"))
DAYS = {f"c-{n}": date(1990 + n % 3, 1, 1) for n in range(9)}


def fields(decisions: st.SearchStrategy[Decision]) -> st.SearchStrategy[list[Candidacy]]:
    """Up to five applicants, all rated on the same number of KSAs, with one gate."""
    return (
        st.integers(1, 3)
        .flatmap(
            lambda ksas: st.lists(
                st.tuples(st.lists(decisions, min_size=ksas, max_size=ksas), GATES), min_size=1, max_size=5
            )
        )
        .map(lambda rows: [applicant(f"c-{n}", *ds, exam=gate) for n, (ds, gate) in enumerate(rows)])
    )


CLAIMS = st.lists(
    st.sampled_from([(0, False), (5, False), (10, False), (10, True)]).flatmap(
        lambda kind: st.booleans().map(lambda adjudicated: (*kind, adjudicated))
    ),
    max_size=5,
)
CASES: Mapping[str, tuple[Terms, st.SearchStrategy[Decision]]] = {
    "evidence": (EVIDENCE, MACHINE | PLAIN | RATED),
    "category": (CATEGORY, MACHINE | PLAIN | RATED),
    "category by sme-qa": (CATEGORY.model_copy(update={"scored_by": "sme-qa"}), RATED),
    "sme-qa": (SME_QA, RATED),
    "senior-qualified": (SENIOR, MACHINE | PLAIN | RATED),
}


def test_every_rule_is_tried_below() -> None:
    """A new rule has to pass the same properties."""
    assert {terms.rule for terms, _ in CASES.values()} == set(RULES) == set(get_args(RuleName))


def drawn(data: st.DataObject, case: str) -> tuple[Terms, list[Candidacy], dict[str, Any]]:
    """Terms, applicants and what goes beside them, for one case."""
    terms, decisions = CASES[case]
    applicants = data.draw(fields(decisions))
    if terms.rule == "senior-qualified":
        return terms, applicants, {"seniority": DAYS}
    rows = zip(applicants, data.draw(CLAIMS), strict=False)
    claims = [
        Claim(candidate=a.candidate, points=points, compensable=compensable, adjudicated=adjudicated)
        for a, (points, compensable, adjudicated) in rows
    ]
    return terms, applicants, {"claims": claims}


@pytest.mark.parametrize("case", CASES)
@FEW
@given(st.data())
def test_equals_share_a_rank_and_name_each_other(case: str, data: st.DataObject) -> None:
    """As many stand before an applicant as the rank says; everybody is there once, in whatever order."""
    terms, applicants, beside = drawn(data, case)
    ranking = slate(terms, *applicants, **beside)
    assert ranking == slate(terms, *data.draw(st.permutations(applicants)), **beside)
    assert sorted(s.candidate for s in ranking.standings) == [a.candidate for a in applicants]
    for one in ranking.standings:
        assert one.rank == 1 + sum(other.rank < one.rank for other in ranking.standings)
        level = {s.candidate for s in ranking.standings if s.rank == one.rank}
        assert {one.candidate, *one.ties} == level


@pytest.mark.parametrize("case", CASES)
@FEW
@given(st.data())
def test_nobody_with_a_better_outcome_stands_below(case: str, data: st.DataObject) -> None:
    """Gates come first: no points, no date and no preference lifts anybody over them."""
    terms, applicants, beside = drawn(data, case)
    outcomes = [s.outcome for s in slate(terms, *applicants, **beside).standings]
    assert outcomes == sorted(outcomes, key=["qualified", "needs-review", "not-qualified"].index)


@pytest.mark.parametrize("case", CASES)
@FEW
@given(st.data())
def test_best_and_worst_are_what_trying_every_way_to_decide_finds(case: str, data: st.DataObject) -> None:
    """Each open KSA and unknown gate either way or left open, the others fixed: the same two ends."""
    terms, applicants, beside = drawn(data, case)
    ranking = slate(terms, *applicants, **beside)
    for one in applicants:
        mine = of(ranking, one.candidate)
        ways = [
            [d, d.rated("demonstrated"), d.rated("not-demonstrated")] if d.ksa in mine.open else [d]
            for d in one.decisions
        ]
        results: list[GateResult] = (
            ["pass", "fail", "unknown"] if "exam" in mine.open else [one.gates[0].result]
        )
        reached = []
        for result, *decisions in product(results, *ways):
            gate = one.gates[0].model_copy(update={"result": result})
            other = one.model_copy(update={"gates": (gate,), "decisions": tuple(decisions)})
            others = [a for a in applicants if a.candidate != one.candidate]
            reached.append(of(slate(terms, other, *others, **beside), one.candidate).rank)
        assert (mine.best, mine.worst) == (min(reached), max(reached))
        assert mine.best <= mine.rank <= mine.worst
        assert mine.unsure == (len(set(reached)) > 1)


# --- evidence --------------------------------------------------------------------------------------------


@FEW
@given(st.lists(st.lists(st.tuples(st.sampled_from(VALUES), st.integers(0, 1000)), min_size=2, max_size=2),
                min_size=1, max_size=6))  # fmt: skip
def test_without_a_panel_the_order_by_evidence_is_the_engines_own(
    rows: list[list[tuple[RatingValue, int]]],
) -> None:
    """The same ranks as the slate of ``screening rank``."""
    decisions = [[engine(value, score / 1000) for value, score in row] for row in rows]
    applicants = [applicant(f"c-{n}", *row) for n, row in enumerate(decisions)]
    screened = [_screened(one) for one in applicants]
    panel = slate(EVIDENCE, *applicants)
    own = rank(screened, "x@2019-01-01", VERSIONS)
    assert ranks(panel) == {place.screened.candidate: place.rank for place in own.places}


def _screened(one: Candidacy) -> Screened:
    ratings = tuple(
        Rating(ksa=d.ksa, rating=d.rating, score=d.score or 0, rule="r", code="other", because="Because.")
        for d in one.decisions
    )
    return Screened(
        candidate=one.candidate, standard="x@2019-01-01", outcome=one.outcome, because=("Because.",),
        gates=(), ratings=ratings, versions=VERSIONS,
    )  # fmt: skip


def test_what_the_panel_agreed_and_what_the_engine_said_are_told_apart() -> None:
    """Every KSA says which of the two it is."""
    panel = applicant("c-1", agreed(2, 2), engine("demonstrated", 0.9))
    one = of(slate(EVIDENCE, panel), "c-1")
    assert (one.outcome, one.origins) == ("qualified", {"k-0": "consensus", "k-1": "engine"})
    assert one.points == pytest.approx(70 + 30 * 0.95)
    assert "1 of 2 decided by the panel, the rest by the engine" in one.why
    whole = applicant("c-1", agreed(2, 2), agreed(2, 2))
    assert "2 of 2 decided by the panel" in of(slate(EVIDENCE, whole), "c-1").why


# --- sme-qa ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("levels", "points"), [((1, 1), 70), ((1, 2), 85), ((2, 1), 85), ((2, 2), 100)])
def test_points_of_a_pair_are_looked_up_and_no_average(levels: tuple[Level, Level], points: int) -> None:
    """1+1=70, 1+2=85, 2+2=100."""
    assert of(slate(SME_QA, applicant("a", agreed(*levels))), "a").points == points


def test_a_total_is_the_mean_over_the_ksas() -> None:
    """70, 85 and 100 make 85; 70, 70 and 85 make 75."""
    ranking = slate(
        SME_QA,
        applicant("a", agreed(1, 1), agreed(1, 2), agreed(2, 2)),
        applicant("b", agreed(1, 1), agreed(1, 1), agreed(2, 1)),
    )
    assert [s.points for s in ranking.standings] == [85, 75]


def test_nought_from_both_fails_and_names_the_ksa() -> None:
    """However strong the rest is, there are no points, and the missing competency is named."""
    one = of(slate(SME_QA, applicant("a", agreed(2, 2), agreed(0, 0))), "a")
    assert (one.outcome, one.points) == ("not-qualified", None)
    assert "k-1 is not demonstrated" in one.why


@pytest.mark.parametrize(
    ("levels", "pair"),
    [((0, 2, 1), (1, 2)), ((0, 1, 2), (1, 2)), ((2, 0, 2), (2, 2)), ((0, 2, 0), (0, 0)), ((1, 0, 0), (0, 0))],
)
def test_a_third_decides_where_two_differ(levels: tuple[int, ...], pair: tuple[int, int]) -> None:
    """The third and the one of the two who agrees with the third make the pair."""
    assert pair_of(levels) == pair


@pytest.mark.parametrize("levels", [(), (2,), (0, 1), (2, 0), (1, 2, 0), (0, 0, 2), (0, 1, 1, 1)])
def test_an_unresolved_disagreement_or_a_third_too_many_is_refused(levels: tuple[int, ...]) -> None:
    """Two raters; a third only where they differ on whether the KSA is met."""
    with pytest.raises(PanelError, match="the levels are"):
        pair_of(levels)


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (engine("demonstrated", 1.0), "no two experts have rated this"),
        (Decision(ksa="k", rating="demonstrated", origin="consensus"), "no two experts"),
        (Decision(ksa="k", rating="not-demonstrated", origin="consensus", levels=(1, 1)), "say otherwise"),
        (Decision(ksa="k", rating="demonstrated", origin="consensus", levels=(0, 2)), "the levels are 0, 2"),
    ],
)
def test_what_two_experts_did_not_settle_is_refused_with_its_place(decision: Decision, found: str) -> None:
    """The engine is no expert, and nothing is guessed."""
    with pytest.raises(PanelError, match=f"^c-7, k-1: .*{found}"):
        slate(SME_QA, applicant("c-7", agreed(2, 2), decision))


# --- category --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "category"),
    [([(2, 2)], "best qualified"), ([(1, 2), (2, 2), (2, 2)], "best qualified"),
     ([(1, 2), (2, 2)], "well qualified"), ([(1, 2)], "well qualified"),
     ([(1, 1), (1, 2)], "qualified"), ([(1, 1)], "qualified")],
)  # fmt: skip
def test_a_cut_off_belongs_to_the_category_above_it(pairs: list[tuple[Level, Level]], category: str) -> None:
    """100 and 95 are in the category from 95; 92.5 and 85 in the one from 85; 77.5 and 70 in the last."""
    terms = CATEGORY.model_copy(update={"scored_by": "sme-qa"})
    assert of(slate(terms, applicant("a", *(agreed(*pair) for pair in pairs))), "a").category == category


def test_within_a_category_points_decide_nothing() -> None:
    """86 and 94 are equal; who is in a higher category comes first."""
    scores = {"a": 0.55, "b": 0.8, "c": 0.9, "d": 0.1}
    ranking = slate(CATEGORY, *(applicant(c, engine("demonstrated", s)) for c, s in scores.items()))
    assert ranks(ranking) == {"c": 1, "a": 2, "b": 2, "d": 4}
    assert of(ranking, "a").ties == ("b",)


def test_preference_eligibles_come_first_within_their_category_and_get_no_points() -> None:
    """A 10-point eligible stays in the category earned, ahead of the others in it; so does a 0-point one."""
    scores = {"a": 0.9, "b": 0.6, "c": 0.8, "d": 0.5}
    claims = [
        Claim(candidate="b", points=10, adjudicated=True),
        Claim(candidate="d", points=0, adjudicated=True),
    ]
    field = [applicant(c, engine("demonstrated", s)) for c, s in scores.items()]
    ranking = slate(CATEGORY, *field, claims=claims)
    assert ranks(ranking) == {"a": 1, "b": 2, "d": 2, "c": 4}
    assert of(ranking, "b").points == pytest.approx(88)


@pytest.mark.parametrize(("professional", "category"), [(False, "best qualified"), (True, "qualified")])
def test_the_compensably_disabled_are_listed_highest_except_in_professional_jobs(
    professional: bool, category: str
) -> None:
    """5 U.S.C. 3319(b)."""
    terms = CATEGORY.model_copy(update={"professional": professional})
    claim = Claim(candidate="a", points=10, compensable=True, adjudicated=True)
    assert (
        of(slate(terms, applicant("a", engine("demonstrated", 0)), claims=[claim]), "a").category == category
    )


@pytest.mark.parametrize(
    "categories",
    [
        (), CATEGORIES[:1], CATEGORIES[:2], (CATEGORIES[1], CATEGORIES[0], CATEGORIES[2]),
        (CATEGORIES[0], CATEGORIES[0].model_copy(update={"from_points": 70})),
    ],
)  # fmt: skip
def test_categories_that_leave_somebody_out_or_run_together_are_refused(
    categories: tuple[Category, ...],
) -> None:
    """Two or more, best first, told apart, the last open to all who qualify."""
    with pytest.raises(ValidationError):
        Terms(rule="category", categories=categories)


def test_another_rule_has_no_categories() -> None:
    """Cut-offs that nothing reads would only mislead."""
    with pytest.raises(ValidationError, match="has no categories"):
        Terms(rule="evidence", categories=CATEGORIES)


def test_cut_offs_stay_as_they_were_at_the_opening() -> None:
    """Changed terms are refused by name, equal ones pass, and the hash tells the two apart."""
    moved = (CATEGORIES[0].model_copy(update={"from_points": 94.0}), *CATEGORIES[1:])
    now = Terms(rule="category", categories=moved)
    refuse_changed(CATEGORY, Terms(rule="category", categories=CATEGORIES))
    assert CATEGORY.version != now.version
    with pytest.raises(PanelError, match="categories changed after the panel was opened"):
        refuse_changed(CATEGORY, now)
    with pytest.raises(ValidationError, match="frozen"):
        CATEGORY.categories[0].__setattr__("from_points", 94)


# --- senior-qualified ------------------------------------------------------------------------------------


def test_the_senior_of_the_qualified_comes_first_however_much_others_show() -> None:
    """Who does not qualify has no place by seniority; equal dates are a tie."""
    field = [
        applicant("a", engine("demonstrated", 1)),
        applicant("b", engine("demonstrated", 0.8)),
        applicant("c", engine("not-demonstrated")),
        applicant("d", engine("demonstrated", 0.9)),
        applicant("e", engine("needs-review")),
    ]
    days = {"a": 2001, "b": 1999, "c": 1980, "d": 2001, "e": 1985}
    ranking = slate(SENIOR, *field, seniority={c: date(year, 1, 1) for c, year in days.items()})
    assert ranks(ranking) == {"b": 1, "a": 2, "d": 2, "e": 4, "c": 5}
    assert (of(ranking, "e").best, of(ranking, "e").worst) == (1, 4)


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        ({}, "no seniority date"),
        (
            {"seniority": DAYS, "claims": [Claim(candidate="c-1", points=5, adjudicated=True)]},
            "veterans' preference",
        ),
    ],
)
def test_a_bid_needs_a_date_and_takes_no_claim(beside: dict[str, Any], found: str) -> None:
    """Preference does not apply to inservice placements."""
    with pytest.raises(PanelError, match=found):
        slate(SENIOR, applicant("c-1", engine("demonstrated")), **beside)


# --- preference ------------------------------------------------------------------------------------------


def test_points_are_added_to_a_passing_score_only() -> None:
    """10 points never make a passing score, and a tie is won by the preference eligible."""
    pairs: dict[str, tuple[Level, Level]] = {"a": (2, 2), "b": (1, 2), "c": (0, 0), "d": (1, 1)}
    claims = [Claim(candidate=c, points=p, adjudicated=True) for c, p in (("b", 5), ("c", 10), ("d", 10))]
    ranking = slate(SME_QA, *(applicant(c, agreed(*p)) for c, p in pairs.items()), claims=claims)
    assert [(s.candidate, s.points) for s in ranking.standings] == [
        ("a", 100),
        ("b", 90),
        ("d", 80),
        ("c", None),
    ]
    assert "preference is applied to a passing score only" in of(ranking, "c").why


@pytest.mark.parametrize("terms", [EVIDENCE, SME_QA])
def test_a_preference_eligible_wins_a_tie(terms: Terms) -> None:
    """Sole survivorship brings no points and still stands ahead of the same rating."""
    field = [applicant(c, agreed(1, 2)) for c in ("a", "b")]
    ranking = slate(terms, *field, claims=[Claim(candidate="b", points=0, adjudicated=True)])
    assert ranks(ranking) == {"b": 1, "a": 2}
    assert {s.points for s in ranking.standings} == {of(ranking, "a").points}


@pytest.mark.parametrize(
    ("terms", "professional", "first_to_last"),
    [(SME_QA, False, "dca"), (SME_QA, True, "adc"), (EVIDENCE, False, "dca"), (EVIDENCE, True, "dac")],
)
def test_the_compensably_disabled_float_except_in_professional_jobs(
    terms: Terms, professional: bool, first_to_last: str
) -> None:
    """Among themselves by their points, before everybody else; in professional jobs by points alone.

    By sme-qa a has 100, c 70 + 10, d 85 + 10; by evidence a has 100, c 85 + 10, d 92.4 + 10.
    """
    levels: dict[str, tuple[Level, Level]] = {"a": (2, 2), "c": (1, 1), "d": (1, 2)}
    claims = [Claim(candidate=c, points=10, compensable=True, adjudicated=True) for c in ("c", "d")]
    terms = terms.model_copy(update={"professional": professional})
    ranking = slate(terms, *(applicant(c, agreed(*ls)) for c, ls in levels.items()), claims=claims)
    assert "".join(s.candidate for s in ranking.standings) == first_to_last


@pytest.mark.parametrize("terms", [EVIDENCE, SME_QA, CATEGORY])
def test_a_claim_that_nobody_adjudicated_changes_no_place(terms: Terms) -> None:
    """It is told, and no more."""
    field = [applicant(c, agreed(1, 2)) for c in ("a", "b")]
    claim = Claim(candidate="b", points=10, compensable=True)
    ranking = slate(terms, *field, claims=[claim])
    assert ranks(ranking) == {"a": 1, "b": 1}
    assert "preference is claimed and not adjudicated: not applied" in of(ranking, "b").why


@pytest.mark.parametrize("names", [["z"], ["a", "a"]])
def test_a_claim_of_nobody_or_a_second_one_is_refused(names: list[str]) -> None:
    """A slip in an id must not cost anybody their preference in silence."""
    claims = [Claim(candidate=name, points=5, adjudicated=True) for name in names]
    with pytest.raises(PanelError, match="claims to preference of"):
        slate(EVIDENCE, applicant("a", agreed(2, 2)), claims=claims)


def test_a_compensable_claim_has_ten_points() -> None:
    """Anything else is a slip of whoever wrote the file."""
    with pytest.raises(ValidationError, match="goes with 10 points"):
        Claim(candidate="a", points=5, compensable=True)


def test_claims_and_dates_come_from_files_of_their_own(tmp_path: Path) -> None:
    """One YAML file each; what does not fit is refused with its line."""
    claims, dates = tmp_path / "claims.yaml", tmp_path / "seniority.yaml"
    claims.write_text("claims:\n- {candidate: c-1, points: 10, compensable: true, adjudicated: true}\n")
    dates.write_text("seniority:\n  c-1: 1998-05-11\n")
    assert read_claims(claims) == (Claim(candidate="c-1", points=10, compensable=True, adjudicated=True),)
    assert read_seniority(dates) == {"c-1": date(1998, 5, 11)}
    claims.write_text("claims:\n- {candidate: c-1, points: 7}\n")
    with pytest.raises(PanelError, match=r"claims\.yaml:2"):
        read_claims(claims)


def test_no_module_outside_ranking_and_its_files_reads_a_claim() -> None:
    """What rates a narrative cannot know who claims preference: it imports nothing of ranking at all."""
    rating = (
        "scoring.py",
        "outcomes.py",
        "screener.py",
        "findings",
        "rules",
        "similarity",
        "language",
        "appraisal",
    )
    paths = [
        p
        for part in rating
        for p in (ROOT / "screening").glob(f"{part}/**/*.py" if "." not in part else part)
    ]
    assert len(paths) > 20
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [
                n for n in names if n.startswith(("screening.ranking", "screening.files.particulars"))
            ]


# --- uncertainty and refusals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "open_"),
    [
        (engine("demonstrated", 0.8, 1_650), True), (engine("demonstrated", 0.8, 1_651), False),
        (engine("not-demonstrated", 0.2, -1_250), True), (engine("not-demonstrated", 0.2, -1_251), False),
        (engine("needs-review", 0.5, 200), True), (agreed(2, 2), False),
    ],
)  # fmt: skip
def test_a_rating_is_open_in_review_or_near_a_band(decision: Decision, open_: bool) -> None:
    """Within the stated distance of a band a machine's verdict is not firm; a consensus is."""
    assert bool(of(slate(EVIDENCE, applicant("a", decision)), "a").open) == open_


def test_ranks_that_a_re_rating_could_swap_are_marked() -> None:
    """The one in review may come first or last; who stands between is not in doubt themselves."""
    field = [
        applicant("a", agreed(1, 2)),
        applicant("b", engine("needs-review")),
        applicant("c", engine("not-demonstrated")),
    ]
    ranking = slate(EVIDENCE, *field)
    assert [(s.candidate, s.rank, s.best, s.worst) for s in ranking.standings] == [
        ("a", 1, 1, 1), ("b", 2, 1, 3), ("c", 3, 3, 3)
    ]  # fmt: skip


def test_a_missing_exam_result_leaves_a_rank_open() -> None:
    """It may still come out either way."""
    ranking = slate(EVIDENCE, applicant("a", agreed(2, 2), exam="unknown"), applicant("b", agreed(1, 1)))
    one = of(ranking, "a")
    assert (one.rank, one.best, one.worst, one.open) == (2, 1, 2, ("exam",))


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ([applicant("a", agreed(2, 2)), applicant("a", agreed(1, 1))], "'a' is there twice"),
        ([applicant("a", agreed(2, 2)), applicant("b")], "not rated on the same KSAs"),
    ],
)
def test_applicants_who_cannot_be_compared_are_refused(field: list[Candidacy], found: str) -> None:
    """One entry for each, all rated on the same KSAs."""
    with pytest.raises(PanelError, match=found):
        slate(EVIDENCE, *field)


def test_every_slate_cites_the_source_of_its_rule_and_its_terms() -> None:
    """With the hash of the terms, and what best and worst mean."""
    ranking = slate(CATEGORY)
    assert ranking.source == "5 CFR 337.302-304; 5 U.S.C. 3319(b)"
    assert (ranking.version, ranking.standings) == (CATEGORY.version, ())
    assert "everybody else stays as they are" in ranking.uncertainty
