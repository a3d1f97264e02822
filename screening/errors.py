"""Errors raised on purpose: each says what was found and where, what was expected, and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class ScreeningError(Exception):
    """Input or usage that is refused; the command line turns it into exit code 2.

    ``found`` is a sentence about the input as it is, ``where`` its place (a file, a line, an address),
    ``expected`` what would have been accepted, ``do`` the next step for the person who reads it.
    """

    def __init__(self, found: str, *, where: str = "", expected: str = "", do: str = "") -> None:
        self.found, self.where, self.expected, self.do = found, where, expected, do
        super().__init__(self.render())

    def render(self) -> str:
        """The error as the lines a person reads."""
        head = f"{self.where}: {self.found}" if self.where else self.found
        parts = (("expected", self.expected), ("do", self.do))
        rest = [f"  {label}: {text}" for label, text in parts if text]
        return "\n".join([head, *rest])


class DocumentError(ScreeningError):
    """A source document that cannot be read, or that is no qualification standard."""


class StandardError(ScreeningError):
    """A standard, checklist or address that is unknown or malformed."""


class ApplicationError(ScreeningError):
    """An application that is malformed, or that does not fit the standard it names."""


class RulesetError(ScreeningError):
    """A ruleset that breaks the schema, or facts that a ruleset cannot take."""


class ModelError(ScreeningError):
    """Model weights that are missing or are not the pinned ones."""


class RecordError(ScreeningError):
    """A record of entries that is broken, or an entry that cannot be one."""


class StoreError(ScreeningError):
    """A store that cannot be opened, or that holds something else."""


class PanelError(ScreeningError):
    """An act that the panel's rules, its settings or its state do not allow."""


class AccountError(ScreeningError):
    """An account that cannot be made or changed as asked."""


ALL_AGAIN = "mend what each line names, and give all of them again"
"""The step after several refusals at once, each of which says its own."""


def few(names: Sequence[str], most: int, between: str = ", ", joint: str = " ") -> str:
    """The first names, and how many more there are: a message that lists hundreds is read by nobody."""
    more = f"{joint}and {len(names) - most:,} more" if len(names) > most else ""
    return between.join(names[:most]) + more
