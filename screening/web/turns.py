"""Models that long work asks in turn with everybody else: one question, one turn.

So that whoever types a narrative waits for one question of it at most, and models are never asked by two
threads at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from screening.appraisal import Appraiser
from screening.batch.proposals import Assemble
from screening.language.parsing import Parser
from screening.language.sentences import Token
from screening.opening import assembled
from screening.screener import Fingerprints, Screener
from screening.settings import Settings
from screening.similarity import Encoder, Vectors
from screening.standards import Checklist, Standard

Turn = AbstractContextManager[object]
GoOn = Callable[[], None]
"""Raises where nobody wants the work any more."""


class EncoderInTurn:
    """An encoder that waits for its turn."""

    def __init__(self, encoder: Encoder, turn: Turn, go_on: GoOn) -> None:
        self.name = encoder.name
        self._encoder, self._turn, self._go_on = encoder, turn, go_on

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, in order."""
        self._go_on()
        with self._turn:
            return self._encoder.encode(texts)


class ParserInTurn:
    """A parser that waits for its turn."""

    def __init__(self, parser: Parser, turn: Turn, go_on: GoOn) -> None:
        self.name = parser.name
        self._parser, self._turn, self._go_on = parser, turn, go_on

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of one sentence with their grammar."""
        self._go_on()
        with self._turn:
            return self._parser.tokens(text)

    def each(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """As :meth:`tokens` of several sentences, in one turn."""
        self._go_on()
        with self._turn:
            return self._parser.each(texts)


class AppraiserInTurn:
    """An appraiser that waits for its turn."""

    def __init__(self, appraiser: Appraiser, turn: Turn, go_on: GoOn) -> None:
        self.name = appraiser.name
        self._appraiser, self._turn, self._go_on = appraiser, turn, go_on

    def appraise(self, requirement: str, words: str) -> int:
        """Thousandths of a logit."""
        self._go_on()
        with self._turn:
            return self._appraiser.appraise(requirement, words)


def in_turn(turn: Turn, go_on: GoOn) -> Assemble:
    """What assembles screeners whose models are asked in turn; the results are the same."""

    def turned(
        standard: Standard, checklist: Checklist, settings: Settings | None, marks: Fingerprints
    ) -> Screener:
        made = assembled(standard, checklist, settings, marks)
        appraiser = made.appraiser
        return Screener(
            standard,
            checklist,
            encoder=EncoderInTurn(made.encoder, turn, go_on),
            parser=ParserInTurn(made.parser, turn, go_on),
            appraiser=AppraiserInTurn(appraiser, turn, go_on) if appraiser else None,
            settings=made.settings,
            fingerprints=made.fingerprints,
            elements=made.elements,
        )

    return turned
