"""The folder of standards: one folder per occupation code, one file per version, its checklist beside it.

``standards/2320-0012/2019-03-16.yaml`` says what the document says; ``2019-03-16.checklist.yaml`` how we
read it; ``NAME.addendum.yaml`` what a local management adds to it. ``standards/ksas.yaml`` names the
requirements; ``standards/sources/`` keeps the documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from screening.addenda import with_addendum
from screening.errors import StandardError, few
from screening.files.addenda import ADDENDUM, LocalAddendum, read_addendum
from screening.files.parsed import validate
from screening.files.yaml import read_yaml
from screening.standards import Address, Checklist, Ksa, Series, Standard, series_of

CHECKLIST = ".checklist.yaml"
NAMES = "ksas.yaml"
APART = frozenset(("sources",))
CODES_SHOWN = 10
"""Codes that a refusal names before it counts the others."""
WORDINGS = TypeAdapter(dict[str, list[str]])


def default_root() -> Path:
    """The checkout's ``standards/`` when the package runs from one, else the copy inside the wheel."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent / "standards"
    return checkout if (package.parent / "pyproject.toml").is_file() else package / "_standards"


@dataclass(frozen=True)
class Resolved:
    """What an address stands for: the standard, its checklist if any, and the sha256 of each file.

    ``addenda`` are the local ones that ``standard`` is told with; its file, and its hash, have none of them.
    """

    address: Address
    standard: Standard
    checklist: Checklist | None
    standard_sha256: str
    checklist_sha256: str | None
    addenda: tuple[LocalAddendum, ...] = ()

    @property
    def ksa(self) -> Ksa | None:
        """The KSA that the address names, if it names one."""
        return self.standard.ksa(self.address.ksa) if self.address.ksa else None

    def whole(self) -> Resolved:
        """The same, where the address is of a whole version; one of a single KSA is refused."""
        if self.ksa:
            raise StandardError(
                f"{self.address} names one KSA",
                expected="an address of a whole version",
                do=f"name {self.standard.address}; every KSA is compared",
            )
        return self


