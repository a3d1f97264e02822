"""A rating stands on its quotes: they are exact, and without them it falls."""

from __future__ import annotations

from screening.applications import Application, Text, texts_for
from screening.results import Rating, Screened
from screening.screener import Screener


def without_quotes(texts: tuple[Text, ...], rating: Rating) -> list[Text]:
    """The texts with every quoted span cut out."""
    left = []
    for text in texts:
        words = text.text
        spans = sorted(
            (e.span for e in rating.evidence if e.span.source == text.source), key=lambda s: -s.start
        )
        for span in spans:
            words = words[: span.start] + words[span.end :]
        left.append(Text(source=text.source, text=words))
    return left


def test_quotes_are_exact_substrings_at_their_offsets(
    screened: dict[str, Screened], samples: dict[str, Application]
) -> None:
    """Every quote, for and against, is the text between its offsets."""
    checked = 0
    for candidate, result in screened.items():
        for rating in result.ratings:
            texts = {t.source: t.text for t in texts_for(samples[candidate], rating.ksa)}
            for evidence in (*rating.evidence, *rating.against):
                span = evidence.span
                assert texts[span.source][span.start : span.end] == evidence.quote
                checked += 1
    assert checked > 500


def test_every_demonstrated_rating_quotes_something_and_names_its_rule(screened: dict[str, Screened]) -> None:
    """Never a bare number."""
    ratings = [r for s in screened.values() for r in s.ratings]
    assert all(r.evidence for r in ratings if r.rating == "demonstrated")
    assert all("#" in r.rule and r.because and r.code for r in ratings)
    assert all(r.missing or r.against for r in ratings if r.rating == "not-demonstrated")


def test_without_the_quoted_evidence_nothing_is_demonstrated(
    screener: Screener, screened: dict[str, Screened], samples: dict[str, Application]
) -> None:
    """Taking the quotes out of the narrative takes "demonstrated" away, in every sample application."""
    credited = 0
    for candidate, result in screened.items():
        for rating in result.ratings:
            if rating.rating != "demonstrated":
                continue
            credited += 1
            left = without_quotes(texts_for(samples[candidate], rating.ksa), rating)
            assert screener.rate(rating.ksa, left).rating != "demonstrated", (candidate, rating.ksa)
    assert credited > 40


def test_the_steps_add_up_to_the_strength(screened: dict[str, Screened]) -> None:
    """And no step is a likeness: similarity says where to look, never how good it is."""
    for result in screened.values():
        for rating in result.ratings:
            assert sum(step.points for step in rating.steps) == rating.strength
            assert not {"relevance", "nearness"} & {step.name for step in rating.steps}


def test_each_thing_that_a_compound_ksa_asks_for_is_reported(screened: dict[str, Screened]) -> None:
    """Elements are told as touched or not; what no quote touches is named as missing."""
    ratings = [r for s in screened.values() for r in s.ratings]
    compound = [r for r in ratings if r.ksa == "call-logging"]
    assert all(len(r.elements) == 4 for r in compound)
    assert {touched for r in compound for touched in r.elements.values()} == {True, False}
    told = "as far as likeness tells, anything about: "
    for rating in ratings:
        named = {m.removeprefix(told) for m in rating.missing if m.startswith(told)}
        assert named == {name for name, touched in rating.elements.items() if not touched}
        assert rating.evidence or not any(rating.elements.values())
