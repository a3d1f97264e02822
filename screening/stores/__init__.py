"""Where records are kept: the protocol that every store meets, and how one is opened by its URL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from screening.records import Draft, Entry, Fault, Head, Sealed

Act = Callable[[Sequence[Entry]], Sequence[Draft]]
"""What somebody does: sees the whole record and says what to add to it, or refuses by raising. It must be
pure, for it runs while the store is held."""


class Store(Protocol):
    """A record and its papers; what a call writes, it writes whole or not at all."""

    def write(self, act: Act) -> tuple[Entry, ...]:
        """Hold the store for writing, show the record to ``act``, and add what it says, in one transaction.

        Number and previous digest are taken inside the transaction, so two writers at once never fork the
        chain, and what an act has seen is still so when its entries are written.
        """
        ...

    def append(self, *drafts: Draft) -> tuple[Entry, ...]:
        """Add entries that depend on nothing in the record."""
        ...

    def entries(self) -> tuple[Entry, ...]:
        """The whole record in order; an entry that is not as it was written is refused."""
        ...

    def head(self) -> Head:
        """The end of the chain as the store has marked it, beside the entries."""
        ...

    def paper(self, digest: str) -> Sealed | None:
        """The paper of that digest; None when it was erased, or never was."""
        ...

    def papers(self) -> tuple[Sealed, ...]:
        """Every paper that is kept, by digest."""
        ...

    def erase(self, candidate: str, draft: Draft) -> Entry:
        """Remove every paper of a candidate, salts included, and add an entry that lists them."""
        ...

    def verify(self, outside: Head | None = None) -> tuple[Fault, ...]:
        """Everything that is wrong with the record, its mark and papers; ``outside``: an exported head."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
