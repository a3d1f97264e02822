"""A ruleset that the engine would misread, or a person would, is refused with an error that says why."""

from __future__ import annotations

import ast
import copy
import hashlib
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

import screening
from screening.errors import RulesetError
from screening.rules import load_ruleset, packaged_rulesets, read_ruleset
from screening.rules.conditions import MAX_DEPTH, AllOf, AnyOf, Comparison
from screening.rules.schema import MAX_ALTERNATIVES, MAX_COMPARISONS, MAX_FACTS, MAX_RULES, Rule, Ruleset

AT_LEAST_5 = {"fact": "n", "op": "gte", "value": 5}


def rule(name: str, when: Any) -> dict[str, Any]:
    return {"name": name, "when": when, "rating": "demonstrated", "code": "demonstrated", "says": "It is so."}


def ruleset(*conditions: Any) -> dict[str, Any]:
    """The data of a sound ruleset over n (0 to 9), with these conditions before the catch-all."""
    rules = [rule(f"r-{n}", when) for n, when in enumerate([*conditions, "always"])]
    fact = {"name": "n", "min": 0, "max": 9, "description": "N."}
    return {"name": "sound.v1", "facts": [fact], "rules": rules}


def refusal(data: Any) -> RulesetError:
    with pytest.raises(RulesetError) as refused:
        Ruleset.read(data, where="rules.yaml")
    return refused.value


def nested(depth: int) -> dict[str, Any]:
    return AT_LEAST_5 if depth == 0 else {"all": [nested(depth - 1)]}


REFUSED_CONDITIONS: list[tuple[Any, str]] = [
    ({"not": AT_LEAST_5}, "'not' is no condition"),
    ({"$not": [AT_LEAST_5]}, "'$not' is no condition"),
    ({"$nex": {"n": 1}}, "'$nex' is no condition"),
    ({"$ex": {"n": 1}}, "'$ex' is no condition"),
    ({"$or": [AT_LEAST_5]}, "'$or' is no condition"),
    ({"all": [AT_LEAST_5], "any": [AT_LEAST_5]}, "'all', 'any' is no condition"),
    ({**AT_LEAST_5, "unless": 3}, "'fact', 'op', 'unless', 'value' is no condition"),
    ({}, "an empty mapping is no condition"),
    ({True: [AT_LEAST_5]}, "True is no condition"),
    ([AT_LEAST_5], "is no condition"),
    (None, "None is no condition"),
    ("never", "'never' is no condition"),
    ({"all": ["always"]}, "'always' is no condition"),
    ({"all": []}, "the group is empty"),
    ({"any": []}, "the group is empty"),
    ({"any": AT_LEAST_5}, "is no list of conditions"),
    (nested(MAX_DEPTH + 1), f"more than {MAX_DEPTH} groups"),
    ({**AT_LEAST_5, "op": "$ex"}, "'$ex' is no operator"),
    ({**AT_LEAST_5, "op": "$nex"}, "'$nex' is no operator"),
    ({**AT_LEAST_5, "op": ">="}, "'>=' is no operator"),
    ({**AT_LEAST_5, "op": ["gte"]}, "['gte'] is no operator"),
    ({**AT_LEAST_5, "value": 5.5}, "5.5 is of type float"),
    ({**AT_LEAST_5, "value": 1.0}, "1.0 is of type float"),
    ({**AT_LEAST_5, "value": float("nan")}, "nan is of type float"),
    ({**AT_LEAST_5, "value": True}, "True is of type bool"),
    ({**AT_LEAST_5, "value": "5"}, "'5' is of type str"),
    ({**AT_LEAST_5, "value": None}, "None is of type NoneType"),
    ({**AT_LEAST_5, "fact": "m"}, "'m' is no fact of this ruleset"),
    ({**AT_LEAST_5, "fact": 1}, "1 is no name of a fact"),
    ({**AT_LEAST_5, "value": 10}, "10 is outside the range of n"),
    ({**AT_LEAST_5, "value": -1}, "-1 is outside the range of n"),
    ({"all": [AT_LEAST_5] * (MAX_COMPARISONS + 1)}, f"{MAX_COMPARISONS + 1} comparisons"),
    ({"all": [{"any": [AT_LEAST_5] * 3}] * 6}, "731 ways in which the rules can hold"),
]