@dataclass(frozen=True)
class Library:
    """A folder of standards; nothing is kept in memory, so what is on disk counts."""

    root: Path = field(default_factory=default_root)

    def codes(self) -> list[str]:
        """The occupation codes in the library, sorted."""
        if not self.root.is_dir():
            return []
        folders = (p.name for p in self.root.iterdir() if p.is_dir() and p.name not in APART)
        return sorted(name for name in folders if self.files(name))

    def files(self, code: str) -> list[Path]:
        """The files of a code's versions, sorted; checklists and addenda are not among them."""
        folder = self.root / code
        return sorted(p for p in folder.glob("*.yaml") if not p.name.endswith((CHECKLIST, ADDENDUM)))

    def addenda(self, code: str) -> list[Path]:
        """The files of a code's local addenda, sorted; they apply only where they are asked for."""
        return sorted((self.root / code).glob(f"*{ADDENDUM}"))

    def standards(self) -> Iterator[Standard]:
        """Every version of every standard."""
        for code in self.codes():
            yield from self.series(code).versions

    def path_of(self, standard: Standard) -> Path:
        """Where a version is, or would be, kept."""
        return self.root / standard.occupation_code / f"{standard.version}.yaml"

    def checklist_path_of(self, standard: Standard) -> Path:
        """Where the checklist of a version is, or would be, kept."""
        return self.root / standard.occupation_code / f"{standard.version}{CHECKLIST}"

    def read(self, path: Path) -> Standard:
        """One version from its file; a file whose name and content disagree is refused."""
        standard = validate(Standard, read_yaml(path), StandardError)
        if self.path_of(standard) != path:
            raise StandardError(
                f"this file holds {standard.address}",
                where=str(path),
                expected=f"that version in {self.path_of(standard)}",
                do="move the file, or correct its code or date",
            )
        return standard

    def series(self, code: str) -> Series:
        """All versions of a code; an unknown code is refused with those that are near."""
        standards = [self.read(path) for path in self.files(code)] if code in self.codes() else []
        if not standards:
            raise StandardError(
                f"there is no standard {code!r} in {self.root}",
                expected=_known_codes(code, self.codes()),
                do="name the library that has it with --library FOLDER; `screening standards list` shows"
                " what one has, `screening standards import` adds a standard",
            )
        return series_of(standards)[code]

    def resolve(
        self, address: str | Address, on: date | None = None, addenda: Sequence[Path] = ()
    ) -> Resolved:
        """What an address stands for, with local addenda if any are asked for.

        Without a version it is the one in force ``on`` a day (None: the newest in force).
        """
        wanted = Address.parse(address) if isinstance(address, str) else address
        series = self.series(wanted.code)
        standard = series.version(wanted.version) if wanted.version else series.as_of(on)
        if wanted.ksa:
            standard.ksa(wanted.ksa)
        checklist = self.checklist(standard)
        local = tuple(read_addendum(path) for path in addenda)
        return Resolved(
            wanted,
            _with_all(standard, local, on),
            checklist,
            _sha256(self.path_of(standard)),
            _sha256(self.checklist_path_of(standard)) if checklist else None,
            local,
        )

    def checklist(self, standard: Standard) -> Checklist | None:
        """How a version is read, None when nobody has said; a checklist for something else is refused."""
        path = self.checklist_path_of(standard)
        if not path.exists():
            return None
        checklist = validate(Checklist, read_yaml(path), StandardError)
        known = {ksa.id for ksa in standard.ksas}
        strange = [ksa_id for ksa_id in checklist.ksas if ksa_id not in known]
        if checklist.reads != standard.address or strange:
            found = (
                f"it is for {checklist.reads}" if not strange else f"{strange[0]!r} is no KSA of the standard"
            )
            raise StandardError(
                found, where=str(path), expected=f"KSAs of {standard.address}", do="correct the checklist"
            )
        return checklist

    def cited_name(self, document: Path) -> str:
        """``standards/sources/x.txt`` for a document kept in the library, the bare name of any other."""
        try:
            return document.resolve().relative_to(self.root.resolve().parent).as_posix()
        except ValueError:
            return document.name

    def ksa_names(self) -> dict[str, list[str]]:
        """The KSA library: id to the wordings seen, from ``ksas.yaml`` and from every standard."""
        names = self._named()
        for standard in self.standards():
            for ksa in (*standard.ksas, *standard.training_ksas):
                wordings = names.setdefault(ksa.id, [])
                if ksa.text not in wordings:
                    wordings.append(ksa.text)
        return names

    def _named(self) -> dict[str, list[str]]:
        path = self.root / NAMES
        if not path.exists():
            return {}
        parsed = read_yaml(path)
        try:
            return WORDINGS.validate_python(parsed.value)
        except ValidationError as failure:
            place = tuple(failure.errors()[0]["loc"])
            raise StandardError(
                "this is no list of wordings by KSA id",
                where=parsed.where(place),
                expected="id: [wording, …]",
                do="write the wordings of this KSA as a list in square brackets",
            ) from failure


def _known_codes(code: str, codes: Sequence[str]) -> str:
    """What could have been named instead of an unknown code: those near it, then all, each list bounded."""
    near = get_close_matches(code, codes, CODES_SHOWN, 0.5)
    if not codes:
        return "a code of the library, which is empty"
    nearest = f"the nearest: {', '.join(near)}; " if near else ""
    return f"{nearest}all: {few(codes, CODES_SHOWN)}"


def _with_all(standard: Standard, local: Sequence[LocalAddendum], on: date | None) -> Standard:
    """The standard with each addendum; one that was not issued yet on the day is refused."""
    for one in local:
        if on is not None and one.addendum.issued_on > on:
            raise StandardError(
                f"the addendum {one.name} was issued on {one.addendum.issued_on}, after {on}",
                expected="an addendum of that day or earlier",
                do="leave it out, or score for a later day",
            )
        standard = with_addendum(standard, one.addendum)
    return standard


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
