"""The one adapter around durable-rules: a ruleset and its facts in, the first rule that holds out.

durable-rules is a Rete engine in C that trusts its caller; everything it does not check is kept away from
it here. What its source and measurements show, and what follows:

- A fact is asserted in a session (its ``sid``). Sessions are found by a 32-bit hash, and hashes collide, so
  there is one session at a time in the whole process, deleted after each decision.
- Deleting a session in which no action ran frees memory that was never allocated. So every ruleset has a
  catch-all that asks a positive question of the asserted fact, and a session that broke off in the middle is
  abandoned with its ruleset, never deleted: the next decision builds a new one.
- A disjunction fires once per branch that holds, a product of disjunctions once per combination. So
  conditions are unfolded beforehand, and the engine sees only conjunctions, each of which fires once.
- More than 64 comparisons that hold side by side are refused in the middle of matching; more than 511 side
  by side hang; lists of what follows a comparison run over. So conjunctions stand behind gates, comparisons
  that always hold, :data:`GROUP` to a gate, which keeps every one of those below 41.
- Property names are compared by hash alone. So facts get short names of this module's own making.
- An exception in an action is swallowed. So actions hold no logic: only names of fired rules are read.
- Values other than integers misbehave. So facts are checked against the ruleset first.

Its convenience layer (``durable.lang``, ``Host``) starts threads and keeps process-wide registries: unused.
"""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Iterator, Mapping
from typing import Any

from screening.rules.conditions import Comparison, unfold
from screening.rules.schema import Rule, Ruleset

GROUP = 20
"""Conjunctions behind one gate."""

_OPERATORS = {"lt": "$lt", "lte": "$lte", "gt": "$gt", "gte": "$gte", "ne": "$neq"}
_SID = "1"
_GATE = "gate"

_ONE_SESSION = threading.Lock()
"""Held through each decision: one session in the process, whatever the engine and the thread."""


class RulesEngine:
    """Decides by one ruleset. Several may live in one process, and be used from any thread.

    Decisions are made one at a time in the whole process (a lock), some tens of microseconds each;
    for many, use processes, or :func:`screening.rules.batch.decide_all`. An engine can be pickled: the copy
    is built anew from the ruleset. A process should not be forked while another thread decides.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self._properties = {fact.name: property_name(n) for n, fact in enumerate(ruleset.facts)}
        self._alternatives = _alternatives(ruleset)
        self._handle: int | None = self._build()

    def decide(self, facts: Mapping[str, int]) -> Rule:
        """The first rule that holds for ``facts``, which are every fact of the ruleset as a plain ``int``.

        Raises :class:`screening.errors.RulesetError` for facts that are missing, unknown, out of range or
        no integers, and ``RuntimeError`` should the engine break its own contract.
        """
        return self.ruleset.rules[self.decide_index(facts)]

    def decide_index(self, facts: Mapping[str, int]) -> int:
        """As :meth:`decide`; the rule's place in ``ruleset.rules``, from 0."""
        self.ruleset.check_facts(facts)
        named = {self._properties[name]: value for name, value in facts.items()}
        message = json.dumps({"id": "1", "sid": _SID, _GATE: 0, **named})
        with _ONE_SESSION:
            fired = self._fire(message)
        return min(self._alternatives[name][0] for name in fired)

    def __reduce__(self) -> tuple[type[RulesEngine], tuple[Ruleset]]:
        return type(self), (self.ruleset,)

    def _fire(self, message: str) -> set[str]:
        """The names of the conjunctions that hold. The handle is put back only after a clean end."""
        handle = self._build() if self._handle is None else self._handle
        self._handle = None
        durable = _durable()
        status, state = durable.assert_fact(handle, message)
        fired = set(_fired(durable, handle, state)) if status == 0 else set()
        if not fired:
            found = f"durable-rules fired no rule of {self.ruleset.name}, status {status}"
            raise RuntimeError(f"{found}: {message}")
        durable.delete_state(handle, _SID)
        self._handle = handle
        return fired

    def _build(self) -> int:
        durable = _durable()
        program = {
            name: self._conjunction(n // GROUP, conjunction)
            for n, (name, (_, conjunction)) in enumerate(self._alternatives.items())
        }
        handle: int = durable.create_ruleset(self.ruleset.name, json.dumps(program))
        weakref.finalize(self, durable.delete_ruleset, handle).atexit = False
        return handle

    def _conjunction(self, group: int, conjunction: tuple[Comparison, ...]) -> dict[str, Any]:
        """One rule in the engine's own JSON: the gate of its group (0 >= -group), then the comparisons."""
        tests: list[dict[str, Any]] = [{"$gte": {_GATE: -group}}]
        for comparison in conjunction:
            test = {self._properties[comparison.fact]: comparison.value}
            tests.append(test if comparison.op == "eq" else {_OPERATORS[comparison.op]: test})
        return {"all": [{"m": {"$and": tests}}]}


def property_name(place: int) -> str:
    """What the engine is told to call the fact at this place of a ruleset; all differ in its hash."""
    return f"f{place}"


def _alternatives(ruleset: Ruleset) -> dict[str, tuple[int, tuple[Comparison, ...]]]:
    """Every conjunction with the place of its rule, by the name reported; ``always`` asks nothing."""
    return {
        f"r{place}.{n}": (place, conjunction)
        for place, rule in enumerate(ruleset.rules)
        for n, conjunction in enumerate(((),) if rule.when == "always" else unfold(rule.when))
    }


def _fired(durable: Any, handle: int, state: int) -> Iterator[str]:
    started = durable.start_action_for_state(handle, state)
    result = started[1] if started else None
    while result:
        yield from json.loads(result)
        result = durable.complete_and_start_action(handle, state)


def _durable() -> Any:
    """The engine's C module, imported when first needed: reading a ruleset must not need it."""
    import durable_rules_engine

    return durable_rules_engine
