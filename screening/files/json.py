"""Strict JSON: no duplicate keys, no NaN, bounded depth, and the line of every value."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, NoReturn

from screening.errors import ScreeningError
from screening.files.parsed import MAX_DEPTH, Builder, Parsed

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n', re.DOTALL)
SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_json(text: str, path: Path) -> Parsed:
    """One JSON document as a value that knows its lines."""
    _refuse_depth(text, path)
    try:
        json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise ScreeningError(
            f"this is not JSON: {error.msg}",
            where=f"{path}:{error.lineno}",
            expected="one JSON document",
            do="correct this line, or save the file as JSON again",
        ) from error
    except ValueError as error:
        raise ScreeningError(
            f"this is not JSON: {error}",
            where=str(path),
            expected="ordinary numbers",
            do="replace the number, or put it in quotes",
        ) from error
    builder = Builder(path)
    _walk(text, builder)
    return Parsed(builder.root, path, builder.lines)


def _refuse_depth(text: str, path: Path) -> None:
    """Count brackets before the recursive parser sees them."""
    depth, line = 0, 1
    for token in TOKEN.findall(text):
        line += token.count("\n")
        depth += (token in "{[") - (token in "}]") if len(token) == 1 else 0
        if depth > MAX_DEPTH:
            raise ScreeningError(
                f"nested more than {MAX_DEPTH} deep",
                where=f"{path}:{line}",
                expected="a flatter file",
                do="put fewer lists and mappings one inside the other",
            )


def _walk(text: str, builder: Builder) -> None:
    """Feed the tokens of well-formed JSON to the builder."""
    line = 1
    for token in TOKEN.findall(text):
        if token in ("{", "["):
            builder.begin({} if token == "{" else [], line)
        elif token in ("}", "]"):
            builder.end()
        elif token not in (",", ":", "\n"):
            _scalar(token, builder, line)
        line += token.count("\n")


def _scalar(token: str, builder: Builder, line: int) -> None:
    value: Any = json.loads(token)
    if isinstance(value, str) and SURROGATE.search(value):
        raise builder.refuse(
            "half of a surrogate pair stands alone",
            line,
            expected="whole characters",
            do="save the text again",
        )
    if builder.wants_key:
        builder.key(value, line)
    else:
        builder.value(value, line)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is out of range")
    return number
