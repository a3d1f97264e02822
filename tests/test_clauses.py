"""Who did what in each clause: the actor, the mood, the denial, the voice, followed through the sentence."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.language.clauses import Actor, Clause, Mood, clauses, tells_state
from screening.language.parsing import SpacyParser, parse
from screening.language.sentences import Sentence
from screening.language.voice import Voice, voice_of

PARSER = SpacyParser()


def sentence(text: str) -> Sentence:
    """A text that is one sentence, parsed."""
    parsed = parse(text, PARSER)
    assert len(parsed) == 1
    return parsed[0]


def clause(text: str, verb: str) -> Clause:
    """The clause of a verb as it stands in the text."""
    found = [c for c in clauses(sentence(text)) if c.verb.text.lower() == verb]
    assert found, [c.verb.text for c in clauses(sentence(text))]
    return found[0]


@pytest.mark.parametrize(
    ("text", "verb", "actor"),
    [
        ("I mended nets.", "mended", "applicant"),
        ("I bought and sold the nets.", "sold", "applicant"),
        ("I went out to mend nets.", "mend", "applicant"),
        ("Mended nets all winter.", "mended", "applicant"),
        ("- Also mended nets.", "mended", "applicant"),
        ("The nets that I mended held.", "mended", "applicant"),
        ("The nets were mended by me.", "mended", "applicant"),
        ("I was the boy who mended nets.", "mended", "applicant"),
        ("While waiting for the tide, I mended nets.", "waiting", "applicant"),
        ("We mended nets.", "mended", "team"),
        ("My brother and I sold the nets.", "sold", "team"),
        ("The crew mended nets.", "mended", "team"),
        ("The nets were mended by our crew.", "mended", "team"),
        ("My brother mended nets.", "mended", "other"),
        ("I told my brother to mend nets.", "mend", "other"),
        ("I watched my brother mend nets.", "mend", "other"),
        ("My brother, who mended nets, fell ill.", "mended", "other"),
        ("I was taught by my brother.", "taught", "other"),
        ("Each boat that I have had taught me something about nets.", "taught", "other"),
        ("Any boat I have had showed me how to mend nets.", "showed", "other"),
        ("The boat that I bought taught me something about nets.", "bought", "applicant"),
        ("The nets were mended by my brother.", "mended", "other"),
        ("The nets were mended in June.", "mended", "nobody"),
        ("The nets were washed and mended in June.", "mended", "nobody"),
        ("Dog kennel: washed runs and fed forty dogs.", "washed", "applicant"),
        ("School bus bids: built a should-cost from fuel and driver hours.", "built", "applicant"),
        ("My boss: mended the nets.", "mended", "other"),
        ("The plan was simple: she mended the nets.", "mended", "other"),
    ],
)
def test_the_actor_of_a_clause(text: str, verb: str, actor: Actor) -> None:
    """Followed through coordination, relative clauses, infinitives and passives."""
    assert clause(text, verb).actor == actor


@pytest.mark.parametrize(
    ("text", "verb", "mood"),
    [
        ("I mended nets.", "mended", "happened"),
        ("I have mended nets.", "mended", "happened"),
        ("I did mend nets.", "mend", "happened"),
        ("I was mending nets.", "mending", "happened"),
        ("I had to mend nets.", "mend", "happened"),
        ("I was able to mend nets.", "mend", "happened"),
        ("I tried to mend nets.", "mend", "happened"),
        ("I enjoyed mending nets.", "mending", "happened"),
        ("I mend nets.", "mend", "habit"),
        ("I am mending nets.", "mending", "habit"),
        ("I will mend nets.", "mend", "intended"),
        ("I'll mend nets.", "mend", "intended"),
        ("I am going to mend nets.", "mend", "intended"),
        ("I plan to mend nets.", "mend", "intended"),
        ("I am eager to mend nets.", "mend", "intended"),
        ("I wanted to mend nets.", "mend", "wished"),
        ("I was eager to mend nets.", "mend", "wished"),
        ("I would mend nets.", "mend", "hypothetical"),
        ("I'd mend nets.", "mend", "hypothetical"),
        ("I should have mended nets.", "mended", "hypothetical"),
        ("I'd found the tear by noon.", "found", "happened"),
        ("He'd took the net apart.", "took", "happened"),
        ("Before she came they'd mended the nets.", "mended", "happened"),
        ("I'd have mended nets.", "mended", "hypothetical"),
        ("Had I mended the nets, he would have paid me.", "mended", "hypothetical"),
        ("Never had I mended nets so fast.", "mended", "happened"),
        ("I can mend nets.", "mend", "able"),
        ("I am able to mend nets.", "mend", "able"),
        ("I know how to mend nets.", "mend", "able"),
        ("I enjoy mending nets.", "mending", "able"),
        ("I am responsible for mending nets.", "mending", "obliged"),
        ("I was supposed to mend nets.", "mend", "obliged"),
        ("I was told to wash and mend nets.", "mend", "obliged"),
        ("I asked him how to mend nets.", "mend", "asked"),
    ],
)
def test_the_mood_of_a_clause(text: str, verb: str, mood: Mood) -> None:
    """Done, done as a rule, intended, wished, imagined, possible, expected, or asked about."""
    assert clause(text, verb).mood == mood


@pytest.mark.parametrize(
    ("text", "verb", "negated"),
    [
        ("I did not mend nets.", "mend", True),
        ("I never mended nets.", "mended", True),
        ("I mended no nets.", "mended", True),
        ("I neither bought nor sold the nets.", "sold", True),
        ("I have not bought or sold the nets.", "sold", True),
        ("I did not have to mend nets.", "mend", True),
        ("I was not able to mend nets.", "mend", True),
        ("I failed to mend nets.", "mend", True),
        ("I don't think that I mended nets.", "mended", True),
        ("I mended nets.", "mended", False),
        ("I did not hesitate to mend nets.", "mend", False),
        ("I never stopped mending nets.", "mending", False),
        ("I did not only mend nets, I wove them.", "mend", False),
        ("I did not wait, I mended nets.", "mended", False),
        ("I mended nets that nobody wanted.", "mended", False),
        ("I told him not to wait and mended nets.", "mended", False),
    ],
)
def test_what_is_denied(text: str, verb: str, negated: bool) -> None:
    """A denial reaches down to what hangs on it, and not to its neighbours."""
    assert clause(text, verb).negated == negated


def test_the_marks_of_a_clause() -> None:
    """Passive with its agent, perfect, conditional, supplied subject, modal and object are told."""
    passive = clause("The nets were mended by my brother.", "mended")
    assert passive.passive
    assert passive.agent is not None
    assert passive.agent.text == "brother"
    assert clause("I have mended nets.", "mended").perfect
    assert clause("If I mended nets they held.", "mended").conditional
    assert clause("Mended nets.", "mended").implied
    assert not clause("I mended nets.", "mended").implied
    assert clause("I could mend nets.", "mend").modal == "could"
    thing = clause("I mended nine nets.", "mended").object
    assert thing is not None
    assert thing.text == "nets"


@pytest.mark.parametrize(
    ("text", "verb", "state"),
    [
        ("I know the harbor.", "know", True),
        ("I kept calm.", "kept", True),
        ("I kept a log of the tides.", "kept", False),
        ("I looked tired.", "looked", True),
        ("I looked up the tide in the table.", "looked", False),
        ("I have a boat.", "have", True),
        ("I bring years of practice.", "bring", True),
        ("I brought the boat in.", "brought", False),
        ("I got a raise.", "got", True),
        ("I got the motor running.", "got", False),
        ("I mended nets.", "mended", False),
    ],
)
def test_a_state_is_no_act(text: str, verb: str, state: bool) -> None:
    """And the same verb may be an act when it has a thing for its object."""
    assert tells_state(sentence(text), clause(text, verb)) == state


@pytest.mark.parametrize(
    ("text", "third", "past"),
    [
        ("I mended nets. She paid.", False, True),
        ("I mend nets.", False, False),
        ("I would mend nets.", False, False),
        ("I never mended nets.", False, False),
        ("If I mended nets I would be paid.", False, False),
        ("She mended nets and sold them.", True, True),
        ("My nets held. She paid.", False, False),
        ("Mended nets. Sold them.", False, True),
        ("We mended nets.", False, False),
        ("The tide came in.", False, False),
        ("", False, False),
    ],
)
def test_the_voice_of_a_text(text: str, third: bool, past: bool) -> None:
    """Whether "she" is the writer, and whether the writer tells of anything done."""
    voice = voice_of(parse(text, PARSER))
    assert ("she" in voice.selves) == third
    assert voice.tells_past == past
    assert Voice().selves <= voice.selves


WORDS = [
    "I", "we", "who", "that", "was", "not", "to", "mend", "mended", "nets", "the", "boy", "and", "or", ",",
    "had", "be", "by", "if", "when", "would", "told", "able", "never", "been", "mending", "only", "which",
]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=16))
def test_any_row_of_words_has_clauses(words: list[str]) -> None:
    """Odd trees end in an answer: each clause once, in the order of the verbs, with known values."""
    for parsed in parse(" ".join(words), PARSER):
        found = clauses(parsed)
        places = [c.verb.index for c in found]
        assert places == sorted(set(places))
        for one in found:
            assert one.actor in get_args(Actor)
            assert one.mood in get_args(Mood)
            assert one.implied <= (one.subject is None)
            assert isinstance(tells_state(parsed, one), bool)
