"""The slate: outcome before everything, equals side by side, and no trace of the order of the input."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import ApplicationError
from screening.ranking import ORDER, key_of, rank
from screening.results import OutcomeValue, Rating, RatingValue, Screened, Slate, Versions

VERSIONS = Versions(engine="e", ruleset="r", model="m", parser="p", settings="s", standard="h", checklist="c")
VALUES: tuple[RatingValue, ...] = ("demonstrated", "needs-review", "not-demonstrated")
OUTCOMES: tuple[OutcomeValue, ...] = ("qualified", "needs-review", "not-qualified")


def screened(candidate: str, outcome: OutcomeValue, *ratings: tuple[RatingValue, float]) -> Screened:
    """An applicant with these ratings."""
    return Screened(
        candidate=candidate, standard="x@2019-01-01", outcome=outcome, because=("Because.",), gates=(),
        ratings=tuple(
            Rating(ksa=f"k-{n}", rating=value, score=score, rule="r#r", code="other", because="Because.")
            for n, (value, score) in enumerate(ratings)
        ),
        versions=VERSIONS,
    )  # fmt: skip


def slate(applicants: list[Screened]) -> Slate:
    """The slate of these applicants."""
    return rank(applicants, "x@2019-01-01", VERSIONS)


APPLICANTS = st.lists(
    st.tuples(
        st.sampled_from(OUTCOMES),
        st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from([0.1, 0.5, 0.501, 0.9])), max_size=3),
    ),
    max_size=8,
).map(lambda rows: [screened(f"c-{n}", outcome, *ratings) for n, (outcome, ratings) in enumerate(rows)])


@given(APPLICANTS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_leaves_no_trace(applicants: list[Screened], chance: random.Random) -> None:
    """However the applications lie in the folder, the slate is the same."""
    shuffled = list(applicants)
    chance.shuffle(shuffled)
    assert slate(shuffled) == slate(applicants)


@given(APPLICANTS)
def test_equals_share_a_rank_and_the_next_is_counted_on(applicants: list[Screened]) -> None:
    """1, 2, 2, 4: as many stand before an applicant as their rank says, and nobody is lost."""
    places = slate(applicants).places
    assert sorted(p.screened.candidate for p in places) == sorted(a.candidate for a in applicants)
    for place in places:
        key = key_of(place.screened)
        assert place.rank == 1 + sum(key_of(other) < key for other in applicants)
        ties = [p.screened.candidate for p in places if p.rank == place.rank]
        assert ties == sorted(a.candidate for a in applicants if key_of(a) == key)


@given(APPLICANTS)
def test_nobody_with_a_better_outcome_stands_below(applicants: list[Screened]) -> None:
    """Qualified before open before not qualified, whatever the scores."""
    outcomes = [ORDER[p.screened.outcome] for p in slate(applicants).places]
    assert outcomes == sorted(outcomes)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (screened("z", "qualified", ("demonstrated", 0)), screened("a", "needs-review", ("demonstrated", 1))),
        (screened("z", "needs-review", ("needs-review", 0.3)), screened("a", "not-qualified")),
        (
            screened("z", "needs-review", ("demonstrated", 0.7), ("needs-review", 0.2)),
            screened("a", "needs-review", ("needs-review", 0.69), ("needs-review", 0.69)),
        ),
        (
            screened("z", "not-qualified", ("needs-review", 0.2), ("not-demonstrated", 0.0)),
            screened("a", "not-qualified", ("not-demonstrated", 0.3), ("not-demonstrated", 0.3)),
        ),
        (screened("z", "qualified", ("demonstrated", 1)), screened("a", "qualified", ("demonstrated", 0.9))),
    ],
)
def test_what_decides_a_place(better: Screened, worse: Screened) -> None:
    """The outcome, then KSAs demonstrated, then KSAs open, and only then the mean score."""
    assert [p.screened.candidate for p in slate([worse, better]).places] == ["z", "a"]
    assert [p.rank for p in slate([worse, better]).places] == [1, 2]


def test_a_difference_in_the_third_place_is_none() -> None:
    """No panel could defend it."""
    one, other = (screened(c, "qualified", ("demonstrated", s)) for c, s in (("a", 0.901), ("b", 0.904)))
    assert [p.rank for p in slate([one, other]).places] == [1, 1]


def test_the_ids_order_a_slate_and_decide_no_rank() -> None:
    """Equal applicants stand by their ids, with the same rank."""
    places = slate([screened(c, "qualified") for c in ("c-2", "c-10", "c-1")]).places
    assert [(p.rank, p.screened.candidate) for p in places] == [(1, "c-1"), (1, "c-10"), (1, "c-2")]


def test_an_applicant_who_is_there_twice_is_refused() -> None:
    """One application for each candidate, or nobody knows which counts."""
    with pytest.raises(ApplicationError, match="'c-1' is there twice"):
        slate([screened("c-1", "qualified"), screened("c-2", "qualified"), screened("c-1", "not-qualified")])


def test_nobody_makes_an_empty_slate() -> None:
    """With its standard and versions."""
    empty = slate([])
    assert empty.places == ()
    assert (empty.standard, empty.versions) == ("x@2019-01-01", VERSIONS)
