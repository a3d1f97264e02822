"""The one place that joins language, findings, similarity, rules and scoring into a rating.

Pure in what it decides: the same words, standard, checklist and versions give the same result, whatever
else is in the batch. The encoder and the parser are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from screening import __version__
from screening.applications import (
    Application,
    Text,
    check_fit,
    narrative_source,
    texts_elsewhere,
    texts_for,
)
from screening.appraisal import Appraiser, stretches
from screening.evidence import Evidence, Span
from screening.findings import Passage, Requirement, find_all, versions
from screening.findings.echo import fresh_lemmas
from screening.language.parsing import Parser
from screening.language.tongue import other_language
from screening.outcomes import gates_of, outcome_of
from screening.results import Rating, Screened, Versions
from screening.rules import Ruleset, load_ruleset
from screening.rules.engine import RulesEngine
from screening.scoring import (
    Reading,
    facts_of,
    missing_from,
    score_of,
    spoiling,
    steps_of,
    strength_of,
    supporting,
)
from screening.settings import Settings
from screening.similarity import Encoder, Vectors, thousandths
from screening.standards import Checklist, Ksa, KsaChecklist, Standard
from screening.texts import Near, Outline, ReadText, likeness, outline_of

DRAFTED = "read by drafted indicators that no expert has confirmed"
UNTRAINED = "judged without the trained adapter, by the base model alone: more is left to people"


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The hashes of the files that a standard and its checklist were read from."""

    standard: str = "unfiled"
    checklist: str = "unfiled"


