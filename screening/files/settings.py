"""Settings on disk: what a file says stands, what it leaves out is as packaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from screening.errors import ScreeningError
from screening.files.parsed import Parsed, validate
from screening.files.yaml import read_yaml
from screening.fitting import CREDITS
from screening.scoring import WHY
from screening.settings import Settings

DIMENSIONS = 384
"""Of a sentence vector, for each of which `telling` holds a number, or none at all."""


def read_settings(path: Path, packaged: Settings) -> Settings:
    """The settings of a YAML or JSON file, laid over the packaged ones.

    Raises :class:`ScreeningError` with file and line for a name that no setting has, a value that does not
    fit, and numbers that contradict each other or what a rating may be made of.
    """
    parsed = read_yaml(path)
    if not isinstance(parsed.value, dict):
        raise ScreeningError(
            "this holds no settings", where=str(path), expected="a name and a value, credit_elsewhere: true",
            do="write each setting on a line of its own; docs/settings.md lists them all",
        )  # fmt: skip
    merged = laid_over(packaged.model_dump(mode="json"), parsed.value)
    settings = validate(Settings, Parsed(merged, parsed.path, parsed.lines))
    for place, found, expected in _contradictions(settings):
        raise ScreeningError(
            found,
            where=parsed.where(place),
            expected=expected,
            do="correct it; docs/settings.md lists every setting with its packaged value",
        )
    return settings


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two mappings as one: where both hold a mapping, the two as one; else the one above."""
    whole = dict(below)
    for name, value in above.items():
        both = isinstance(value, Mapping) and isinstance(whole.get(name), Mapping)
        whole[name] = laid_over(whole[name], value) if both else value
    return whole


def _contradictions(settings: Settings) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Each thing that no record of settings may say: where, what, and what would do."""
    for name, weight in settings.weights.items():
        at = ("weights", name)
        if name not in WHY:
            yield at, f"no finding is called {name!r}", "one of " + ", ".join(WHY)
        elif name in CREDITS and weight.points < 0:
            yield at, f"{WHY[name]} would lower a rating", "points from 0 up"
        elif name not in CREDITS and weight.points > 0:
            yield at, f"{WHY[name]} would raise a rating", "points from 0 down"
        if weight.most < 0:
            yield (*at, "most"), f"counted up to {weight.most}", "0 or more"
    bands = settings.bands
    if bands.review > bands.demonstrated:
        found = f"review begins at {bands.review}, above demonstrated, at {bands.demonstrated}"
        yield ("bands",), found, "review at most demonstrated"
    if len(settings.telling) not in (0, DIMENSIONS):
        yield ("telling",), f"{len(settings.telling)} numbers", f"{DIMENSIONS}, or none"
    if settings.appraisal < 0:
        yield ("appraisal",), f"an appraisal that counts {settings.appraisal}", "0 or more"
    if not 0 <= settings.exams.pass_mark <= 100:
        yield ("exams", "pass_mark"), f"a mark of {settings.exams.pass_mark:g}", "0 to 100"
    for name, most in settings.limits.model_dump().items():
        if most < 1:
            yield ("limits", name), f"a limit of {most}", "1 or more"
