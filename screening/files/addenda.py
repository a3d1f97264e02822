"""Reads local addenda: ``standards/CODE/NAME.addendum.yaml``, or a file of that form kept elsewhere.

    adds_to: 2320-0012              # all versions; CODE@VERSION for one
    issued_on: 2024-05-01
    examinations: [{number: 718, text: Examination 718 is required at this installation.}]
    driving: {text: A valid state driver's license is required.}
    source: {file: memo-2024-05-01.pdf, sha256: …}
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from screening.addenda import LAW, Addendum, check_addendum
from screening.errors import StandardError
from screening.files.parsed import Parsed, validate
from screening.files.yaml import read_yaml

ADDENDUM = ".addendum.yaml"


@dataclass(frozen=True)
class LocalAddendum:
    """An addendum with the name of its file and the file's sha256."""

    name: str
    addendum: Addendum
    sha256: str

    @property
    def told(self) -> str:
        """What results say of it: name and hash."""
        return f"addendum {self.name} sha256:{self.sha256}"


def read_addendum(path: Path) -> LocalAddendum:
    """One addendum from its file; one that does more than it may is refused with the line that does."""
    parsed = read_yaml(path)
    _refuse_other_fields(parsed)
    addendum = validate(Addendum, parsed, StandardError)
    try:
        check_addendum(addendum)
    except StandardError as error:
        error.where = parsed.where(("examinations",))
        raise
    name = path.name.removesuffix(ADDENDUM)
    return LocalAddendum(name, addendum, hashlib.sha256(path.read_bytes()).hexdigest())


def _refuse_other_fields(parsed: Parsed) -> None:
    """Name the law where an addendum would change a field of the standard."""
    fields = parsed.value if isinstance(parsed.value, dict) else {}
    for name in fields:
        if name not in Addendum.model_fields:
            raise StandardError(
                f"a local addendum sets {name!r}", where=parsed.where((name,)), expected=LAW, do="remove it"
            )
