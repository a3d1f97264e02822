"""Applications on disk: one to a YAML or JSON file, or a folder of them. Every file is accounted for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from screening.applications import Application
from screening.errors import ALL_AGAIN, ApplicationError, ScreeningError
from screening.files.parsed import read_text, validate
from screening.files.yaml import SUFFIXES, parse_file

DRAFTS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
"""Files that are no application, of which a writer may be told what to mend."""
ADVISED = (
    "to be told what to mend in it add --advice (`screening check FILE --standard CODE#KSA --advice`);"
    " to have it rated, convert it, or else move it elsewhere"
)


@dataclass(frozen=True, slots=True)
class Filed:
    """An application and the file it came from."""

    path: Path
    application: Application


def read_application(path: Path) -> Application:
    """The application in one file; anything that is none is refused with file, line and field."""
    ending = path.suffix.lower()
    if ending not in SUFFIXES:
        raise ApplicationError(
            f"a file named *{path.suffix or path.name} is no application",
            where=str(path),
            expected="a file ending in " + ", ".join(SUFFIXES),
            do=ADVISED if ending in DRAFTS else "convert it, or move it elsewhere",
        )
    return application_in(read_text(path), path)


def application_in(text: str, path: Path) -> Application:
    """The application in a file's text; the path tells what it is, and where something is wrong."""
    parsed = parse_file(text, path)
    if not isinstance(parsed.value, dict):
        raise ApplicationError(
            "this is no application",
            where=parsed.where(),
            expected="fields: candidate, standard, narratives, …",
            do="see the example under 'The applicant' in the README, or one in candidates/2320-0012",
        )
    return validate(Application, parsed, ApplicationError)


def files_under(paths: Iterable[Path]) -> list[Path]:
    """The files that the paths name, folders opened, in order of name; hidden files are not looked at."""
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ApplicationError("there is no such file or folder", where=str(path), do="check the path")
        inside = sorted(p for p in path.rglob("*") if _is_visible(p, path)) if path.is_dir() else [path]
        if not inside:
            raise ApplicationError(
                "the folder is empty",
                where=str(path),
                expected="applications, one to a file (*.yaml, *.json)",
                do="name the folder that holds the applications",
            )
        files += inside
    return list(dict.fromkeys(files))


def _is_visible(path: Path, folder: Path) -> bool:
    return path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)


def read_applications(paths: Iterable[Path]) -> list[Filed]:
    """Every application under the paths; if any file is refused, all refusals are told and none is read.

    A slate without some of its applicants would be wrong about all the others.
    """
    files, filed, refusals = files_under(paths), list[Filed](), list[ScreeningError]()
    for path in files:
        try:
            filed.append(Filed(path, read_application(path)))
        except ScreeningError as error:
            refusals.append(error)
    refusals += _twins(filed)
    if refusals:
        found = f"{len(files)} file{'s' * (len(files) != 1)} found"
        total = f"{found}, {len(refusals)} refused; nothing was rated"
        if len(refusals) == 1:
            (one,) = refusals
            raise ApplicationError(f"{one.found}\n{total}", where=one.where, expected=one.expected, do=one.do)
        raise ApplicationError("\n".join([*map(str, refusals), total]), do=ALL_AGAIN)
    return filed


def _twins(filed: list[Filed]) -> list[ScreeningError]:
    first: dict[str, Path] = {}
    twins: list[ScreeningError] = []
    for one in filed:
        candidate = one.application.candidate
        if candidate in first:
            twins.append(
                ApplicationError(
                    f"candidate {candidate!r} is also in {first[candidate]}",
                    where=str(one.path),
                    expected="one application for each candidate",
                    do="remove one of them, or give each applicant an id of their own",
                )
            )
        first.setdefault(candidate, one.path)
    return twins
