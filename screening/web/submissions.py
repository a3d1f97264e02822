"""Applications that came in by the API: refused all at once, or judged one after another.

Each application takes its own turn before the engine, so that whoever types a narrative waits for one of
them at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from screening.applications import Application, check_all_fit
from screening.errors import ApplicationError, ScreeningError
from screening.opening import settings_of_record
from screening.results import Screened
from screening.standards import Standard
from screening.web.desk import Desk


def version_of(desk: Desk, address: str, on: date | None = None) -> str:
    """The full address of a version: the one that is named, or the one in force on a day."""
    if on is None:
        return desk.resolve(address).standard.address
    if "@" in address:
        raise ScreeningError(
            f"{address} names a version, and `on` asks for one by its day", where="on",
            expected="one of the two", do=f"leave out `on`, or name {address.partition('@')[0]}",
        )  # fmt: skip
    return desk.library.resolve(address, on).standard.address


def placed(applications: Sequence[Application]) -> list[tuple[str, Application]]:
    """Each application of a request with its place in it; a candidate who is there twice is refused."""
    counts = Counter(one.candidate for one in applications)
    if twins := [candidate for candidate, count in counts.items() if count > 1]:
        raise ApplicationError(
            f"candidate {twins[0]!r} is there twice", where="applications",
            expected="one application for each candidate",
            do="remove one of them, or give each applicant an id of their own",
        )  # fmt: skip
    return [(f"applications.{n} ({one.candidate})", one) for n, one in enumerate(applications)]


def fitting(desk: Desk, address: str, named: Sequence[tuple[str, Application]]) -> Standard:
    """The standard, where the applications fit it; else all are refused at once, and nobody waits for it."""
    standard = desk.resolve(address).standard
    check_all_fit(named, standard, settings_of_record().limits)
    return standard


def screen(desk: Desk, address: str, application: Application) -> Screened:
    """One application's result, for the engine's thread; what was judged by the same words is remembered."""
    return desk.checker(address).screen(application)


async def judged(desk: Desk, address: str, applications: Sequence[Application]) -> list[Screened]:
    """Each application's result, in turn with all other requests."""
    return [await desk.judge(partial(screen, desk, address, one)) for one in applications]
