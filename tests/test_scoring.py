"""From findings to facts to a strength: credit only where an act is told, and steps that add up to it."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.applications import Text
from screening.evidence import Evidence, Finding, FindingKind, Span
from screening.fitted import fitted_settings
from screening.fitting import CREDITS
from screening.language.cleaning import visible
from screening.scoring import (
    COUNTED,
    CREDITED,
    EVIDENCE_KINDS,
    WHY,
    Reading,
    facts_of,
    missing_from,
    score_of,
    spoiling,
    steps_of,
    strength_of,
    supporting,
)
from screening.screener import Screener
from screening.settings import Settings, Weight

KINDS: tuple[FindingKind, ...] = get_args(FindingKind)
WEIGHTS = {name: Weight(points=100 * (n - 8), most=3) for n, name in enumerate(WHY)}
SETTINGS = Settings(base=-700, weights=WEIGHTS)


def reading(
    *kinds: FindingKind, concerns: bool = True, source: str = "narrative:a", near: int = 300
) -> Reading:
    """A sentence in which these kinds were found."""
    findings = tuple(Finding(kind=kind, source="x.v1", reason="why", words="w") for kind in kinds)
    span = Span(source=source, start=0, end=3)
    evidence = Evidence(span=span, quote="abc", findings=findings, relevance=near)
    return Reading(evidence, concerns, frozenset(kinds))


READINGS = st.lists(
    st.builds(
        lambda kinds, concerns, source: reading(*kinds, concerns=concerns, source=source),
        st.lists(st.sampled_from(KINDS), max_size=4, unique=True),
        st.booleans(),
        st.sampled_from(["narrative:a", "essay:1", "essay:2"]),
    ),
    max_size=8,
)


@pytest.mark.parametrize(
    ("kinds", "carries"),
    [
        (("own-act",), True),
        (("habit",), True),
        (("learning",), True),
        (("own-act", "result", "specifics"), True),
        (("own-act", "duty"), True),
        (("own-act", "team-act"), True),
        (("habit", "duty"), False),
        (("own-act", "denial"), False),
        (("learning", "denial"), False),
        (("own-act", "echo"), False),
        (("team-act",), False),
        (("others-act",), False),
        (("agentless",), False),
        (("received",), False),
        (("claim",), False),
        (("duty",), False),
        (("intention",), False),
        (("hypothetical",), False),
        (("result", "specifics", "occasion"), False),
        ((), False),
    ],
)
def test_what_carries_evidence(kinds: tuple[FindingKind, ...], carries: bool) -> None:
    """An act, a habit or learning that concerns the KSA, not voided by a denial, an echo or a bare duty."""
    assert reading(*kinds).carries == carries
    assert not reading(*kinds, concerns=False).carries


def test_what_stands_in_the_text_of_an_act_supports_it() -> None:
    """An outcome is quoted with an act of the same text, wherever it stands; one of another text not."""
    act, result = reading("own-act"), reading("result")
    other, elsewhere = reading("claim"), reading("result", source="essay:1")
    assert supporting([result, act]) == [result, act]
    assert supporting([act, result]) == [act, result]
    assert supporting([act, other, result]) == [act, result]
    assert supporting([act, elsewhere]) == [act]
    assert supporting([result]) == []
    assert supporting([act, reading("result", "echo")]) == [act]
    assert supporting([act, reading("result", concerns=False)]) == [act]


@given(READINGS)
def test_credit_comes_from_quotes_and_quotes_from_acts(readings: list[Reading]) -> None:
    """Without a sentence that carries nothing is quoted; what is quoted is in order and was there."""
    quoted = supporting(readings)
    assert bool(quoted) == any(r.carries for r in readings)
    places = [next(i for i, r in enumerate(readings) if r is q) for q in quoted]
    assert places == sorted(set(places))
    facts = facts_of(readings, quoted)
    for name in CREDITED:
        assert facts[name] <= len(quoted)
    if not quoted:
        assert all(facts[name] == 0 for name in (*CREDITED, "details", "fresh"))


@given(READINGS)
def test_facts_are_counts(readings: list[Reading]) -> None:
    """Every fact is a whole number, and a sentence of a kind counts once however often it shows it."""
    facts = facts_of(readings, supporting(readings))
    assert facts.keys() >= {*COUNTED, "details", "fresh", "sentences", "telling", "relevance"}
    assert all(type(value) is int for value in facts.values())
    assert facts["sentences"] == len(readings)
    for name, kind in COUNTED.items():
        assert facts[name] <= sum(kind in r.kinds for r in readings)


@given(READINGS)
def test_what_spoils_is_told(readings: list[Reading]) -> None:
    """Denials, plans, imagined acts, echoes and duties, and nothing else, speak against."""
    against = {"denial", "intention", "hypothetical", "echo", "duty"}
    assert spoiling(readings) == [r for r in readings if r.kinds & against]


@given(READINGS, st.sampled_from([SETTINGS, fitted_settings()]))
def test_the_steps_add_up(readings: list[Reading], settings: Settings) -> None:
    """The base first, each term its weight times its capped count, and the strength their sum."""
    facts = facts_of(readings, supporting(readings))
    steps = steps_of(facts, settings)
    assert steps[0].name == "base"
    assert sum(step.points for step in steps) == strength_of(steps)
    points = {step.name: step.points for step in steps}
    assert len(points) == len(steps)
    for name, weight in settings.weights.items():
        assert points.get(name, 0) == weight.points * min(facts[name], weight.most)
    assert all(step.why for step in steps)


def test_no_step_is_a_likeness() -> None:
    """Similarity says where to look: two texts that differ in likeness alone have the same strength."""
    near, far = reading("own-act", near=900), reading("own-act", near=200)
    strengths = [strength_of(steps_of(facts_of([r], supporting([r])), SETTINGS)) for r in (near, far)]
    assert strengths[0] == strengths[1]
    assert not {"relevance", "nearness"} & set(fitted_settings().weights)


def test_the_fitted_weights_keep_their_signs() -> None:
    """Telling more never lowers a rating, and a denial never raises one."""
    weights = fitted_settings().weights
    assert weights
    for name, weight in weights.items():
        assert weight.points >= 0 if name in CREDITS else weight.points <= 0
        assert weight.most > 0


@given(st.integers(-200_000, 200_000), st.integers(0, 5_000))
def test_the_score_is_a_probability_that_rises_with_the_strength(strength: int, more: int) -> None:
    """Between 0 and 1, one half at 0, never falling, and the same from both sides."""
    assert 0 <= score_of(strength) <= score_of(strength + more) <= 1
    assert math.isclose(score_of(strength) + score_of(-strength), 1, abs_tol=0.0011)
    assert score_of(0) == 0.5


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, ()),
        ({"own_acts": 0}, ("act",)),
        ({"own_acts": 0, "learning": 1}, ()),
        ({"nearness": -1}, ("concerns",)),
        ({"results": 0}, ("came of it",)),
        ({"details": 0}, ()),
        ({"details": 0, "occasions": 0}, ("when",)),
        ({"own_acts": 0, "results": 0}, ("act", "came of it")),
        ({"above_review": -1}, ("told as it happened",)),
    ],
)
def test_what_is_missing_is_said_in_words(changed: dict[str, int], missing: tuple[str, ...]) -> None:
    """What a panel would ask for, and only that."""
    acts = {"own_acts": 1, "habits": 0, "learning": 0}
    around = {"nearness": 5, "results": 1, "occasions": 1, "details": 2, "above_review": 0}
    told = missing_from(acts | around | changed)
    assert len(told) == len(missing)
    assert all(words in said for words, said in zip(missing, told, strict=True))


def test_evidence_kinds_are_findings_and_every_fact_has_words() -> None:
    """The tables of kinds and facts name the same things."""
    assert set(KINDS) >= EVIDENCE_KINDS
    assert set(COUNTED.values()) <= set(KINDS)
    assert set(COUNTED) | {"details", "fresh"} == set(WHY)


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufe0f"])
def test_characters_that_nobody_sees_change_no_rating(screener: Screener, hidden: str) -> None:
    """Between all letters of a narrative: the same rating, score, steps and findings on the same words."""
    text = "I weighed each parcel at the counter in 2014 and told the customer the price. Nobody complained."
    plain, strewn = (
        screener.rate("postal-products", [Text(source="narrative:postal-products", text=words)])
        for words in (text, hidden.join(text))
    )
    assert plain.evidence
    assert (plain.rating, plain.score, plain.rule, plain.steps) == (
        strewn.rating, strewn.score, strewn.rule, strewn.steps,
    )  # fmt: skip
    for one, other in zip(plain.evidence, strewn.evidence, strict=True):
        assert one.findings == other.findings
        assert one.quote == visible(other.quote).text
        assert hidden.join(text)[other.span.start : other.span.end] == other.quote
    assert any("invisible" in notice for notice in strewn.notices)


@pytest.mark.parametrize("source", ["narrative:staff-leadership", "essay:general"])
@pytest.mark.parametrize(
    "words",
    [
        "Yo entrené a seis empleados nuevos, les di turnos y revisé su trabajo cada semana.",
        "我带领六名新员工,每周检查他们的工作并安排班次。",
        "พนักงานใหม่หกคน ฉันสอนงานและตรวจงานทุกสัปดาห์",
        "Trabajé cinco años en la caja.",
    ],
)
def test_no_machine_rejects_another_language(screener: Screener, source: str, words: str) -> None:
    """It goes to people, and says that the language is why: whatever else was found, or was not."""
    ksa = screener.standard.ksas[0].id
    rating = screener.rate(ksa, [Text(source=source.replace("staff-leadership", ksa), text=words)])
    assert rating.rating == "needs-review"
    assert rating.rule.endswith("#another-language")
    assert "not in English" in rating.because
