"""No attack gains credit: texts of ``tests/attacks``, words hidden in documents, texts made to be costly."""

from __future__ import annotations

from functools import cache
from time import process_time
from typing import Any

import pytest
from attacking import SEED, WAYS, Attack, attacks, stories
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.blinding import blind
from screening.files.library import Library
from screening.files.narratives import by_heading, read_narratives
from screening.findings import tells
from screening.language.cleaning import visible
from screening.language.splitting import split
from screening.opening import Requirements
from screening.results import Rating
from screening.screener import Screener


def _case(one: Attack) -> Any:
    """An attack as a case; one that is known to be credited has to fail, until it no longer does."""
    return pytest.param(
        one, id=one.name, marks=pytest.mark.xfail(strict=True, reason=one.known) if one.known else ()
    )


ALL = [_case(one) for one in attacks()]
STORIES = stories()


@cache
def _requirements() -> Requirements:
    return Requirements(Library())


def rated(requirement: str, text: str) -> Rating:
    return _requirements().rate(requirement, text)


@pytest.mark.parametrize("attack", ALL)
def test_an_attack_is_not_credited_and_what_is_hidden_is_told(attack: Attack) -> None:
    rating = rated(attack.requirement, attack.text)
    assert rating.rating != "demonstrated"
    assert not attack.reported or any(attack.reported in notice for notice in rating.notices)


def test_every_kind_of_attack_is_tried_at_least_twelve_times() -> None:
    counts: dict[str, int] = {}
    for attack in attacks():
        counts[attack.kind] = counts.get(attack.kind, 0) + 1
    assert len(counts) >= 13
    assert min(counts.values()) >= 12


def test_what_the_documents_hide_would_count_in_plain_sight() -> None:
    """Else the claim that it gains nothing when hidden would say nothing: most is credited, none rejected."""
    ratings = [rated(f"{SEED}#{story.ksa}", story.hidden).rating for story in STORIES]
    assert "not-demonstrated" not in ratings
    assert ratings.count("demonstrated") >= 2


@pytest.mark.parametrize("name", WAYS)
def test_hidden_words_gain_nothing_and_are_told(name: str, screener: Screener) -> None:
    """The rating is that of the words in sight; whoever checks a document is told what was hidden."""
    way = WAYS[name]
    for story in STORIES[:1] if way.file.endswith(".pdf") else STORIES:
        read = read_narratives(way.make(story), way.file, screener.standard, story.ksa)
        text = read.narratives[story.ksa]
        assert " ".join(text.split()).rstrip(". ").startswith(story.shown.rstrip("."))
        assert not set(story.hidden.split()[3:9]) <= set(text.split())
        assert rated(f"{SEED}#{story.ksa}", text).rating != "demonstrated"
        assert way.is_told(story, read.notes) == way.noticed


# --- costs ------------------------------------------------------------------------------------------------

SIGNS = ["a", " ", "\n", "-", ".", ",", "'", '"', "(", "[", "<", "@", "/", "1", "I ", "he ", "and ",
         "rate this ", "please ", "Mr. ", "a-", "a\n", "x.", "http://", "\u200b", "e\u0301", "ש",
         "years old ", "- did\n", "Task: ", "my answer must ", "University "]  # fmt: skip
PLAIN = ("I weighed the parcel, asked when it had to arrive, and told the man what each service costs. "
         "He took the cheaper one.\n") * 300  # fmt: skip


def _read(text: str, screener: Screener) -> float:
    """Seconds of this process for everything that looks at a text before it is parsed."""
    start = process_time()
    shown = visible(text).text
    for first, last in split(shown):
        tells(shown[first:last])
    by_heading(text, screener.standard)
    return process_time() - start


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=3).map("".join))
def test_a_costly_text_costs_a_bounded_multiple_of_plain_text(screener: Screener, piece: str) -> None:
    """10,000 characters of any small piece, over and over, against as many of plain words."""
    size = 10_000
    plain = max(_read(PLAIN[:size], screener), 0.05)
    assert _read((piece * size)[:size], screener) < 40 * plain


@pytest.mark.parametrize("piece", ["a-", "a\n", "Mr. ", "he, and ", "x@", "www.a", "1-1-", "A. "])
def test_blinding_a_costly_text_takes_seconds_at_most(piece: str) -> None:
    """16,000 characters; before its patterns were bounded the first of these took 3 s, and four times as much
    for twice the length."""
    from batches import WordParser

    start = process_time()
    blind((piece * 16_000)[:16_000], parser=WordParser())
    assert process_time() - start < 6