class Screener:
    """Screens applications against one version of one standard, as its checklist says."""

    def __init__(
        self,
        standard: Standard,
        checklist: Checklist,
        *,
        encoder: Encoder,
        parser: Parser,
        appraiser: Appraiser | None = None,
        settings: Settings | None = None,
        fingerprints: Fingerprints | None = None,
        elements: Mapping[str, Sequence[str]] | None = None,
        engine: Callable[[Ruleset], RulesEngine] = RulesEngine,
    ) -> None:
        self.standard, self.checklist = standard, checklist
        self.encoder, self.parser, self.appraiser = encoder, parser, appraiser
        self.settings = settings or Settings()
        self.fingerprints = fingerprints or Fingerprints()
        self.elements = elements or {}
        self._make_engine = engine
        self._engines: dict[str, RulesEngine] = {}

    @cached_property
    def versions(self) -> Versions:
        """Everything that a result depends on besides the words."""
        names = sorted({entry.ruleset for entry in self.checklist.ksas.values()})
        return Versions(
            engine=f"screening {__version__}; {versions()}",
            ruleset="; ".join(self._engine(name).ruleset.version for name in names),
            model="; ".join(model.name for model in (self.encoder, self.appraiser) if model),
            parser=self.parser.name,
            settings=self.settings.version,
            standard=self.fingerprints.standard,
            checklist=self.fingerprints.checklist,
        )

    def screen(self, application: Application) -> Screened:
        """Judge one application: every KSA in the standard's order, the gates, and the outcome."""
        check_fit(application, self.standard, self.settings.limits)
        read: dict[str, ReadText] = {}
        ratings = tuple(self._judge(ksa, application, read) for ksa in self.standard.ksas)
        gates = gates_of(application, self.standard, self.settings.exams)
        outcome, because = outcome_of(ratings, gates)
        return Screened(
            candidate=application.candidate,
            standard=self.standard.address,
            outcome=outcome,
            because=because,
            gates=gates,
            ratings=ratings,
            notices=self.caveats + tuple(dict.fromkeys(self._all_notices(application, ratings, read))),
            versions=self.versions,
        )

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a reader must know of every result, whatever the applicant wrote."""
        drafted = (DRAFTED,) if self.checklist.status == "draft" else ()
        return drafted if self.appraiser else (*drafted, UNTRAINED)

    def judge(self, application: Application, ksas: Sequence[str]) -> tuple[Rating, ...]:
        """The ratings of some KSAs of an application, as :meth:`screen` gives them among all."""
        check_fit(application, self.standard, self.settings.limits)
        read: dict[str, ReadText] = {}
        return tuple(self._judge(self.standard.ksa(ksa), application, read) for ksa in ksas)

    def rate(self, ksa_id: str, texts: Sequence[Text]) -> Rating:
        """Judge one KSA on the texts written for it."""
        return self._rate(self.standard.ksa(ksa_id), texts, {})

    def shown(self, ksa_id: str, text: Text) -> tuple[Evidence, ...]:
        """What a text that was written for another KSA shows of this one, as ``elsewhere`` quotes it."""
        return self._shown(self.standard.ksa(ksa_id), text, {})

    def _judge(self, ksa: Ksa, application: Application, read: dict[str, ReadText]) -> Rating:
        """The rating of one KSA from what was written for it; what else would show it is pointed out."""
        own, others = texts_for(application, ksa.id), texts_elsewhere(application, ksa.id)
        if self.settings.credit_elsewhere:
            return self._rate(ksa, (*own, *others), read)
        rating = self._rate(ksa, own, read)
        if rating.rating == "demonstrated":
            return rating
        shown = [found for text in others for found in self._shown(ksa, text, read)]
        return rating.model_copy(update={"elsewhere": tuple(shown)})

    def _rate(self, ksa: Ksa, texts: Sequence[Text], read: dict[str, ReadText]) -> Rating:
        chosen = self._opened(texts, read)
        return self._weigh(ksa, chosen, [reading for text in chosen for reading in self._readings(ksa, text)])

    def _opened(self, texts: Sequence[Text], read: dict[str, ReadText]) -> list[ReadText]:
        for text in texts:
            if text.source not in read:
                read[text.source] = self.read(text)
        return [read[text.source] for text in texts]

    def _all_notices(
        self, application: Application, ratings: Sequence[Rating], read: dict[str, ReadText]
    ) -> Iterator[str]:
        """The notices of the texts that were read for the ratings, in the order of reading."""
        for rating in ratings:
            further = self.settings.credit_elsewhere or rating.rating != "demonstrated"
            others = texts_elsewhere(application, rating.ksa) if further else ()
            for text in (*texts_for(application, rating.ksa), *others):
                yield from self._notices(text, read)

    def _notices(self, text: Text, read: dict[str, ReadText]) -> tuple[str, ...]:
        """What a reader must know of one text."""
        return self._opened([text], read)[0].notices

    def _shown(self, ksa: Ksa, text: Text, read: dict[str, ReadText]) -> tuple[Evidence, ...]:
        """The evidence of a KSA in a text written for another, where the text would demonstrate it alone.

        Where no sentence carries there is nothing to quote, so nothing is weighed.
        """
        (opened,) = self._opened([text], read)
        readings = self._readings(ksa, opened)
        if not any(reading.carries for reading in readings):
            return ()
        rating = self._weigh(ksa, [opened], readings)
        return rating.evidence if rating.rating == "demonstrated" else ()

    def _weigh(self, ksa: Ksa, chosen: Sequence[ReadText], readings: list[Reading]) -> Rating:
        foreign = next((code for text in chosen if (code := self._language(text.text))), None)
        measured = {
            "offered": sum(bool(text.outline.spans) for text in chosen),
            "other_language": int(foreign is not None),
            "standing": self._standing(ksa, chosen),
            "appraisal": self._appraisal(ksa, readings),
        }
        return self._decide(ksa, readings, measured, [n for text in chosen for n in text.notices])

    def read(self, text: Text) -> ReadText:
        """One text made ready: words to whoever reads set aside, sentences encoded; parsed when read."""
        outline = self._outline(text.text)
        vectors = self.encoder.encode(outline.neutral)
        near = Near(vectors, self._indicators)
        return ReadText(text, outline, vectors, near, self._telling(vectors), self.parser.each)

    def _outline(self, text: str) -> Outline:
        return outline_of(text, self.parser)

    def _language(self, text: str) -> str | None:
        return other_language(text)

    def _readings(self, ksa: Ksa, text: ReadText) -> list[Reading]:
        """Each sentence of a text written for this KSA; of others, the sentences that concern it.

        In an essay each sentence stands for itself, and must not be nearer to another KSA by a lead: what
        lies beside it may serve that one. In a narrative the passage that a sentence stands in counts too.
        """
        essay, gate = serves_others(text, ksa), self.gate(ksa, text)
        own = itself = text.near[ksa.id]
        if not essay:
            own = np.maximum(own, likeness(_passages(text.vectors), self._indicators[ksa.id]))
        concerns = own >= gate
        if essay and concerns.any():
            concerns &= own >= text.near.rival - self.settings.gates.lead
        return [
            self._reading(ksa, text, i, int(own[i]), bool(concerns[i]), itself=bool(itself[i] >= gate))
            for i in range(len(own))
            if concerns[i] or not essay
        ]

    def gate(self, ksa: Ksa, text: ReadText) -> int:
        """How near a sentence of a text must lie to a KSA to concern it, in thousandths."""
        gates = self.settings.gates
        default = gates.essay if serves_others(text, ksa) else gates.narrative
        return self.checklist.entry(ksa).thresholds.get("relevance", default)

    def _reading(
        self, ksa: Ksa, text: ReadText, place: int, near: int, concerns: bool, *, itself: bool
    ) -> Reading:
        sentence = text.sentences[place]
        passage = Passage.of(sentence, self.requirements[ksa.id], text.voice)
        evidence = Evidence(
            span=Span(source=text.source, start=sentence.start, end=sentence.end),
            quote=text.text[sentence.start : sentence.end],
            findings=find_all(passage),
            relevance=near,
        )
        fresh = frozenset(fresh_lemmas(passage))
        words, telling = text.neutral[place], int(text.telling[place])
        return Reading(evidence, concerns, fresh, telling, words, itself)

    def _telling(self, vectors: Vectors) -> NDArray[np.int64]:
        """For each sentence, how it reads, in thousandths of a logit."""
        if not self.settings.telling:
            return np.zeros(len(vectors), dtype=np.int64)
        rounded: NDArray[np.int64] = np.rint(vectors @ np.array(self.settings.telling)).astype(np.int64)
        return rounded

    def _standing(self, ksa: Ksa, texts: Sequence[ReadText]) -> int:
        """How much nearer the words are to this KSA than to rivals, in thousandths of a deviation."""
        vectors = [text.vectors for text in texts if len(text.vectors)]
        if not vectors or len(self._rivals) < 2:
            return 0
        mean = np.concatenate(vectors).mean(axis=0)
        own = float(np.max(self._indicators[ksa.id] @ mean))
        others = self._rivals @ mean
        return int(np.rint(1000 * (own - others.mean()) / max(float(others.std()), 1e-6)))

    def _appraisal(self, ksa: Ksa, readings: Sequence[Reading]) -> int:
        """How the trained reader takes what was told for a KSA, in thousandths of a logit; 0 without one.

        It reads nothing that gives the standard back: a pasted posting raises no appraisal. Nor does it read
        what neither tells anything nor concerns the requirement. It is handed the sentences in the order of
        the alphabet, so that the order in which they were told flips no rating. Of a text too long to read at
        once the best stretch counts.
        """
        if self.appraiser is None:
            return 0
        told = stretches(sorted(r.words for r in readings if r.weighed))
        taken = (self.appraiser.appraise(ksa.text, words) for words in told)
        return max(taken, default=self.settings.unappraised)

    def _decide(
        self, ksa: Ksa, readings: list[Reading], measured: dict[str, int], notices: list[str]
    ) -> Rating:
        quoted = supporting(readings)
        facts = facts_of(readings, quoted)
        facts |= measured
        steps = steps_of(facts, self.settings)
        strength = strength_of(steps)
        entry = self.checklist.entry(ksa)
        facts |= self._margins(entry, facts["relevance"], strength)
        facts["above_standing"] = facts["standing"] - entry.thresholds.get(
            "standing", self.settings.gates.standing
        )
        engine = self._engine(entry.ruleset)
        rule = engine.decide({fact.name: facts[fact.name] for fact in engine.ruleset.facts})
        elements = self._touched(ksa, quoted)
        told = "as far as likeness tells, anything about: {}"
        untouched = tuple(told.format(name) for name, touched in elements.items() if not touched)
        return Rating(
            ksa=ksa.id,
            rating=rule.rating,
            score=score_of(strength),
            rule=f"{engine.ruleset.name}#{rule.name}",
            code=rule.code,
            because=rule.says,
            evidence=tuple(r.evidence for r in quoted),
            against=tuple(r.evidence for r in spoiling(readings)),
            missing=(*missing_from(facts), *untouched),
            elements=elements,
            notices=tuple(notices),
            strength=strength,
            steps=steps,
            facts=facts,
        )

    def _margins(self, entry: KsaChecklist, relevance: int, strength: int) -> dict[str, int]:
        bands, own = self.settings.bands, entry.thresholds
        return {
            "nearness": relevance - own.get("relevance", self.settings.gates.narrative),
            "above_demonstrated": strength - own.get("demonstrated", bands.demonstrated),
            "above_review": strength - own.get("review", bands.review),
        }

    def _touched(self, ksa: Ksa, quoted: Sequence[Reading]) -> dict[str, bool]:
        """Each thing that a compound KSA asks for, and whether a quote comes near it; only told."""
        names = [name for name in self.elements.get(ksa.id, ()) if " " in name]  # a bare verb says too little
        if len(names) < 2:
            return {}
        if not quoted:
            return dict.fromkeys(names, False)
        quotes = self.encoder.encode([" ".join(reading.evidence.quote.split()) for reading in quoted])
        near = thousandths((self.encoder.encode(names) @ quotes.T).max(axis=1))
        gate = self.settings.gates.element
        return {name: bool(value >= gate) for name, value in zip(names, near, strict=True)}

    def _engine(self, name: str) -> RulesEngine:
        if name not in self._engines:
            self._engines[name] = self._make_engine(load_ruleset(name))
        return self._engines[name]

    @cached_property
    def _indicators(self) -> dict[str, Vectors]:
        read_so = self.checklist.entry
        return {
            ksa.id: self.encoder.encode([ksa.text, *read_so(ksa).shown_by]) for ksa in self.standard.ksas
        }

    @cached_property
    def _rivals(self) -> Vectors:
        return self.encoder.encode(self.settings.rivals)

    @cached_property
    def requirements(self) -> dict[str, Requirement]:
        """Each KSA as the findings see it."""
        printed, read_so = self.standard.printed(), self.checklist.entry
        return {
            ksa.id: Requirement.of(self.parser.tokens(ksa.text), [*printed, *read_so(ksa).shown_by])
            for ksa in self.standard.ksas
        }


def serves_others(text: ReadText, ksa: Ksa) -> bool:
    """Whether a text was written for more than this KSA, so that what concerns it has to be found in it."""
    return text.source != narrative_source(ksa.id)


def _passages(vectors: Vectors) -> Vectors:
    """For each sentence, the mean direction of it and its neighbours, as one unit row."""
    padded = np.vstack([np.zeros_like(vectors[:1]), vectors, np.zeros_like(vectors[:1])])
    summed = padded[:-2] + padded[1:-1] + padded[2:]
    norms = np.linalg.norm(summed, axis=1, keepdims=True)
    unit: Vectors = (summed / np.where(norms == 0, 1, norms)).astype(np.float32)
    return unit
