"""Checks a draft as often as it changes: what did not change is not judged again.

The result is the one that ``Screener.screen`` gives, to the digit: the same calls, remembered by the words
that they depend on. What is remembered stays in memory and goes with the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from screening.advice import Advice, advise
from screening.advice.findings import Sentence
from screening.advice.lengths import SECTION_CHARACTERS
from screening.applications import Application, Text, check_fit, texts_elsewhere, texts_for
from screening.batch.judging import RememberingScreener
from screening.evidence import Evidence, Span
from screening.findings import Passage, Requirement, find_all, instruction
from screening.language.parsing import parse
from screening.outcomes import gates_of, outcome_of
from screening.results import Rating, Screened
from screening.scoring import EVIDENCE_KINDS
from screening.screener import Screener
from screening.standards import KsaChecklist
from screening.texts import ReadText

CLEARLY = 2
"""How many leads of an essay's passages a sentence lies nearer to another KSA before its writer is told."""
REMEMBERED = 4_000
"""Ratings, and readings of a text for a KSA, that one checker remembers."""


class Checker:
    """Checks drafts against one version of a standard; not for two threads at once."""

    def __init__(self, screener: Screener, *, remembered: int = REMEMBERED) -> None:
        self.screener, self.standard = screener, screener.standard
        # the same screener, but a text is read once and not for each KSA that it is held against
        self._reading = RememberingScreener(screener, screener.encoder, screener.parser, screener.appraiser)
        self._rate = lru_cache(maxsize=remembered)(self._rated)
        self._read = lru_cache(maxsize=remembered)(self._reading.read)
        self._sentences = lru_cache(maxsize=remembered)(self._found)

    def screen(self, application: Application) -> Screened:
        """What ``Screener.screen`` gives for the application."""
        screener = self.screener
        check_fit(application, self.standard, screener.settings.limits)
        opened: dict[str, ReadText] = {}
        ratings = tuple(self._judge(ksa.id, application, opened) for ksa in self.standard.ksas)
        gates = gates_of(application, self.standard, screener.settings.exams)
        outcome, because = outcome_of(ratings, gates)
        noticed = dict.fromkeys(notice for text in opened.values() for notice in text.notices)
        return Screened(
            candidate=application.candidate,
            standard=self.standard.address,
            outcome=outcome,
            because=because,
            gates=gates,
            ratings=ratings,
            notices=(*screener.caveats, *noticed),
            versions=screener.versions,
        )

    def advise(self, application: Application, most: int = SECTION_CHARACTERS) -> Advice:
        """The application checked, and what its writer is told; ``most``: characters that the form takes."""
        screened = self.screen(application)
        written = {
            (ksa.id, text.source): self._sentences(ksa.id, text)
            for ksa in self.standard.ksas
            for text in texts_for(application, ksa.id)
        }
        return advise(self.standard, application, screened, written, most)

    def _judge(self, ksa_id: str, application: Application, opened: dict[str, ReadText]) -> Rating:
        """The rating of one KSA, as the screener puts it together."""
        own, others = texts_for(application, ksa_id), texts_elsewhere(application, ksa_id)
        if self.screener.settings.credit_elsewhere:
            own, others = (*own, *others), ()
        self._open(own, opened)
        rating = self._rate(ksa_id, own)
        if rating.rating == "demonstrated" or not others:
            return rating
        self._open(others, opened)
        return rating.model_copy(update={"elsewhere": tuple(self._elsewhere(ksa_id, others))})

    def _open(self, texts: Sequence[Text], opened: dict[str, ReadText]) -> None:
        for text in texts:
            opened.setdefault(text.source, self._read(text))

    def _elsewhere(self, ksa_id: str, others: Sequence[Text]) -> Iterator[Evidence]:
        """The evidence of texts written for other KSAs, each of which would demonstrate this one alone."""
        for text in others:
            rating = self._rate(ksa_id, (text,))
            if rating.rating == "demonstrated":
                yield from rating.evidence

    def _rated(self, ksa_id: str, texts: tuple[Text, ...]) -> Rating:
        return self._reading.rate(ksa_id, texts)

    def _found(self, ksa_id: str, text: Text) -> tuple[Sentence, ...]:
        """Every sentence of a text with what is found in it for a KSA, also words to the screener."""
        read, requirement = self._read(text), self._requirements[ksa_id]
        nearer, serving = self._nearer(ksa_id, read), self._serving(ksa_id, read)
        found: list[Sentence] = []
        for sentence in parse(text.text, self.screener.parser):
            if sentence.start not in serving and not instruction.read(sentence.text):
                continue
            passage = Passage.of(sentence, requirement, read.voice)
            findings = tuple(instruction.read(sentence.text)) or find_all(passage)
            acts = any(finding.kind in EVIDENCE_KINDS for finding in findings)
            found.append(Sentence(
                span=Span(source=text.source, start=sentence.start, end=sentence.end),
                quote=text.text[sentence.start : sentence.end],
                findings=findings,
                nearer=nearer.get(sentence.start, ()) if acts else (),
            ))  # fmt: skip
        return tuple(found)

    def _serving(self, ksa_id: str, read: ReadText) -> set[int]:
        """The starts of the sentences that are read for a KSA: of a text that serves several, its share."""
        if read.source == f"narrative:{ksa_id}" or not read.sentences:
            return {sentence.start for sentence in read.sentences}
        gates, own = self.screener.settings.gates, read.near[ksa_id]
        gate = self._entry(ksa_id).thresholds.get("relevance", gates.essay)
        concerns = (own >= gate) & (own >= read.near.rival - gates.lead)
        return {s.start for s, serves in zip(read.sentences, concerns, strict=True) if serves}

    def _nearer(self, ksa_id: str, read: ReadText) -> dict[int, tuple[str, ...]]:
        """For the start of each sentence, the KSA that it clearly lies nearer to, if it does."""
        if len(read.near) < 2 or not read.sentences:
            return {}
        gates, ids = self.screener.settings.gates, list(read.near)
        table = np.stack([read.near[each] for each in ids])
        own, best = table[ids.index(ksa_id)], table.argmax(axis=0)
        return {
            sentence.start: (ids[best[i]],)
            for i, sentence in enumerate(read.sentences)
            if table[best[i], i] >= gates.essay and table[best[i], i] > own[i] + CLEARLY * gates.lead
        }

    @cached_property
    def _requirements(self) -> dict[str, Requirement]:
        """Each KSA as the findings see it."""
        printed, parser = self.standard.printed(), self.screener.parser
        return {
            ksa.id: Requirement.of(parser.tokens(ksa.text), [*printed, *self._entry(ksa.id).shown_by])
            for ksa in self.standard.ksas
        }

    def _entry(self, ksa_id: str) -> KsaChecklist:
        """How a KSA is read; by its own words where nobody has said."""
        entry = self.screener.checklist.ksas.get(ksa_id)
        return entry or KsaChecklist(shown_by=(self.standard.ksa(ksa_id).text,))
