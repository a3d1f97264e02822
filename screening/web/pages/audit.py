"""Audit: every entry of the record, whether it is intact, and its head to keep elsewhere. It only reads."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import ValidationError

from screening.errors import RecordError
from screening.panels.panel import Panel, panels_in
from screening.panels.visibility import sees_engine, sees_final, sees_rating
from screening.records import Entry, Fault, Head, check
from screening.web.desk import AtDesk
from screening.web.seats import AtSeat, Seat
from screening.web.walking import NavigationEntry

router = APIRouter()
ENTRY = NavigationEntry("Audit", "audit", 60)
PAGE = 100
"""Entries on one page."""
SECRET = {"rated": "rating", "engine-rated": "engine", "disagreement-decided": "final",
          "engine-overridden": "final"}  # fmt: skip
"""What a member of an open panel may not see before their own ratings are locked, by kind of entry."""


@router.get("/audit", name="audit")
def listed(
    request: Request, desk: AtDesk, seat: AtSeat, panel: str = "", candidate: str = "", kind: str = "",
    by: str = "", page: int = 1, head: str = "",
) -> Response:  # fmt: skip
    """The entries, the newest first, and what was found when the record was verified."""
    store = desk.store()
    outside = read_head(head) if head.strip() else None
    faults = store.verify(outside)
    entries = _readable(seat, faults)
    asked = {"panel": panel, "candidate": candidate}
    chosen = [
        e for e in reversed(entries)
        if kind in ("", e.kind) and by in ("", e.who)
        and all(value in ("", e.body.get(name)) for name, value in asked.items())
    ]  # fmt: skip
    page = max(1, min(page, -(-len(chosen) // PAGE)))
    return desk.page(
        request, "audit.html.j2", faults=faults, outside=outside, seat=seat,
        head=None if faults else store.head(), trail=chosen[(page - 1) * PAGE : page * PAGE],
        found=len(chosen), page=page, pages=-(-len(chosen) // PAGE), hidden=_hidden(seat, entries),
        filters={**asked, "kind": kind, "by": by}, kinds=sorted({e.kind for e in entries}),
        people=sorted({e.who for e in entries}), panels=sorted(panels_in(entries)) if not faults else [],
        short=short,
    )  # fmt: skip


@router.get("/audit/entries/{number}", name="audit-entry")
def one(request: Request, desk: AtDesk, seat: AtSeat, number: int) -> Response:
    """One entry whole: what was hashed, and what it is bound to."""
    entries = desk.store().entries()
    entry = next((each for each in entries if each.number == number), None)
    if entry is None:
        raise HTTPException(404)
    hidden = entry.number in _hidden(seat, entries)
    content = "" if hidden else json.dumps(entry.model_dump(mode="json"), indent=2, ensure_ascii=False)
    return desk.page(
        request, "audit_entry.html.j2", entry=entry, content=content, last=len(entries), seat=seat
    )


@router.get("/audit/head.json", name="audit-head")
def exported(desk: AtDesk, seat: AtSeat) -> Response:
    """The head as `screening audit verify --head` takes it, of a record that is intact."""
    entries = seat.sitting.record()
    head = desk.store().head()
    check(entries, head)
    headers = {"Content-Disposition": f'attachment; filename="head-{head.entries}.json"'}
    return Response(
        json.dumps(head.model_dump(), indent=1) + "\n", media_type="application/json", headers=headers
    )


def read_head(words: str) -> Head:
    """A head as it was exported, pasted into the form."""
    try:
        return Head.model_validate_json(words)
    except ValidationError as error:
        raise RecordError(
            "this is no head of a record", expected='{"entries": 12, "digest": "…"}, as it was exported',
            do="paste the whole of the file head-N.json",
        ) from error  # fmt: skip


def short(entry: Entry) -> str:
    """What an entry says, in a line."""
    body = {name: value for name, value in entry.body.items() if name not in ("panel", "papers")}
    plain = ((name, value) for name, value in body.items() if isinstance(value, (str, int)) and value != "")
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in plain)


def _readable(seat: Seat, faults: tuple[Fault, ...]) -> tuple[Entry, ...]:
    """The entries; none where one of them cannot even be read, which the faults tell."""
    try:
        return seat.sitting.store.entries()
    except RecordError:
        if faults:
            return ()
        raise


def _hidden(seat: Seat, entries: tuple[Entry, ...]) -> frozenset[int]:
    """The entries whose words wait until a reader who is a member of an open panel has locked."""
    try:
        panels = panels_in(entries)
    except RecordError:
        return frozenset()
    found = set()
    for entry in entries:
        panel = panels.get(str(entry.body.get("panel")))
        if panel is not None and seat.id in panel.members and not _sees(panel, seat.id, entry):
            found.add(entry.number)
    return frozenset(found)


def _sees(panel: Panel, reader: str, entry: Entry) -> bool:
    what, body = SECRET.get(entry.kind), entry.body
    candidate: Any = body.get("candidate")
    if what == "rating":
        return sees_rating(panel, reader, entry.who, candidate)
    if what == "engine":
        return sees_engine(panel, reader, candidate)
    return what is None or sees_final(panel, reader, candidate)
