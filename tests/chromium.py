"""A real browser on this machine; without one the tests that need it are skipped, loudly."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import pytest

PATIENCE_MS = 240_000
"""How long anything may take on a machine whose cores are busy with something else."""
PACKAGES = ("playwright", "axe_playwright_python")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.0 to 2.2, levels A and AA, by axe-core's tags, and what its makers advise beside."""


@contextmanager
def launched(undone: str) -> Iterator[Any]:
    """A browser, or a skip that says what was left ``undone``; its loop ends with it."""
    found = os.environ.get("SCREENING_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    missing = [] if found else ["there is no chromium"]
    missing += [f"{name} is not installed" for name in PACKAGES if find_spec(name) is None]
    if missing:
        why = f"{undone}: {', '.join(missing)}. Install it (Debian: apt-get install chromium)."
        warnings.warn(why, stacklevel=1)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        # tests may run as root in a container, where the browser's own sandbox cannot be made
        options = ["--no-sandbox", "--disable-gpu"]
        browser = play.chromium.launch(executable_path=found, args=options, timeout=PATIENCE_MS)
        yield browser
        browser.close()
