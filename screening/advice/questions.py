"""What to ask the writer of a text: questions that only they can answer, each with what it is asked of.

A question never holds an answer. Most telling first, and few at once: a list of ten is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screening.advice.elements import Element, listed
from screening.advice.findings import Noted
from screening.evidence import FindingKind, Span
from screening.models import Record
from screening.results import Rating

MOST = 4
"""Questions for one requirement; where it is demonstrated, only what would make it fuller is asked."""
WHEN_SHOWN = 2

ASKED_OF: dict[FindingKind, str] = {
    "team-act": "Which part of this was yours? What did you do yourself?",
    "others-act": "This is what somebody else did. What did you do yourself?",
    "agentless": "Who did this? If it was you, what did you do?",
    "received": "This was done to you. What did you do, then or afterwards?",
    "duty": "This is what the job was. What did you do in it, on a day that you remember?",
    "claim": "When did this show? What did you do that time?",
    "hypothetical": "This is what you would do. Have you done it, or something like it?",
    "intention": "This is still to come. What have you done already?",
    "echo": "These are the requirement’s words. What did you do, in your own?",
    "denial": "Did you do something like it elsewhere: at school, at home, in the service, as a volunteer?",
}
"""What is asked of a sentence in which this was found; in this order where several are."""
SETTING: frozenset[FindingKind] = frozenset({"others-act", "agentless", "received"})
"""What is the setting of a story as soon as the writer acts in it."""
BLANK = "Nothing is written here yet. When did you last do something that called for this?"
OWN_ACT = "What did you do yourself?"
RESULT = "What came of it? How did it end, and who noticed?"
DETAIL = "When and where was it, how many, with what? A detail lets a reader check."
CONCERN = "How does what you tell here show this requirement?"
ELEMENT = "The requirement also asks for {}. What have you done of that?"


class Question(Record):
    """One question; ``about`` is the sentence that it is asked of, None where it is asked of the whole."""

    asks: str
    about: Span | None = None
    quote: str = ""


def questions(
    rating: Rating, sentences: Sequence[Noted], elements: Sequence[Element]
) -> tuple[Question, ...]:
    """The questions about one requirement, the most telling first."""
    if not sentences:
        return (Question(asks=BLANK),)
    shown = rating.rating == "demonstrated"
    asked = [] if shown else list(_of_sentences(sentences, _acts(rating)))
    asked += _of_whole(rating, sentences, elements, bool(asked))
    return tuple(asked[: WHEN_SHOWN if shown else MOST])


def _acts(rating: Rating) -> int:
    """How many quoted sentences tell something done or learned."""
    return sum(rating.facts.get(name, 0) for name in ("own_acts", "habits", "learning"))


def _of_sentences(sentences: Sequence[Noted], acts: int) -> Iterator[Question]:
    """One question for each kind of thing that stands in the way, of the first sentence that has it."""
    credited = ("carries", "adds")
    for kind, asks in ASKED_OF.items():
        if acts and kind in SETTING:
            continue
        for sentence in sentences:
            if sentence.standing not in credited and any(r.kind == kind for r in sentence.remarks):
                yield Question(asks=asks, about=sentence.span, quote=sentence.quote)
                break


def _of_whole(
    rating: Rating, sentences: Sequence[Noted], elements: Sequence[Element], asked: bool
) -> Iterator[Question]:
    """What is asked of the text as a whole; ``asked`` says that sentences were asked for acts already."""
    facts, acts = rating.facts, _acts(rating)
    if not acts and not asked:
        yield Question(asks=OWN_ACT)
    elif acts and facts.get("nearness", 0) < 0:
        yield Question(asks=CONCERN)
    missing = [f"“{element.name}”" for element in elements if not element.touched]
    if missing:
        yield Question(asks=ELEMENT.format(listed(missing, "or")))
    told = {remark.kind for sentence in sentences for remark in sentence.remarks}
    if acts and "result" not in told:
        yield Question(asks=RESULT)
    if acts and not told & {"occasion", "specifics"}:
        yield Question(asks=DETAIL)
