"""`screening panel read`: a candidate's words as a member reads them, and the engine's evidence in time."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from screening.cli.formats import Format, FormatOption
from screening.cli.library import LibraryOption, library_at
from screening.cli.outgoing import plainly, send
from screening.cli.output import OutOption, write
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    CandidateArgument,
    PanelArgument,
    StoreOption,
    sitting_at,
)
from screening.errors import PanelError

if TYPE_CHECKING:
    from screening.panels import Panel
    from screening.sitting import Sitting

HIDDEN = "the engine's evidence shows when your own ratings are locked"
"""What a member is told in the place of the engine's evidence, where the panel has chosen so."""


def register(app: typer.Typer) -> None:
    """Join this command to ``screening panel``."""
    app.command("read", epilog="Example: screening panel read 2320-0012-1 c-0004 --as m2")(read)


def read(
    panel: PanelArgument,
    candidate: CandidateArgument,
    ksa: Annotated[str | None, typer.Argument(help="Only this KSA; default: all.")] = None,
    format: FormatOption = Format.TEXT,
    out: OutOption = None,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    library: LibraryOption = None,
) -> None:
    """Read what a candidate wrote for each KSA, blind where the panel is, with your own ratings.

    The engine's evidence stands beside it before or after your ratings are locked, as the panel has fixed.
    Members only, and nobody for whom they are recused; a closed panel may be read by everybody. A file that
    is written is recorded.
    """
    with sitting_at(store, who) as sitting:
        state = sitting.panel(panel)
        _require_may_read(state, sitting.who, candidate)
        if ksa is not None:
            state.require_ksa(ksa)
        document = _document(sitting, state, candidate, library)
        document["ksas"] = [one for one in document["ksas"] if ksa in (None, one["ksa"])]
        as_json = json.dumps(document, ensure_ascii=False, indent=1)
        text = (as_json if format is Format.JSON else "\n".join(_lines(document))) + "\n"
        if out is None:
            write(text, None)
            return
        about = {"panel": panel, "candidate": candidate, "ksa": ksa or "all", "copy": document["copy"]}
        send(sitting, text.encode(), out, plainly("copy-exported", about | {"engine": document["engine"]}))


def _require_may_read(state: Panel, who: str, candidate: str) -> None:
    state.require_candidate(candidate)
    if state.closing is not None:
        return
    state.require_member(who)
    if (who, candidate) in state.recusals:
        raise PanelError(
            f"{who!r} is recused for {candidate}",
            expected="a member who is not",
            do="leave this candidate to the other members",
        )


def _document(sitting: Sitting, state: Panel, candidate: str, library: Path | None) -> dict[str, Any]:
    """What the reader may see of a candidate, KSA by KSA."""
    from screening.applications import texts_for
    from screening.casebook import erased, readings, words_of
    from screening.panels.visibility import sees_engine

    standard = library_at(library).resolve(state.opening.standard).standard
    shown = sees_engine(state, sitting.who, candidate)
    words = words_of(sitting, readings(sitting, state, [candidate], advice=shown))
    if candidate not in words.applications:
        raise erased(candidate)
    application, advice = words.applications[candidate], words.advice.get(candidate)
    ratings = {rating.ksa: rating for rating in advice.ratings} if advice else {}

    def told(ksa: str) -> dict[str, Any]:
        own = state.ratings.get((candidate, ksa, sitting.who))
        return {
            "number": state.ksas.index(ksa) + 1,
            "ksa": ksa,
            "requirement": standard.ksa(ksa).text,
            "texts": [text.model_dump() for text in texts_for(application, ksa)],
            "own": None if own is None else own.body.value,
            "note": "" if own is None else words.remarks.get(own.body.papers.get("note", ""), ""),
            "engine": ratings[ksa].model_dump(mode="json") if ksa in ratings else None,
        }

    return {
        "panel": state.id,
        "candidate": candidate,
        "copy": "blind" if state.settings.blind else "as submitted",
        "engine": "shown" if shown else HIDDEN,
        "ksas": [told(ksa) for ksa in state.ksas],
    }


def _lines(document: dict[str, Any]) -> Iterator[str]:
    """The document for a terminal; what could steer one is made visible."""
    yield f"{document['candidate']} before panel {document['panel']}, copy {document['copy']}"
    if document["engine"] == HIDDEN:
        yield HIDDEN
    for one in document["ksas"]:
        yield ""
        yield from _wrapped(f"{one['number']}. {one['ksa']}: {one['requirement']}")
        for text in one["texts"]:
            yield f"   {text['source']}"
            for paragraph in text["text"].split("\n\n"):
                yield from _wrapped(" ".join(paragraph.split()), "   | ")
        if not one["texts"]:
            yield "   (nothing was written for this KSA)"
        note = f" ({one['note']})" if one["note"] else ""
        yield from _wrapped(f"your rating: {one['own'] or 'none yet'}{note}", "   ")
        if one["engine"]:
            yield from _evidence(one["engine"])


def _evidence(rating: dict[str, Any]) -> Iterator[str]:
    """The engine's rating with the sentences that it rests on."""
    yield from _wrapped(f"engine: {rating['rating']} {rating['score']:.2f}: {rating['because']}", "   ")
    for sign, side in (("+", "evidence"), ("−", "against"), ("elsewhere:", "elsewhere")):
        for quote in rating[side]:
            yield from _wrapped(f"{sign} “{' '.join(quote['quote'].split())}”", "     ")
    if rating["missing"]:
        yield from _wrapped("missing: " + "; ".join(rating["missing"]), "     ")


def _wrapped(words: str, indent: str = "") -> list[str]:
    from screening.reports.lettering import WIDEST, tamed

    return textwrap.wrap(
        tamed(words), WIDEST, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )
