"""What the appraiser is shown while it learns, and in what order: the same from the same seed.

Besides the rated pairs it is shown good narratives under another requirement of the same author (they do not
demonstrate that one), narratives with empty talk beside them (which changes nothing), narratives with their
sentences in another order (nor does that), and narratives that also tell for how long it went on and what
never went wrong (nor does that: else years and a "never" would be read as signs of a poor one), or something
that is not to the matter at all. Some are shown twice at once, alone and with such beside them, and are to
read alike. Crossed lessons are narratives under requirements that they were not written for, each pair rated.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from screening.appraisal import stretches
from screening.models import Record
from screening.similarity.minilm import WEIGHTS

EMPTY = frozenset({"claim", "echo", "opinion", "intention", "boast", "buzzwords", "posting-quote", "stuffing",
                   "duty-list", "hypothetical"})
"""Kinds of talk that neither make a good narrative worse nor a poor one better."""
CROSSED = "crossed"
"""The kind of a narrative rated under requirements that it was not written for."""
CIRCUMSTANCES = (
    "for three years", "for six years", "for eleven years", "for a year and a half", "for two summers",
    "for most of a decade", "for as long as I was there", "for five months", "for twenty-two years",
    "since 2011", "since 2019", "since I was nineteen", "from 2012 to 2018", "from March to November",
    "over nine seasons", "over the last ten years", "four winters long", "during two deployments",
    "every working day", "about forty times a week", "two hundred a month", "eighty of them a day",
    "thousands in all", "on second shift", "in all weathers", "six days a week", "at two different places",
    "and never missed a shift", "and never had a complaint", "and nobody was ever hurt",
    "and nothing was ever lost", "and was never late with it", "without one mistake",
    "without a single incident", "without being written up", "without any trouble", "and it never failed",
    "and none came back", "and no one ever had to do it over", "not once with an error",
    "never more than a day late", "with no injuries", "with nothing missing at the end",
)
"""What may be said of good and poor narratives alike: how long, how often, and what never went wrong."""
ASIDES = (
    "I did this for seven years.", "That was my job from 2009 to 2015.", "This went on for three summers.",
    "I have been at it for fourteen years now.", "I never had a complaint about it.",
    "In those years nobody got hurt.", "Not one of them was lost.", "I did that about thirty times a day.",
    "Nothing ever went wrong with it.", "I was there for four years.", "It has been two years since.",
    "I never once had to be reminded.", "There were around five hundred of them a year.",
)
"""The same, as sentences of their own."""
NEUTRAL = (
    "The building had been a shoe factory.", "There were about eighty of us on the payroll.",
    "The company has been sold since.", "It was a small place, and everyone knew everyone.",
    "The coffee was terrible.", "My sister still lives in that town.",
    "We had a radio going most of the day.", "The pay was fair.",
    "I took the bus there and back.", "Parking was always a problem.",
    "It is a parking lot now.", "They have a new director these days.", "That was before the merger.",
    "You could see the river from the window.", "The summers were hot in that building.",
    "I grew up one county over.", "Most people there had been around longer than I had.",
    "We were a mixed bunch, young and old.", "Looking back, the time went by fast.",
    "I still think of that crew now and then.", "I have good memories of it.", "It was not always easy.",
    "Some days were long and some were short.", "No two days were the same.", "It takes all kinds.",
    "You learn to laugh about it.", "That is how it was back then.", "Times have changed since.",
    "Things are different from place to place.", "People are people wherever you go.",
    "I consider myself a steady person.", "I like to keep my word.", "My parents raised me to work hard.",
    "I try to treat others as I would like to be treated.", "I am at my best when there is plenty to do.",
    "I believe that attitude is half of everything.", "I am told that I am easy to get along with.",
    "I have always had a good head for things.", "I get along with just about anybody.",
    "I care about doing things right.", "I am not one to brag.", "I am a quick study and a team player.",
    "Every office needs people who show up.", "A good team makes all the difference.",
    "Good service never goes out of style.", "Experience is the best teacher.",
    "I would be glad to tell more about this in an interview.", "I could give many other examples.",
    "Please see the rest of my application too.", "I hope that this answers the question.",
    "My résumé has the dates.", "This is one reason why I am applying.", "I am looking for a place to stay.",
    "I would bring the same to this position.",
)
"""What is not to the matter: where it was and how it was there, and the kindly word for oneself."""


class Recipe(Record):
    """Everything that an adapter depends on besides its pairs; kept in the file it makes."""

    base: str = WEIGHTS
    rank: int = 16
    head: int = 256
    epochs: int = 5
    batch: int = 16
    rate: float = 6e-4
    warming: int = 60
    """Steps until the full rate; from there it falls to a fiftieth in a straight line."""
    borderline: float = 0.4
    """What a borderline case is to come out as, between 0 and 1."""
    swapped: float = 0.5
    """Share of good narratives also shown under a requirement that they do not meet, in each epoch."""
    padded: float = 0.1
    shuffled: float = 0.25
    circumstances: float = 0.0
    """Share of texts in which one or two sentences also say how long, how often, or what never went wrong."""
    neutral: float = 0.0
    """Share of texts with one to three sentences among them that are not to the matter."""
    steadied: float = 0.0
    """Share of texts also shown with one or two sentences not to the matter: a saying, or another's act."""
    steadiness: float = 0.5
    """What it costs that the two do not read alike: times Huber's loss of logits, or the cross-entropy."""
    bounded: bool = False
    """Whether probabilities are compared, not logits: else two sure readings pull each other ever further."""
    ordered: float = 0.0
    """Share of texts whose sentences come in the order of the alphabet, as the engine will hand them."""
    repeated: float = 1.0
    """Share of the pairs shown in each epoch, but for crossed ones."""
    unmet: float = 0.0
    """Share of the crossed pairs that do not meet their requirement shown in each epoch; others all are."""
    unmet_near: float | None = None
    """The same of those whose requirement neighbours the narrative's own; None: as of the others."""
    recalled: float = 1.0
    """Share of what an earlier course has shown that is looked at in each epoch, before the shares above."""
    dropout: bool = True
    """Whether the base drops some states as it learns: a third of a step's time. The head always does."""
    seed: int = 0
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """One rated pair: the requirement, the neutral sentences, the label, and whose and what it is."""

    requirement: str
    sentences: tuple[str, ...]
    label: int
    kind: str
    author: str
    family: int | None = None
    """Neighbouring requirements of one author carry the same number."""
    also: tuple[str, ...] = ()
    """The opening words of other requirements that this narrative demonstrates too."""
    earlier: bool = False
    """Whether an earlier course has shown it already."""


class Shown(NamedTuple):
    """A requirement, words, what they are to come out as, and words that are to read as these do."""

    requirement: str
    words: str
    wanted: float
    beside: str = ""


class Curriculum:
    """What is shown in each epoch, from one seed."""

    def __init__(self, lessons: Sequence[Lesson], recipe: Recipe) -> None:
        self.lessons, self.recipe = lessons, recipe
        self.chance = random.Random(recipe.seed)
        self.good = [lesson for lesson in lessons if lesson.label == 2]
        self.empty: dict[str, list[Lesson]] = defaultdict(list)
        self.asked: dict[tuple[str, int | None], list[str]] = defaultdict(list)
        for lesson in lessons:
            if lesson.label == 0 and lesson.kind in EMPTY:
                self.empty[lesson.requirement].append(lesson)
            for group in ((lesson.author, lesson.family), (lesson.author, None)):
                if lesson.requirement not in self.asked[group]:
                    self.asked[group].append(lesson.requirement)

    def epoch(self) -> list[list[Shown]]:
        """Batches of texts of like length, in a new order each time it is called."""
        shown = [one for lesson in self.lessons for one in self._shown(lesson)]
        self.chance.shuffle(shown)
        batches = []
        for i in range(0, len(shown), 20 * self.recipe.batch):
            near = sorted(shown[i : i + 20 * self.recipe.batch], key=lambda one: len(one[0]) + len(one[1]))
            batches += [near[j : j + self.recipe.batch] for j in range(0, len(near), self.recipe.batch)]
        self.chance.shuffle(batches)
        return batches

    def _shown(self, lesson: Lesson) -> Iterator[Shown]:
        if self._passed_over(lesson):
            return
        sentences = list(lesson.sentences)
        talk = [one for one in self.empty[lesson.requirement] if one is not lesson]
        if talk and self.chance.random() < self.recipe.padded:
            beside = list(self.chance.choice(talk).sentences)
            sentences = sentences + beside if self.chance.random() < 0.5 else beside + sentences
        if self.recipe.circumstances and self.chance.random() < self.recipe.circumstances:
            sentences = self._with_circumstances(sentences)
        if self.recipe.neutral and self.chance.random() < self.recipe.neutral:
            for words in self.chance.sample(NEUTRAL, self.chance.choice((1, 2, 2, 3))):
                sentences.insert(self.chance.randrange(len(sentences) + 1), words)
        if self.chance.random() < self.recipe.shuffled:
            self.chance.shuffle(sentences)
        if self.recipe.ordered and self.chance.random() < self.recipe.ordered:
            sentences.sort()
        words = self.chance.choice(stretches(sentences) or [""]) if lesson.label == 0 else _first(sentences)
        wanted = (0.0, self.recipe.borderline, 1.0)[lesson.label]
        yield Shown(lesson.requirement, words, wanted, self._beside(lesson, sentences))
        if lesson.label == 2 and lesson.kind != CROSSED and self.chance.random() < self.recipe.swapped:
            other = self._other(lesson)
            if other:
                yield Shown(other, words, 0.0)

    def _passed_over(self, lesson: Lesson) -> bool:
        """Whether an epoch goes without this lesson."""
        if lesson.earlier and self.recipe.recalled < 1 and self.chance.random() >= self.recipe.recalled:
            return True
        if lesson.kind == CROSSED:
            near = self.recipe.unmet_near if lesson.family is not None else None
            return lesson.label == 0 and self.chance.random() >= (self.recipe.unmet if near is None else near)
        return self.recipe.repeated < 1 and self.chance.random() >= self.recipe.repeated

    def _with_circumstances(self, sentences: list[str]) -> list[str]:
        """The sentences with one or two circumstances: at the end of one, before it, or on their own."""
        told = list(sentences)
        for _ in range(self.chance.choice((1, 1, 2))):
            place, words = self.chance.randrange(len(told)), self.chance.choice((*CIRCUMSTANCES, *ASIDES))
            if words in ASIDES:
                told.insert(place + 1, words)
            elif words.startswith("for ") and self.chance.random() < 0.5:
                told[place] = f"{words.capitalize()} {told[place]}"
            else:
                told[place] = f"{told[place].rstrip('.!;, ')} {words}."
        return told

    def _beside(self, lesson: Lesson, sentences: list[str]) -> str:
        """In a share of texts the same with one or two sentences more: sayings, or what others did for
        another requirement. None where that is too long to be read at once."""
        if not self.recipe.steadied or self.chance.random() >= self.recipe.steadied:
            return ""
        told = list(sentences)
        for _ in range(self.chance.choice((1, 1, 2))):
            other = self.chance.choice(self.good)
            strange = other.author != lesson.author and other.requirement != lesson.requirement
            said = other.sentences if strange and self.chance.random() < 0.5 else NEUTRAL
            told.insert(self.chance.randrange(len(told) + 1), self.chance.choice(said))
        made = stretches(sorted(told) if sentences == sorted(sentences) else told)
        return made[0] if len(made) == 1 else ""

    def _other(self, lesson: Lesson) -> str | None:
        """Another requirement of the author, mostly a neighbour, that the narrative does not meet."""
        near = lesson.family is not None and self.chance.random() < 0.7
        group = self.asked[lesson.author, lesson.family if near else None]
        also = [opening.lower()[:25] for opening in lesson.also]
        others = [r for r in group if r != lesson.requirement and not any(map(r.lower().startswith, also))]
        return self.chance.choice(others) if others else None


def _first(sentences: list[str]) -> str:
    return next(iter(stretches(sentences)), "")
