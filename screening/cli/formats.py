"""The formats that several commands write their results in."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """What a person reads, and what a program reads."""

    TEXT, JSON = "text", "json"


class PageFormat(StrEnum):
    """The same, and a page that stands alone."""

    TEXT, JSON, HTML = "text", "json", "html"


FormatOption = Annotated[Format, typer.Option("--format", help="How the result is written.")]
