"""The rules engine decides as a plain reading of the same rules does, one by one and in batches."""

from __future__ import annotations

import gc
import operator
import pickle
import random
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import RulesetError
from screening.rules.batch import decide_all, starts
from screening.rules.conditions import AllOf, AnyOf, Comparison, Condition, unfold
from screening.rules.engine import GROUP, RulesEngine, property_name
from screening.rules.schema import MAX_FACTS, MAX_RULES, Rule, Ruleset

FACTS_PER_RULESET = 100
RULESETS = 110

RANGES = {
    "acts": (0, 9),
    "balance": (-6, 6),
    "share": (0, 1000),
    "far": (-1_000_000_000, 1_000_000_000),
    "one": (5, 5),
}
COMPARE = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}


def holds(condition: Condition | str, facts: Mapping[str, int]) -> bool:
    """The oracle: what a condition means, read straight off the rule and independently of the engine."""
    if isinstance(condition, AllOf):
        return all(holds(part, facts) for part in condition.all)
    if isinstance(condition, AnyOf):
        return any(holds(part, facts) for part in condition.any)
    if isinstance(condition, Comparison):
        return bool(COMPARE[condition.op](facts[condition.fact], condition.value))
    return condition == "always"


def first_that_holds(ruleset: Ruleset, facts: Mapping[str, int]) -> int:
    return next(place for place, rule in enumerate(ruleset.rules) if holds(rule.when, facts))


def rule(name: str, when: Any) -> dict[str, Any]:
    return {"name": name, "when": when, "rating": "needs-review", "code": "other", "says": "It may be so."}


def make(conditions: list[Any], ranges: Mapping[str, tuple[int, int]] = RANGES) -> Ruleset:
    """A ruleset of these conditions in order, then the catch-all, over facts with these ranges."""
    facts = [{"name": n, "min": low, "max": high, "description": n} for n, (low, high) in ranges.items()]
    rules = [rule(f"r-{n}", when) for n, when in enumerate([*conditions, "always"])]
    return Ruleset.read({"name": "random.v1", "facts": facts, "rules": rules})


def compare(fact: str, op: str, value: int) -> dict[str, Any]:
    return {"fact": fact, "op": op, "value": value}


@st.composite
def a_comparison(draw: st.DrawFn) -> dict[str, Any]:
    fact = draw(st.sampled_from(sorted(RANGES)))
    return compare(fact, draw(st.sampled_from(sorted(COMPARE))), draw(st.integers(*RANGES[fact])))


