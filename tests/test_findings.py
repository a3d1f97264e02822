"""What each finder finds and what it leaves alone, sentence by sentence; and what holds of them all.

A table names a kind of finding, sentences that show it and sentences that do not. A sentence that is read
wrongly, and that any reader would agree on, is kept in its table and marked ``wrong``: a list that may
only become shorter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.evidence import Finding, FindingKind
from screening.findings import (
    FINDERS,
    Passage,
    Requirement,
    courtesy,
    find_all,
    instruction,
    keywords,
    person,
    versions,
)
from screening.language.parsing import SpacyParser, parse
from screening.language.voice import voice_of

PARSER = SpacyParser()


@dataclass(frozen=True)
class Case:
    """A text whose last sentence is judged, the requirement it is judged for, why it is read wrongly."""

    text: str
    requirement: str = ""
    reason: str = ""


def asked(text: str, requirement: str) -> Case:
    """A sentence that is read for a requirement."""
    return Case(text, requirement)


def wrong(case: str | Case, reason: str) -> Case:
    """A sentence that is still read wrongly, and why."""
    case = Case(case) if isinstance(case, str) else case
    return Case(case.text, case.requirement, reason)


def table(kind: FindingKind, hits: Sequence[str | Case], misses: Sequence[str | Case]) -> list[Any]:
    """The rows of a test: the kind, whether it is there, the text, the requirement."""
    assert len(hits) >= 12
    assert len(misses) >= 12
    rows = [(True, case) for case in hits] + [(False, case) for case in misses]
    return [row(kind, there, Case(case) if isinstance(case, str) else case) for there, case in rows]


def row(kind: FindingKind, there: bool, case: Case) -> Any:
    """One row, marked when it is known to be read wrongly."""
    marks = [pytest.mark.xfail(strict=True, reason=case.reason)] if case.reason else []
    name = f"{kind}: {'' if there else 'not '}{case.text[-60:]}"
    return pytest.param(kind, there, case.text, case.requirement, marks=marks, id=name)


@lru_cache(maxsize=500)
def requirement(text: str) -> Requirement:
    """A requirement as an applicant could copy it."""
    return Requirement.of(PARSER.tokens(text), [text]) if text else Requirement()


def findings_in(text: str, asked_for: str = "") -> tuple[str, tuple[Finding, ...]]:
    """The last sentence of a text with all that is found in it."""
    sentences = parse(text, PARSER)
    passage = Passage.of(sentences[-1], requirement(asked_for), voice_of(sentences))
    return passage.sentence.text, find_all(passage)


def check(kind: FindingKind, there: bool, text: str, asked_for: str) -> None:
    """The claim of a row: the kind is found, its words quoted from the sentence, or it is not found."""
    sentence, found = findings_in(text, asked_for)
    of_kind = [f for f in found if f.kind == kind]
    assert bool(of_kind) == there, found
    assert all(f.reason and any(f.source == finder.NAME for finder in (*FINDERS, keywords)) for f in of_kind)
    if kind not in ("specifics", "echo"):
        assert all(f.words in sentence for f in of_kind)


PRODUCTS = "Knowledge of the products, services and prices of a shop sufficient to explain their benefits."
LEAD = "Ability to lead, coach and motivate a group of people to reach the goals of the organization."
RECORDS = "Skill in keeping accurate written records of the hours, materials and costs of a project."

ECHO = table(
    "echo",
    hits=[
        asked(PRODUCTS, PRODUCTS),
        asked(PRODUCTS.upper(), PRODUCTS),
        asked("I have knowledge of the products, services and prices of a shop.", PRODUCTS),
        asked("Products, services and prices: I explain their benefits in the shop.", PRODUCTS),
        asked("In every job I explained the prices, products and services and their benefits.", PRODUCTS),
        asked("I have the ability to lead, coach and motivate a group of people.", LEAD),
        asked("I lead, coach and motivate people to reach goals.", LEAD),
        asked("I led, coached and motivated a group of people to reach the goals of my organization.", LEAD),
        asked("- Leading, coaching and motivating a group of people", LEAD),
        asked("My skill in keeping accurate written records of hours, materials and costs is high.", RECORDS),
        asked("Kept accurate written records of hours, materials and project costs.", RECORDS),
        asked("The hours, the materials and the costs of projects were recorded in writing.", RECORDS),
        asked("On May 5 I kept the hours and costs of 12 projects for Carol Voss and Sam Duarte.", RECORDS),
    ],
    misses=[
        asked("I told a widow which rose stands the frost and why the cheap spade would break.", PRODUCTS),
        asked("At the nursery I sold bulbs and quoted the price of a ton of mulch by phone.", PRODUCTS),
        asked("In our garden shop I knew 300 shrubs by their Latin names.", PRODUCTS),
        asked("I compared two mowers for a man with a steep yard and he took the lighter one.", PRODUCTS),
        asked("I ran a crew of nine pickers and taught each of them to read the color of a peach.", LEAD),
        asked("When Luis fell behind I sat with him until he could bind a bale by himself.", LEAD),
        asked("I led our choir for six winters and drilled the altos before every mass.", LEAD),
        asked("Every Monday I asked the group what had slowed them down and fixed one thing.", LEAD),
        asked("I wrote the hours of eleven roofers in a green book each night and added them up.", RECORDS),
        asked("The auditor found my books for the bridge right to the last bolt.", RECORDS),
        asked("I put the receipts for sand, steel and diesel in order and entered them in Excel.", RECORDS),
        asked("I fixed the pump.", RECORDS),
        asked("No.", RECORDS),
    ],
)
EVERY_SENTENCE = [case.values[2] for case in ECHO]


@pytest.mark.parametrize(("kind", "there", "text", "asked_for"), ECHO)
def test_what_gives_the_requirement_back(kind: FindingKind, there: bool, text: str, asked_for: str) -> None:
    """Copied or reordered words are an echo; a story that happens to share some is none."""
    check(kind, there, text, asked_for)


def test_only_the_requirement_asked_for_is_echoed() -> None:
    """The words of another requirement are no echo of this one."""
    assert {f.kind for f in findings_in(LEAD, LEAD)[1]} >= {"echo"}
    assert "echo" not in {f.kind for f in findings_in(LEAD, RECORDS)[1]}


def test_every_finder_has_a_name_with_a_version_and_is_listed() -> None:
    """So that a rating of years ago says which reading it was made by."""
    names = [finder.NAME for finder in (*FINDERS, keywords, instruction, courtesy, person)]
    assert all(re.fullmatch(r"[a-z]+\.v\d+", name) for name in names)
    assert len(set(names)) == len(names)
    assert versions().split() == names


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150), st.sampled_from(["", PRODUCTS, LEAD]))
def test_nothing_raises_whatever_is_written(text: str, asked_for: str) -> None:
    """Any text can be read for any requirement, and read twice it is read alike."""
    sentences = parse(text, PARSER)
    voice = voice_of(sentences)
    for sentence in sentences:
        passage = Passage.of(sentence, requirement(asked_for), voice)
        assert find_all(passage) == find_all(passage)


WORDS = [
    "I", "we", "she", "my", "the", "boss", "never", "would", "have", "not", "was", "been", "hired", "trained",
    "to", "customers", "by", "who", "that", "if", "when", "and", ",", ".", "pump", "course", "class", "no",
    "experience", "duties", "responsible", "can", "able", "plan", "hope", "kept", "followed", "9", "Monday",
]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_nothing_raises_on_words_in_any_order(words: list[str]) -> None:
    """Nor on sentences without grammar, of which the parser makes odd trees."""
    for sentence in parse(" ".join(words), PARSER):
        found = find_all(Passage.of(sentence, requirement(LEAD)))
        assert all(f.kind and f.reason and f.source for f in found)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EVERY_SENTENCE), st.data())
def test_characters_that_nobody_sees_change_no_finding(text: str, data: st.DataObject) -> None:
    """Zero-width characters between any two letters: the same findings on the same words."""
    places = data.draw(st.lists(st.integers(0, len(text)), min_size=1, max_size=5))
    marked = text
    for place in sorted(places, reverse=True):
        hidden = data.draw(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e"))
        marked = marked[:place] + hidden + marked[place:]
    assert findings_in(marked, LEAD) == findings_in(text, LEAD)


@pytest.mark.parametrize(
    ("before", "text", "kind", "there"),
    [
        ("", "She wired nine barns.", "own-act", True),
        ("I was her driver.", "She wired nine barns.", "own-act", False),
        ("My aunt is an electrician.", "She wired nine barns.", "own-act", False),
        ("The applicant is an electrician.", "She wired nine barns.", "own-act", True),
        ("I ran a forge for years.", "If a blade cracked I would weld it the same day.", "habit", True),
        ("I am a hard worker.", "If a blade cracked I would weld it the same day.", "hypothetical", True),
        ("I ran a forge for years.", "If hired I would weld each blade the same day.", "hypothetical", True),
        ("I ran a forge for years.", "I will bring the same care to your shop.", "own-act", False),
    ],
)
def test_the_text_around_sets_the_voice(before: str, text: str, kind: str, there: bool) -> None:
    """Who "she" is, and whether "would" tells a habit, is read from the sentences before."""
    assert (kind in {finding.kind for finding in findings_in(f"{before} {text}")[1]}) == there
