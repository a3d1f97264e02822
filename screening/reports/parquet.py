"""The slate as Parquet, a row for each applicant and KSA with typed columns, for those who reckon with it.

What the whole file depends on stands in its metadata under keys that begin with ``screening.``.
"""

from __future__ import annotations

import io
import json
from typing import Any

from screening.reports import Slated, found_in
from screening.reports.extras import demanded
from screening.reports.marking import quoted
from screening.results import Place, Rating

COLUMNS = (
    ("standard", "string"), ("rank", "int32"), ("candidate", "string"), ("outcome", "string"),
    ("ksa", "string"), ("rating", "string"), ("score", "double"), ("strength", "int32"), ("rule", "string"),
    ("code", "string"), ("because", "string"), ("missing", "strings"), ("quotes", "quotes"),
    ("notices", "strings"), ("gates", "gates"),
)  # fmt: skip
"""Each column with its type; ``quotes`` and ``gates`` are lists of records."""
PREFIX = "screening."


def ready() -> None:
    """Refuse before anything is rated when the package is not there."""
    demanded("pyarrow", "parquet")


def render(slated: Slated) -> bytes:
    """The slate as the bytes of a Parquet file, rows in the slate's order."""
    arrow = demanded("pyarrow", "parquet")
    parquet = demanded("pyarrow.parquet", "parquet")
    rows = [_row(place, rating) for place in slated.slate.places for rating in place.screened.ratings]
    out = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(rows, schema=_schema(arrow, slated)), out)
    return out.getvalue()


def _schema(arrow: Any, slated: Slated) -> Any:
    """The columns, and the versions as the file's metadata."""
    text, place = arrow.string(), arrow.int32()
    quote = [("side", text), ("quote", text), ("source", text), ("start", place), ("end", place),
             ("findings", arrow.list_(text))]  # fmt: skip
    types = {
        "string": text, "int32": place, "double": arrow.float64(), "strings": arrow.list_(text),
        "quotes": arrow.list_(arrow.struct(quote)),
        "gates": arrow.list_(arrow.struct([("gate", text), ("result", text), ("because", text)])),
    }  # fmt: skip
    return arrow.schema([(name, types[kind]) for name, kind in COLUMNS], metadata=metadata_of(slated))


def metadata_of(slated: Slated) -> dict[str, str]:
    """The standard and every version, by the keys under which they stand in the file."""
    standard = slated.standard
    about = {
        "standard": slated.slate.standard,
        "title": standard.title,
        "ksas": json.dumps({ksa.id: ksa.text for ksa in standard.ksas}, ensure_ascii=False),
    }
    versions = {f"versions.{name}": value for name, value in slated.slate.versions.model_dump().items()}
    return {PREFIX + name: value for name, value in (about | versions).items()}


def _row(place: Place, rating: Rating) -> dict[str, Any]:
    screened = place.screened
    told = rating.model_dump(include={"ksa", "rating", "score", "strength", "rule", "code", "because"})
    return {
        **told, "standard": screened.standard, "rank": place.rank, "candidate": screened.candidate,
        "outcome": screened.outcome, "missing": list(rating.missing), "notices": list(rating.notices),
        "quotes": _quotes(rating), "gates": [gate.model_dump() for gate in screened.gates],
    }  # fmt: skip


def _quotes(rating: Rating) -> list[dict[str, Any]]:
    """Every quote once, with the side that it speaks for."""
    return [
        {"side": quote.side, "quote": quote.evidence.quote, "source": quote.evidence.span.source,
         "start": quote.evidence.span.start, "end": quote.evidence.span.end,
         "findings": found_in(quote.evidence)}
        for quote in quoted(rating, "")
    ]  # fmt: skip
