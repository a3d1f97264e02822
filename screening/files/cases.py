"""Labelled cases on disk: one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from screening.errors import ScreeningError
from screening.evaluation import Case
from screening.files.json import parse_json
from screening.files.parsed import Parsed, read_text, validate
from screening.files.yaml import read_yaml

LARGEST = 200_000_000
FIELDS = frozenset(Case.model_fields)
SPLITS = "splits.yaml"
MEASURED = ("test", "outside")
"""The splits that no engine has seen; by every other it was trained, fitted or chosen."""


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """Every case of every file, in order; one that is malformed is refused with its file and line."""
    return [case for path in paths for case in _cases_in(path)]


def _cases_in(path: Path) -> list[Case]:
    cases = []
    for number, line in enumerate(read_text(path, LARGEST).splitlines(), start=1):
        if line.strip():
            cases.append(_case(line, path, number))
    if not cases:
        raise ScreeningError(
            "the file holds no case",
            where=str(path),
            expected="one JSON object a line",
            do="name a file with cases in it, such as candidates/benchmark/m8.jsonl",
        )
    return cases


def _case(line: str, path: Path, number: int) -> Case:
    """One line; fields that other tools keep beside ours (source, author, …) are let pass."""
    try:
        parsed = parse_json(line, path)
    except ScreeningError as error:
        error.where = f"{path}:{number}"
        raise type(error)(error.found, where=error.where, expected=error.expected, do=error.do) from None
    if not isinstance(parsed.value, dict):
        raise ScreeningError(
            "this line is no case",
            where=f"{path}:{number}",
            expected='{"id": …, "ksa": …, "text": …}',
            do="write the case with these fields, or remove the line",
        )
    known = {key: value for key, value in parsed.value.items() if key in FIELDS}
    return validate(Case, Parsed(known, path, dict.fromkeys(parsed.lines, number)))


def fitted_beside(paths: Iterable[Path]) -> list[Path]:
    """The files that, by the ``splits.yaml`` beside some files of cases, the engine was fitted on.

    It maps names of splits to names of files without their ending; all but ``MEASURED`` were seen.
    """
    folders = dict.fromkeys(path.parent for path in paths)
    named = [(folder, name) for folder in folders for name in _fitted_in(folder / SPLITS)]
    return [folder / f"{name}.jsonl" for folder, name in named]


def _fitted_in(splits: Path) -> Sequence[str]:
    if not splits.is_file():
        return ()
    value = read_yaml(splits).value
    if not isinstance(value, dict):
        raise ScreeningError(
            "this names no splits",
            where=str(splits),
            expected="fit: [name, …]",
            do="list the files under the names of their splits, or remove the file",
        )
    lists = [names or [] for split, names in value.items() if split not in MEASURED]
    names = [name for names in lists if isinstance(names, list) for name in names]
    if not all(isinstance(one, list) for one in lists) or not all(isinstance(n, str) for n in names):
        raise ScreeningError(
            "a split lists what is no name of a file",
            where=str(splits),
            expected="fit: [name, …]",
            do="list each file by its name without the ending, in quotes where that looks like a number",
        )
    return names
