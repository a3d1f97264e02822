"""What a rule may ask: comparisons of one fact with one integer, joined by ``all`` and ``any``.

There is no ``not``: over integers every comparison has its opposite (not ``lt`` is ``gte``), and the engine
answers a negation before the facts that would refute it have arrived. There is no test for a fact's
presence: every fact of a ruleset is always given. A condition is read by :func:`read_condition`, which
refuses everything else, and unfolded by :func:`unfold` into plain conjunctions, the one form in which the
engine gives every alternative a single, exact answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, product
from math import prod
from reprlib import repr as brief
from typing import Literal, TypeAlias, get_args

from pydantic import StrictInt

from screening.errors import RulesetError
from screening.models import Record

Operator = Literal["lt", "lte", "gt", "gte", "eq", "ne"]
OPERATORS: tuple[str, ...] = get_args(Operator)

MAX_DEPTH = 6
"""How many ``all`` and ``any`` may stand one inside the other."""


class Comparison(Record):
    """One fact against one integer; ``lte`` and ``gte`` include the value."""

    fact: str
    op: Operator
    value: StrictInt


class AllOf(Record):
    """Holds when every one of its conditions holds."""

    all: tuple[Condition, ...]


class AnyOf(Record):
    """Holds when at least one of its conditions holds."""

    any: tuple[Condition, ...]


Condition: TypeAlias = Comparison | AllOf | AnyOf
AllOf.model_rebuild()
AnyOf.model_rebuild()


def read_condition(raw: object, where: str = "when", depth: int = 0) -> Condition:
    """The condition written in ``raw`` (mappings and lists, or conditions made before).

    ``where`` is its place in the ruleset and ``depth`` the number of groups around it. Raises
    :class:`RulesetError` for anything but the three forms, for empty groups and for groups nested deeper
    than :data:`MAX_DEPTH`.
    """
    if isinstance(raw, Record):
        raw = raw.model_dump()
    if not isinstance(raw, Mapping):
        raise _refuse(f"{brief(raw)} is no condition", where)
    keys = set(raw)
    if keys == {"all"}:
        return AllOf(all=_read_group(raw["all"], f"{where}.all", depth))
    if keys == {"any"}:
        return AnyOf(any=_read_group(raw["any"], f"{where}.any", depth))
    if keys == {"fact", "op", "value"}:
        return _read_comparison(raw, where)
    raise _refuse_keys(keys, where)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison of a condition, in the order written."""
    if isinstance(condition, Comparison):
        return iter((condition,))
    return chain.from_iterable(comparisons(part) for part in _parts(condition))


def ways(condition: Condition) -> int:
    """How many conjunctions :func:`unfold` would make, counted without making them."""
    if isinstance(condition, Comparison):
        return 1
    counts = [ways(part) for part in _parts(condition)]
    return prod(counts) if isinstance(condition, AllOf) else sum(counts)


def unfold(condition: Condition) -> tuple[tuple[Comparison, ...], ...]:
    """The condition as alternatives of which each is a plain conjunction: it holds when one of them holds.

    A comparison that one alternative would ask twice is asked once, and equal alternatives are kept once,
    both in the order written.
    """
    if isinstance(condition, Comparison):
        return ((condition,),)
    unfolded = [unfold(part) for part in _parts(condition)]
    if isinstance(condition, AnyOf):
        return tuple(dict.fromkeys(chain.from_iterable(unfolded)))
    joined = (tuple(dict.fromkeys(chain.from_iterable(choice))) for choice in product(*unfolded))
    return tuple(dict.fromkeys(joined))


def _parts(group: AllOf | AnyOf) -> tuple[Condition, ...]:
    return group.all if isinstance(group, AllOf) else group.any


def _read_group(raw: object, where: str, depth: int) -> tuple[Condition, ...]:
    if not isinstance(raw, list | tuple):
        raise _refuse(f"{brief(raw)} is no list of conditions", where)
    if not raw:
        raise RulesetError(
            "the group is empty",
            where=where,
            expected="at least one condition",
            do="write `when: always` for the rule that always holds, or take the group out",
        )
    if depth >= MAX_DEPTH:
        raise RulesetError(
            f"more than {MAX_DEPTH} groups stand one inside the other",
            where=where,
            expected=f"at most {MAX_DEPTH} levels of all and any",
            do="split the rule into several with the same rating",
        )
    return tuple(read_condition(part, f"{where}[{n}]", depth + 1) for n, part in enumerate(raw))


def _read_comparison(raw: Mapping[str, object], where: str) -> Comparison:
    fact, op, value = raw["fact"], raw["op"], raw["value"]
    if not isinstance(fact, str):
        raise RulesetError(
            f"{fact!r} is no name of a fact",
            where=where,
            expected="a fact's name",
            do="write a name that the ruleset declares under facts",
        )
    if op not in OPERATORS:
        raise RulesetError(
            f"{op!r} is no operator",
            where=where,
            expected=f"one of {', '.join(OPERATORS)}",
            do="there is no negation and no test for presence: compare the fact with an integer",
        )
    if type(value) is not int:
        raise RulesetError(
            f"the value {value!r} is of type {type(value).__name__}",
            where=where,
            expected="an integer",
            do="write thousandths as whole numbers, .35 as 350",
        )
    return Comparison(fact=fact, op=op, value=value)


def _refuse(found: str, where: str, do: str = "write it in one of these forms") -> RulesetError:
    expected = "{all: [...]}, {any: [...]} or {fact: ..., op: ..., value: ...}"
    return RulesetError(found, where=where, expected=expected, do=do)


def _refuse_keys(keys: set[object], where: str) -> RulesetError:
    written = ", ".join(sorted(repr(key) for key in keys)) or "an empty mapping"
    negated = keys & {"not", "$not", "none"}
    found = f"{written} is no condition"
    if negated:
        return _refuse(found, where, "write the opposite comparison: not lt is gte, not eq is ne")
    return _refuse(found, where)
