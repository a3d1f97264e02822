"""Agreement: figures equal to published worked examples, and what must hold of any panel's ratings."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import permutations, product
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rich.console import Console
from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped]

from screening.agreement import Item, MemberRating, Pair, PanelAgreement, measure
from screening.agreement.drifting import changes
from screening.agreement.figures import Metric, alphas, intraclass, intraclass_ends, mean_squares
from screening.errors import PanelError
from screening.evidence import Evidence, Span
from screening.reports import agreement_html
from screening.reports.agreement import print_agreement, render_json
from screening.reports.evaluation import said as figure_said
from screening.results import Rating, RatingValue, Screened, Versions

N = -1
VERSIONS = Versions(engine="e", ruleset="r", model="m", parser="p", settings="s", standard="h", checklist="c")
FEW = settings(deadline=None, max_examples=40)
"""Without a time limit: a busy machine is no failure."""
LEVELS: tuple[Literal[0, 1, 2], ...] = (0, 1, 2)
MONDAY = datetime(2026, 3, 2, 9)

KRIPPENDORFF_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
"""Four observers, twelve units, gaps: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, C."""
KRIPPENDORFF_A = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
"""Two observers, ten units, two values: the same paper, A."""
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Six targets, four judges: Shrout and Fleiss (1979), Psychological Bulletin 86, table 2."""
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
"""Two diagnosticians, three diagnoses, 200 cases: Cohen (1968), Psychological Bulletin 70; kappa is .492."""


def ones(units: int) -> NDArray[np.float64]:
    """The units as they are."""
    return np.ones((1, units))


def alpha(raters: Sequence[Sequence[int]], metric: Metric) -> float:
    """Alpha of ratings, one row for each rater, levels from 0."""
    table = np.array(raters, dtype=np.int64).T
    return float(alphas(ones(len(table)), table, metric, int(table.max()) + 1)[0])


def icc(table: Sequence[Sequence[int]]) -> float:
    """ICC(2,1) of one row for each target."""
    return float(intraclass(ones(len(table)), np.array(table, dtype=float))[0])


# --- published worked examples ---------------------------------------------------------------------------


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_krippendorffs_with_gaps_under_each_metric(metric: Metric, value: float) -> None:
    """Krippendorff (2011), example C."""
    levels = [[value_ - 1 if value_ != N else N for value_ in row] for row in KRIPPENDORFF_C]
    assert alpha(levels, metric) == pytest.approx(value, abs=5e-4)


def test_alpha_is_krippendorffs_for_two_observers_and_two_values() -> None:
    """Krippendorff (2011), example A: .095."""
    assert alpha(KRIPPENDORFF_A, "nominal") == pytest.approx(0.095, abs=5e-4)


def test_icc_is_shrouts_and_fleiss_s() -> None:
    """Table 3's mean squares 11.24, 32.49 and 1.02, and ICC(2,1) = .29."""
    squares = mean_squares(ones(6), np.array(SHROUT_FLEISS, dtype=float))
    assert [round(float(part[0]), 2) for part in squares[:3]] == [11.24, 32.49, 1.02]
    assert icc(SHROUT_FLEISS) == pytest.approx(0.29, abs=5e-3)


def test_the_interval_of_icc_is_the_one_that_the_psych_package_documents() -> None:
    """Revelle's psych prints .019 to .76 for these data (single random raters)."""
    ends = intraclass_ends(np.array(SHROUT_FLEISS, dtype=float))
    assert ends is not None
    assert ends == pytest.approx((0.019, 0.761), abs=5e-4)


def test_kappa_is_cohens_through_the_whole_way_of_a_panel() -> None:
    """Cohen (1968): .492 from 200 cases, as ratings by two members of one KSA."""
    cells = [(i, j) for i, row in enumerate(COHEN) for j, count in enumerate(row) for _ in range(count)]
    ratings = [*said("a", [i for i, _ in cells]), *said("b", [j for _, j in cells])]
    pair = pair_of(measure(ratings, resamples=200), "a", "b")
    assert pair.kappa.value == pytest.approx(0.492, abs=5e-4)
    # the large-sample interval from the standard error of Fleiss, Cohen and Everitt (1969) is .40 to .59
    assert (pair.kappa.low, pair.kappa.high) == pytest.approx((0.40, 0.59), abs=0.03)
    assert (pair.same.part, pair.same.whole) == (140, 200)


