"""A parsed file that remembers the line of every value, and the door from there into a typed record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from screening.errors import ScreeningError, few

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
SHOWN_CHARACTERS = 60
PROBLEMS_SHOWN = 20
"""Problems of one file that are told before the others are counted."""

Place = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Parsed:
    """A value from a file (mapping, list, text, number, boolean, None) and the 1-based line of each part."""

    value: Any
    path: Path
    lines: Mapping[Place, int]

    def line(self, place: Place = ()) -> int:
        """The line of a part of the value, or of the nearest part around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def where(self, place: Place = ()) -> str:
        """``file:line`` of a part of the value, or of the nearest part around it."""
        return f"{self.path}:{self.line(place)}"


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The UTF-8 text of a regular file of at most ``limit`` bytes, without a byte-order mark."""
    if not path.exists():
        raise ScreeningError("there is no such file", where=str(path), do="check the path")
    if not path.is_file():
        raise ScreeningError(
            "this is not a regular file",
            where=str(path),
            expected="a text file",
            do="name the file itself, not its folder",
        )
    try:
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        raise ScreeningError(
            f"it cannot be read ({error.strerror})", where=str(path), do="check who may read the file"
        ) from error
    return decode(raw, path, limit)


def decode(raw: bytes, path: Path, limit: int = MAX_BYTES) -> str:
    """Bytes as UTF-8 text; too much, binary and other encodings are refused, each with its own reason."""
    if len(raw) > limit:
        raise ScreeningError(
            f"the file is larger than {limit:,} bytes",
            where=str(path),
            expected=f"at most {limit:,} bytes of text",
            do="shorten it, or split it into several files",
        )
    if b"\x00" in raw:
        raise ScreeningError(
            "this is a binary file, or text in UTF-16",
            where=str(path),
            expected="UTF-8 text",
            do="save the file again with the encoding UTF-8",
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScreeningError(
            f"byte 0x{raw[error.start]:02x} is not UTF-8",
            where=f"{path}:{line}",
            expected="text saved as UTF-8",
            do="save the file again with the encoding UTF-8",
        ) from error


@dataclass
class Builder:
    """Builds a value from the events of a parser; one builder serves YAML and JSON, so both keep one law.

    The law: no key twice in a mapping, keys are text, nesting at most ``MAX_DEPTH`` deep.
    """

    path: Path
    lines: dict[Place, int] = field(default_factory=dict)
    root: Any = None
    _open: list[tuple[Any, Place]] = field(default_factory=list)
    _key: list[str | None] = field(default_factory=list)

    @property
    def wants_key(self) -> bool:
        """Whether the next scalar is a key of the innermost mapping."""
        return bool(self._open) and isinstance(self._open[-1][0], dict) and self._key[-1] is None

    def refuse(self, found: str, line: int, *, do: str, expected: str = "") -> ScreeningError:
        """The error for something at a line, for the caller to raise."""
        return ScreeningError(found, where=f"{self.path}:{line}", expected=expected, do=do)

    def key(self, key: str, line: int) -> None:
        """Take a key of the innermost mapping."""
        mapping, place = self._open[-1]
        if key in mapping:
            raise self.refuse(
                f"{key!r} is given twice, first in line {self.lines[(*place, key)]}",
                line,
                expected="every key once",
                do="remove one of the two",
            )
        self.lines[(*place, key)] = line
        self._key[-1] = key

    def value(self, value: Any, line: int) -> None:
        """Take a scalar value."""
        self._put(value, line)

    def begin(self, container: dict[str, Any] | list[Any], line: int) -> None:
        """Open a mapping or a list."""
        if self.wants_key:
            raise self.refuse(
                "a mapping or list stands where a key belongs",
                line,
                expected="a word as key",
                do="put the brackets in quotes where they belong to a text, or take them away",
            )
        if len(self._open) >= MAX_DEPTH:
            raise self.refuse(
                f"nested more than {MAX_DEPTH} deep",
                line,
                expected="a flatter file",
                do="put fewer lists and mappings one inside the other",
            )
        place = self._put(container, line)
        self._open.append((container, place))
        self._key.append(None)

    def end(self) -> None:
        """Close the innermost mapping or list."""
        self._open.pop()
        self._key.pop()

    def _put(self, value: Any, line: int) -> Place:
        if not self._open:
            self.root = value
            self.lines[()] = line
            return ()
        container, place = self._open[-1]
        if isinstance(container, list):
            here: Place = (*place, len(container))
            container.append(value)
        else:
            key = self._key[-1]
            assert key is not None
            here = (*place, key)
            container[key] = value
            self._key[-1] = None
        self.lines.setdefault(here, line)
        return here


def validate(model: type[M], parsed: Parsed, error: type[ScreeningError] = ScreeningError) -> M:
    """The parsed value as a record; what does not fit is refused with file, line, field and expectation.

    All problems are told at once, so that one run shows what is to be mended, each at its place. ``error``
    is the class to raise, so that an application that does not fit is an ``ApplicationError``.
    """
    try:
        return model.model_validate(parsed.value)
    except ValidationError as failure:
        problems = sorted(failure.errors(include_url=False), key=lambda one: parsed.line(tuple(one["loc"])))
        where = parsed.where(tuple(problems[0]["loc"]))
        found, expected, do = _explained(model, problems[0])
        if problems[1:]:
            told = few([_line_of(model, one, parsed) for one in problems], PROBLEMS_SHOWN, "\n  ", "\n  ")
            found, expected, do = f"{len(problems)} problems\n  {told}", "", "mend each of these"
        raise error(found, where=where, expected=expected, do=do) from failure


def _line_of(model: type[BaseModel], problem: Any, parsed: Parsed) -> str:
    """One of several problems on a line: its place, what was found, what was expected, what to do."""
    found, expected, do = _explained(model, problem)
    return f"{parsed.where(tuple(problem['loc']))}: {found}; expected {expected}; {do}"


def _explained(model: type[BaseModel], problem: Any) -> tuple[str, str, str]:
    """What was found, what was expected and what to do, for one of pydantic's errors."""
    name = ".".join(str(part) for part in problem["loc"]) or "the file"
    kind, last = problem["type"], str(problem["loc"][-1]) if problem["loc"] else ""
    if kind == "missing":
        return f"the field {name!r} is missing", _said(problem["msg"]), f"add {last!r}"
    if last == "[key]":  # so pydantic says that the name is wrong, not what stands under it
        unknown = name.removesuffix(".[key]")
        return f"the field {unknown!r} is unknown", _said(problem["msg"]), "correct the name"
    if kind == "extra_forbidden":
        known = list(model.model_fields) if len(problem["loc"]) == 1 else []
        near = get_close_matches(last, known, 1)
        expected = "one of " + ", ".join(known) if known else "no such field here"
        do = f"did you mean {near[0]!r}?" if near else "remove it"
        return f"the field {name!r} is unknown", expected, do
    found = f"{name!r} is {shown(problem['input'])}"
    quotes = kind == "string_type" and isinstance(problem["input"], (int, float))
    return found, _said(problem["msg"]), "put it in quotes" if quotes else "correct this value"


def _said(message: str) -> str:
    """Pydantic's message as the end of a sentence that begins with "expected"."""
    text = message.removeprefix("Value error, ").removeprefix("Input should be ")
    return "this field" if text == "Field required" else text


def shown(value: Any) -> str:
    """A value as an error may print it: its kind, and a short beginning of it."""
    if value is None:
        return "empty"
    kinds = {dict: "a mapping", list: "a list", bool: "yes or no", int: "a number", float: "a number"}
    kind = kinds.get(type(value), "text")
    if isinstance(value, (dict, list)):
        return kind
    text = repr(value)
    return f"{kind}, {text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + '…'}"
