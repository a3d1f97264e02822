"""Where results and progress go: results to stdout or a file, progress to stderr and only to a terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from screening.errors import ScreeningError

T = TypeVar("T")
PIPED_WIDTH = 160
OutOption = Annotated[
    Path | None, typer.Option("--out", help="Write the result to this file instead of stdout.")
]


def write(text: str, out: Path | None) -> None:
    """The text on stdout, or whole in a file, which is told on stderr."""
    if out is None:
        sys.stdout.write(text)
        return
    write_bytes(text.encode("utf-8"), out)
    tell_written(out)


def write_bytes(data: bytes, out: Path) -> None:
    """The bytes, whole in a file: a file is replaced only when its successor is complete."""
    part = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        os.replace(part, out)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise ScreeningError(
            f"the result cannot be written: {error.strerror}",
            where=str(out),
            expected="a file that can be written",
            do="name another file with --out",
        ) from error


def tell_written(out: Path, also: str = "") -> None:
    """Say on stderr that a file is there, and what else is to be known of it."""
    print(f"{out}: written{also}", file=sys.stderr)


def ends_with_one(out: Path | None, reasons: Iterable[str]) -> None:
    """Say on stderr why a command ends with code 1, where the reason lies in a file and not on the screen."""
    if out is not None:
        print(f"ends with code 1: {'; '.join(reasons)}", file=sys.stderr)


@contextmanager
def console(out: Path | None) -> Iterator[Console]:
    """A console on stdout, or one whose plain text is written to a file at the end."""
    terminal = sys.stdout.isatty() and out is None
    screen = Console(
        record=out is not None,
        file=None if out is None else io.StringIO(),
        width=None if terminal else PIPED_WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
    )
    yield screen
    if out is not None:
        write(screen.export_text(), out)


def counted(number: int, noun: str) -> str:
    """How many: ``1 candidate``, ``2 candidates``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def plain(print_to: Callable[[Console], object]) -> str:
    """What would stand in a file, of something that is printed to a console."""
    screen = Console(
        record=True, file=io.StringIO(), width=PIPED_WIDTH, highlight=False, markup=False, emoji=False
    )
    print_to(screen)
    return screen.export_text()


def progress(items: Iterable[T], total: int, doing: str) -> Iterator[T]:
    """The items, with a bar on stderr when that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import track

    yield from track(items, total=total, description=doing, console=Console(stderr=True), transient=True)
