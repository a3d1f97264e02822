"""How long a SQLite file is waited for, and the one thing for which SQLite itself does not wait."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_S = 30
"""How long a writer waits for the others, in seconds, before it gives up and says so."""


def write_ahead(execute: Callable[[str], object]) -> None:
    """Turn on write-ahead logging, which stays on; of two who do so at once SQLite refuses one at once.

    Whatever ``execute`` raises comes out, but for a file that is locked: that is asked for again.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            execute("PRAGMA journal_mode = WAL")
            return
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
