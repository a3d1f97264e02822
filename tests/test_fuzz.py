"""No input makes a reader crash: it is read, or refused with an error of ours. Traps are refused."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from attacking import WAYS, stories
from batches import small_screener
from fuzzing import READERS, fuzz

from screening.batch.ledger import Rejected
from screening.batch.sources import open_source
from screening.documents.opening import open_document, read_document
from screening.errors import ScreeningError
from screening.files.applications import application_in, read_application
from screening.files.narratives import read_draft
from screening.screener import Screener


@pytest.mark.parametrize("name", READERS)
def test_mutations_of_real_files_are_read_or_refused(name: str) -> None:
    told = fuzz(name, 50)
    assert told.crashes == []
    assert told.refused + told.read > 0


def test_a_store_whose_schema_is_no_text_any_more_is_refused() -> None:
    """SQLite quotes what is damaged in its error; its bytes are no UTF-8 in these five."""
    told = [fuzz("record store", 1, first=number) for number in (207, 307, 320, 458, 507)]
    assert [(one.refused, one.crashes) for one in told] == [(1, [])] * 5


PATHS = ["../c-1", "..", "a/b", "a\\b", "/etc/passwd", "c-1\n", "", ".x", "a\u202eb", "x" * 101]


@pytest.mark.parametrize("name", PATHS)
def test_a_candidate_id_is_no_path(name: str) -> None:
    """Ids name files of blind copies, letters and parts."""
    with pytest.raises(ScreeningError):
        application_in(json.dumps({"candidate": name, "standard": "2320-0012"}), Path("a.json"))


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_pipe_or_device_is_refused_and_not_waited_for(
    name: str, tmp_path: Path, screener: Screener
) -> None:
    os.mkfifo(tmp_path / name)
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    for path in (tmp_path / name, tmp_path / "device.yaml"):
        for read in (read_application, open_document, lambda p: read_draft(p, screener.standard)):
            with pytest.raises(ScreeningError):
                read(path)


def _docx_with(name: str, data: bytes) -> bytes:
    stream, whole = io.BytesIO(), io.BytesIO(WAYS["DOCX white"].make(stories()[0]))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return stream.getvalue()


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b"<x>" * 5_000 + b"</x>" * 5_000,
        b"<x>" + b" " * 30_000_000 + b"</x>",
    ],
    ids=["outside entity", "entities in entities", "5,000 deep", "30 MB of blanks"],
)
def test_xml_that_fetches_multiplies_or_nests_is_refused(xml: bytes) -> None:
    with pytest.raises(ScreeningError, match=r"declares|damaged"):
        read_document(_docx_with("word/document.xml", xml), "a.docx")


def test_a_byte_that_is_no_text_in_a_date_rejects_its_row_and_not_the_run(tmp_path: Path) -> None:
    """Found by fuzzing: such a byte in the column submitted_on ended the whole batch."""
    table = tmp_path / "a.csv"
    rows = b"c-1,sorting,I sorted.,2\x86\nc-2,sorting,I sorted.,\n"
    table.write_bytes(b"candidate,ksa,text,submitted_on\n" + rows)
    bad, good = open_source(table, small_screener()).units()
    assert isinstance(bad, Rejected)
    assert "UTF-8" in bad.found
    assert not isinstance(good, Rejected)


@pytest.mark.parametrize("selector", ["&a", "..x", "p[", ":not(", "x::", ">>", "\x00"])
def test_a_rule_with_a_broken_selector_hides_nothing_and_stops_nothing(selector: str) -> None:
    """Found by fuzzing: some of these ended the reading of the page."""
    style = f"<style>{selector} {{display:none}}</style>"
    page = f"<html><head>{style}</head><body><p>shown</p></body></html>"
    assert "shown" in read_document(page.encode(), "a.html").text
