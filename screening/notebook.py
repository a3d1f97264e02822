"""Screening from Python: ``import screening``, then ``screening.check(…)``. What comes back shows itself.

The functions are the commands', by the same names, and their results are the same to the digit. Every result
has ``json()``, which is what the command writes, and ``save(path)``; in a notebook it is shown as a page with
the evidence marked. The models load with the first text.
"""

from __future__ import annotations

import json as plain_json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

from screening.applications import Application, check_all_fit
from screening.checking import Checker
from screening.errors import ApplicationError, ScreeningError
from screening.evaluating import evaluated, predictions_of
from screening.evaluation import Case, Prediction, Report
from screening.files.applications import read_application, read_applications
from screening.files.cases import read_cases
from screening.files.library import Library
from screening.files.narratives import DRAFT, read_draft
from screening.files.yaml import SUFFIXES, read_yaml
from screening.opening import Requirements, open_screener
from screening.ranking import rank as ranked
from screening.reports import Checked, Slated, csv, html, json, notebook, xlsx
from screening.reports.evaluation import Evaluated
from screening.reports.evaluation import render as evaluation_html
from screening.results import OutcomeValue, Rating
from screening.standards import Standard

Place = str | PathLike[str]
Written = Application | Mapping[str, str] | Place
"""An application; or what was written, by the id of a KSA; or the file that holds it."""
KEPT = 8


class Shown:
    """A result: shown by a notebook, written as JSON, saved to a file."""

    def json(self) -> str:
        """What the command writes with ``--format json``."""
        raise NotImplementedError

    def html(self) -> str:
        """A page that stands alone."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The JSON as plain data."""
        read: dict[str, Any] = plain_json.loads(self.json())
        return read

    def save(self, path: Place) -> Path:
        """Write it to a file, whose ending names the format; the file."""
        file, formats = Path(path), self._formats()
        if file.suffix.lower() not in formats:
            raise ScreeningError(
                f"the ending {file.suffix!r} names no format", where=str(file),
                expected="one of " + ", ".join(formats), do="give the file one of these endings",
            )  # fmt: skip
        content = formats[file.suffix.lower()]()
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def _formats(self) -> dict[str, Any]:
        return {".html": self.html, ".json": self.json}


@dataclass(frozen=True, eq=False, repr=False)
class Checklist(Shown):
    """One application, judged: ``checklist["postal-products"]`` is the rating of a KSA with its evidence."""

    checked: Checked

    @property
    def outcome(self) -> OutcomeValue:
        """What follows from ratings and gates: ``qualified``, ``needs-review`` or ``not-qualified``."""
        return self.checked.screened.outcome

    @cached_property
    def ratings(self) -> dict[str, Rating]:
        """The ratings by KSA, in the standard's order."""
        return {rating.ksa: rating for rating in self.checked.screened.ratings}

    def __getitem__(self, ksa: str) -> Rating:
        return self.ratings[self.checked.standard.ksa(ksa).id]

    def __iter__(self) -> Iterator[Rating]:
        return iter(self.checked.screened.ratings)

    def json(self) -> str:
        """What ``screening check --format json`` writes."""
        return json.render_checked([self.checked])

    def html(self) -> str:
        """The checklist as a page that stands alone."""
        return html.render_application(self.checked.screened, self.checked.standard, self.checked.application)

    def __repr__(self) -> str:
        shown = sum(rating.rating == "demonstrated" for rating in self)
        screened = self.checked.screened
        return (f"<{screened.candidate} for {screened.standard}: {screened.outcome}, "
                f"{shown} of {len(screened.ratings)} KSAs demonstrated>")  # fmt: skip

    def _repr_html_(self) -> str:
        return notebook.checked_html(self.checked)

    def _repr_markdown_(self) -> str:
        return notebook.checked_markdown(self.checked)


