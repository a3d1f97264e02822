"""What goes out of a store: one way by which a file leaves, its bytes named in the record before.

Every command that writes a file out of a store sends it through here, so that the record tells of each file
who let it out, when, what it is, and the SHA-256 of its bytes (`screening audit file FILE` finds it by that).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from screening.cli.output import tell_written, write, write_bytes

if TYPE_CHECKING:
    from screening.records import Draft, Entry, Hand
    from screening.sitting import Sitting

Told = Callable[["Hand", str], "Draft"]
"""The entry of a file that goes out: by whose hand, and the SHA-256 of its bytes in hexadecimal digits."""


def send(sitting: Sitting, data: bytes, out: Path | None, told: Told, sign: Path | None = None) -> None:
    """Record that the bytes go out, then write them, whole, to a file or as text to stdout.

    With ``sign`` a signature is written beside the file. Recorded first: a file that went out and is not
    recorded would be worse than an entry of one that could not be written.
    """
    from screening.cli.signatures import write_signed

    (entry,) = sitting.store.append(told(sitting.hand(), sha256(data).hexdigest()))
    if out is None:
        write(data.decode(), None)
        return
    if sign is None:
        write_bytes(data, out)
    else:
        write_signed(data, out, sign)
    tell_sent(out, entry, sign)


def tell_sent(out: Path, entry: Entry, sign: Path | None) -> None:
    """Say that a file went out, whether it is signed, and which entry tells of it."""
    from screening.files.signing import signature_path

    signed = f"signed in {signature_path(out)}" if sign else "not signed"
    tell_written(out, f", {signed}; entry {entry.number} of the record tells of it")


def plainly(kind: str, about: Mapping[str, object]) -> Told:
    """An entry that says what the file is (ids, versions, hashes; never a word about a person)."""
    from screening.records import Draft

    def told(hand: Hand, digest: str) -> Draft:
        return Draft(who=hand.who, at=hand.at, kind=kind, body={**about, "sha256": digest})

    return told
