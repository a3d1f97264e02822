"""The version that a run is judged again by: of the library or of an edited file, with other numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.batch.ledger import Plan
from screening.errors import StandardError
from screening.files.library import CHECKLIST, Library
from screening.files.parsed import validate
from screening.files.yaml import read_yaml
from screening.opening import assembled, fingerprints_of, settings_of_record
from screening.reading.indicators import draft_checklist
from screening.rescoring.adjusting import adjusted
from screening.screener import Fingerprints, Screener
from screening.settings import Settings
from screening.standards import Checklist, KsaChecklist, Standard

Assemble = Callable[[Standard, Checklist, Settings | None, Fingerprints], Screener]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A version with how it is read, and what a result says of the files behind both."""

    standard: Standard
    checklist: Checklist
    marks: Fingerprints


def proposed(new: str, library: Library, plan: Plan) -> Proposed:
    """The version that ``new`` names: the file of a standard, or an address of the library.

    A file's checklist stands beside it (``NAME.checklist.yaml``). Without one each KSA of a file is read as
    the old run (``plan``) read it; where its words are others, indicators drafted from them are added.
    """
    path = Path(new)
    if path.suffix.lower() in (".yaml", ".yml"):
        return _from_file(path, plan)
    resolved = library.resolve(new).whole()
    checklist = resolved.checklist or draft_checklist(resolved.standard)
    return Proposed(resolved.standard, checklist, fingerprints_of(resolved))


def _from_file(path: Path, plan: Plan) -> Proposed:
    if not path.is_file():
        raise StandardError(
            "there is no such file",
            where=str(path),
            expected="a standard in YAML, or an address",
            do="check the path, or name an address that `screening standards list` shows",
        )
    standard = validate(Standard, read_yaml(path), StandardError)
    beside = path.with_name(path.stem + CHECKLIST)
    mark = f"{standard.address} sha256:{_sha256(path)}"
    if beside.is_file():
        checklist = validate(Checklist, read_yaml(beside), StandardError)
        return Proposed(standard, checklist, Fingerprints(mark, f"sha256:{_sha256(beside)}"))
    return Proposed(standard, taken_over(standard, plan), Fingerprints(mark, "draft"))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def taken_over(standard: Standard, plan: Plan) -> Checklist:
    """How an edited standard is read: as the run read it, with drafted indicators for words that are new."""
    draft = draft_checklist(standard)
    before = {ksa.id: ksa for ksa in plan.document.ksas}
    entries = {}
    for ksa in standard.ksas:
        entry, own = plan.checklist.ksas.get(ksa.id), draft.ksas[ksa.id]
        if entry is None:
            entries[ksa.id] = own
        elif before[ksa.id].text == ksa.text:
            entries[ksa.id] = entry
        else:
            entries[ksa.id] = _with_drafted(entry, own)
    return Checklist(reads=standard.address, status="draft", ksas=entries)


def _with_drafted(entry: KsaChecklist, own: KsaChecklist) -> KsaChecklist:
    shown_by = tuple(dict.fromkeys((*entry.shown_by, *own.shown_by)))
    return entry.model_copy(update={"shown_by": shown_by})


def screener_for(one: Proposed, numbers: Sequence[str], assemble: Assemble = assembled) -> Screener:
    """A screener for a proposed version, with other numbers if any are given (``NAME=NUMBER``)."""
    if not numbers:
        return assemble(one.standard, one.checklist, None, one.marks)
    ksas = [ksa.id for ksa in one.standard.ksas]
    settings, checklist = adjusted(settings_of_record(), one.checklist, ksas, numbers)
    return assemble(one.standard, checklist, settings, one.marks)
