"""What another says of themselves in quotation marks is theirs; what the writer says is the writer's."""

from __future__ import annotations

import pytest

from screening.findings import find_all
from screening.findings.context import Passage
from screening.language.neutral import levelled
from screening.language.parsing import SpacyParser, parse
from screening.language.quoting import told_by_others
from screening.language.voice import voice_of

PARSER = SpacyParser()


def acts(text: str) -> list[str]:
    """The verbs of the acts that are taken for the writer's own, with what follows them."""
    sentences = parse(text, PARSER)
    voice = voice_of(sentences)
    findings = [f for s in sentences for f in find_all(Passage.of(s, None, voice))]
    return [f.words for f in findings if f.kind == "own-act"]


@pytest.mark.parametrize(
    "text",
    [
        'One applicant writes: "I calmed a man who was shouting and traced his parcel."',
        "The guide states: “I managed nine people. I trained each of them on the slitter.” A fine guide.",
        '"I moved forty pallets by hand," the driver told the clerk.',
        'The sample answer reads, "For six years I kept the books of a clinic and closed them every month."',
    ],
)
def test_a_story_that_somebody_else_tells_is_theirs(text: str) -> None:
    assert acts(text) == []
    assert told_by_others(parse(text, PARSER))


@pytest.mark.parametrize(
    "text",
    [
        '"I moved forty pallets by hand and swept the dock."',
        'I told the driver: "I counted the pallets twice."',
        'I cut 26" pipe and 4" elbows for the crew.',
        'My supervisor said "good work" after I rebuilt the pump.',
        'He said: "I counted the pallets twice. I rebuilt the pump.',
    ],
)
def test_what_the_writer_says_stays_the_writers(text: str) -> None:
    """Also a text that is all in marks, praise without "I", inches, and a quotation that never ends."""
    sentences = parse(text, PARSER)
    assert acts(text)
    assert not told_by_others(sentences)
    assert "".join(levelled(sentences)).count(" ") > 3


def test_the_models_do_not_see_what_another_tells() -> None:
    said = 'A caller shouted "I have never been so badly treated!" and I heard him out.'
    told = levelled(parse(said, PARSER))
    assert told == ('A caller shouted " " and I heard them out.',)


@pytest.mark.parametrize(
    ("text", "selves"),
    [
        ("By the time she left she had moved seven clinics. She costed each.", True),
        ("When the belt tore she rerouted the mail by hand.", True),
        ("The applicant keeps the ledger. She closes it each month.", True),
        ("The nurse wrote down each drug that she named. She found one taken twice.", False),
        ("A colleague took over the claim. She called the depot every morning.", False),
    ],
)
def test_a_pronoun_is_the_writer_where_nobody_else_was_named_before_it(text: str, selves: bool) -> None:
    assert ("she" in voice_of(parse(text, PARSER)).selves) == selves
