"""Opens screeners on a library: the one place where the models of record are chosen, for every door."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from screening.applications import Text, narrative_source
from screening.appraisal.minilm import MiniLMAppraiser, adapter_file
from screening.errors import StandardError
from screening.files.library import Library, Resolved
from screening.files.settings import read_settings
from screening.findings import tells
from screening.fitted import fitted_settings
from screening.language.neutral import levelled
from screening.language.parsing import SpacyParser, parse
from screening.reading.elements import elements_of
from screening.reading.indicators import draft_checklist
from screening.results import Rating, Versions
from screening.screener import Fingerprints, Screener
from screening.settings import Settings
from screening.similarity.minilm import MiniLM
from screening.standards import ADDRESS, Address, Checklist, Ksa, KsaChecklist, Source, Standard
from screening.texts import ReadText

SETTINGS = "SCREENING_SETTINGS"
"""The variable that names a file of settings for every door of a process, and of those that it starts."""


@dataclass(frozen=True, slots=True)
class Models:
    """The models of record; ``appraiser`` is None where the base model has to do alone."""

    encoder: MiniLM
    parser: SpacyParser
    appraiser: MiniLMAppraiser | None


@lru_cache(maxsize=1)
def models() -> Models:
    """The models of record, shared by all screeners of the process; they load when needed.

    Without the packaged adapter the base model judges alone, by numbers fitted for that, and says so.
    """
    return Models(MiniLM(), SpacyParser(), MiniLMAppraiser() if adapter_file().is_file() else None)


def settings_of_record(file: Path | None = None) -> Settings:
    """The settings to judge by: those of a file, or of the one that ``SCREENING_SETTINGS`` names, laid over
    the packaged ones; without a file, the packaged ones, fitted with the models that are there."""
    packaged = fitted_settings(trained=models().appraiser is not None)
    named = file or (Path(os.environ[SETTINGS]) if os.environ.get(SETTINGS) else None)
    return read_settings(named, packaged) if named else packaged


def assembled(
    standard: Standard, checklist: Checklist, settings: Settings | None, marks: Fingerprints
) -> Screener:
    """A screener with the models of record, and the settings of record unless others are given."""
    of_record = models()
    chosen = settings or settings_of_record()
    return Screener(
        standard,
        checklist,
        encoder=of_record.encoder,
        parser=of_record.parser,
        appraiser=of_record.appraiser if chosen.appraisal else None,
        settings=chosen,
        fingerprints=marks,
        elements=elements_by_ksa(standard),
    )


def neutral_sentences(text: str) -> tuple[str, ...]:
    """What a trained reader may see of a text: words to whoever reads set aside, no marks of a person."""
    return levelled([s for s in parse(text, models().parser) if tells(s.text)])


def open_screener(
    address: str | Address,
    library: Library | None = None,
    settings: Settings | None = None,
    on: date | None = None,
    addenda: Sequence[Path] = (),
) -> Screener:
    """A screener for one version of a standard; weights are checked and loaded when a text needs them.

    Without a version in the address it is the one in force ``on`` a day (None: the newest in force), and
    ``addenda`` are files of local additions. A standard without indicators is read by drafted ones.
    """
    resolved = (library or Library()).resolve(address, on, addenda)
    checklist = resolved.checklist or draft_checklist(resolved.standard)
    return assembled(resolved.standard, checklist, settings, fingerprints_of(resolved))


def elements_by_ksa(standard: Standard) -> dict[str, list[str]]:
    """The several things that each KSA of a standard asks for, by its id."""
    return {ksa.id: elements_of(ksa.text) for ksa in standard.ksas}


def fingerprints_of(resolved: Resolved) -> Fingerprints:
    """What a result says of the files it depends on: the standard's, its addenda's, the checklist's."""
    standard = f"{resolved.standard.address} sha256:{resolved.standard_sha256}"
    draft = "" if resolved.checklist and resolved.checklist.status == "confirmed" else "draft"
    checklist = f"sha256:{resolved.checklist_sha256}" if resolved.checklist_sha256 else ""
    return Fingerprints(
        "; ".join([standard, *(one.told for one in resolved.addenda)]), f"{draft} {checklist}".strip()
    )


class Requirements:
    """Rates texts against single requirements: by address, or by the words of one that no library knows."""

    def __init__(self, library: Library, settings: Settings | None = None) -> None:
        self._library, self.settings = library, settings or settings_of_record()
        self._screeners: dict[str, Screener] = {}

    def rate(self, requirement: str, text: str) -> Rating:
        """The rating of one text; ``requirement`` is ``CODE@DATE#KSA`` or any requirement's wording."""
        screener, ksa_id = self._screener(requirement)
        texts = [Text(source=narrative_source(ksa_id), text=text)] if text.strip() else []
        return screener.rate(ksa_id, texts)

    def read(self, requirement: str, text: Text) -> ReadText:
        """One text as the screener of a requirement reads it."""
        return self._screener(requirement)[0].read(text)

    def wording(self, requirement: str) -> str:
        """What the requirement asks for, word for word."""
        if not (ADDRESS.match(requirement) and "#" in requirement):
            return requirement
        screener, ksa_id = self._screener(requirement)
        return screener.standard.ksa(ksa_id).text

    def entry(self, requirement: str) -> KsaChecklist:
        """How the requirement is read: its indicators, its rules, and thresholds of its own."""
        screener, ksa_id = self._screener(requirement)
        return screener.checklist.entry(screener.standard.ksa(ksa_id))

    def versions(self, requirement: str) -> Versions:
        """What a rating against the requirement depends on besides the words."""
        return self._screener(requirement)[0].versions

    def _screener(self, requirement: str) -> tuple[Screener, str]:
        if ADDRESS.match(requirement) and "#" in requirement:
            address = Address.parse(requirement)
            assert address.ksa is not None
            whole = str(address.model_copy(update={"ksa": None}))
            if whole not in self._screeners:
                self._screeners[whole] = open_screener(whole, self._library, self.settings)
            self._screeners[whole].standard.ksa(address.ksa)
            return self._screeners[whole], address.ksa
        if requirement not in self._screeners:
            self._screeners[requirement] = self._unfiled(requirement)
        return self._screeners[requirement], "requirement"

    def _unfiled(self, wording: str) -> Screener:
        """A screener for a requirement by itself, read by drafted indicators."""
        if not any(c.isalpha() for c in wording):
            raise StandardError(
                f"{wording!r} is no requirement",
                expected="an address or a requirement's wording",
                do="correct the field `ksa` of the case, such as 2320-0012#postal-products",
            )
        digest = hashlib.sha256(wording.encode()).hexdigest()
        standard = Standard(
            occupation_code="unfiled",
            title="a requirement by itself",
            ksas=(Ksa(id="requirement", kind="other", text=wording),),
            source=Source(file="a case", sha256=digest),
        )
        marks = Fingerprints(f"unfiled sha256:{digest}", "draft")
        return assembled(standard, draft_checklist(standard), self.settings, marks)
