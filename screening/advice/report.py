"""Advice: everything that a writer is told of an application, one model for page, terminal, JSON and API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screening.advice.bringing import Section, sections
from screening.advice.copied import Copied, Printed, copied
from screening.advice.elements import Element, elements_in, untouched
from screening.advice.findings import Noted, SentenceFindings, noted
from screening.advice.lengths import SECTION_CHARACTERS, Length, length_of
from screening.advice.questions import Question, questions
from screening.advice.reasons import because
from screening.advice.star import StarPart, star
from screening.applications import Application, Text, narrative_source, texts_for, texts_of
from screening.models import Record
from screening.results import OutcomeValue, Rating, RatingValue, Screened, Versions
from screening.standards import Ksa, Standard

SAYS: dict[RatingValue, str] = {
    "demonstrated": "A panel will find this shown.",
    "needs-review": "This is left to people: a panel may or may not find it shown.",
    "not-demonstrated": "A panel will not find this shown yet.",
}
BLANK = "Nothing is written here yet."
SUMMARIES: dict[OutcomeValue, str] = {
    "qualified": "Every requirement is shown in your words.",
    "needs-review": "Nothing is missing for sure, and something is left to people.",
    "not-qualified": "Something that the standard asks for is not shown yet; one such point disqualifies.",
}

Written = Mapping[tuple[str, str], Sequence[SentenceFindings]]
"""The sentences of each text as read for each KSA: by KSA id and source."""


class Serves(Record):
    """Another requirement that a text would serve: it would show it, or sentences of it lie nearer to it."""

    ksa: str
    number: int
    shown: bool
    """Whether the text alone would demonstrate that other requirement, which its own text does not."""
    quotes: tuple[str, ...] = ()


class KsaAdvice(Record):
    """What the writer is told about one requirement; ``rating`` is what ``screening check`` gives."""

    ksa: str
    number: int
    requirement: str
    says: str
    because: str
    """Why it is rated so, said to the writer."""
    rating: Rating
    sentences: tuple[Noted, ...] = ()
    elements: tuple[Element, ...] = ()
    untouched: str = ""
    star: tuple[StarPart, ...] = ()
    questions: tuple[Question, ...] = ()
    copied: tuple[Copied, ...] = ()
    serves: tuple[Serves, ...] = ()
    """Other requirements that the narrative written for this one would serve."""
    characters: int = 0

    @property
    def blank(self) -> bool:
        """Whether nothing is written for it."""
        return self.characters == 0


class Advice(Record):
    """What the writer of an application is told, requirement by requirement."""

    standard: str
    title: str
    outcome: OutcomeValue
    says: str
    because: tuple[str, ...]
    length: Length
    ksas: tuple[KsaAdvice, ...]
    sections: tuple[Section, ...]
    notices: tuple[str, ...] = ()
    versions: Versions

    def ksa(self, ksa_id: str) -> KsaAdvice:
        """What is told about one requirement."""
        return next(one for one in self.ksas if one.ksa == ksa_id)

    def count(self, rating: RatingValue) -> int:
        """How many requirements that something was written for have that rating."""
        return sum(one.rating.rating == rating and not one.blank for one in self.ksas)

    @property
    def unwritten(self) -> int:
        """For how many requirements nothing is written."""
        return sum(one.blank for one in self.ksas)

    @property
    def general(self) -> tuple[str, ...]:
        """The notices that concern no one requirement."""
        told = {notice for one in self.ksas for notice in one.rating.notices}
        return tuple(notice for notice in self.notices if notice not in told)


def advise(
    standard: Standard, application: Application, screened: Screened, written: Written,
    most: int = SECTION_CHARACTERS,
) -> Advice:  # fmt: skip
    """The advice on an application that was screened; ``most`` is the form's limit in characters."""
    printed = Printed.of(standard)
    ratings = {rating.ksa: rating for rating in screened.ratings}
    numbers = {ksa.id: number for number, ksa in enumerate(standard.ksas, start=1)}
    told = tuple(
        _about(ksa, numbers, ratings, texts_for(application, ksa.id), written, printed)
        for ksa in standard.ksas
    )
    texts = [text.text for text in texts_of(application)]
    return Advice(
        standard=screened.standard,
        title=standard.title,
        outcome=screened.outcome,
        says=SUMMARIES[screened.outcome],
        because=screened.because,
        length=length_of(texts, most),
        ksas=told,
        sections=sections(standard),
        notices=screened.notices,
        versions=screened.versions,
    )


def _about(
    ksa: Ksa, numbers: Mapping[str, int], ratings: Mapping[str, Rating], texts: Sequence[Text],
    written: Written, printed: Printed,
) -> KsaAdvice:  # fmt: skip
    rating = ratings[ksa.id]
    sentences = tuple(s for text in texts for s in written.get((ksa.id, text.source), ()))
    remarked, elements = noted(sentences, rating), elements_in(rating.elements)
    return KsaAdvice(
        ksa=ksa.id,
        number=numbers[ksa.id],
        requirement=ksa.text,
        says=SAYS[rating.rating] if texts else BLANK,
        because=because(rating),
        rating=rating,
        sentences=remarked,
        elements=elements,
        untouched=untouched(elements) if texts else "",
        star=star(sentences),
        questions=questions(rating, remarked, elements),
        copied=tuple(c for text in texts for c in copied(text.source, text.text, printed)),
        serves=_serves(narrative_source(ksa.id), remarked, numbers, ratings),
        characters=length_of(text.text for text in texts).characters,
    )


def _serves(
    source: str, sentences: Sequence[Noted], numbers: Mapping[str, int], ratings: Mapping[str, Rating]
) -> tuple[Serves, ...]:
    """The other requirements that the narrative of this source would serve, in the standard's order.

    A sentence is pointed elsewhere only where that helps: it is of no use here, or the other is not shown.
    """
    found: list[Serves] = []
    for other, number in numbers.items():
        shown = [e.quote for e in ratings[other].elsewhere if e.span.source == source]
        open_ = ratings[other].rating != "demonstrated"
        here = (s for s in sentences if s.span.source == source and other in s.nearer)
        nearer = [s.quote for s in here if open_ or s.standing == "unused"]
        if shown or nearer:
            quotes = tuple(shown or nearer)
            found.append(Serves(ksa=other, number=number, shown=bool(shown), quotes=quotes))
    return tuple(found)