# --- any ratings -----------------------------------------------------------------------------------------


def said(member: str, values: Sequence[int], ksa: str = "k", start: datetime = MONDAY) -> list[MemberRating]:
    """A member's ratings of candidates c-000, c-001 … on one KSA, a minute apart; -1 for none."""
    return [
        MemberRating(member=member, candidate=f"c-{n:03}", ksa=ksa, value=LEVELS[value], at=at)
        for n, value in enumerate(values)
        if value != N
        for at in (start + timedelta(minutes=n),)
    ]


def pair_of(agreement: PanelAgreement, one: str, other: str, ksa: str | None = None) -> Pair:
    """What was found of two."""
    return next(p for p in agreement.pairs if (p.one, p.other, p.ksa) == (one, other, ksa))


def columns(raters: int, least: int, low: int = 0) -> st.SearchStrategy[list[list[int]]]:
    """One row for each rater, levels ``low`` to 2, over ``least`` to nine units."""
    return st.integers(least, 9).flatmap(
        lambda n: st.lists(st.lists(st.integers(low, 2), min_size=n, max_size=n),
                           min_size=raters, max_size=raters)
    )  # fmt: skip


def same_or_both_undefined(one: float, other: float) -> bool:
    """Equal but for rounding, or both NaN."""
    return bool(np.isclose(one, other, equal_nan=True))


