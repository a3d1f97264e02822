"""What a library needs a person for: files that do not fit, oddities of sources, KSAs without indicators."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterator

from screening.errors import ScreeningError
from screening.files.addenda import read_addendum
from screening.files.library import Library
from screening.models import Record
from screening.reading.linting import lint
from screening.standards import Address, Standard


class LibraryIssue(Record):
    """One thing that was found; ``where`` is a file or an address."""

    where: str
    found: str
    needs_a_person: bool = True


def check_library(library: Library) -> list[LibraryIssue]:
    """Everything there is to say about a library, in the order of its files."""
    standards, findings = readable(library)
    findings += [f for standard in standards for f in _of_standard(library, standard, standards)]
    return findings + [f for code in library.codes() for f in _of_addenda(library, code)]


def readable(library: Library) -> tuple[list[Standard], list[LibraryIssue]]:
    """Every version that can be read, in the order of their files, and a finding for each that cannot."""
    findings: list[LibraryIssue] = []
    standards: list[Standard] = []
    for code in library.codes():
        for path in library.files(code):
            try:
                standards.append(library.read(path))
            except ScreeningError as error:
                findings.append(LibraryIssue(where=error.where or str(path), found=error.found))
    return standards, findings


def _of_addenda(library: Library, code: str) -> Iterator[LibraryIssue]:
    """Local addenda that can be added to no version of their code."""
    for path in library.addenda(code):
        try:
            local = read_addendum(path)
            meant = Address.parse(local.addendum.adds_to)
            newest = library.series(code).versions[-1].address
            library.resolve(meant if meant.version else newest, addenda=[path])
        except ScreeningError as error:
            yield LibraryIssue(where=error.where or str(path), found=error.found)


def _of_standard(library: Library, standard: Standard, others: list[Standard]) -> Iterator[LibraryIssue]:
    for note in (*standard.source.notes, *lint(standard, others)):
        line = f" (line {note.line} of {standard.source.file})" if note.line else ""
        yield LibraryIssue(where=standard.address, found=note.text + line, needs_a_person=False)
    source = library.root.parent / standard.source.file
    if source.is_file() and hashlib.sha256(source.read_bytes()).hexdigest() != standard.source.sha256:
        yield LibraryIssue(
            where=standard.address, found=f"{standard.source.file} has changed since it was read"
        )
    yield from _of_checklist(library, standard)


def _drafted_by(library: Library, standard: Standard) -> str:
    """The command that drafts the checklist of a version from the document that it was read from."""
    kept = library.root.parent / standard.source.file
    document = str(kept) if kept.is_file() else standard.source.file
    words = ["screening", "standards", "import", document, "--draft", "--library", str(library.root)]
    return f"`{shlex.join(words)}`"


def _of_checklist(library: Library, standard: Standard) -> Iterator[LibraryIssue]:
    """Whether somebody has said, and confirmed, how each KSA is read; no KSAs, nothing to say."""
    if not standard.ksas:
        return
    try:
        checklist = library.checklist(standard)
    except ScreeningError as error:
        yield LibraryIssue(where=error.where, found=error.found)
        return
    if checklist is None:
        none = "there is no checklist: nobody has said how its KSAs are read"
        step = f"{_drafted_by(library, standard)} drafts one"
        yield LibraryIssue(where=standard.address, found=f"{none}; {step}")
        return
    if checklist.status == "draft":
        yield LibraryIssue(
            where=standard.address, found="the checklist is a draft that an expert must confirm"
        )
    for ksa in standard.ksas:
        if ksa.id not in checklist.ksas:
            yield LibraryIssue(
                where=f"{standard.address}#{ksa.id}", found="the checklist does not say how it is read"
            )
