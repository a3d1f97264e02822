"""Shared parts: the real models, the sample applications, and their screening, each made once."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

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
def screened(screener: Screener, samples: dict[str, Application]) -> dict[str, Screened]:
    """Every sample application, judged."""
    return {candidate: screener.screen(application) for candidate, application in samples.items()}
