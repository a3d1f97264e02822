"""A ruleset as data: the facts it reads, and rules in order of which the first that holds decides.

Facts are integers (counts, or thousandths) within a stated range, so that no comparison can depend on how a
fraction is written. A ruleset's name carries its version, ``evidence.v1``: a decision can be replayed as
long as the file is kept. Everything here is refused with :class:`screening.errors.RulesetError`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from reprlib import repr as brief
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    StrictInt,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from screening.errors import RulesetError
from screening.models import Record
from screening.results import RatingValue
from screening.rules.conditions import Condition, comparisons, read_condition, ways

MAX_RULES = 400
"""Rules in one ruleset. The engine never finishes reading 512, and says nothing."""

MAX_ALTERNATIVES = 400
"""Conjunctions that all rules of a ruleset may unfold into: each is one rule to the engine."""

MAX_COMPARISONS = 64
"""Comparisons in one rule."""

MAX_FACTS = 64
"""Facts in one ruleset; the engine takes no more than 255 properties."""

LIMIT = 1_000_000_000
"""No fact's range may go beyond this, up or down."""

FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Fact(Record):
    """One integer that the rules may read, from ``min`` to ``max``, both included."""

    name: FactName
    min: Annotated[StrictInt, Field(ge=-LIMIT, le=LIMIT)]
    max: Annotated[StrictInt, Field(ge=-LIMIT, le=LIMIT)]
    description: Sentence

    @model_validator(mode="after")
    def _is_a_range(self) -> Fact:
        if self.min > self.max:
            raise RulesetError(
                f"min {self.min} is above max {self.max}",
                where=f"fact {self.name}",
                do="exchange the two, or correct one",
            )
        return self


def _read_when(raw: object, info: ValidationInfo) -> object:
    where = f"rule {info.data.get('name', '?')}: when"
    return raw if raw == "always" else read_condition(raw, where)


When = Annotated[Condition | Literal["always"], BeforeValidator(_read_when)]


class Rule(Record):
    """If ``when`` holds and no rule before it did, the rating is ``rating``, for the reason ``code``.

    ``says`` is the sentence that a person reads about it.
    """

    name: Slug
    when: When
    rating: RatingValue
    code: Slug
    says: Sentence

    @property
    def catches_all(self) -> bool:
        """Whether this is the rule that always holds."""
        return self.when == "always"


class Ruleset(Record):
    """Facts and rules under a name with a version; ``sha256`` is that of the file they came from, if any."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*\.v[1-9][0-9]*$")]
    description: str = ""
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    sha256: str = ""

    @classmethod
    def read(cls, data: object, *, where: str = "", content: bytes | None = None) -> Ruleset:
        """The ruleset in ``data``, as YAML or JSON gave it; ``content`` is the file it came from.

        Raises :class:`RulesetError` alone, with ``where`` before the place in the ruleset.
        """
        if not isinstance(data, Mapping) or "sha256" in data:
            found, do = "no mapping", "write it as screening/rules/evidence.yaml is written"
            if isinstance(data, Mapping):
                found, do = "a ruleset cannot state its own sha256", "take that field out"
            raise RulesetError(found, where=where, expected="a mapping with name, facts and rules", do=do)
        digest = hashlib.sha256(content).hexdigest() if content is not None else ""
        try:
            return cls.model_validate({**data, "sha256": digest})
        except RulesetError as error:
            raise _placed(error, where) from None
        except ValidationError as error:
            raise _placed(_translated(error), where) from None

    @property
    def version(self) -> str:
        """What a record keeps: the name, and the hash of the file it was read from."""
        return f"{self.name} sha256:{self.sha256}" if self.sha256 else self.name

    def check_facts(self, facts: Mapping[str, int]) -> None:
        """Refuse ``facts`` unless they are this ruleset's, every one, as integers within their ranges."""
        check_names((fact.name for fact in self.facts), facts)
        for fact in self.facts:
            value = facts[fact.name]
            if type(value) is not int:
                raise wrong_type(fact, f"{value!r} of type {type(value).__name__}")
            if not fact.min <= value <= fact.max:
                raise out_of_range(fact, value)

    @model_validator(mode="after")
    def _is_sound(self) -> Ruleset:
        _check_size("facts", len(self.facts), MAX_FACTS)
        _check_size("rules", len(self.rules), MAX_RULES)
        _check_unique("fact", (fact.name for fact in self.facts))
        _check_unique("rule", (rule.name for rule in self.rules))
        _check_catch_all(self.rules)
        facts = {fact.name: fact for fact in self.facts}
        for rule in self.rules:
            _check_comparisons(rule, facts)
        alternatives = sum(1 if rule.when == "always" else ways(rule.when) for rule in self.rules)
        _check_size("ways in which the rules can hold", alternatives, MAX_ALTERNATIVES)
        return self