@FEW
@given(columns(3, 1, N), st.sampled_from(["nominal", "interval"]))
def test_alpha_is_one_less_observed_over_expected_disagreement_pair_by_pair(
    raters: list[list[int]], metric: Metric
) -> None:
    """By its definition, without a coincidence matrix: within units, against among all pairable ratings."""

    def apart(a: int, b: int) -> float:
        return float(a != b) if metric == "nominal" else float((a - b) ** 2)

    units = [[v for v in unit if v != N] for unit in zip(*raters, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    everything = [v for unit in units for v in unit]
    within = sum(apart(a, b) / (len(u) - 1) for u in units for a, b in permutations(u, 2))
    among = sum(apart(a, b) for a, b in permutations(everything, 2))
    expected = 1 - within * (len(everything) - 1) / among if among else float("nan")
    table = np.array(raters, dtype=np.int64).T
    assert same_or_both_undefined(float(alphas(ones(len(table)), table, metric)[0]), expected)


@FEW
@given(columns(3, 2), st.permutations(range(3)), st.sampled_from(["nominal", "ordinal", "interval"]))
def test_who_sits_where_changes_neither_alpha_nor_icc(
    raters: list[list[int]], seats: list[int], metric: Metric
) -> None:
    """Members are interchangeable."""
    moved = [raters[seat] for seat in seats]
    tables = [np.array(rows, dtype=np.int64).T for rows in (raters, moved)]
    one, other = (float(alphas(ones(len(t)), t, metric)[0]) for t in tables)
    assert same_or_both_undefined(one, other)
    first, second = (float(intraclass(ones(len(t)), t.astype(float))[0]) for t in tables)
    assert same_or_both_undefined(first, second)


@FEW
@given(columns(3, 2), st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_a_weight_is_as_many_copies_of_a_unit(raters: list[list[int]], counts: list[int]) -> None:
    """So a resample by weights is a resample."""
    table = np.array(raters, dtype=np.int64).T
    times = np.array(counts[: len(table)])
    copied = np.repeat(table, times, axis=0)
    for metric in ("nominal", "ordinal", "interval"):
        weighted = float(alphas(times[None, :].astype(float), table, metric)[0])
        assert same_or_both_undefined(weighted, float(alphas(ones(len(copied)), copied, metric)[0]))
    if len(copied):
        weighted = float(intraclass(times[None, :].astype(float), table.astype(float))[0])
        plain = float(intraclass(ones(len(copied)), copied.astype(float))[0])
        assert same_or_both_undefined(weighted, plain)


@FEW
@given(columns(2, 3))
def test_quadratic_weights_make_kappa_an_intraclass_correlation(raters: list[list[int]]) -> None:
    """Fleiss and Cohen (1973): but for a term that vanishes with many cases, the two are one figure."""
    a, b = raters
    table = np.array(raters, dtype=float).T
    targets, judges, rest, n = (float(part[0]) for part in mean_squares(ones(len(a)), table))
    below = targets + rest + 2 * judges / (n - 1)
    kappa = pair_of(measure([*said("a", a), *said("b", b)], resamples=0), "a", "b").weighted_kappa.value
    assert (kappa is None) == (below == 0)
    if kappa is not None:
        assert kappa == pytest.approx((targets - rest) / below, abs=1e-9)


@FEW
@given(columns(2, 2))
def test_kappas_are_those_of_scikit_learn(raters: list[list[int]]) -> None:
    """Plain and weighted, through the whole way of a panel."""
    a, b = raters
    pair = pair_of(measure([*said("a", a), *said("b", b)], resamples=0), "a", "b")
    if len({*a, *b}) == 1:
        assert pair.kappa.value is None
    else:
        assert pair.kappa.value == pytest.approx(cohen_kappa_score(a, b, labels=[0, 1, 2]))
        weighted = cohen_kappa_score(a, b, labels=[0, 1, 2], weights="quadratic")
        assert pair.weighted_kappa.value == pytest.approx(weighted)


@FEW
@given(columns(3, 2))
def test_an_interval_holds_its_ends_in_order_and_agreement_never_exceeds_one(raters: list[list[int]]) -> None:
    """For every figure that is defined; a perfect one is 1."""
    found = measure([r for m, row in zip("abc", raters, strict=True) for r in said(m, row)], resamples=60)
    figures = [f for w in found.wholes for f in (w.alpha_nominal, w.alpha_ordinal, w.icc)]
    figures += [f for p in found.pairs for f in (p.same, p.kappa, p.weighted_kappa)]
    for figure in figures:
        assert figure.value is None or figure.value <= 1 + 1e-9
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
    if raters[0] == raters[1] == raters[2] and len(set(raters[0])) > 1:
        assert [f.value for f in figures] == pytest.approx([1.0] * len(figures))


def test_ratings_without_variance_leave_the_figures_undefined() -> None:
    """Where everybody always says the same, chance would too; nothing is invented."""
    found = measure([*said("a", [2, 2, 2]), *said("b", [2, 2, 2])], resamples=20)
    assert {f.value for w in found.wholes for f in (w.alpha_nominal, w.alpha_ordinal, w.icc)} == {None}
    pair = pair_of(found, "a", "b")
    assert (pair.kappa.value, pair.same.value) == (None, 1.0)
    # of three out of three the exact interval goes down to .025 ** (1 / 3)
    assert (pair.same.low, pair.same.high) == pytest.approx((0.292402, 1.0))


def test_the_interval_of_icc_is_finite_and_in_order_or_there_is_none() -> None:
    """Over every table of three targets and two raters; nothing is divided by nought on the way."""
    found = 0
    for cells in product(range(3), repeat=6):
        table = np.array(cells, dtype=float).reshape(3, 2)
        with np.errstate(all="raise", under="ignore"):
            ends = intraclass_ends(table)
        if ends is not None:
            found += 1
            assert np.isfinite(ends).all()
            assert ends[0] <= float(intraclass(ones(3), table)[0]) + 1e-6 <= ends[1] + 2e-6
    assert found > 300


def test_nothing_comes_of_nothing() -> None:
    """No ratings, no figures, no error."""
    found = measure([])
    assert (found.members, found.wholes, found.pairs, found.drifts, found.differences) == ((), (), (), (), ())


def test_the_same_ratings_in_another_order_give_the_same_report() -> None:
    """Byte by byte, intervals included."""
    ratings = [*said("a", [0, 1, 2, 2, 0]), *said("b", [0, 2, 2, 1, 0]), *said("a", [1, 1, 0], ksa="j")]
    assert render_json(measure(ratings, resamples=50)) == render_json(measure(ratings[::-1], resamples=50))


def test_each_ksa_has_its_figures_and_all_together_have_theirs() -> None:
    """A KSA that one member alone rated has no pair."""
    ratings = [*said("a", [0, 1, 2]), *said("b", [0, 2, 2]), *said("a", [1, 1, 0], ksa="alone")]
    found = measure(ratings, resamples=20)
    assert [(w.ksa, w.items, w.complete) for w in found.wholes] == [
        (None, 3, 3),
        ("alone", 0, 0),
        ("k", 3, 3),
    ]
    assert [(p.one, p.other, p.ksa, p.items) for p in found.pairs] == [
        ("a", "b", None, 3),
        ("a", "b", "k", 3),
    ]


@pytest.mark.parametrize(
    ("ratings", "found"),
    [([*said("a", [1]), *said("a", [2])], "rated twice"), (said("engine", [1]), "no member's name"),
     (said("consensus", [1]), "no member's name")],
)  # fmt: skip
def test_ratings_that_cannot_be_told_apart_are_refused(ratings: list[MemberRating], found: str) -> None:
    """One locked rating by each member of each thing; the engine and the consensus are no members."""
    with pytest.raises(PanelError, match=found):
        measure(ratings)


# --- drift -----------------------------------------------------------------------------------------------


def agreed(*values: int, ksa: str = "k") -> dict[Item, int]:
    """The consensus on candidates c-000, c-001 …"""
    return {(f"c-{n:03}", ksa): value for n, value in enumerate(values)}


def test_a_member_who_grows_stricter_shows_it_and_a_steady_one_does_not() -> None:
    """a begins a level too mild and ends a level too strict; b is always a level too strict."""
    consensus = agreed(*[1] * 12)
    ratings = [*said("a", [2] * 4 + [1] * 4 + [0] * 4), *said("b", [0] * 12)]
    a, b = measure(ratings, consensus=consensus, resamples=200).drifts
    assert [block.severity for block in a.blocks] == pytest.approx([-1, -1 / 3, 1 / 3, 1])
    assert (a.severity.value, b.severity.value) == (0, 1)
    assert a.change.value is not None
    assert a.change.low is not None
    assert a.change.value > 2
    assert a.change.low > 1
    assert b.change.value == pytest.approx(0)
    assert {block.severity for block in b.blocks} == {1.0}


def test_drift_goes_by_the_time_of_rating_and_only_over_what_is_settled() -> None:
    """Not by the order of the list or of the ids; without a consensus a rating says nothing of severity."""
    late, early = said("a", [0, 0], start=MONDAY + timedelta(days=1)), said("a", [N, N, 2, 2, 2])
    (drift,) = measure([*late, *early], consensus=agreed(1, 1, 1, 1), resamples=0).drifts
    assert (drift.ratings, [block.severity for block in drift.blocks]) == (4, [-1, -1, 1, 1])
    assert (drift.blocks[0].first, drift.blocks[-1].last) == (early[0].at, late[-1].at)


@FEW
@given(st.lists(st.integers(-2, 2), min_size=2, max_size=12))
def test_the_change_is_the_rise_of_the_least_squares_line(values: list[int]) -> None:
    """As numpy's own fit has it."""
    slope = np.polyfit(np.linspace(0, 1, len(values)), values, 1)[0]
    assert float(changes(ones(len(values)), np.array(values, dtype=float))[0]) == pytest.approx(
        slope, abs=1e-9
    )


# --- against the engine ----------------------------------------------------------------------------------


def screened(candidate: str, ratings: Mapping[str, tuple[RatingValue, float]]) -> Screened:
    """What the engine found, with one quote for each KSA."""
    return Screened(
        candidate=candidate, standard="x@2019-01-01", outcome="needs-review", because=("Because.",), gates=(),
        ratings=tuple(
            Rating(
                ksa=ksa, rating=value, score=score, rule="r#r", code="other", because="An act is told.",
                evidence=(Evidence(span=Span(source=f"narrative:{ksa}", start=0, end=7), quote=f"I {ksa}."),),
            )
            for ksa, (value, score) in ratings.items()
        ),
        versions=VERSIONS,
    )  # fmt: skip


ENGINE = [
    screened("c-000", {"k": ("demonstrated", 0.95)}),
    screened("c-001", {"k": ("demonstrated", 0.80)}),
    screened("c-002", {"k": ("needs-review", 0.50)}),
    screened("c-003", {"k": ("not-demonstrated", 0.05)}),
]


def test_the_engine_is_set_against_each_member_and_the_consensus() -> None:
    """Review is the middle level; a member is not set against a consensus that they had a part in."""
    ratings = [*said("a", [2, 0, 1, 0]), *said("b", [0, 0, 2, 0])]
    found = measure(ratings, engine=ENGINE, consensus=agreed(2, 2, 1, 0), resamples=20)
    pairs = [(p.one, p.other) for p in found.pairs if p.ksa is None]
    assert pairs == [("a", "b"), ("engine", "a"), ("engine", "b"), ("engine", "consensus")]
    assert pair_of(found, "engine", "consensus").kappa.value == 1
    assert pair_of(found, "engine", "a").same.value == 0.75


def test_the_furthest_differences_come_first_with_their_quotes() -> None:
    """The consensus counts; without one the members' mean; equal distances by how far the score lies off."""
    ratings = [*said("a", [0, 0, 2, 0]), *said("b", [0, 0, 1, 0])]
    found = measure(ratings, engine=ENGINE, consensus=agreed(0, 0), resamples=0).differences
    told = [(d.candidate, d.panel, d.settled, d.distance, d.quotes) for d in found]
    assert told == [
        ("c-000", 0, True, 2, ("I k.",)),
        ("c-001", 0, True, 2, ("I k.",)),
        ("c-002", 1.5, False, 0.5, ("I k.",)),
    ]
    assert found[2].members == {"a": 2, "b": 1}


# --- reports ---------------------------------------------------------------------------------------------


@pytest.fixture
def agreement() -> PanelAgreement:
    """A panel of three over four candidates and one KSA."""
    ratings = [*said("m-1", [2, 0, 1, 0]), *said("m-2", [2, 1, 2, 0]), *said("m-3", [2, 0, 2, 1])]
    return measure(ratings, engine=ENGINE, consensus=agreed(2, 0, 2, 0), resamples=50)


def test_the_terminal_shows_every_part_within_a_hundred_columns(agreement: PanelAgreement) -> None:
    """All members, pairs, severity, and the differences with their quotes."""
    out = io.StringIO()
    print_agreement(agreement, Console(file=out, width=140))
    text = out.getvalue()
    for words in (
        "3 members, 4 candidates, 12 ratings",
        "alpha",
        "m-1 with m-2",
        "engine with consensus",
        "severity",
        "c-001, k: consensus 0 (m-1 0, m-2 1, m-3 0); engine demonstrated (0.800)",
        "“I k.”",
    ):
        assert words in " ".join(text.split()), words
    assert max(map(len, text.splitlines())) <= 100


def test_a_quote_over_several_lines_of_a_narrative_is_told_as_one_sentence(agreement: PanelAgreement) -> None:
    first = agreement.differences[0].model_copy(update={"quotes": ("I read\nback every\n\nreport.",)})
    out = io.StringIO()
    print_agreement(agreement.model_copy(update={"differences": (first,)}), Console(file=out, width=140))
    assert "“I read back every report.”" in out.getvalue()


def test_the_json_is_the_report(agreement: PanelAgreement) -> None:
    """Every field, readable back to an equal report."""
    document = json.loads(render_json(agreement))
    assert PanelAgreement.model_validate(document) == agreement
    assert document["pairs"][0]["kappa"].keys() >= {"value", "low", "high"}


def test_the_page_has_every_figure_with_its_interval_and_escapes_its_title(agreement: PanelAgreement) -> None:
    """Alpha, ICC, kappas, severity, and the quotes."""
    page = " ".join(agreement_html.render(agreement, "panel <b>p</b>").split())
    assert "panel &lt;b&gt;p&lt;/b&gt;" in page
    assert "<b>p</b>" not in page
    figures = [one for whole in agreement.wholes for one in (whole.alpha_ordinal, whole.icc)]
    figures += [one for pair in agreement.pairs for one in (pair.weighted_kappa,)]
    figures += [one for drift in agreement.drifts for one in (drift.severity, drift.change)]
    for one in figures:
        ends = agreement_html.bracketed(one)
        assert f'<td class="number-cell">{figure_said(one)}</td><td class="interval">{ends}</td>' in page
    assert '<blockquote dir="auto">I k.</blockquote>' in page
