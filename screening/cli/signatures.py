"""`--sign`: a signature beside a file that goes out, which whoever keeps the store cannot make."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from screening.cli.output import write_bytes
from screening.errors import ScreeningError

SignOption = Annotated[
    Path | None,
    typer.Option(
        "--sign",
        metavar="KEYFILE",
        help="Sign with this Ed25519 key (PEM); the signature goes to FILE.sig.",
    ),
]
KeyOption = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="The signer's public key (PEM).")
]
SignatureOption = Annotated[
    Path | None, typer.Option("--signature", help="The signature; default: FILE.sig beside the file.")
]


def refuse_unsignable(sign: Path | None, out: Path | None, option: str = "--out") -> None:
    """Refuse, before anything is done, a key that does not sign, or to sign without a file to lie beside."""
    from screening.files.signing import read_signer

    if sign is None:
        return
    if out is None:
        raise ScreeningError(
            "there is no file to sign", expected="a file beside which the signature is written",
            do=f"name one with {option}",
        )  # fmt: skip
    read_signer(sign)


def write_signed(data: bytes, out: Path, sign: Path | None) -> None:
    """The bytes in a file, and their signature beside it if a key is given."""
    from screening.files.signing import read_signer, signature_path

    signature = None if sign is None else read_signer(sign)(data)
    write_bytes(data, out)
    if signature is not None:
        write_bytes(signature, signature_path(out))


def is_signed(path: Path, data: bytes, key: Path, signature: Path | None = None) -> bool:
    """Whether a file's bytes carry the signature of a key."""
    from screening.files.signing import read_signature, signature_path, signed_by

    return signed_by(data, read_signature(signature or signature_path(path)), key)
