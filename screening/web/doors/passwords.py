"""Passwords: hashed by argon2id, verified in the same time whether or not there is an account."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from screening.errors import AccountError

SHORTEST, LONGEST = 12, 256
"""Characters. NIST SP 800-63B asks for 8 at least; no rule on kinds of characters, which help nobody."""
FEWEST_DIFFERENT = 5
"""Different characters in a password: "aaaaaaaaaaaa" is long and guessed at once."""

_hasher = PasswordHasher()
_nobodys = _hasher.hash("a password that nobody has, hashed as all others are")


def hash_password(password: str, account: str) -> str:
    """The hash to keep; a password that is too easy for this account is refused."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(
            f"the password has {len(password)} characters",
            expected=f"{SHORTEST} to {LONGEST}", do="take a sentence that only you would think of",
        )  # fmt: skip
    if len(set(password)) < FEWEST_DIFFERENT or account.lower() in password.lower():
        raise AccountError(
            "the password is one of the first that would be tried",
            expected=f"{FEWEST_DIFFERENT} different characters at least, and not the account's id",
            do="take a sentence that only you would think of",
        )
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed; without a hash it takes as long, and is wrong."""
    try:
        right = _hasher.verify(kept or _nobodys, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_dated(kept: str) -> bool:
    """Whether a hash was made with weaker terms than those of today, and should be made anew."""
    return _hasher.check_needs_rehash(kept)
