"""Strict YAML, read as its authors meant it: a word is a word, a code keeps its zeros, a date stays text.

PyYAML supplies the events; which plain words are more than text is decided here, after YAML 1.2's core
schema with three differences on the side of caution: a number with a leading zero, a number in exponent
form without a point, and a number of more than 18 digits are text. Aliases, anchors, tags and a second
document are refused.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from screening.errors import ScreeningError
from screening.files.json import parse_json
from screening.files.parsed import Builder, Parsed, read_text

SUFFIXES = (".yaml", ".yml", ".json")
"""The endings of the files that :func:`read_yaml` reads."""
WIDTH = 100
FOLD_FROM = 72

WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})?\.[0-9]{1,17}(?:[eE][-+]?[0-9]{1,2})?\Z")


def read_yaml(path: Path) -> Parsed:
    """The one document of a YAML file, or of a JSON file when its name ends in ``.json``."""
    return parse_file(read_text(path), path)


def parse_file(text: str, path: Path) -> Parsed:
    """The one document of a file's text, which is JSON when the name ends in ``.json``, else YAML."""
    return parse_json(text, path) if path.suffix.lower() == ".json" else parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> Parsed:
    """One YAML document as a value that knows its lines."""
    builder = Builder(path)
    documents = 0
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise builder.refuse(
                    "a second document begins",
                    _line(event),
                    expected="one document a file",
                    do="remove the line ---, or make it a file of its own",
                )
            _take(event, builder)
    except yaml.MarkedYAMLError as error:
        raise _refused(error, path) from error
    except yaml.YAMLError as error:
        raise ScreeningError(
            f"this is not YAML: {error}",
            where=str(path),
            expected="printable text",
            do="remove the characters that cannot be printed",
        ) from error
    return Parsed(builder.root, path, builder.lines)


def _refused(error: yaml.MarkedYAMLError, path: Path) -> ScreeningError:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return ScreeningError(
        f"this is not YAML: {error.problem}",
        where=f"{path}:{line}",
        expected="`field: value` lines",
        do="correct this line, or put its text in quotes",
    )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _take(event: yaml.Event, builder: Builder) -> None:
    """Hand one event to the builder, refusing what can hide or multiply content."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise builder.refuse("an anchor or alias (& or *)", line, do="write the value out, or quote the text")
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise builder.refuse(f"the tag {tag!r}", line, do="remove it, or quote the text")
    if isinstance(event, yaml.MappingStartEvent):
        builder.begin({}, line)
    elif isinstance(event, yaml.SequenceStartEvent):
        builder.begin([], line)
    elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
        builder.end()
    elif isinstance(event, yaml.ScalarEvent):
        if builder.wants_key:
            builder.key(event.value, line)
        else:
            builder.value(event.value if event.style else plain(event.value), line)


def plain(word: str) -> str | int | float | bool | None:
    """What an unquoted word stands for: nothing, true or false, a number, or (nearly always) itself."""
    if word in WORDS:
        return WORDS[word]
    if INTEGER.match(word):
        return int(word)
    return float(word) if DECIMAL.match(word) else word


class Flow(dict[str, Any]):
    """A mapping that is written on one line, in braces."""


class _Dumper(yaml.SafeDumper):
    """Block style; long text folded, text of several lines literal, dates plain, nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value out wherever it stands; the reader refuses anchors."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else ">" if len(text) >= FOLD_FROM else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _flow(dumper: yaml.SafeDumper, mapping: Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping, flow_style=True)


def _date(dumper: yaml.SafeDumper, day: date) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Flow, _flow)
_Dumper.add_representer(date, _date)


def dump_yaml(value: Any) -> str:
    """A value as YAML, in the order given; reading it back gives the same value, dates as text."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )
    return text