def check_names(expected: Iterable[str], given: Iterable[str]) -> None:
    """Refuse ``given`` unless it holds exactly the names of ``expected``, in any order."""
    known, found = set(expected), set(given)
    for names, complaint in ((known - found, "is missing"), (found - known, "is none of the ruleset's")):
        if names:
            name = min(names, key=str)
            raise RulesetError(
                f"{name!r} {complaint}",
                where="facts",
                expected=", ".join(sorted(known)),
                do="pass each of these facts, and no other",
            )


def wrong_type(fact: Fact, found: str) -> RulesetError:
    """The refusal of a value that is no integer; ``found`` says what it is."""
    return RulesetError(
        f"{found} is no integer",
        where=f"fact {fact.name}",
        expected="an integer",
        do="pass thousandths as whole numbers, .35 as 350",
    )


def out_of_range(fact: Fact, value: int) -> RulesetError:
    """The refusal of a value outside the fact's range."""
    return RulesetError(
        f"{value} is out of range",
        where=f"fact {fact.name}",
        expected=f"{fact.min} to {fact.max}",
        do="correct what counts it, or widen the range under facts",
    )


def _check_size(what: str, count: int, most: int) -> None:
    if count > most:
        raise RulesetError(f"{count} {what} are too many", expected=f"at most {most}", do="split it")


def _check_unique(what: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise RulesetError(
                f"{count} {what}s have this name",
                where=f"{what} {name}",
                expected="one",
                do="rename the others, or remove them",
            )


def _check_catch_all(rules: tuple[Rule, ...]) -> None:
    places = [n for n, rule in enumerate(rules) if rule.catches_all]
    if places == [len(rules) - 1]:
        return
    found = "no rule always holds" if not places else f"rule {rules[places[0]].name} always holds"
    if places:
        found += " and so do others" if len(places) > 1 else " and others stand behind it"
    raise RulesetError(
        found,
        where="rules",
        expected="exactly one rule with `when: always`, the last",
        do="move that rule to the end or add it there, and give every other one a condition",
    )


def _check_comparisons(rule: Rule, facts: Mapping[str, Fact]) -> None:
    if rule.when == "always":
        return
    asked = list(comparisons(rule.when))
    _check_size(f"comparisons in rule {rule.name}", len(asked), MAX_COMPARISONS)
    for comparison in asked:
        fact = facts.get(comparison.fact)
        if fact is None:
            raise RulesetError(
                f"{comparison.fact!r} is no fact of this ruleset",
                where=f"rule {rule.name}",
                expected=", ".join(facts),
                do="declare it under facts",
            )
        if not fact.min <= comparison.value <= fact.max:
            raise RulesetError(
                f"{comparison.value} is outside the range of {fact.name}",
                where=f"rule {rule.name}",
                expected=f"{fact.min} to {fact.max}",
                do="compare it with a number of that range, or widen the range under facts",
            )


def _placed(error: RulesetError, where: str) -> RulesetError:
    place = ": ".join(part for part in (where, error.where) if part)
    return RulesetError(error.found, where=place, expected=error.expected, do=error.do)


def _translated(error: ValidationError) -> RulesetError:
    first: Any = error.errors(include_url=False)[0]
    place = re.sub(r"\.(\d+)", r"[\1]", ".".join(str(part) for part in first["loc"]))
    missing = first["type"] == "missing"
    found = "the field is missing" if missing else f"{brief(first['input'])} is refused"
    expected, do = ("", "add it") if missing else (first["msg"], "correct this value")
    return RulesetError(found, where=place, expected=expected, do=do)
