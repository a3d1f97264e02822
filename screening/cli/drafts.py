"""`screening check --advice` and `--watch`: what a writer is told, once or each time a file is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.advice import Advice
    from screening.checking import Checker
    from screening.files.library import Library
    from screening.settings import Settings

EVERY_S = 0.3
"""How often a watched file is looked at, in seconds."""


class Drafting:
    """Checks the drafts that one file holds, one after another, against one version of a standard."""

    def __init__(
        self, path: Path, address: str | None, library: Library, settings: Settings | None = None
    ) -> None:
        from screening.checking import Checker
        from screening.opening import open_screener
        from screening.standards import Address

        wanted = Address.parse(address or _named_in(path))
        whole = wanted.model_copy(update={"ksa": None})
        self.path, self.ksa = path, wanted.ksa
        self.checker: Checker = Checker(open_screener(str(whole), library, settings))
        if wanted.ksa:
            self.checker.standard.ksa(wanted.ksa)

    def advice(self) -> Advice:
        """What the writer is told of the draft as the file has it now."""
        from screening.files.narratives import read_draft

        draft = read_draft(self.path, self.checker.standard, self.ksa)
        advice = self.checker.advise(draft.application(self.checker.standard))
        return advice.model_copy(update={"notices": (*draft.notes, *advice.notices)})

    def shown(self, advice: Advice, before: Advice | None) -> list[str] | None:
        """The requirements to tell of: all at first, then those of which something else is to be told."""
        if before is None:
            return [self.ksa] if self.ksa else None
        return [new.ksa for old, new in zip(before.ksas, advice.ksas, strict=True) if old != new]


def watch(
    drafting: Drafting, console: Console, wait: Callable[[float], object] = time.sleep
) -> None:
    """Tell the advice whenever the file is saved, until somebody presses Ctrl+C.

    A draft that cannot be read is told, and waited for: an editor may have been in the middle of saving it.
    """
    from screening.reports.advice_text import print_advice

    before: Advice | None = None
    try:
        for _ in _saves(drafting.path, wait):
            try:
                advice = drafting.advice()
            except ScreeningError as error:
                console.print(f"error: {error}", style="red", markup=False)
                continue
            changed = drafting.shown(advice, before)
            if changed != []:
                console.rule(time.strftime("%H:%M:%S"), style="dim")
                print_advice(advice, console, changed, alone=drafting.ksa is not None)
            before = advice
    except KeyboardInterrupt:
        console.print("stopped", style="dim")


def _saves(path: Path, wait: Callable[[float], object]) -> Iterator[None]:
    """Yields at once, and then each time the file is another one than before."""
    seen: tuple[int, int] | None = None
    while True:
        try:
            stat = path.stat()
            now = stat.st_mtime_ns, stat.st_size
        except OSError:  # editors put a new file in the old one's place
            now = seen or (0, 0)
        if now != seen:
            seen = now
            yield
        wait(EVERY_S)


def _named_in(path: Path) -> str:
    """The standard that an application names; other files name none."""
    from screening.files.applications import read_application
    from screening.files.yaml import SUFFIXES

    if path.suffix.lower() not in SUFFIXES:
        raise ScreeningError(
            "a text does not say which position it is for", where=str(path), expected="--standard ADDRESS",
            do="name it, for example --standard 2320-0012 or --standard 2320-0012#postal-products",
        )  # fmt: skip
    return read_application(path).standard
