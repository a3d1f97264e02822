"""Writing standards: one YAML file per version, never over a different one unless told to."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from screening.errors import StandardError
from screening.files.library import Library
from screening.files.yaml import Flow, dump_yaml
from screening.reading.indicators import draft_checklist
from screening.standards import Checklist, Standard

DRAFT_HEAD = """\
# Drafted from the words of the standard; nobody has confirmed it. A subject-matter expert must go through
# the indicators, better them, and then write `status: confirmed`. Until then every result says so.
"""

Outcome = Literal["written", "unchanged", "differs", "replaced"]
ALWAYS = ("occupation_code", "title", "grade", "document_date", "status", "ksas", "examinations", "source")


@dataclass(frozen=True)
class Written:
    """What became of a standard: the file, and the lines that differ from what was there."""

    path: Path
    outcome: Outcome
    changes: tuple[str, ...] = ()


def standard_yaml(standard: Standard) -> str:
    """A standard as its file: fields in the order of the model, empty ones left out."""
    data = standard.model_dump(mode="python")
    fields = {name: value for name, value in data.items() if name in ALWAYS or value not in (None, ())}
    return dump_yaml(_plain(fields))


def _plain(value: Any) -> Any:
    """Tuples as lists, records without their empty fields, citations on one line."""
    if isinstance(value, dict):
        if set(value) == {"lines", "chars"}:
            return Flow(lines=list(value["lines"]), chars=list(value["chars"]))
        return {k: _plain(v) for k, v in value.items() if v not in (None, ()) or k in ALWAYS}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value


def write_standard(library: Library, standard: Standard, force: bool = False) -> Written:
    """Write a version into the library; a different one already there stays, unless forced."""
    path, text = library.path_of(standard), standard_yaml(standard)
    before = path.read_text(encoding="utf-8") if path.exists() else None
    if before is not None and (before == text or _told_from_elsewhere(library, path, before, standard)):
        return Written(path, "unchanged")
    changes = tuple(
        difflib.unified_diff((before or "").splitlines(), text.splitlines(), "there", "read", "", "", 1, "")
    )
    if before is not None and not force:
        return Written(path, "differs", changes)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return Written(path, "written" if before is None else "replaced", changes if before else ())


def _told_from_elsewhere(library: Library, path: Path, before: str, standard: Standard) -> bool:
    """Whether what is there was read from the same bytes under another name, and differs in nothing else."""
    try:
        there = library.read(path)
    except StandardError:
        return False
    same = there.source.model_copy(update={"file": standard.source.file})
    return standard_yaml(there) == before and there.model_copy(update={"source": same}) == standard


def checklist_yaml(checklist: Checklist) -> str:
    """A checklist as its file: what is as usual is left out; a draft says so in its first lines."""
    entries = {
        ksa_id: _plain(read.model_dump(exclude_defaults=True)) for ksa_id, read in checklist.ksas.items()
    }
    head = DRAFT_HEAD if checklist.status == "draft" else ""
    return head + dump_yaml({"reads": checklist.reads, "status": checklist.status, "ksas": entries})


def write_draft(library: Library, standard: Standard) -> Path | None:
    """Draft the checklist of a version that has KSAs and no checklist; None where there is one already."""
    path = library.checklist_path_of(standard)
    if path.exists() or not standard.ksas or not library.path_of(standard).exists():
        return None
    path.write_text(checklist_yaml(draft_checklist(standard)), encoding="utf-8", newline="\n")
    return path
