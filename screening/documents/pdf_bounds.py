"""What the process that reads a PDF and its parent agree on: bounds, ways of drawing, refusals."""

from __future__ import annotations

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 60  # of processor time
PAGES_AT_MOST = 150
GLYPHS_AT_MOST = 500_000
SHAPES_AT_MOST = 100_000
INVISIBLE, WHITE, TURNED, UNMAPPED = 1, 2, 4, 8
UNKNOWN = "\ufffd"


class Refused(Exception):  # noqa: N818 - a message to the parent process, which raises the error
    """Why a document cannot be read, by the name that the parent process knows it by."""
