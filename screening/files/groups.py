"""Groups on disk: who belongs to which group, in a file apart that nothing that scores may read.

CSV: a column `candidate`, then one column for each attribute. YAML or JSON: a mapping from candidate to
attributes, or a list of mappings with `candidate`. Blank and "unknown" both mean that it is not known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screening.errors import ScreeningError
from screening.fairness import Groups
from screening.files.parsed import MAX_BYTES, Parsed, Place, read_text, shown
from screening.files.yaml import SUFFIXES, parse_file

CANDIDATE = "candidate"
UNKNOWN = "unknown"
LARGEST = 50_000_000
MOST_GROUPS = 50
"""Values of one attribute; a column with more holds names, dates or numbers, no groups."""

Line = tuple[str, dict[str, str | None], str]
"""A candidate, the attributes given, and where that stands."""


def read_groups(path: Path) -> Groups:
    """The groups of every candidate in the file, attributes in the order in which they first stand."""
    return groups_in(read_text(path, LARGEST if _is_csv(path) else MAX_BYTES), path)


def groups_in(text: str, path: Path) -> Groups:
    """The groups in a file's text; the path only tells what it is, and where something is wrong."""
    lines = list(_from_csv(text, path) if _is_csv(path) else _from_yaml(text, path))
    attributes = tuple(dict.fromkeys(name for _, values, _ in lines for name in values))
    if not lines or not attributes:
        raise ScreeningError(
            "this holds no candidate" if not lines else "this says nothing but candidates",
            where=str(path), expected="candidates, each with at least one attribute, such as sex",
            do="add a line for each candidate of the slate, with their groups",
        )  # fmt: skip
    members: dict[str, dict[str, str | None]] = {}
    for candidate, values, where in lines:
        if candidate in members:
            raise ScreeningError(
                f"candidate {candidate!r} is there twice",
                where=where,
                expected="each candidate once",
                do="remove one of the two entries",
            )
        members[candidate] = {name: values.get(name) for name in attributes}
    _refuse_lookalikes(lines)
    return Groups(attributes=attributes, members=members)


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _from_csv(text: str, path: Path) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        _refuse_head(names, path)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _csv_line(names, cells, f"{path}:{reader.line_num}")
    except csv.Error as error:
        raise ScreeningError(
            f"this is not CSV: {error}",
            where=f"{path}:{reader.line_num}",
            expected="cells between commas",
            do="save the table as CSV again, with quotes around what holds a comma or a quote",
        ) from error


def _refuse_head(names: list[str], path: Path) -> None:
    expected = "candidate, then a column for each attribute, such as sex, race_ethnicity"
    if CANDIDATE not in names:
        raise ScreeningError(
            "no column is called candidate",
            where=f"{path}:1",
            expected=expected,
            do="write candidate above the column of ids",
        )
    if "" in names or len(set(names)) < len(names):
        raise ScreeningError(
            "a column has no name, or the name of another",
            where=f"{path}:1",
            expected=expected,
            do="give each column a name of its own, or remove it",
        )


def _csv_line(names: list[str], cells: list[str], where: str) -> Line:
    if len(cells) != len(names):
        raise ScreeningError(
            f"{len(cells)} cells stand in this line", where=where, expected=f"{len(names)}, as in the first",
            do="put a value that has a comma in quotes",
        )  # fmt: skip
    return _line(dict(zip(names, cells, strict=True)), where)


def _from_yaml(text: str, path: Path) -> Iterator[Line]:
    if path.suffix.lower() not in SUFFIXES:
        raise ScreeningError(
            "this is no file of groups",
            where=str(path),
            expected="CSV, YAML or JSON",
            do="save it in one of these formats, with the ending .csv, .yaml or .json",
        )
    parsed = parse_file(text, path)
    if isinstance(parsed.value, dict):
        for candidate, values in parsed.value.items():
            yield _yaml_line({CANDIDATE: candidate}, values, parsed, (candidate,))
    elif isinstance(parsed.value, list):
        for number, values in enumerate(parsed.value):
            yield _yaml_line({}, values, parsed, (number,))
    else:
        raise ScreeningError(
            "this is no file of groups",
            where=parsed.where(),
            expected="c-0001: {sex: …}",
            do="write each candidate's id, and their attributes below it",
        )


def _yaml_line(known: dict[str, Any], values: Any, parsed: Parsed, place: Place) -> Line:
    if not isinstance(values, dict):
        raise ScreeningError(
            f"this is {shown(values)}",
            where=parsed.where(place),
            expected="attributes, such as sex: female",
            do="write the name of its attribute before each group",
        )
    if known and CANDIDATE in values:
        raise ScreeningError(
            "the candidate is named twice",
            where=parsed.where((*place, CANDIDATE)),
            expected="one id",
            do="remove the field candidate below the id",
        )
    cells = {name: _cell(value, parsed, (*place, name)) for name, value in (known | values).items()}
    return _line(cells, parsed.where(place))


def _cell(value: Any, parsed: Parsed, place: Place) -> str:
    """A value as text; what YAML takes for yes, no, a mapping or a list is no group."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    raise ScreeningError(
        f"a group is {shown(value)}", where=parsed.where(place), expected="a word", do="put it in quotes"
    )


def _line(cells: dict[str, str], where: str) -> Line:
    candidate = cells.get(CANDIDATE, "").strip()
    if not candidate:
        raise ScreeningError(
            "the candidate has no id",
            where=where,
            expected="an id of the slate",
            do="write the id into this line, or remove the line",
        )
    return candidate, {name: _known(cell) for name, cell in cells.items() if name != CANDIDATE}, where


def _known(cell: str) -> str | None:
    value = " ".join(cell.split())
    return None if value.casefold() in ("", UNKNOWN) else value


def _refuse_lookalikes(lines: list[Line]) -> None:
    """Refuse a group written in two ways, which would be counted as two, and columns that hold no groups."""
    seen: dict[tuple[str, str], str] = {}
    for _, values, where in lines:
        for name, value in values.items():
            first = seen.setdefault((name, value.casefold()), value) if value is not None else None
            if first != value:
                raise ScreeningError(
                    f"{name} is {value!r} here and {first!r} before", where=where,
                    expected="one spelling for each group", do="write the group in one way",
                )  # fmt: skip
            if sum(known == name for known, _ in seen) > MOST_GROUPS:
                raise ScreeningError(
                    f"{name} has more than {MOST_GROUPS} values", where=where,
                    expected="groups, such as age bands", do="leave the column out, or make bands of it",
                )  # fmt: skip
