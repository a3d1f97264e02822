"""`screening batch`: applications of any number, judged in parts, kept in a folder and in the record."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.batch import PART_SIZE
from screening.cli.applications import AddendumOption, OnOption, day_of
from screening.cli.formats import Format
from screening.cli.library import LibraryOption, library_at
from screening.cli.output import write
from screening.cli.sittings import DEFAULT_STORE, AsOption, StoreOption, sitting_at
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.batch.ledger import Plan
    from screening.batch.running import Executor, Ran


CORES = os.cpu_count() or 1


class ExecutorName(StrEnum):
    """Who does the parts: processes of this machine, or a Dask cluster."""

    LOCAL, DASK = "local", "dask"


InputArgument = Annotated[
    Path, typer.Argument(help="A folder of applications, a .jsonl, a .csv or a .parquet.", metavar="INPUT")
]
PlaceOption = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="DIR",
        help="Where the parts go: a folder, or a URL such as s3://bucket/run. Default: screening-runs/RUN.",
    ),
]  # fmt: skip
WorkersOption = Annotated[
    int, typer.Option(min=1, max=512, help="Local processes, each with one thread for its models.")
]
SchedulerOption = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="With --executor dask: the scheduler, tcp://HOST:8786.")
]
CacheOption = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Where answers of the models are kept for other runs; none: nowhere."),
]
SharedOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="A folder or URL where workers of several machines exchange answers."),
]
PartOption = Annotated[int, typer.Option(min=1, max=100_000, help="Applications in a part.")]


def batch(
    address: Annotated[str, typer.Argument(help="The standard: CODE, or CODE@DATE.")],
    input: InputArgument,
    store: StoreOption = DEFAULT_STORE,
    out: PlaceOption = None,
    executor: Annotated[ExecutorName, typer.Option(help="Who does the parts.")] = ExecutorName.LOCAL,
    workers: WorkersOption = CORES,
    scheduler: SchedulerOption = None,
    cache: CacheOption = None,
    shared_cache: SharedOption = None,
    part_size: PartOption = PART_SIZE,
    format: Annotated[Format, typer.Option("--format", help="How the summary is written.")] = Format.TEXT,
    who: AsOption = None,
    library: LibraryOption = None,
    on: OnOption = None,
    addendum: AddendumOption = None,
) -> None:
    """Judge applications of any number, in bounded memory; run again after an interruption, it goes on.

    Ends with code 1 when something in the input was rejected; the reasons are in rejects.jsonl.
    """
    from screening.batch.columns import arrow
    from screening.batch.places import place_at
    from screening.batch.running import plan_of, run
    from screening.batch.runs import record_run
    from screening.batch.sources import open_source
    from screening.batch.workers import Addressed

    doing, kept = _executor(executor, workers, scheduler), cache_file(cache)
    arrow()  # parts are Parquet: without it nothing is begun
    library_at(library)
    opening = Addressed(address, library, day_of(on, address), tuple(addendum or ()))
    screener = opening()
    source = open_source(input, screener)
    plan = plan_of(screener, source.mark, part_size)
    place = place_at(out or f"screening-runs/{plan.run}")
    with sitting_at(store, who, create=True):
        pass  # what is wrong with the store is told before the work, not after it
    with progress_bar() as progress:
        ran = run(
            source, plan, place, opening=opening, executor=doing, cache=kept, shared=shared_cache,
            progress=progress,
        )  # fmt: skip
    with sitting_at(store, who) as sitting:
        record_run(sitting.store, sitting.hand(), place, plan, ran.manifest)
    write(_summary_json(ran, place.url) if format is Format.JSON else _summary(ran, plan, place.url), None)
    if ran.manifest.rejected:
        raise typer.Exit(1)


def cache_file(named: str | None) -> Path | None:
    """The cache's file: the one named, none for ``none``, else the user's own."""
    if named is not None:
        return None if named == "none" else Path(named).absolute()
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "screening" / "models.sqlite"


def _executor(name: ExecutorName, workers: int, scheduler: str | None) -> Executor:
    if name is ExecutorName.DASK:
        from screening.batch.dask import Dask

        if scheduler is None:
            raise ScreeningError(
                "no scheduler is named",
                expected="a Dask scheduler, for --executor dask",
                do="add --scheduler tcp://HOST:8786, or leave out --executor",
            )
        return Dask(scheduler)
    if scheduler is not None:
        raise ScreeningError("a scheduler is named for local work", do="add --executor dask")
    from screening.batch.local import Local

    return Local(workers)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """Done, rate and time left on stderr, when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("screening"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("screening", total=None, rate="")

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:,.1f} applications/s" if speed else "")

        yield tell


def _summary(ran: Ran, plan: Plan, at: str) -> str:
    """What a person reads at the end."""
    manifest, took = ran.manifest, ran.took
    outcomes = ", ".join(f"{number:,} {name}" for name, number in manifest.outcomes.items())
    lines = [
        f"run {manifest.run} of {manifest.standard} over {plan.input.name}: {at}",
        f"{manifest.read:,} in = {manifest.scored:,} scored + {manifest.rejected:,} rejected",
        f"outcomes: {outcomes}",
        took.asked.told,
        *([f"{ran.resumed:,} applications were done before and were not done again"] if ran.resumed else []),
        *([f"why some were rejected: {at}/rejects.jsonl"] if manifest.rejected else []),
        *took.notices,
    ]
    return "\n".join(lines) + "\n"


def _summary_json(ran: Ran, at: str) -> str:
    import json
    from dataclasses import asdict

    told = ran.manifest.model_dump(mode="json", exclude={"parts", "rejects"}) | {
        "parts": len(ran.manifest.parts), "manifest": ran.manifest.sha256, "at": at, "resumed": ran.resumed,
        "asked": asdict(ran.took.asked), "decided": ran.took.decided, "notices": list(ran.took.notices),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
