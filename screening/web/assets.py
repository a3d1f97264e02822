"""Style sheets, scripts and their licences, read once at the start; an address tells its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
         ".png": "image/png", ".txt": "text/plain; charset=utf-8"}  # fmt: skip
REPORT_STYLES = (
    "report.css", "agreement.css", "comparison.css", "evaluation.css", "fairness.css", "impact.css",
    "letter.css",
)  # fmt: skip
"""The style sheets of the reports, which the pages build on."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to be served as it is."""

    content: bytes
    kind: str

    @property
    def mark(self) -> str:
        """A short hash: an address that holds it never changes its content."""
        return hashlib.sha256(self.content).hexdigest()[:12]


def assets() -> dict[str, Asset]:
    """Every asset by its name, folders written with a slash."""
    found = dict(_under(resources.files("screening.web").joinpath("static"), ""))
    styles = resources.files("screening.reports").joinpath("templates")
    found |= {name: Asset(styles.joinpath(name).read_bytes(), KINDS[".css"]) for name in REPORT_STYLES}
    return found


def _under(folder: Traversable, prefix: str) -> list[tuple[str, Asset]]:
    found: list[tuple[str, Asset]] = []
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.is_dir():
            found += _under(each, f"{prefix}{each.name}/")
        elif (kind := KINDS.get("." + each.name.rpartition(".")[2])) is not None:
            found.append((prefix + each.name, Asset(each.read_bytes(), kind)))
    return found
