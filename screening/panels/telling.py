"""A panel as plain data, as far as its reader may see it: what `show` and `export` write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from screening.panels.closing import unfinished
from screening.panels.consensus import disagreements, final_of
from screening.panels.kinds import Overridden
from screening.panels.locking import unrated
from screening.panels.panel import Panel
from screening.panels.staleness import Stale
from screening.panels.visibility import sees_final, sees_override, visible_to


def document_of(panel: Panel, who: str | None, stale: Mapping[int, Stale] | None = None) -> dict[str, Any]:
    """The whole panel: settings, people, progress, and of ratings and results what the reader may see.

    ``stale`` are overrides to be marked, by their entries (:func:`screening.panels.staleness.stale_in`).
    """
    marked = stale or {}
    view = visible_to(panel, who)
    return {
        "panel": panel.id,
        "standard": panel.opening.standard,
        "state": "open" if panel.closing is None else "closed",
        "settings": panel.settings.model_dump(mode="json") | {"terms": panel.settings.ranking.version},
        "members": [member.model_dump() for member in panel.members.values()],
        "recusals": [{"member": m, "candidate": c} for m, c in sorted(panel.recusals)],
        "progress": [_progress(panel, candidate) for candidate in panel.candidates],
        "ratings": [
            {
                "candidate": event.body.candidate,
                "ksa": event.body.ksa,
                "member": event.entry.who,
                "value": event.body.value,
                "level": event.body.level,
                "entry": event.entry.number,
            }
            for event in view.ratings
        ],
        "engine": {
            candidate: panel.engine[candidate].model_dump(mode="json", exclude={"panel", "papers"})
            for candidate in panel.candidates
            if candidate in view.engine
        },
        "disagreements": [
            one.model_dump() for one in disagreements(panel) if sees_final(panel, who, one.candidate)
        ],
        "overrides": [
            event.body.model_dump(mode="json", exclude={"panel", "papers"})
            | {"by": event.entry.who, "entry": event.entry.number, "stale": _told(marked, event.entry.number)}
            for event in panel.of(Overridden)
            if sees_override(panel, who, event.entry.who, event.body.candidate)
        ],
        "finals": [
            final_of(panel, (candidate, ksa)).model_dump(mode="json")
            for candidate, ksa in panel.pairs
            if sees_final(panel, who, candidate)
        ],
        "unfinished": [] if panel.closing else list(unfinished(panel)),
    }


def _told(stale: Mapping[int, Stale], entry: int) -> dict[str, Any] | None:
    return stale[entry].model_dump(mode="json") if entry in stale else None


def line_of(panel: Panel) -> dict[str, Any]:
    """A panel in a list: what anybody may know of it."""
    return {
        "panel": panel.id,
        "standard": panel.opening.standard,
        "state": "open" if panel.closing is None else "closed",
        "candidates": len(panel.candidates),
        "members": list(panel.members),
    }


def _progress(panel: Panel, candidate: str) -> dict[str, Any]:
    """How far each rater is with a candidate; counts only, so that it may be told to anybody."""
    raters = panel.raters(candidate)
    return {
        "candidate": candidate,
        "rated": {rater: len(panel.ksas) - len(unrated(panel, rater, candidate)) for rater in raters},
        "locked": [rater for rater in raters if (rater, candidate) in panel.locks],
    }
