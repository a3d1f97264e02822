"""Audit: whether the record is what it was."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import Query, Response

from screening.errors import RecordError
from screening.records import Head
from screening.reports.json import verified
from screening.web.api import gives, section, written
from screening.web.desk import AtDesk
from screening.web.messages import Verified

router = section("Audit")


@router.get("/audit/verify", name="api-audit-verify", responses=gives(Verified, "What was found."))
def verify(
    desk: AtDesk,
    entries: Annotated[int | None, Query(ge=0, le=2**53, description="Of a head kept outside.")] = None,
    digest: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="Of the same head.")] = None,
) -> Response:
    """Find changed, missing, re-ordered or cut-off entries; with a head kept outside also a record rewritten.

    What `screening audit verify --format json` writes.
    """
    if (entries is None) != (digest is None):
        raise RecordError(
            "half of a head",
            where="query",
            expected="`entries` and `digest`, or neither",
            do="add the other half, from the same file head-N.json",
        )
    outside = None if entries is None or digest is None else Head(entries=entries, digest=digest)
    store = desk.store()
    faults = store.verify(outside)
    return written(json.dumps(verified(faults, None if faults else store.head()), indent=1) + "\n")
