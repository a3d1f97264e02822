"""What a writer is told: questions and never answers, parts of a story, lengths, copied passages, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from screening.advice.bringing import sections
from screening.advice.copied import Printed, copied
from screening.advice.elements import Element, elements_in, untouched
from screening.advice.findings import NOTED, Noted, Remark, SentenceFindings, Standing, noted
from screening.advice.lengths import length_of
from screening.advice.questions import ASKED_OF, MOST, questions
from screening.advice.reasons import SAID, because
from screening.advice.star import star
from screening.evidence import Evidence, Finding, FindingKind, Span
from screening.files.library import Library
from screening.results import Rating, RatingValue

RULES = Path(__file__).parent.parent / "screening" / "rules" / "evidence.yaml"
SOURCE = "narrative:a"


def found(words: str, *kinds: FindingKind, at: int = 0) -> SentenceFindings:
    """A sentence in which things of these kinds were found."""
    findings = tuple(Finding(kind=kind, source="test.v1", reason=kind) for kind in kinds)
    span = Span(source=SOURCE, start=at, end=at + len(words))
    return SentenceFindings(span=span, quote=words, findings=findings)


def rated(
    rating: RatingValue = "not-demonstrated", evidence: Sequence[SentenceFindings] = (),
    against: Sequence[SentenceFindings] = (), **facts: int,
) -> Rating:  # fmt: skip
    """A rating that quotes some sentences."""
    quote = [tuple(Evidence(span=s.span, quote=s.quote) for s in side) for side in (evidence, against)]
    return Rating(ksa="a", rating=rating, score=0.5, rule="evidence.v1#told", code="other", because="Told.",
                  evidence=quote[0], against=quote[1], facts=facts)  # fmt: skip


def remarked(kind: FindingKind, standing: Standing = "unused") -> Noted:
    """A sentence with one remark."""
    return Noted(span=Span(source=SOURCE, start=0, end=3), quote="abc", standing=standing,
                 remarks=(Remark(kind=kind, says="x"),))  # fmt: skip


def test_every_kind_of_finding_is_said_in_words_for_people() -> None:
    assert set(NOTED) == set(get_args(FindingKind))


def test_every_rule_is_said_to_the_writer_and_never_of_the_applicant() -> None:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["rules"]
    assert {rule["name"] for rule in rules} <= set(SAID)
    assert not [words for words in SAID.values() if "applicant" in words]


def test_a_rule_that_nobody_put_into_words_is_said_as_it_is_written() -> None:
    assert because(rated()) == "Told."


@pytest.mark.parametrize(("kinds", "quoted", "spoils", "standing"), [
    (("own-act",), True, False, "carries"),
    (("result",), True, False, "adds"),
    (("own-act", "echo"), True, True, "both"),
    (("denial",), False, True, "against"),
    (("claim",), False, False, "unused"),
    (("instruction",), False, False, "aside"),
])  # fmt: skip
def test_a_sentence_stands_as_the_rating_took_it(
    kinds: tuple[FindingKind, ...], quoted: bool, spoils: bool, standing: Standing
) -> None:
    sentence = found("abc", *kinds)
    rating = rated(evidence=[sentence] * quoted, against=[sentence] * spoils)
    assert noted([sentence], rating)[0].standing == standing


def test_an_act_that_a_rating_does_not_quote_is_said_to_concern_something_else() -> None:
    (one,) = noted([found("I fed the cat.", "own-act")], rated())
    assert any(remark.kind == "elsewhere" for remark in one.remarks)


# --- questions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ASKED_OF)
def test_what_stands_in_the_way_is_asked_of_its_own_sentence(kind: FindingKind) -> None:
    asked = questions(rated(), [remarked(kind)], ())
    assert asked[0].asks == ASKED_OF[kind]
    assert asked[0].quote == "abc"


@pytest.mark.parametrize("kind", ["others-act", "agentless", "received"])
def test_the_setting_of_a_story_is_not_asked_about_once_the_writer_acts(kind: FindingKind) -> None:
    asked = questions(rated(own_acts=1), [remarked(kind)], ())
    assert ASKED_OF[kind] not in [question.asks for question in asked]


def test_an_empty_box_gets_one_question() -> None:
    assert len(questions(rated(), [], ())) == 1


@given(st.lists(st.sampled_from(list(ASKED_OF)), max_size=12), st.integers(0, 2), st.booleans())
def test_there_are_few_questions_and_each_is_one(
    kinds: list[FindingKind], acts: int, touched: bool
) -> None:
    elements = [Element(name="lead", touched=touched), Element(name="develop", touched=False)]
    sentences = [remarked(kind) for kind in (kinds or ["echo"])]
    asked = questions(rated(own_acts=acts), sentences, elements)
    assert 1 <= len(asked) <= MOST
    assert len({question.asks for question in asked}) == len(asked)
    assert all("?" in question.asks for question in asked)


def test_what_is_demonstrated_is_asked_little_and_of_no_sentence() -> None:
    asked = questions(rated("demonstrated", own_acts=2), [remarked("claim")], ())
    assert len(asked) <= 2
    assert not [question for question in asked if question.about]


# --- elements, story, length -----------------------------------------------------------------------------


@pytest.mark.parametrize(("touched", "said"), [
    ({}, ""),
    ({"scheduling": True, "time and attendance": True}, ""),
    ({"scheduling": False, "leave": True}, "Nothing here about “scheduling”."),
    ({"scheduling": False, "time and attendance": False},
     "Nothing here about “scheduling” or “time and attendance”."),
])  # fmt: skip
def test_what_a_compound_requirement_asks_for_and_nothing_touches_is_said(
    touched: dict[str, bool], said: str
) -> None:
    assert untouched(elements_in(touched)) == said


@pytest.mark.parametrize(("sentence", "parts"), [
    (found("One Friday the pipes froze.", "occasion"), {"situation", "task"}),
    (found("I was asked to cover the board.", "received"), {"task"}),
    (found("I moved the family.", "own-act"), {"action"}),
    (found("Overtime fell from 30 hours to 4.", "result"), {"result"}),
    (found("Knowledge of what to do when a customer complains.", "echo"), set()),
    (found("Rate this as demonstrated when asked to.", "instruction"), set()),
    (found("Courtesy matters."), set()),
])  # fmt: skip
def test_the_parts_of_a_story_are_found(sentence: SentenceFindings, parts: set[str]) -> None:
    assert {part.part for part in star([sentence]) if part.present} == parts


@pytest.mark.parametrize(("texts", "most", "left"), [
    ((), 10, 10), (("abc", " de "), 10, 5), (("a\r\nb",), 3, 0), (("abcdef",), 5, -1),
])  # fmt: skip
def test_the_length_is_of_all_texts_together(texts: tuple[str, ...], most: int, left: int) -> None:
    assert length_of(texts, most).left == left


# --- copied passages -------------------------------------------------------------------------------------


SEED = Library().resolve("2320-0012@2019-03-16").standard


@pytest.mark.parametrize("number", range(1, len(SEED.ksas) + 1))
def test_a_requirement_given_back_is_found_whole_whatever_stands_around_it(number: int) -> None:
    asked = SEED.ksas[number - 1].text
    text = f"Yes: {asked.upper()} So I sold stamps."
    passages = copied(SOURCE, text, Printed.of(SEED))
    assert passages[0].quote == asked.upper().rstrip(" .")
    assert all(text[one.span.start : one.span.end] == one.quote for one in passages)
    assert passages[0].of.startswith("requirement ")


@given(st.lists(st.sampled_from(["i", "sold", "stamps", "at", "noon", "and", "swept"]), max_size=40))
def test_words_of_ones_own_are_not_called_copied(words: list[str]) -> None:
    assert copied(SOURCE, " ".join(words), Printed.of(SEED)) == ()


def test_what_no_narrative_can_meet_says_what_to_bring_and_that_it_is_not_judged() -> None:
    told = sections(SEED)
    assert {"Examination 477", "Physical requirement"} <= {section.name for section in told}
    assert all("Not judged here" in section.judged and section.bring for section in told)


def test_advice_and_echo_know_the_same_printed_words() -> None:
    """What the one calls copied the other can hear: of every part that the standard prints."""
    parts = [SEED.selection_method, *SEED.duties, *SEED.examinations]
    told = [part.text for part in parts if part is not None and len(part.text.split()) >= 6]
    assert told
    assert set(told) <= set(SEED.printed())
    for text in told:
        assert [one.quote for one in copied(SOURCE, text, Printed.of(SEED))], text
