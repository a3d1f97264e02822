"""A panel's slate as Parquet: a row for each applicant and KSA, typed, with whose word each rating is.

No word of anybody is in it. What the whole rests on stands in the file's metadata under ``screening.`` keys.
"""

from __future__ import annotations

import io
import json
from typing import Any

from screening.panels.slating import PanelSlate
from screening.ranking import Candidacy, Decision, Standing
from screening.reports.extras import demanded
from screening.reports.panel_slate import by, versions
from screening.reports.parquet import PREFIX

COLUMNS = (
    ("panel", "string"), ("standard", "string"), ("state", "string"), ("rank", "int32"),
    ("tied_with", "strings"), ("best", "int32"), ("worst", "int32"), ("candidate", "string"),
    ("outcome", "string"), ("category", "string"), ("points", "double"), ("ksa", "string"),
    ("rating", "string"), ("score", "double"), ("origin", "string"), ("how", "string"), ("levels", "levels"),
    ("members", "members"), ("by", "string"), ("code", "string"), ("entry", "int64"),
    ("engine_rating", "string"), ("engine_score", "double"), ("gates", "gates"),
)  # fmt: skip
"""Each column with its type; ``members`` and ``gates`` are lists of records. What nobody gave is null."""


def render(slate: PanelSlate) -> bytes:
    """The slate as the bytes of a Parquet file, rows in the slate's order; the same slate, the same bytes."""
    arrow = demanded("pyarrow", "parquet")
    parquet = demanded("pyarrow.parquet", "parquet")
    rows = [
        _row(slate, standing, candidacy, decision)
        for standing, candidacy in slate.lines()
        for decision in candidacy.decisions
    ]
    out = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(rows, schema=_schema(arrow, slate)), out)
    return out.getvalue()


def metadata_of(slate: PanelSlate) -> dict[str, str]:
    """Rule, terms, copies, versions and the record's end, by the keys under which they stand in the file."""
    ranking = slate.ranking
    about = {
        "panel": slate.panel.id,
        "standard": slate.panel.opening.standard,
        "state": slate.state,
        "rule": ranking.rule,
        "source": ranking.source,
        "terms": json.dumps(ranking.terms.model_dump(mode="json"), ensure_ascii=False),
        "terms.version": ranking.version,
        "uncertainty": ranking.uncertainty,
        "copies": "blind" if slate.panel.settings.blind else "as submitted",
        "record.entries": str(slate.record.entries),
        "record.digest": slate.record.digest,
    }
    named = {f"versions.{name}": value for name, value in versions(slate).items()}
    return {PREFIX + name: value for name, value in (about | named).items()}


def _schema(arrow: Any, slate: PanelSlate) -> Any:
    text = arrow.string()
    types = {
        "string": text, "int32": arrow.int32(), "int64": arrow.int64(), "double": arrow.float64(),
        "strings": arrow.list_(text), "levels": arrow.list_(arrow.int8()),
        "members": arrow.list_(arrow.struct([("member", text), ("value", text)])),
        "gates": arrow.list_(arrow.struct([("gate", text), ("result", text)])),
    }  # fmt: skip
    return arrow.schema([(name, types[kind]) for name, kind in COLUMNS], metadata=metadata_of(slate))


def _row(slate: PanelSlate, standing: Standing, candidacy: Candidacy, decision: Decision) -> dict[str, Any]:
    candidate, ksa = standing.candidate, decision.ksa
    final, advice = slate.final(standing, ksa), slate.panel.engine[candidate].ratings[ksa]
    overridden = slate.overridden(candidate, ksa)
    given = [{"member": e.entry.who, "value": e.body.value} for e in slate.given(candidate, ksa)]
    return {
        "panel": slate.panel.id, "standard": slate.panel.opening.standard, "state": slate.state,
        "rank": standing.rank, "tied_with": list(standing.ties), "best": standing.best,
        "worst": standing.worst, "candidate": candidate, "outcome": standing.outcome,
        "category": standing.category,
        "points": None if standing.points is None else float(standing.points),
        "ksa": ksa, "rating": decision.rating, "score": round(float(decision.worth), 6),
        "origin": decision.origin, "how": final.how, "levels": list(decision.levels), "members": given,
        "by": by(slate, candidate, ksa), "code": overridden.body.code if overridden else None,
        "entry": final.entry, "engine_rating": advice.rating, "engine_score": advice.score,
        "gates": [{"gate": gate.gate, "result": gate.result} for gate in candidacy.gates],
    }  # fmt: skip
