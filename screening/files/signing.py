"""Signatures over files that go out: Ed25519 (RFC 8032), detached, 64 bytes in a file beside the signed one.

Keys are PEM files as other programs make them, and a signature can be checked without this program::

    openssl genpkey -algorithm ed25519 -out key.pem
    openssl pkey -in key.pem -pubout -out key.pub.pem
    openssl pkeyutl -verify -pubin -inkey key.pub.pem -rawin -in head.json -sigfile head.json.sig
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from screening.errors import RecordError
from screening.files.contents import bytes_of

ENDING = ".sig"
LENGTH = 64
LARGEST_KEY = 10_000
"""Bytes of a key file; an Ed25519 key in PEM has about 120."""
Signer = Callable[[bytes], bytes]
MAKE_ONE = "openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out pub.pem"


def signature_path(path: Path) -> Path:
    """Where the signature of a file lies unless it is said otherwise: beside it."""
    return path.with_name(path.name + ENDING)


def read_signer(path: Path) -> Signer:
    """What signs with a private key; a key of another kind, or one under a password, is refused."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(bytes_of(path, LARGEST_KEY), password=None)
    except TypeError as error:
        raise _no_key(path, "the key is under a password", "a private key") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_key(path, "this is no private key", "a private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path, "the key is of another kind", "a private key")
    return key.sign


def signed_by(data: bytes, signature: bytes, key: Path) -> bool:
    """Whether a signature over exactly these bytes was made with the private half of a public key."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        public = load_pem_public_key(bytes_of(key, LARGEST_KEY))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _no_key(key, "this is no public key", "a public key") from error
    if not isinstance(public, Ed25519PublicKey):
        raise _no_key(key, "the key is of another kind", "a public key")
    try:
        public.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def read_signature(path: Path) -> bytes:
    """The bytes of a signature; a file of another length is none."""
    found = bytes_of(path, LENGTH + 1)
    if len(found) != LENGTH:
        raise RecordError(
            "this is no signature",
            where=str(path),
            expected=f"{LENGTH} bytes, as --sign writes them",
            do="name the file ending in .sig that was written beside the signed one",
        )
    return found


def _no_key(path: Path, found: str, expected: str) -> RecordError:
    return RecordError(found, where=str(path), expected=f"{expected} for Ed25519, as PEM", do=MAKE_ONE)
