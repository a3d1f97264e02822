"""Rulesets from YAML: the packaged ones by name, any other from its bytes, each with its file's sha256."""

from __future__ import annotations

from collections.abc import Hashable
from importlib import resources
from typing import Any

import yaml

from screening.errors import RulesetError
from screening.rules.schema import Ruleset

_PACKAGE = "screening.rules"


def load_ruleset(name: str) -> Ruleset:
    """The packaged ruleset ``name`` (``evidence``), in the version that its file holds.

    Raises :class:`RulesetError` for a name that is not packaged, or a file that holds another ruleset.
    """
    packaged = packaged_rulesets()
    if name not in packaged:
        raise RulesetError(
            f"{name!r} is no packaged ruleset",
            expected=f"one of {', '.join(packaged)}",
            do="correct the name, or add its file to screening/rules",
        )
    file = f"{name}.yaml"
    ruleset = read_ruleset(resources.files(_PACKAGE).joinpath(file).read_bytes(), where=file)
    if ruleset.name.partition(".")[0] != name:
        raise RulesetError(
            f"the file holds {ruleset.name}",
            where=file,
            expected=f"a version of {name}",
            do="rename the file, or correct `name` in it",
        )
    return ruleset


def packaged_rulesets() -> tuple[str, ...]:
    """The names that :func:`load_ruleset` knows, in alphabetical order."""
    files = (file.name for file in resources.files(_PACKAGE).iterdir())
    return tuple(sorted(file.removesuffix(".yaml") for file in files if file.endswith(".yaml")))


def read_ruleset(content: bytes, *, where: str = "") -> Ruleset:
    """The ruleset in the YAML file ``content``; ``where`` names the file in errors."""
    try:
        # The loader is PyYAML's safe one with two more refusals.
        data = yaml.load(content, Loader=_PlainLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # ValueError: a date that is none; RecursionError: thousands of brackets.
        raise RulesetError(
            " ".join(str(error).split()),
            where=where,
            expected="plain YAML",
            do="correct the file; screening/rules/evidence.yaml shows the form",
        ) from None
    return Ruleset.read(data, where=where, content=content)


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML in which nothing is silently dropped or repeated: no duplicate keys, no aliases."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """As the safe loader, but refuse an alias, which would write one value in two places."""
        if self.check_event(yaml.AliasEvent):
            mark = parent.start_mark if parent else None
            raise yaml.composer.ComposerError(None, None, "an alias is used", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """As the safe loader, but refuse a key that is given twice, of which the last would win."""
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                found = f"the key {key.value!r} is given twice"
                raise yaml.constructor.ConstructorError(None, None, found, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)
