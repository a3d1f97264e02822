"""Checks a draft as often as it changes: what did not change is not judged again.

The result is the one that ``Screener.screen`` gives, to the digit: what it calls is remembered by the words
that it depends on. What is remembered stays in memory and goes with the process.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from screening.advice import Advice, advise
from screening.advice.findings import SentenceFindings
from screening.advice.lengths import SECTION_CHARACTERS
from screening.applications import Application, Text, texts_for
from screening.batch.remembering import RememberingScreener
from screening.evidence import Span
from screening.findings import Passage, find_all, instruction
from screening.language.parsing import parse
from screening.results import Screened
from screening.scoring import EVIDENCE_KINDS
from screening.screener import Screener, serves_others
from screening.texts import ReadText

CLEARLY = 2
"""How many leads of an essay's passages a sentence lies nearer to another KSA before its writer is told."""
REMEMBERED = 4_000
"""Readings of a text for a KSA that one checker remembers, beside what its screener remembers."""


class Checker:
    """Checks drafts against one version of a standard; not for two threads at once."""

    def __init__(self, screener: Screener) -> None:
        self.screener, self.standard = screener, screener.standard
        self._remembering = RememberingScreener(
            screener, screener.encoder, screener.parser, screener.appraiser
        )
        self._sentences = lru_cache(maxsize=REMEMBERED)(self._found)

    def screen(self, application: Application) -> Screened:
        """What ``Screener.screen`` gives for the application."""
        return self._remembering.screen(application)

    def advise(self, application: Application, most: int = SECTION_CHARACTERS) -> Advice:
        """The application checked, and what its writer is told; ``most``: characters that the form takes."""
        screened = self.screen(application)
        written = {
            (ksa.id, text.source): self._sentences(ksa.id, text)
            for ksa in self.standard.ksas
            for text in texts_for(application, ksa.id)
        }
        return advise(self.standard, application, screened, written, most)

    def _found(self, ksa_id: str, text: Text) -> tuple[SentenceFindings, ...]:
        """Every sentence of a text with what is found in it for a KSA, also words to the screener."""
        read, requirement = self._remembering.read(text), self._remembering.requirements[ksa_id]
        nearer, serving = self._nearer(ksa_id, read), self._serving(ksa_id, read)
        found: list[SentenceFindings] = []
        for sentence in parse(text.text, self.screener.parser):
            if sentence.start not in serving and not instruction.read(sentence.text):
                continue
            passage = Passage.of(sentence, requirement, read.voice)
            findings = tuple(instruction.read(sentence.text)) or find_all(passage)
            acts = any(finding.kind in EVIDENCE_KINDS for finding in findings)
            found.append(SentenceFindings(
                span=Span(source=text.source, start=sentence.start, end=sentence.end),
                quote=text.text[sentence.start : sentence.end],
                findings=findings,
                nearer=nearer.get(sentence.start, ()) if acts else (),
            ))  # fmt: skip
        return tuple(found)

    def _serving(self, ksa_id: str, read: ReadText) -> set[int]:
        """The starts of the sentences that are read for a KSA: of a text that serves several, its share."""
        ksa = self.standard.ksa(ksa_id)
        if not serves_others(read, ksa) or not read.sentences:
            return {sentence.start for sentence in read.sentences}
        own, lead = read.near[ksa_id], self.screener.settings.gates.lead
        concerns = (own >= self.screener.gate(ksa, read)) & (own >= read.near.rival - lead)
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
