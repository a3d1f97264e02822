"""`screening panel sheet` and `take` from the command line, on a store: what is recorded, what is refused."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from commands import Run, engine, run
from openpyxl import load_workbook
from seated import ADDRESS, KSAS, TRIO, admission

from screening.applications import Application
from screening.panels import PanelSettings
from screening.panels.kinds import Opened
from screening.records import Entry
from screening.sitting import Sitting
from screening.stores.opening import open_store

FIRST, SECOND = KSAS
__all__ = ["engine", "run"]  # fixtures


def opened(blind: bool = False) -> None:
    """A panel p-1 over c-1 and c-2 in the store of this folder."""
    store = open_store("sqlite:///panel.db", create=True)
    settings = PanelSettings(blind=blind)
    opening = Opened(panel="p-1", standard=ADDRESS, ksas=KSAS, settings=settings, members=TRIO)
    Sitting(store, "m1").open(opening, [admission("c-1"), admission("c-2")])
    store.close()


def record() -> tuple[Entry, ...]:
    store = open_store("sqlite:///panel.db")
    try:
        return store.entries()
    finally:
        store.close()


def fill(file: str, **cells: object) -> None:
    """Type into cells of the ratings."""
    book = load_workbook(io.BytesIO(Path(file).read_bytes()))
    for place, value in cells.items():
        book["Ratings"][place].value = value  # type: ignore[union-attr]
    book.save(file)


def test_a_sheet_goes_out_and_comes_back_and_the_record_says_so(run: Run) -> None:
    opened()
    assert "4 rows\t2 candidates" in run("panel sheet p-1 m2 --out m2.xlsx --as m2")
    fill("m2.xlsx", F2=2, F3=0, G3="says we")
    told = run("panel take m2.xlsx --as m2")
    assert "2 ratings taken, 0 stand already, 2 empty" in told
    assert f"empty\tc-2\t{FIRST}, {SECOND}" in told
    entries = record()
    assert [(e.kind, e.who) for e in entries[-4:]] == [
        ("sheet-written", "m2"), ("rated", "m2"), ("rated", "m2"), ("sheet-taken", "m2"),
    ]  # fmt: skip
    assert "record is intact" in run("audit verify")
    assert "0 ratings taken, 2 stand already" in run("panel take m2.xlsx --as m2")
    assert record() == entries
    fill("m2.xlsx", F3=1)
    document = json.loads(run("panel take m2.xlsx --as m2 --format json"))
    assert (document["panel"], document["ratings"], document["standing"]) == ("p-1", 1, 1)
    assert "m2 1 (says we)" in run("panel show p-1 c-1 --as m2")


def test_the_requirements_are_the_standards_word_for_word(run: Run) -> None:
    opened()
    run("panel sheet p-1 m2 --out m2.xlsx --as m1")
    told = load_workbook("m2.xlsx")["Ratings"]["D2"].value  # type: ignore[union-attr]
    assert str(told).startswith("Knowledge of Postal products, services, and policies")


def test_a_refused_sheet_ends_with_code_2_names_every_cell_and_records_nothing(run: Run) -> None:
    opened()
    run("panel sheet p-1 m2 --out m2.xlsx --as m2")
    fill("m2.xlsx", F2=2, F3="maybe", F4="=1+1", D5="Ability.")
    before = record()
    told = run("panel take m2.xlsx --as m2", 2)
    assert "Ratings!F3: found 'maybe', expected 2, 1, 0 or empty" in told
    assert "Ratings!F4: found the formula =1+1" in told
    assert "Ratings!D5: found 'Ability.'" in told
    assert record() == before


@pytest.mark.parametrize("who", ["m1", "m3", "stranger"])
def test_nobody_takes_the_sheet_of_another(run: Run, who: str) -> None:
    opened()
    run("panel sheet p-1 m2 --out m2.xlsx --as m2")
    fill("m2.xlsx", F2=2)
    run(f"panel take m2.xlsx --as {who}", 2)
    assert record()[-1].kind == "sheet-written"


def test_a_sheet_of_another_store_or_of_no_panel_is_refused(run: Run, tmp_path: Path) -> None:
    opened()
    run("panel sheet p-1 m2 --out m2.xlsx --as m2")
    fill("m2.xlsx", F2=2)
    Path("panel.db").rename("other.db")
    opened()
    assert "About!B5" in run("panel take m2.xlsx --as m2", 2)
    book = load_workbook("m2.xlsx")
    book["About"]["B2"].value = "p-7"  # type: ignore[union-attr]
    book.save("m2.xlsx")
    assert "About!B2: found 'p-7', and there is no such panel" in run("panel take m2.xlsx --as m2", 2)


def test_a_file_that_is_there_is_kept_for_it_may_have_ratings_in_it(run: Run) -> None:
    opened()
    run("panel sheet p-1 m2 --out m2.xlsx --as m2")
    before = Path("m2.xlsx").read_bytes(), record()
    assert "there already" in run("panel sheet p-1 m2 --out m2.xlsx --as m2", 2)
    assert (Path("m2.xlsx").read_bytes(), record()) == before


@pytest.mark.parametrize("line", ["panel take nothing.xlsx --as m2", "panel take . --as m2"])
def test_a_file_that_cannot_be_read_is_refused(run: Run, line: str) -> None:
    opened()
    assert "cannot be read" in run(line, 2)


def test_a_blind_panels_sheet_has_the_blind_copies_only(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes the copies is told here; that it blinds well is tested where it is."""

    def told(application: Application) -> SimpleNamespace:
        return SimpleNamespace(
            application=application.model_copy(update={"narratives": dict.fromkeys(KSAS, "I, [name], did.")})
        )

    copied: list[str] = []
    monkeypatch.setattr(
        "screening.blinding.applications.blind_application",
        lambda application: copied.append(application.candidate) or told(application),
    )
    monkeypatch.setattr("screening.blinding.results.blind_results", lambda screened, copy: screened)
    opened(blind=True)
    run("panel sheet p-1 m2 --out m2.xlsx --as m2")
    book = load_workbook("m2.xlsx")
    texts = [str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert texts.count("I, [name], did.") == 4
    assert not [text for text in texts if "secret" in text]
    assert "I, [name], did." in run("panel read p-1 c-1 --as m1")
    run("panel sheet p-1 m1 --out m1.xlsx --as m1")
    assert copied == ["c-1", "c-2"]  # made once, kept for everybody
    kept = [entry for entry in record() if entry.kind == "blind-copied"]
    assert [(entry.who, entry.body["candidate"]) for entry in kept] == [("m2", "c-1"), ("m2", "c-2")]
    assert "[name]" not in "".join(entry.content for entry in record())


def test_a_kept_copy_is_erased_with_its_candidate_and_begins_no_new_period(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "screening.blinding.applications.blind_application",
        lambda application: SimpleNamespace(application=application),
    )
    monkeypatch.setattr("screening.blinding.results.blind_results", lambda screened, copy: screened)
    store = open_store("sqlite:///panel.db", create=True)
    opening = Opened(panel="p-1", standard=ADDRESS, ksas=KSAS, settings=PanelSettings(), members=TRIO)
    long_ago = datetime(2019, 3, 1, tzinfo=UTC)
    Sitting(store, "m1", lambda: long_ago).open(opening, [admission("c-1"), admission("c-2")])
    store.close()
    before = run("audit retention --days 30", 0)
    run("panel read p-1 c-1 --as m1")
    assert record()[-1].at.year > 2019
    assert before.replace("c-1\t2 papers", "c-1\t4 papers") == run("audit retention --days 30", 0)
    assert "4 papers of c-1 erased" in run("audit erase c-1 --why request --as m3")
    assert "record is intact" in run("audit verify")
    assert "was erased" in run("panel read p-1 c-1 --as m1", 2)


def test_a_copy_that_somebody_changed_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "screening.blinding.applications.blind_application",
        lambda application: SimpleNamespace(application=application),
    )
    monkeypatch.setattr("screening.blinding.results.blind_results", lambda screened, copy: screened)
    opened(blind=True)
    run("panel read p-1 c-1 --as m1")
    with closing(sqlite3.connect("panel.db")) as other:
        other.execute("UPDATE papers SET text = replace(text, 'explained', 'sold') WHERE name LIKE 'blind%'")
        other.commit()
    assert "was changed" in run("panel read p-1 c-1 --as m1", 2)
    assert "blind-application of entry" in run("audit verify", 1)


def test_without_what_makes_blind_copies_a_blind_panel_writes_no_sheet(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "screening.blinding.applications", None)
    opened(blind=True)
    assert "reads blind copies, and none can be made here" in run(
        "panel sheet p-1 m2 --out m2.xlsx --as m2", 2
    )
    assert not Path("m2.xlsx").exists()
    assert "sheet-written" not in {entry.kind for entry in record()}


def test_an_erased_candidate_is_on_no_sheet_and_comes_back_with_none(run: Run) -> None:
    opened()
    run("panel sheet p-1 m2 --out old.xlsx --as m2")
    fill("old.xlsx", F2=2, G2="a note", F4=1)
    run("audit erase c-1 --why retention-period-over --as m3")
    assert "left aside\tc-1" in run("panel take old.xlsx --as m2")
    assert [entry.body["candidate"] for entry in record() if entry.kind == "rated"] == ["c-2"]
    assert "left out, their data was erased: c-1" in run("panel sheet p-1 m2 --out new.xlsx --as m2")