@pytest.mark.parametrize(("when", "complaint"), REFUSED_CONDITIONS, ids=[c for _, c in REFUSED_CONDITIONS])
def test_a_condition_that_is_none_is_refused(when: Any, complaint: str) -> None:
    """The error tells the file, the rule and what was found there."""
    error = refusal(ruleset(AT_LEAST_5, when))
    assert complaint in error.found
    assert error.where.startswith("rules.yaml")
    assert "r-1" in error.where + error.found or "ways" in error.found
    assert error.expected


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = copy.deepcopy(ruleset(AT_LEAST_5, nested(2)))
    change(data)
    return data


REFUSED_RULESETS: list[tuple[Callable[[dict[str, Any]], object], str, str]] = [
    (lambda d: d["rules"].pop(), "rules", "no rule always holds"),
    (lambda d: d["rules"].reverse(), "rules", "others stand behind it"),
    (lambda d: d["rules"].insert(0, rule("too", "always")), "rules", "so do others"),
    (lambda d: d["rules"].insert(0, rule("r-0", AT_LEAST_5)), "rule r-0", "2 rules have this name"),
    (lambda d: d["facts"].append(d["facts"][0]), "fact n", "2 facts have this name"),
    (lambda d: d["facts"][0].update(min=10), "fact n", "min 10 is above max 9"),
    (lambda d: d["facts"][0].update(max=9.0), "facts[0].max", "9.0 is refused"),
    (lambda d: d["facts"][0].update(max=True), "facts[0].max", "True is refused"),
    (lambda d: d["facts"][0].update(max=10**10), "facts[0].max", "10000000000 is refused"),
    (lambda d: d["facts"][0].update(name="N n"), "facts[0].name", "'N n' is refused"),
    (lambda d: d["facts"].clear(), "facts", "[] is refused"),
    (lambda d: d["rules"].clear(), "rules", "[] is refused"),
    (lambda d: d["rules"][0].update(rating="perhaps"), "rules[0].rating", "'perhaps' is refused"),
    (lambda d: d["rules"][0].update(code="Any Code"), "rules[0].code", "'Any Code' is refused"),
    (lambda d: d["rules"][0].update(says=" "), "rules[0].says", "' ' is refused"),
    (lambda d: d["rules"][0].update(unless=3), "rules[0].unless", "3 is refused"),
    (lambda d: d["rules"][0].pop("says"), "rules[0].says", "the field is missing"),
    (lambda d: d["rules"][0].pop("when"), "rules[0].when", "the field is missing"),
    (lambda d: d["rules"][0].update(name="A Rule"), "rules[0].name", "'A Rule' is refused"),
    (lambda d: d.update(name="sound"), "name", "'sound' is refused"),
    (lambda d: d.update(name="sound.v0"), "name", "'sound.v0' is refused"),
    (lambda d: d.update(sha256="0" * 64), "", "cannot state its own sha256"),
    (lambda d: d.update(priority=1), "priority", "1 is refused"),
]


@pytest.mark.parametrize(("change", "where", "complaint"), REFUSED_RULESETS)
def test_a_ruleset_that_is_not_sound_is_refused(
    change: Callable[[dict[str, Any]], object], where: str, complaint: str
) -> None:
    assert Ruleset.read(changed(lambda _: None)).name == "sound.v1"
    error = refusal(changed(change))
    assert complaint in error.found
    assert error.where == (f"rules.yaml: {where}" if where else "rules.yaml")


@pytest.mark.parametrize("data", [None, [], "sound.v1", 3])
def test_a_file_that_is_no_mapping_is_refused(data: Any) -> None:
    assert refusal(data).expected == "a mapping with name, facts and rules"


def test_the_sizes_that_are_allowed_are_allowed_and_one_more_is_not() -> None:
    most = ruleset(*[AT_LEAST_5] * (MAX_RULES - 1))
    assert len(Ruleset.read(most).rules) == MAX_RULES
    assert f"{MAX_RULES + 1} rules" in refusal(ruleset(*[AT_LEAST_5] * MAX_RULES)).found
    assert Ruleset.read(ruleset(nested(MAX_DEPTH), {"all": [AT_LEAST_5] * MAX_COMPARISONS}))
    widest = [{"any": [AT_LEAST_5] * 57}] * 7
    assert MAX_ALTERNATIVES == 57 * 7 + 1
    assert Ruleset.read(ruleset(*widest))
    assert f"{MAX_ALTERNATIVES + 1} ways" in refusal(ruleset(AT_LEAST_5, *widest)).found
    facts = [{"name": f"n{n}", "min": 0, "max": 1, "description": "N."} for n in range(MAX_FACTS)]
    assert Ruleset.read({**ruleset(), "facts": facts})
    more = {**ruleset(AT_LEAST_5), "facts": ruleset()["facts"] + facts}
    assert f"{MAX_FACTS + 1} facts" in refusal(more).found


