"""Thanks, greetings, names and ages are set aside; what is told of courtesy or of people at work is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.findings import tells
from screening.findings.courtesy import is_courtesy
from screening.findings.person import is_person

COURTESIES = [
    "Thank you.",
    "Thank you kindly for the time you are taking over my application.",
    "Many thanks for reading.",
    "And finally, thank you for your consideration.",
    "I would like to thank the panel for this opportunity.",
    "I really appreciate your time.",
    "I am grateful for the chance to be considered.",
    "Dear Sir or Madam,",
    "To whom it may concern:",
    "Good morning, members of the panel:",
    "Respectfully submitted.",
    "Kind regards, and with every good wish.",
    "Please do not hesitate to contact me.",
    "If you have any further questions, call me.",
    "I look forward to hearing from you.",
    "It would be an honor to be considered.",
    "I'd be happy to supply more details.",
    "References available upon request.",
]
TOLD = [
    "Thank you cards for donors were mine to write, and I wrote four hundred.",
    "Thanks to a new binder I kept, nobody lost a permit again.",
    "Thank you for waiting, I said to each one, and I took the next name.",
    "I appreciated how she listened.",
    "Please and thank you were the rule at my counter.",
    "Dear customers got their refunds from me within the day.",
    "Good morning was how I greeted every rider for nine years.",
    "If anyone had a question I answered it from the manual.",
    "I was happy to answer 60 calls a day.",
    "I look forward and plan the shifts three weeks out.",
    "Respectfully handled complaints at a hotel desk.",
    "To whom it may concern letters: typed them for the tenants.",
    "Contacted references for every hire.",
    "I am glad to apply what I learned in the night course on ledgers, where I balanced three books and "
    "wrote the closing entries for each of them by hand before the term was over in June.",
]
PERSONS = [
    "My name is Amina Diallo and I live in Toledo, Ohio.",
    "I am 24 years old.",
    "I'm sixty-three years old and I live in Bend.",
    "I am a veteran.",
    "I am not a veteran.",
    "I am a proud disabled veteran of the United States Navy.",
    "I am a single mother of three.",
    "I am married and I have four children.",
    "I was born in Guam.",
    "I am a U.S. citizen.",
    "I went to Howard University.",
    "I graduated from the University of New Mexico in 2011.",
    "I attended Central High School and I live in Tulsa.",
]
DEEDS = [
    "I am a veteran of the Navy who ran the ship's store for three years.",
    "I am a mother of three and kept the books of the parish.",
    "I live in the barn during lambing and check the ewes each hour.",
    "My name is on every work order I closed.",
    "I come from a family that mended nets, and I mended them too.",
    "I have children line up by height for the photo.",
    "I am a certified welder.",
    "I grew up in kitchens washing dishes.",
    "I graduated from the Navy Electronics School.",
    "I attended Mercy College of Nursing.",
    "I went to Smith College for accounting.",
]


@pytest.mark.parametrize("text", PERSONS)
def test_who_the_applicant_is_speaks_neither_way(text: str) -> None:
    """A name, an age, a home and a family show no requirement."""
    assert is_person(text)
    assert not tells(text)


@pytest.mark.parametrize("text", DEEDS)
def test_what_somebody_did_is_read_whoever_they_are(text: str) -> None:
    """Only a sentence that says nothing else is set aside."""
    assert not is_person(text)


@pytest.mark.parametrize("text", COURTESIES)
def test_a_courtesy_speaks_neither_way(text: str) -> None:
    """It is not read as a plan, a claim or an act."""
    assert is_courtesy(text)
    assert not tells(text)


@pytest.mark.parametrize("text", TOLD)
def test_a_story_that_has_courteous_words_is_read(text: str) -> None:
    """Nobody loses an act for having thanked somebody."""
    assert not is_courtesy(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    """Whatever was written, the question has an answer."""
    assert is_courtesy(text) in (True, False)