@dataclass(frozen=True, eq=False, repr=False)
class RankedSlate(Shown):
    """Applicants in order; ``slate["c-0001"]`` is one of them, ``rows()`` is for a data frame."""

    slated: Slated

    def __getitem__(self, candidate: str) -> Checklist:
        for place in self.slated.slate.places:
            if place.screened.candidate == candidate:
                application = self.slated.applications[candidate]
                return Checklist(Checked(place.screened, self.slated.standard, application))
        raise ApplicationError(
            f"no candidate {candidate!r} on this slate",
            expected="one of " + ", ".join(p.screened.candidate for p in self.slated.slate.places),
            do="correct the id, or rank this application too",
        )

    def __iter__(self) -> Iterator[Checklist]:
        return (self[place.screened.candidate] for place in self.slated.slate.places)

    def __len__(self) -> int:
        return len(self.slated.slate.places)

    def rows(self) -> list[dict[str, Any]]:
        """One row for each applicant and KSA: candidate, rank, outcome, ksa, rating, score."""
        return [
            {"candidate": place.screened.candidate, "rank": place.rank, "outcome": place.screened.outcome,
             "ksa": rating.ksa, "rating": rating.rating, "score": rating.score}
            for place in self.slated.slate.places
            for rating in place.screened.ratings
        ]  # fmt: skip

    def json(self) -> str:
        """What ``screening rank --format json`` writes."""
        return json.render(self.slated)

    def html(self) -> str:
        """The slate as a page that stands alone."""
        return html.render(self.slated)

    def _formats(self) -> dict[str, Any]:
        tables = {".csv": lambda: csv.render(self.slated), ".xlsx": lambda: xlsx.render(self.slated)}
        return {**super()._formats(), **tables}

    def __repr__(self) -> str:
        first = ", ".join(f"{p.rank} {p.screened.candidate}" for p in self.slated.slate.places[:3])
        return f"<slate of {len(self)} for {self.slated.slate.standard}: {first}{', …' * (len(self) > 3)}>"

    def _repr_html_(self) -> str:
        return notebook.slated_html(self.slated)

    def _repr_markdown_(self) -> str:
        return notebook.slated_markdown(self.slated)


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation(Shown):
    """The engine against people's ratings: ``report`` has the figures, ``predictions`` its answers."""

    evaluated: Evaluated

    @property
    def report(self) -> Report:
        """Every figure with its interval."""
        return self.evaluated.report

    @property
    def predictions(self) -> list[Prediction]:
        """The engine's answer to each case, in their order."""
        return predictions_of(self.evaluated.cases, self.evaluated.ratings)

    def json(self) -> str:
        """What ``screening evaluate --format json`` writes."""
        return plain_json.dumps(self.report.model_dump(), indent=1) + "\n"

    def html(self) -> str:
        """The evaluation as a page that stands alone, with each case that was rated wrongly."""
        return evaluation_html(self.evaluated)

    def __repr__(self) -> str:
        auc = "no AUC" if self.report.auc is None else f"AUC {self.report.auc:.3f}"
        return f"<evaluation of {self.report.cases} cases, {self.report.labelled} labelled: {auc}>"

    def _repr_html_(self) -> str:
        return notebook.report_html(self.report)

    def _repr_markdown_(self) -> str:
        return notebook.report_markdown(self.report)