def test_conditions_made_in_code_are_read_as_strictly_as_those_in_a_file() -> None:
    least = Comparison(fact="n", op="gte", value=5)
    said = {"rating": "needs-review", "code": "other", "says": "So."}
    assert Rule(name="r", when=AllOf(all=(least, AnyOf(any=(least,)))), **said).when == AllOf(
        all=(least, AnyOf(any=(least,)))
    )
    with pytest.raises(RulesetError, match="the group is empty"):
        Rule(name="r", when=AllOf(all=(AnyOf(any=()),)), **said)


def test_a_ruleset_written_out_reads_back_the_same() -> None:
    first = Ruleset.read(ruleset({"any": [AT_LEAST_5, nested(2)]}))
    assert Ruleset.read(first.model_dump(mode="json", exclude={"sha256"})) == first


def content(data: Any) -> bytes:
    return yaml.safe_dump(data).encode()


def test_the_version_names_the_file_by_its_hash_and_changes_with_every_byte() -> None:
    written = content(ruleset())
    read = read_ruleset(written, where="sound.yaml")
    assert read.version == f"sound.v1 sha256:{hashlib.sha256(written).hexdigest()}"
    assert read_ruleset(written + b"\n").version != read.version
    assert Ruleset.read(ruleset()).version == "sound.v1"


REFUSED_YAML = [
    (b"name: a.v1\nname: b.v1\n", "the key 'name' is given twice"),
    (b"facts: &f []\nrules: *f\n", "an alias is used"),
    (b"facts: &f [*f]\n", "an alias is used"),
    (b"facts: [\n", "expected the node content"),
    (b"name: \xff\n", "invalid start byte"),
    (b"name: 2020-13-45\n", "month must be in 1..12"),
    (b"name: !!python/name:os.system\n", "could not determine a constructor"),
    (b"[a]: 1\n", "unhashable key"),
    (b"name: a.v1\n---\nname: b.v1\n", "expected a single document"),
    (b"[" * 20_000, "recursion"),
    (b"", "no mapping"),
]


@pytest.mark.parametrize(("written", "complaint"), REFUSED_YAML, ids=[c for _, c in REFUSED_YAML])
def test_yaml_that_could_mean_something_else_than_it_seems_is_refused(written: bytes, complaint: str) -> None:
    with pytest.raises(RulesetError) as refused:
        read_ruleset(written, where="odd.yaml")
    assert complaint in refused.value.found
    assert refused.value.where == "odd.yaml"


@pytest.mark.parametrize("name", packaged_rulesets())
def test_every_packaged_ruleset_is_sound_and_is_the_file_that_its_version_names(name: str) -> None:
    file = resources.files("screening.rules").joinpath(f"{name}.yaml").read_bytes()
    loaded = load_ruleset(name)
    assert loaded.sha256 == hashlib.sha256(file).hexdigest()
    assert loaded.version.startswith(f"{name}.v")


@pytest.mark.parametrize("name", ["", "evidence.yaml", "../evidence", "nothing"])
def test_a_ruleset_that_is_not_packaged_is_refused_with_the_names_of_those_that_are(name: str) -> None:
    with pytest.raises(RulesetError) as refused:
        load_ruleset(name)
    assert "evidence" in refused.value.expected


def test_reading_rulesets_does_not_load_the_engine() -> None:
    script = "import sys, screening.rules as r; r.load_ruleset('evidence'); import screening.rules.engine; "
    script += "print([m for m in sys.modules if 'durable' in m])"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"


def imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return set(names)


def test_one_file_alone_knows_the_engine() -> None:
    root = Path(screening.__file__).parent
    durable = {f for f in root.rglob("*.py") if any(name.startswith("durable") for name in imported(f))}
    assert durable == {root / "rules" / "engine.py"}
