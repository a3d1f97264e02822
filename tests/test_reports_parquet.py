"""The slate as Parquet, read back with pyarrow; and the refusal where pyarrow is not there."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from slates import ACT, GOOD, HOSTILE, POOR, STANDARD, VERSIONS, quote, rating, screened, slated

from screening.errors import ScreeningError
from screening.reports import parquet


def read(data: bytes) -> Any:
    return pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(data))


def test_there_is_a_row_for_each_applicant_and_ksa_with_typed_columns() -> None:
    table = read(parquet.render(slated(GOOD, POOR)))
    assert table.num_rows == 6
    assert [field.name for field in table.schema] == [name for name, _ in parquet.COLUMNS]
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["rank"], types["score"], types["strength"], types["ksa"]) == (
        "int32", "double", "int32", "string",
    )  # fmt: skip
    row = table.to_pylist()[4]
    assert (row["candidate"], row["ksa"], row["rating"]) == ("c-2", "rigging", "not-demonstrated")
    assert (row["score"], row["missing"], row["quotes"][0]["side"]) == (0.071, ["what came of it"], "against")
    assert row["gates"][0]["gate"] == "exam 477"


def test_the_versions_stand_in_the_metadata() -> None:
    metadata = read(parquet.render(slated(GOOD))).schema.metadata
    for name, value in VERSIONS.model_dump().items():
        assert metadata[f"screening.versions.{name}".encode()] == value.encode()
    assert metadata[b"screening.standard"] == b"5201-0001@2001-05-04"
    assert json.loads(metadata[b"screening.ksas"])["timber"] == STANDARD.ksas[2].text


@pytest.mark.parametrize("words", [*HOSTILE, ACT], ids=range(len(HOSTILE) + 1))
def test_words_are_kept_as_they_are(words: str) -> None:
    """Nothing runs a Parquet file, so nothing is changed in it."""
    one = screened("c-1", rating("caulking", "demonstrated", quote(words), missing=(words,)))
    (row,) = read(parquet.render(slated(one))).to_pylist()
    assert (row["quotes"][0]["quote"], row["missing"]) == (words, [words])


def test_a_slate_of_nobody_keeps_its_columns() -> None:
    table = read(parquet.render(slated()))
    assert (table.num_rows, table.num_columns) == (0, len(parquet.COLUMNS))


def test_without_the_package_the_refusal_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for act in (parquet.ready, lambda: parquet.render(slated(GOOD))):
        with pytest.raises(ScreeningError, match=r"screening-ksa\[parquet\]"):
            act()