@dataclass(frozen=True, eq=False, repr=False)
class Position(Shown):
    """A version of a standard: what is asked for, by the ids that narratives go by."""

    standard: Standard

    @property
    def ksas(self) -> dict[str, str]:
        """The requirements as printed, by their ids."""
        return {ksa.id: ksa.text for ksa in self.standard.ksas}

    def json(self) -> str:
        """What ``screening standards show --format json`` writes."""
        return plain_json.dumps(self.standard.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"

    def _formats(self) -> dict[str, Any]:
        return {".json": self.json}

    def __repr__(self) -> str:
        return f"<{self.standard.address} {self.standard.title}: {len(self.standard.ksas)} KSAs>"

    def _repr_html_(self) -> str:
        return notebook.standard_html(self.standard)

    def _repr_markdown_(self) -> str:
        return notebook.standard_markdown(self.standard)


def standard(address: str, *, on: date | None = None, library: Place | None = None) -> Position:
    """A version of a standard: ``2320-0012`` in force now, or on a day, or ``2320-0012@2019-03-16``."""
    return Position(_library(library).resolve(address, on).standard)


def check(
    written: Written, standard: str | None = None, *, on: date | None = None, library: Place | None = None
) -> Checklist:
    """Judge one application, KSA by KSA.

    ``written`` is a file (an application; with ``standard`` also text, DOCX, PDF or JSON Resume), a mapping
    from KSA ids to what was written for each, or an ``Application``. ``standard`` is the version to check
    against; by default the one that the application names.
    """
    books = _library(library)
    application, notes = _application(written, standard, on, books)
    checker = _checker(standard or application.standard, on, books)
    check_all_fit([(application.candidate, application)], checker.standard, checker.screener.settings.limits)
    screened = checker.screen(application)
    told = screened.model_copy(update={"notices": (*notes, *screened.notices)})
    return Checklist(Checked(told, checker.standard, application))


def rank(
    standard: str, *written: Application | Place, on: date | None = None, library: Place | None = None
) -> RankedSlate:
    """Rank applications against a standard: ``Application`` records, files, or folders of files."""
    checker = _checker(standard, on, _library(library))
    filed = read_applications([Path(one) for one in written if not isinstance(one, Application)])
    named = [(str(one.path), one.application) for one in filed]
    named += [(one.candidate, one) for one in written if isinstance(one, Application)]
    check_all_fit(named, checker.standard, checker.screener.settings.limits)
    screened = [checker.screen(application) for _, application in named]
    slate = ranked(screened, checker.standard.address, checker.screener.versions)
    return RankedSlate(Slated(slate, checker.standard, {one.candidate: one for _, one in named}))


def evaluate(
    cases: Place | Iterable[Case | Mapping[str, Any]], *, baselines: bool = True, library: Place | None = None
) -> Evaluation:
    """Rate cases (a file, or records with ``id``, ``ksa``, ``text`` and perhaps ``label``) and compare."""
    if isinstance(cases, (str, PathLike)):
        read, told = read_cases([Path(cases)]), Path(cases).name
    else:
        read, told = [Case.model_validate(one) for one in cases], "given"
    if not read:
        raise ScreeningError(
            "there is no case",
            expected="records with `id`, `ksa` and `text`",
            do="pass a list of cases, or the path of a .jsonl file",
        )
    requirements = Requirements(_library(library))
    ratings = [requirements.rate(case.ksa, case.text) for case in read]
    return Evaluation(evaluated(read, ratings, requirements, told, baselines=baselines))


def _library(folder: Place | None) -> Library:
    return Library() if folder is None else Library(Path(folder))


def _application(
    written: Written, address: str | None, on: date | None, books: Library
) -> tuple[Application, tuple[str, ...]]:
    """What was written, as an application, and what was noticed when it was read."""
    if isinstance(written, Application):
        return written, ()
    path = None if isinstance(written, Mapping) else Path(written)
    if path is not None and _holds_application(path, address):
        return read_application(path), ()
    if address is None:
        raise ApplicationError(
            "nothing says for which standard this was written", where=str(path or ""),
            expected="an address, such as 2320-0012", do="name it: check(…, '2320-0012')",
        )  # fmt: skip
    version = books.resolve(address, on).standard
    if isinstance(written, Mapping):
        return Application(candidate=DRAFT, standard=version.address, narratives=dict(written)), ()
    assert path is not None
    draft = read_draft(path, version)
    return draft.application(version), draft.notes


def _holds_application(path: Path, address: str | None) -> bool:
    """Whether a file is read as an application: it names a candidate, or nothing says how else to read it."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    value = None if address is None else read_yaml(path).value
    return address is None or (isinstance(value, dict) and "candidate" in value)


def _checker(address: str, on: date | None, books: Library) -> Checker:
    """The checker of a version; kept, so that what was judged once is not judged again."""
    found = books.resolve(address, on)
    return _kept(found.standard.address, books, found.standard_sha256, found.checklist_sha256)


@lru_cache(maxsize=KEPT)
def _kept(address: str, books: Library, standard: str, checklist: str | None) -> Checker:
    """By the hashes of both files, so that a file that is changed counts."""
    return Checker(open_screener(address, books))
