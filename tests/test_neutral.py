"""The models see what was done, never who did it: names, places, schools, genders and ages are levelled."""

from __future__ import annotations

import pytest

from screening.language.neutral import neutral
from screening.language.parsing import SpacyParser, parse

PARSER = SpacyParser()


def levelled(text: str) -> str:
    """A text as the models see it."""
    return " ".join(neutral(sentence) for sentence in parse(text, PARSER))


SAME = [
    ("He trained the new clerks and she checked their drawers.",
     "She trained the new clerks and he checked their drawers."),
    ("I drove a route in Chicago for nine years.", "I drove a route in Houston for nine years."),
    ("I ran the shop with my husband.", "I ran the shop with my wife."),
    ("I earned my degree at Ohio State University in 2011.", "I earned my degree at Boston College in 2011."),
    ("I was hired by Mr. Johnson to fix the pumps.", "I was hired by Mrs. Williams to fix the pumps."),
    ("At the age of 58 I rebuilt the boiler.", "At the age of 23 I rebuilt the boiler."),
    ("As a 61-year-old welder I repaired the rails.", "As a 24-year-old welder I repaired the rails."),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_people_who_did_the_same_read_the_same(one: str, other: str) -> None:
    """Whoever and wherever they are."""
    assert levelled(one) == levelled(other)


@pytest.mark.parametrize("text", [
    "I repaired three pumps in 2011 and wrote the log.",
    "I interpreted Spanish for customers at the counter.",
    "I set up Excel sheets and QuickBooks ledgers.",
    "Stored at 40 degrees, the serum kept for 12 days.",
])  # fmt: skip
def test_what_was_done_stays(text: str) -> None:
    """Tools, languages, years and amounts are no marks of a person."""
    assert levelled(text) == text


def test_her_is_read_by_its_part_in_the_sentence() -> None:
    """Possessive and object differ."""
    assert levelled("I took her call and called her back.") == "I took their call and called them back."
