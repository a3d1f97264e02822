"""Strings of keywords, and what only looks like one. Rows are read as in ``test_findings``."""

from __future__ import annotations

import pytest
from test_findings import check, findings_in, table

from screening.evidence import FindingKind

LINES = "Excel\nmail merge\npivot tables\ncharts built\nreports formatted\nslides\nmacros\nqueries"
STOPS = "ROOT CAUSE! TREND DATA! PARETO! CSAT 71 TO 88! ANALYZED! CORRECTED! COSTS CUT!"

KEYWORDS = table(
    "echo",
    hits=[
        "Ledgers, receipts, job cost sheets, QuickBooks, invoices, lien waivers, retainage, change orders.",
        "Morale, rosters, KPI, delegation, mentoring, daily huddles, conflict, goals, praise.",
        "manuals, intranet, SOP, DMM, database, catalog, index, search, retrieve, look up, printed, online",
        "Complex problems / escalation / follow-up / open cases / traced / claims / closed / "
        "resolved / status",
        "letters reports memos emails replies inquiries drafted wrote edited proofread published newsletter",
        "I sold shoes for three years. polite courteous professional public customers respect kind "
        "patient smile",
        "phone skills, caller data, note taking, screen work, call closing, wrap up, i changed a "
        "tire in 2011",
        "#crm #phones #queues #logged #scored I swept the floor after the storm",
        "#Excel #Word #charts #slides #macros",
        "planning budgeting procurement vendors Gantt milestones scope charter risks issues stakeholders",
        LINES,
        f"{LINES}\nI walked two dogs on Sunday\nfilters",
        STOPS,
        f"I shoveled the steps in January. {STOPS}",
    ],
    misses=[
        "Rebuilt pumps, aligned shafts, replaced seals, packed valves, greased motors, set belts, "
        "welded guards.",
        "My desk: ledger, receipts, cost sheets, invoices, liens, orders, cards, payroll.",
        "I sold stamps, money orders, boxes, mailers, tape, insurance, tracking, holds and passports.",
        "Payroll data: straight, overtime, sick, personal, premium, holiday, entered by noon, and "
        "I add it up.",
        "Straight time, overtime, sick, leave, shift premium, holiday, all by Thursday noon, and I "
        "add it up.",
        "Mirror, explorer, cotton rolls, anesthetic, high volume suction, curing light ready before he sits.",
        "Spent twelve years fixing hospital laundry conveyor drive belts, and the last of them "
        "never slipped.",
        "Took the #4 and #7 buses, the #12 on Sundays, and wrote up #31 and #32 for bad brakes.",
        "Counted 212 rings.\nTagged 1,840 keys.\nFiled each chit.\nCalled the count.\nFound no "
        "loss.\nAudited it.",
        "Orchard work.\nFlail mower.\nI set the top link by the row and change my own shear bolts.",
        "Durante ocho años fui encargado de coordinar las entregas en una empacadora de lechuga en Salinas.",
        "Tôi làm ở phòng nhân sự của một nhà máy may gần mười năm.",
        "I fixed the pump.",
        "No.",
    ],
)


@pytest.mark.parametrize(("kind", "there", "text", "asked_for"), KEYWORDS)
def test_strings_of_keywords(kind: FindingKind, there: bool, text: str, asked_for: str) -> None:
    """Nothing is told in a string of keywords; a list with verbs to it, or after its writer's "I", tells."""
    check(kind, there, text, asked_for)


@pytest.mark.parametrize("text", [case.values[2] for case in KEYWORDS if case.values[1]])
def test_in_a_string_of_keywords_nothing_else_is_found(text: str) -> None:
    """A participle among keywords is no act, and a number no detail."""
    _, found = findings_in(text)
    assert {finding.kind for finding in found} == {"echo"}
