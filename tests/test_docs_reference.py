"""The reference pages say what is in the code: every command, setting, refusal, finding and ruling."""

from __future__ import annotations

import inspect
import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from screening import errors
from screening.evidence import FindingKind
from screening.findings import Passage, Requirement, courtesy, find_all, instruction, person
from screening.language.parsing import SpacyParser, parse
from screening.rules.loading import load_ruleset, packaged_rulesets
from screening.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
COMMANDS, SETTINGS, FINDINGS = (
    (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("commands", "settings", "findings")
)
REQUIREMENT = "Ability to explain postal products and services to customers."
ROW = re.compile(r"^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = [
    (kind, hit.strip(), miss.strip()) for kind, hit, miss in ROW.findall(FINDINGS.partition("## Rulings")[0])
]
PARSER = SpacyParser()
SET_ASIDE = {"instruction": instruction.read, "courtesy": courtesy.is_courtesy, "person": person.is_person}


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """``scripts/reference`` as a module."""
    loader = SourceFileLoader("reference", str(ROOT / "scripts" / "reference"))
    spec = spec_from_loader("reference", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_written_parts_are_up_to_date(reference: ModuleType) -> None:
    assert [path.name for path, _ in reference.outdated()] == [], (
        "run scripts/reference, and commit the pages"
    )


def test_a_part_that_is_out_of_date_is_noticed(reference: ModuleType) -> None:
    page = "<!-- reference: kinds -->\nold\n<!-- end of reference -->\nkept\n"
    anew = reference.written(page)
    assert "old" not in anew
    assert anew.endswith("kept\n")
    assert reference.written(anew) == anew


def test_every_command_and_option_is_documented_with_words(reference: ModuleType) -> None:
    """None without help, none without an example, and each under its own heading."""
    for name, command in reference.every_command():
        assert f"\n## {name}\n" in COMMANDS
        assert command.help, name
        assert command.epilog, name
        for one in command.params:
            assert one.help, f"{name}: {one.name}"


def test_every_refusal_setting_and_ruling_is_documented(reference: ModuleType) -> None:
    refusals = [
        name for name, one in vars(errors).items() if inspect.isclass(one) and issubclass(one, Exception)
    ]
    assert refusals
    assert [name for name in refusals if f"| `{name}` |" not in COMMANDS] == []
    told = list(reference.every_setting())
    assert {name.partition(".")[0] for name, _, _ in told} == set(Settings.model_fields)
    assert [name for name, _, words in told if f"| `{name}` |" not in SETTINGS or not words] == []
    for ruleset in map(load_ruleset, packaged_rulesets()):
        assert [rule.name for rule in ruleset.rules if f"| `{rule.name}` |" not in FINDINGS] == []
        assert [fact.name for fact in ruleset.facts if f"| `{fact.name}` |" not in FINDINGS] == []


def test_every_kind_of_finding_has_a_hit_and_a_miss() -> None:
    assert {kind for kind, _, _ in ROWS} == {*get_args(FindingKind), "courtesy", "person"}


@pytest.mark.parametrize(("kind", "hit", "miss"), ROWS)
def test_the_sentences_are_read_as_the_page_says(kind: str, hit: str, miss: str) -> None:
    for text, there in ((hit, True), (miss, False)):
        (sentence,) = parse(text, PARSER)
        if kind in SET_ASIDE:
            assert bool(SET_ASIDE[kind](sentence.text)) == there, text
            continue
        passage = Passage.of(sentence, Requirement.of(PARSER.tokens(REQUIREMENT), [REQUIREMENT]))
        assert (kind in {finding.kind for finding in find_all(passage)}) == there, text
