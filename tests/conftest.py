"""Shared parts: the real models, the sample applications, and their screening, each made once."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
import yaml
from filelock import FileLock

from screening.applications import Application
from screening.files.applications import read_application
from screening.opening import open_screener
from screening.results import Screened
from screening.screener import Screener

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "candidates" / "2320-0012"


@pytest.fixture(scope="session")
def screener() -> Screener:
    """A screener on the seed standard with the models of record."""
    return open_screener("2320-0012@2019-03-16")


@pytest.fixture(scope="session")
def samples() -> dict[str, Application]:
    """The sample applications by candidate id."""
    read = (read_application(path) for path in sorted(SAMPLES.glob("*.yaml")))
    return {application.candidate: application for application in read}


@pytest.fixture(scope="session")
def kinds() -> dict[str, str]:
    """What the author of each sample application meant it to be."""
    intents: dict[str, str] = yaml.safe_load(
        (ROOT / "tests" / "sample_kinds.yaml").read_text(encoding="utf-8")
    )
    return intents


@pytest.fixture(scope="session")
def screened(
    screener: Screener, samples: dict[str, Application], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Screened]:
    """Every sample application, judged: once, by whichever of the processes that test asks first."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return judged(screener, samples)
    kept = tmp_path_factory.getbasetemp().parent / "screened.pickle"  # the folder of this run's processes
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(judged(screener, samples)))
        found: dict[str, Screened] = pickle.loads(kept.read_bytes())
    return found


def judged(screener: Screener, samples: dict[str, Application]) -> dict[str, Screened]:
    """Each application's result, by candidate id."""
    return {candidate: screener.screen(application) for candidate, application in samples.items()}
