"""The JSON that other programs rely on: slates, checked applications, lists of standards, what was verified.

Commands, API and notebooks all write it by these functions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from screening.evidence import Evidence
from screening.records import Fault, Head
from screening.reports import Checked, Slated, told
from screening.results import Place, Rating, Screened
from screening.standards import Standard


def render(slated: Slated) -> str:
    """One JSON document: the standard, the slate in order, and every version that it depends on."""
    slate = slated.slate
    document = {
        "standard": slate.standard,
        "slate": [place(p) for p in slate.places],
        "shared": [
            {"quote": s.quote, "words": s.words,
             "held_by": [{"candidate": candidate, "source": source} for candidate, source in s.held_by]}
            for s in slated.shared
        ],
        "versions": slate.versions.model_dump(),
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def render_checked(checked: Sequence[Checked]) -> str:
    """One JSON document: each application as on a slate, without a rank, with its standard and versions."""
    applications = [
        {"standard": one.standard, **application(one), "versions": one.versions.model_dump()}
        for one in (c.screened for c in checked)
    ]
    return json.dumps({"applications": applications}, ensure_ascii=False, indent=1) + "\n"


def place(one: Place) -> dict[str, Any]:
    """One applicant's line of the slate."""
    fields = application(one.screened)
    return {"candidate": fields.pop("candidate"), "rank": one.rank, **fields}


def application(screened: Screened) -> dict[str, Any]:
    """One application, judged."""
    return {
        "candidate": screened.candidate,
        "outcome": screened.outcome,
        "because": list(screened.because),
        "gates": [gate.model_dump() for gate in screened.gates],
        "ratings": [rating(r) for r in screened.ratings],
        "notices": list(screened.notices),
    }


def rating(one: Rating) -> dict[str, Any]:
    """One KSA's rating with its evidence, what speaks against it, and the steps of its strength."""
    return {
        "ksa": one.ksa,
        "rating": one.rating,
        "score": one.score,
        "evidence": [quote(e) for e in one.evidence],
        "against": [quote(e) for e in one.against],
        "elsewhere": [quote(e) for e in one.elsewhere],
        "missing": list(one.missing),
        "elements": one.elements,
        "rule": one.rule,
        "code": one.code,
        "because": one.because,
        "notices": list(one.notices),
        "strength": one.strength,
        "steps": [step.model_dump() for step in one.steps],
        "facts": one.facts,
    }


def quote(evidence: Evidence) -> dict[str, Any]:
    """One quoted sentence: its words exactly, where they stand, and what was found in them."""
    return {
        "quote": evidence.quote,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "source": evidence.span.source,
        "relevance": evidence.relevance,
        "findings": [told(finding) for finding in evidence.findings],
        "finders": [finding.source for finding in evidence.findings],
    }


def listed(standards: Iterable[Standard]) -> list[dict[str, Any]]:
    """The versions of a library, one line each."""
    return [
        {"address": s.address, "title": s.title, "grade": s.grade, "status": s.status, "ksas": len(s.ksas)}
        for s in standards
    ]


def verified(faults: Sequence[Fault], head: Head | None) -> dict[str, Any]:
    """What the verification of a record found; ``head`` is its end where it is intact."""
    told = {"intact": not faults, "faults": [fault.model_dump() for fault in faults]}
    return told | {"head": head.model_dump() if head else None}
