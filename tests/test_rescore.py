"""A revision, applied to a run that was recorded: the same results as judging everything, for less work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from batches import applications, small_screener, standard

from screening.applications import Application, Essay
from screening.batch.deciding import SignatureEngine
from screening.batch.judging import RememberingScreener
from screening.batch.ledger import InputMark
from screening.batch.parts import Judged, write_part
from screening.batch.places import Folder
from screening.batch.rescoring import Rescored, basis_now, basis_of, plan_again, rescore
from screening.batch.running import plan_of
from screening.batch.runs import Run, begin, finish, open_run
from screening.rescoring.carrying import carried, reasons_for
from screening.rescoring.scope import Basis, scope_of
from screening.rescoring.tables import OUTCOMES, RATINGS, results_of
from screening.rescoring.thresholds import beyond_facts, decided_again
from screening.ranking import rank
from screening.results import Screened
from screening.rules import load_ruleset
from screening.screener import Screener
from screening.settings import Settings
from screening.standards import Checklist, Ksa, KsaChecklist, Standard

SIZE, PART = 60, 25


def screener_of(document: Standard, checklist: Checklist | None = None, settings: Settings | None = None) -> Screener:
    """The small screener on another version; each KSA that it had is read as before."""
    small = small_screener()
    entries = {
        ksa.id: small.checklist.ksas.get(ksa.id) or KsaChecklist(shown_by=(f"I did this: {ksa.text}",))
        for ksa in document.ksas
    }
    return RememberingScreener(
        Screener(
            document,
            checklist or Checklist(reads=document.address, ksas=entries),
            encoder=small.encoder,
            parser=small.parser,
            settings=settings or small.settings,
            elements=small.elements,
        ),
        small.encoder,
        small.parser,
        small.appraiser,
    )


def revised(*ksas: Ksa) -> Standard:
    """A later version of the small standard with these KSAs."""
    return standard().model_copy(update={"edition": "revised", "ksas": ksas})


def ksa(name: str, text: str | None = None) -> Ksa:
    """A KSA of the small standard, in other words if they are given."""
    old = next((k for k in standard().ksas if k.id == name), None)
    return Ksa(id=name, kind="ability", text=text or (old.text if old else name))


SORTING, EXPLAINING, TRAINING, RECORDS = map(ksa, ("sorting", "explaining", "training", "records"))
REVISIONS: dict[str, Standard] = {
    "one KSA in other words": revised(
        SORTING, ksa("explaining", "Ability to explain prices to visitors."), TRAINING, RECORDS
    ),
    "one KSA gone": revised(SORTING, EXPLAINING, RECORDS),
    "two KSAs merged": revised(
        ksa("sorting", "Ability to sort parcels by route and destination, and train and instruct new employees."),
        EXPLAINING, RECORDS,
    ),
    "one KSA added": revised(
        SORTING, EXPLAINING, TRAINING, RECORDS, ksa("driving", "Ability to drive a van in heavy snow.")
    ),
    "another order": revised(RECORDS, TRAINING, SORTING, EXPLAINING),
    "nothing": standard(),
}  # fmt: skip


@pytest.fixture(scope="module")
def given() -> list[Application]:
    return applications(SIZE, seed=3)


@pytest.fixture(scope="module")
def old_run(tmp_path_factory: pytest.TempPathFactory, given: list[Application]) -> Run:
    """A complete run of the small screener."""
    place = Folder(tmp_path_factory.mktemp("run"))
    screener = screener_of(standard())
    plan = plan_of(screener, InputMark(kind="jsonl", name="x", sha256="0" * 64, units=len(given)), PART)
    begin(place, plan)
    judged = [Judged(n, f"x:{n}", one, screener.screen(one)) for n, one in enumerate(given)]
    seals = [
        write_part(place, plan, part, judged[part * PART : (part + 1) * PART], [])
        for part in range(plan.parts)
    ]
    finish(place, plan, seals)
    return open_run(place.url)


def without_hints(screened: Screened) -> Screened:
    """A result without what other texts would show, and notices: both are kept from the time of judging."""
    ratings = tuple(rating.model_copy(update={"elsewhere": ()}) for rating in screened.ratings)
    return screened.model_copy(update={"ratings": ratings, "notices": ()})


@pytest.mark.parametrize("name", REVISIONS)
def test_rescoring_gives_each_rating_that_judging_everything_anew_would_give(
    name: str, old_run: Run, given: list[Application], tmp_path: Path
) -> None:
    screener = screener_of(REVISIONS[name])
    done = rescore(old_run, screener, plan_again(old_run, screener), Folder(tmp_path))
    again = list(open_run(str(tmp_path)).judged())
    assert [one.application.candidate for one in again] == [one.candidate for one in given]
    for one in again:
        whole = screener_of(REVISIONS[name]).screen(one.application)
        assert without_hints(one.screened) == without_hints(whole)
    assert done.manifest is not None
    assert done.manifest.read == SIZE
