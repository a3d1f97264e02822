"""Drafted indicators: in the first person, from the KSA's own words, always the same, never none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.files.library import Library
from screening.reading.conjugation import is_verb, past, plain_of
from screening.reading.indicators import draft_checklist, draft_indicators
from screening.reading.retelling import acted, clauses_of

PASTS = [
    ("supervise", "supervised"), ("schedule", "scheduled"), ("plan", "planned"), ("keep", "kept"),
    ("carry", "carried"), ("convey", "conveyed"), ("write", "wrote"), ("rewrite", "rewrote"),
    ("oversee", "oversaw"), ("refer", "referred"), ("offer", "offered"), ("control", "controlled"),
    ("monitor", "monitored"), ("fix", "fixed"), ("set", "set"), ("reset", "reset"), ("relay", "relayed"),
    ("mop", "mopped"), ("equip", "equipped"), ("develop", "developed"), ("mimic", "mimicked"),
    ("load/unload", "loaded/unloaded"), ("re-test", "re-tested"), ("understand", "understood"),
    ("teach", "taught"), ("visit", "visited"), ("Lead", "led"), ("use", "used"), ("answer", "answered"),
]  # fmt: skip
GERUNDS = [
    ("planning", "plan"), ("using", "use"), ("making", "make"), ("telling", "tell"), ("assessing", "assess"),
    ("carrying", "carry"), ("during", None), ("king", None), ("plan", None), ("engineering", None),
]  # fmt: skip
TOLD = [
    ("Ability to take and record vital signs, and to report them promptly.",
     "took and recorded vital signs, and reported them promptly"),
    ("Ability to quickly and accurately sort mail by ZIP Code.",
     "quickly and accurately sorted mail by ZIP Code"),
    ("Skill in the searching of persons and vehicles for contraband.",
     "searched persons and vehicles for contraband"),
    ("Skill in planning and conducting meetings, and in reporting on them.",
     "planned and conducted meetings, and reported on them"),
    ("Ability to use manuals to search and retrieve information.",
     "used manuals to search and retrieve information"),
    ("Ability to plan the receipt, storage and issue of supplies.",
     "planned the receipt, storage and issue of supplies"),
    ("Ability to receive, store, issue and inventory supplies.",
     "received, stored, issued and inventoried supplies"),
    ("Ability to respond to releases (contain and notify).", "responded to releases (contain and notify)"),
    ("Skill in small purchase procedures.", None),
    ("Knowledge of budgeting principles.", None),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "told"), PASTS)
def test_a_verb_is_told_in_the_past(verb: str, told: str) -> None:
    assert past(verb) == told


@pytest.mark.parametrize(("gerund", "plain"), GERUNDS)
def test_a_gerund_gives_its_verb_and_other_words_give_none(gerund: str, plain: str | None) -> None:
    assert plain_of(gerund) == plain


@given(st.sampled_from([verb for verb, _ in PASTS]))
def test_telling_a_verb_gives_one_word_with_no_blank(verb: str) -> None:
    assert re.fullmatch(r"[a-z]+(?:[-/][a-z]+)*", past(verb))
    assert is_verb("supervise")


@pytest.mark.parametrize(("text", "act"), TOLD)
def test_what_is_asked_is_told_as_done_and_a_thing_is_no_act(text: str, act: str | None) -> None:
    assert acted(clauses_of(text.rstrip("."))[0]) == act


def test_a_purpose_and_a_second_opener_are_clauses_of_their_own() -> None:
    asked = clauses_of("Knowledge of parts sufficient to order them, and ability to fit them")
    assert [(c.kind, c.acts, c.words) for c in asked] == [
        ("knowledge", False, "parts"), ("knowledge", True, "order them"), ("ability", True, "fit them"),
    ]  # fmt: skip


def test_the_elements_of_a_list_say_what_they_are_part_of() -> None:
    drafted = draft_indicators(
        "Ability to supervise staff, including scheduling work, evaluating performance, and leave."
    )
    assert drafted[1:2] == (
        "I supervised staff, including scheduling work, evaluating performance, and leave.",
    )
    assert drafted[3:] == (
        "When I supervised staff, I scheduled work.",
        "When I supervised staff, I evaluated performance.",
        "When I supervised staff, I dealt with leave.",
    )


def test_knowledge_is_known_and_used_and_what_it_serves_was_done() -> None:
    text = "Knowledge of Postal products, services, and policies sufficient to explain the features of use."
    assert draft_indicators(text)[1] == (
        "I know and have used Postal products, services, and policies and explained the features of use."
    )


def test_every_ksa_of_the_library_has_three_to_six_drafted_indicators_in_the_first_person() -> None:
    for standard in Library().standards():
        checklist = draft_checklist(standard)
        assert (checklist.reads, checklist.status) == (standard.address, "draft")
        assert list(checklist.ksas) == [ksa.id for ksa in standard.ksas]
        for ksa_id, read in checklist.ksas.items():
            assert 3 <= len(read.shown_by) <= 6, ksa_id
            assert len(set(read.shown_by)) == len(read.shown_by), ksa_id
            assert all(set(text.split()) & {"I", "my"} for text in read.shown_by), ksa_id
        assert draft_checklist(standard) == checklist


@given(st.text(max_size=300))
def test_any_wording_gets_a_draft_of_at_least_three(words: str) -> None:
    drafted = draft_indicators(words)
    assert 3 <= len(drafted) <= 6
    assert drafted == draft_indicators(words)


@pytest.mark.parametrize("words", ["to " * 40_000, "(" * 80_000, "plan, and " * 9_000, "Ability to " * 9_000])
def test_a_hostile_wording_is_drafted_in_bounded_words(words: str) -> None:
    assert sum(map(len, draft_indicators(words))) < 20_000
