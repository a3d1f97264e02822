"""Deciding once what no rule can tell apart: durable-rules decides, and every further case is looked up.

The values at which a ruleset's comparisons change their answer cut each fact's range into cells (see
:mod:`screening.rules.batch`, which does the same for whole columns). Facts that fall into the same cells get
the same answer to every comparison, so they get the same rule: a million decisions are some hundred.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from screening.rules.batch import starts
from screening.rules.engine import RulesEngine
from screening.rules.schema import Ruleset

MOST = 200_000
"""Signatures that are remembered; beyond them the engine decides each time."""


class SignatureEngine(RulesEngine):
    """A rules engine that asks durable-rules once for each distinct signature of the facts."""

    def __init__(self, ruleset: Ruleset) -> None:
        super().__init__(ruleset)
        self._cells = starts(ruleset)
        self._decided: dict[tuple[int, ...], int] = {}
        self.asked = 0
        """How many decisions the engine below has made."""

    def decide_index(self, facts: Mapping[str, int]) -> int:
        """As the engine decides, with its refusals; the rule's place in ``ruleset.rules``, from 0."""
        self.ruleset.check_facts(facts)
        signature = tuple(bisect_right(values, facts[name]) for name, values in self._cells.items())
        decided = self._decided.get(signature)
        if decided is None:
            decided = super().decide_index(facts)
            self.asked += 1
            if len(self._decided) < MOST:
                self._decided[signature] = decided
        return decided