def groups_of(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.sampled_from(["all", "any"]).flatmap(lambda word: several.map(lambda found: {word: found}))


conditions = st.recursive(a_comparison(), groups_of, max_leaves=7)
rulesets = st.lists(conditions, min_size=1, max_size=7).map(make)


def facts_for(ruleset: Ruleset, count: int, seed: int) -> list[dict[str, int]]:
    """Facts at, just before and just behind every value that a rule names, and anywhere else in range."""
    chance = random.Random(seed)
    edges = starts(ruleset).items()
    near = {name: [v + step for v in values for step in (-1, 0, 1)] for name, values in edges}

    def value(name: str, low: int, high: int) -> int:
        anywhere = [low, high, chance.randint(low, high)]
        return chance.choice([v for v in near.get(name, []) * 2 + anywhere if low <= v <= high])

    return [{f.name: value(f.name, f.min, f.max) for f in ruleset.facts} for _ in range(count)]


@given(ruleset=rulesets, seed=st.integers(0, 2**32))
@settings(max_examples=RULESETS, deadline=None)
def test_decisions_equal_a_plain_reading_of_the_rules_singly_and_batched(ruleset: Ruleset, seed: int) -> None:
    """For any ruleset and facts, the engine, the batch and the oracle name the same rule (11,000 facts)."""
    engine = RulesEngine(ruleset)
    facts = facts_for(ruleset, FACTS_PER_RULESET, seed)
    expected = [first_that_holds(ruleset, one) for one in facts]
    assert [engine.decide_index(one) for one in facts] == expected
    columns = {name: np.array([one[name] for one in facts]) for name in RANGES}
    assert decide_all(engine, columns).tolist() == expected


@given(condition=conditions, seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_an_unfolded_condition_holds_when_one_of_its_conjunctions_does(condition: Any, seed: int) -> None:
    ruleset = make([condition])
    when = ruleset.rules[0].when
    assert not isinstance(when, str)
    for facts in facts_for(ruleset, 20, seed):
        by_parts = any(all(holds(part, facts) for part in conjunction) for conjunction in unfold(when))
        assert by_parts == holds(when, facts)


@pytest.mark.parametrize("op", sorted(COMPARE))
@pytest.mark.parametrize("value", [-3, 0, 3])
def test_each_operator_is_exact_at_its_boundary(op: str, value: int) -> None:
    engine = RulesEngine(make([compare("n", op, value)], {"n": (-5, 5)}))
    for n in range(-5, 6):
        assert (engine.decide({"n": n}).name == "r-0") == COMPARE[op](n, value), n


def test_the_first_rule_in_the_file_wins_over_all_others_that_hold() -> None:
    engine = RulesEngine(make([compare("n", "gte", floor) for floor in (8, 5, 2)], {"n": (0, 9)}))
    assert [engine.decide_index({"n": n}) for n in (9, 8, 7, 5, 4, 2, 1)] == [0, 0, 1, 1, 2, 2, 3]


def test_a_disjunction_of_which_every_branch_holds_still_decides_once() -> None:
    branches = [compare("n", "gt", value) for value in range(4)]
    engine = RulesEngine(make([{"all": [{"any": branches}, {"any": branches[:3]}]}], {"n": (0, 9)}))
    assert [engine.decide_index({"n": n}) for n in (9, 1, 0)] == [0, 0, 1]


def test_the_largest_ruleset_decides_exactly_even_when_every_rule_holds() -> None:
    """400 different comparisons side by side: ungated, the engine refuses more than 64 and hangs on 512."""
    most = MAX_RULES - 1
    ruleset = make([compare("n", "gte", most - n) for n in range(most)], {"n": (0, most)})
    engine = RulesEngine(ruleset)
    for n in (0, 1, GROUP, GROUP + 1, most // 2, most - 1, most):
        assert engine.decide_index({"n": n}) == first_that_holds(ruleset, {"n": n})


ENGINE_NAMES = """
    gate sid id $s all any pri count cap dist name $m $l $r $forward $add $sub $mul $div $i
    $lt $lte $gt $gte $eq $neq $mt $imt $iall $iany $ex $nex $or $and
"""


def test_no_two_names_that_the_engine_sees_share_a_hash() -> None:
    """The engine compares names by 32-bit FNV-1a alone: facts, its fields and its operators must differ."""

    def fnv(name: str) -> int:
        found = 2166136261
        for byte in name.encode():
            found = (found ^ byte) * 16777619 % 2**32
        return found

    names = [*ENGINE_NAMES.split(), *(property_name(n) for n in range(MAX_FACTS))]
    assert fnv("sid") == 3593476751  # the value its source states
    assert len({fnv(name) for name in names}) == len(names)


def test_engines_with_different_rulesets_do_not_disturb_one_another_in_any_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Eight threads, two engines of opposite answers: each answer is right, one session at a time."""
    import durable_rules_engine

    low = RulesEngine(make([compare("n", "lt", 5)], {"n": (0, 9)}))
    high = RulesEngine(make([compare("n", "gte", 5)], {"n": (0, 9)}))
    started, ended = durable_rules_engine.assert_fact, durable_rules_engine.delete_state
    live: list[object] = []
    together: set[int] = set()

    def start(*arguments: object) -> object:
        live.append(arguments)
        time.sleep(1e-6)  # lets another thread in
        together.add(len(live))
        return started(*arguments)

    def end(*arguments: object) -> None:
        ended(*arguments)
        live.pop()

    def ask(n: int) -> tuple[int, int]:
        return low.decide_index({"n": n % 10}), high.decide_index({"n": n % 10})

    monkeypatch.setattr(durable_rules_engine, "assert_fact", start)
    monkeypatch.setattr(durable_rules_engine, "delete_state", end)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(1000)))
    assert answers == [(0, 1) if n % 10 < 5 else (1, 0) for n in range(1000)]
    assert together == {1}


def test_a_pickled_engine_decides_as_the_original() -> None:
    engine = RulesEngine(make([compare("n", "lt", 5)], {"n": (0, 9)}))
    copy = pickle.loads(pickle.dumps(engine))
    for n in range(10):
        assert copy.decide_index({"n": n}) == engine.decide_index({"n": n}) == (0 if n < 5 else 1)


@pytest.mark.parametrize("broken", ["assert_fact", "start_action_for_state", "complete_and_start_action"])
def test_a_decision_that_breaks_off_leaves_nothing(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupted session is abandoned: the next decision does not see its facts, nor crash on it."""
    import durable_rules_engine

    engine = RulesEngine(make([compare("n", "gte", 5)], {"n": (0, 9)}))

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(durable_rules_engine, broken, break_off)
        with pytest.raises(KeyboardInterrupt):
            engine.decide({"n": 9})
    assert [engine.decide_index({"n": n}) for n in (0, 9)] == [1, 0]
    del engine
    gc.collect()


def test_an_engine_that_fires_nothing_is_an_error_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    import durable_rules_engine

    engine = RulesEngine(make([compare("n", "gte", 5)], {"n": (0, 9)}))
    monkeypatch.setattr(durable_rules_engine, "start_action_for_state", lambda *_: None)
    with pytest.raises(RuntimeError, match="fired no rule"):
        engine.decide({"n": 9})


WELL = {"n": 3, "m": 0}
REFUSED_FACTS: list[tuple[dict[str, Any], str]] = [
    ({"n": 3}, "'m' is missing"),
    ({**WELL, "k": 1}, "'k' is none of the ruleset's"),
    ({**WELL, "n": 10}, "10 is out of range"),
    ({**WELL, "n": -1}, "-1 is out of range"),
    ({**WELL, "n": 3.0}, "3.0 of type float"),
    ({**WELL, "n": float("nan")}, "nan of type float"),
    ({**WELL, "n": True}, "True of type bool"),
    ({**WELL, "n": None}, "None of type NoneType"),
    ({**WELL, "n": "3"}, "'3' of type str"),
    ({**WELL, "n": np.int64(3)}, "of type int64"),
]


@pytest.mark.parametrize(("facts", "complaint"), REFUSED_FACTS)
def test_facts_that_are_not_the_rulesets_integers_never_reach_the_engine(
    facts: dict[str, Any], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import durable_rules_engine

    engine = RulesEngine(make([compare("n", "gte", 5)], {"n": (0, 9), "m": (-9, 0)}))
    assert engine.decide(WELL).name == "r-1"
    monkeypatch.delattr(durable_rules_engine, "assert_fact")
    with pytest.raises(RulesetError) as refusal:
        engine.decide(facts)
    assert complaint in refusal.value.found


INTS = np.array([1, 2, 3])
REFUSED_COLUMNS: list[tuple[dict[str, Any], str]] = [
    ({"n": INTS}, "'m' is missing"),
    ({"n": INTS, "m": -INTS, "k": INTS}, "'k' is none of the ruleset's"),
    ({"n": INTS, "m": -INTS[:2]}, "columns differ in length: n 3, m 2"),
    ({"n": INTS * 4, "m": -INTS}, "12 is out of range"),
    ({"n": INTS, "m": INTS - 2}, "1 is out of range"),
    ({"n": INTS * 1.0, "m": -INTS}, "a column of float64"),
    ({"n": INTS > 1, "m": -INTS}, "a column of bool"),
    ({"n": [1, 2, 3], "m": -INTS}, "a column of list"),
    ({"n": INTS.reshape(3, 1), "m": -INTS}, "2 dimensions"),
    ({"n": np.array([1, 2**64 - 1], np.uint64), "m": -INTS[:2]}, "18446744073709551615 is out of range"),
]


@pytest.mark.parametrize(("columns", "complaint"), REFUSED_COLUMNS)
def test_columns_that_are_not_the_rulesets_are_refused(columns: dict[str, Any], complaint: str) -> None:
    engine = RulesEngine(make([compare("n", "gte", 5)], {"n": (0, 9), "m": (-9, 0)}))
    with pytest.raises(RulesetError) as refusal:
        decide_all(engine, columns)
    assert complaint in refusal.value.found


def test_a_batch_asks_the_engine_once_for_all_rows_that_no_rule_can_tell_apart() -> None:
    asked: list[Mapping[str, int]] = []

    class Counting(RulesEngine):
        def decide_index(self, facts: Mapping[str, int]) -> int:
            asked.append(facts)
            return super().decide_index(facts)

    engine = Counting(make([compare("n", "gte", 5), compare("n", "eq", 2)], {"n": (0, 9), "m": (0, 9)}))
    ns = np.tile(np.arange(10, dtype=np.int16), 100)
    decided = decide_all(engine, {"n": ns, "m": ns[::-1]})
    assert decided.tolist() == [0 if n >= 5 else 1 if n == 2 else 2 for n in ns.tolist()]
    assert len(asked) == 4  # below 2, 2, 3 to 4, from 5; no rule reads m


def test_a_batch_of_no_rows_decides_nothing() -> None:
    engine = RulesEngine(make([compare("n", "gte", 5)], {"n": (0, 9)}))
    assert decide_all(engine, {"n": np.array([], dtype=np.int64)}).shape == (0,)


def test_a_batch_stays_exact_when_cells_multiply_beyond_what_an_integer_counts() -> None:
    """17 facts of 16 cells make 2**68 signatures: uncompressed keys would lose the first fact."""
    names = [f"n{k}" for k in range(17)]
    floors = [{"all": [compare(name, "gte", floor) for name in names]} for floor in range(15, 0, -1)]
    ruleset = make(floors, dict.fromkeys(names, (0, 15)))
    columns = {name: np.full(16, 15) for name in names} | {"n0": np.arange(16)}
    assert decide_all(RulesEngine(ruleset), columns).tolist() == list(range(15, -1, -1))


def test_a_hundred_thousand_decisions_take_no_more_memory_than_the_first_few_thousand() -> None:
    """Peak memory, read in a process of its own, grows by less than a megabyte after warming up."""
    script = """
        import resource
        from screening.rules.engine import RulesEngine
        from screening.rules.schema import Ruleset

        def peak():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        says = {"rating": "needs-review", "code": "other", "says": "So."}
        when = {"any": [{"fact": "n", "op": "lt", "value": 500}, {"fact": "n", "op": "ne", "value": 700}]}
        engine = RulesEngine(Ruleset.read({
            "name": "memory.v1",
            "facts": [{"name": "n", "min": 0, "max": 1000, "description": "n"}],
            "rules": [{"name": "some", "when": when, **says}, {"name": "rest", "when": "always", **says}],
        }))
        for n in range(100_000):
            if n == 5_000:
                warm = peak()
            assert engine.decide_index({"n": n % 1001}) == (n % 1001 == 700)
        print(peak() - warm)
    """
    run = [sys.executable, "-c", textwrap.dedent(script)]
    assert int(subprocess.run(run, check=True, capture_output=True, text=True).stdout) < 1024


def test_the_rule_that_decides_is_the_rule_of_the_ruleset() -> None:
    ruleset = make([compare("n", "gte", 5)], {"n": (0, 9)})
    decided: Rule = RulesEngine(ruleset).decide({"n": 5})
    assert decided is ruleset.rules[0]
