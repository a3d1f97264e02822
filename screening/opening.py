"""Opens a screener on a library: the one place where the models of record are chosen, for every door."""

from __future__ import annotations

from screening.files.library import Library
from screening.language.parsing import SpacyParser
from screening.screener import Fingerprints, Screener
from screening.settings import Settings
from screening.similarity.minilm import MiniLM
from screening.standards import Address, Checklist, KsaChecklist, Standard


def open_screener(address: str | Address, library: Library | None = None, settings: Settings | None = None) -> Screener:
    """A screener for one version of a standard; weights are checked and loaded when a text needs them.

    A standard that nobody has written indicators for is read by its own words, as a draft.
    """
    resolved = (library or Library()).resolve(address)
    return Screener(
        resolved.standard,
        resolved.checklist or drafted(resolved.standard),
        encoder=MiniLM(),
        parser=SpacyParser(),
        settings=settings,
        fingerprints=Fingerprints(
            f"{resolved.standard.address} sha256:{resolved.standard_sha256}",
            f"sha256:{resolved.checklist_sha256}" if resolved.checklist_sha256 else "draft",
        ),
    )


def drafted(standard: Standard) -> Checklist:
    """A checklist that knows no more than the standard's own words; it says that it is a draft."""
    entries = {ksa.id: KsaChecklist(shown_by=(ksa.text,)) for ksa in standard.ksas}
    return Checklist(reads=standard.address, status="draft", ksas=entries)
