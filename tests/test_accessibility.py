"""Every page by an accessibility checker (axe-core), in light and dark; and that none tells by colour alone.

The checker runs in a real browser. Without one (Debian: apt-get install chromium) its tests are skipped with
a loud message; SCREENING_CHROMIUM names a browser that is not on the path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import impacts
import pytest
from chromium import PATIENCE_MS, RULES, launched
from commands import STANDARD as SEATED_STANDARD
from selectolax.lexbor import LexborHTMLParser
from slates import CHECKLIST, GOOD, POOR, STANDARD, application, slated
from test_agreement import ENGINE, agreed, said
from test_fairness import mixed as report_of_groups
from test_panel_rank import worded
from test_report_comparison import CLEAN, REDLINE, ROOT
from test_report_evaluation import ROWS, evaluated

from screening.agreement import measure
from screening.files.library import Library
from screening.panels.slating import PanelSlate
from screening.reports import (
    Checked,
    agreement_html,
    comparison,
    evaluation,
    fairness,
    html,
    impact,
    letter_text,
)
from screening.reports import panel_slate_html as panel_html
from screening.reports.comparison import Review
from screening.reports.letter import letter_for
from screening.revisions.comparing import compare

Tab = Any
"""A tab of Playwright's, which is no dependency of the package."""
__all__ = ["worded"]  # a fixture


# --- the pages -------------------------------------------------------------------------------------------


def compared() -> str:
    library = Library(ROOT / "standards")
    old, new = (library.resolve(address).standard for address in (REDLINE, CLEAN))
    return comparison.render(Review(compare(old, new), old, new))


def agreed_page() -> str:
    ratings = [*said("m-1", [2, 0, 1, 0]), *said("m-2", [2, 1, 2, 0])]
    found = measure(ratings, engine=ENGINE, consensus=agreed(2, 0, 2, 0), resamples=20)
    return agreement_html.render(found, "panel 5201-0001-1 on 5201-0001@2001-05-04")


def letter() -> str:
    checked = Checked(POOR, STANDARD, application("c-2"))
    return letter_text.render_html([letter_for(checked, CHECKLIST, "Room 4", "")])


PAGES: dict[str, Callable[[], str]] = {
    "slate": lambda: html.render(slated(GOOD, POOR)),
    "checklist": lambda: html.render_application(POOR, STANDARD, application("c-2")),
    "agreement": agreed_page,
    "fairness": lambda: fairness.render(report_of_groups(("female", "male"))),
    "comparison": compared,
    "evaluation": lambda: evaluation.render(evaluated(ROWS)),
    "impact": lambda: impact.render(impacts.revised()),
    "letter": letter,
}
NAMES = (*PAGES, "panel slate")


@cache
def page_of(name: str) -> str:
    return PAGES[name]()


@pytest.fixture(params=NAMES)
def page(request: pytest.FixtureRequest) -> str:
    """Each page in turn."""
    if request.param == "panel slate":
        slate: PanelSlate = request.getfixturevalue("worded")
        return panel_html.render(slate, SEATED_STANDARD)
    return page_of(request.param)


# --- the browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """One tab of one browser for all pages, or a skip that nobody overlooks."""
    with launched("NO PAGE WAS CHECKED FOR ACCESSIBILITY") as browser:
        tab = browser.new_context(bypass_csp=True).new_page()
        tab.set_default_timeout(PATIENCE_MS)
        yield tab


def shown(tab: Tab, page: str, scheme: str) -> Tab:
    """The tab with a page in one colour scheme, everything on it opened."""
    tab.emulate_media(color_scheme=scheme)
    tab.set_content(page, wait_until="domcontentloaded")
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    return tab


def violations(tab: Tab, page: str, scheme: str) -> list[str]:
    """What the checker holds against a page in one colour scheme."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": list(RULES), "resultTypes": ["violations"]}
    faults = Axe().run(shown(tab, page, scheme), options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in faults for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_checker_finds_nothing_against_a_page(tab: Tab, page: str, scheme: str) -> None:
    assert violations(tab, page, scheme) == []


def test_the_checker_sees_what_is_wrong(tab: Tab) -> None:
    """Were the checker blind, its silence would mean nothing: a page with faults of three kinds."""
    faulty = "<html><title>x</title><body><main><h1>x</h1><img src=''><p style='color:#aaa'>grey</p></main>"
    found = {line.partition(":")[0] for line in violations(tab, faulty, "light")}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= found


# --- in black and white ----------------------------------------------------------------------------------

TONES = ("yes", "review", "no", "plus", "minus")
"""The classes that give a colour to an answer."""
DRAWN = ("rect", "svg", "section")
"""What has a tone and no words of its own: drawings that are hidden from readers, and a block's edge."""


def told_in_words(page: str) -> dict[str, set[str]]:
    """What stands, numbers aside, on everything that a tone colours: the words, and the tones they have."""
    told: dict[str, set[str]] = {}
    for tone in TONES:
        for node in LexborHTMLParser(page).css(f".{tone}"):
            if node.tag not in DRAWN:
                words = " ".join(re.sub(r"[\d.,=:]+", " ", node.text()).split())
                told.setdefault(words, set()).add(tone)
    return told


def test_whatever_a_tone_says_its_words_or_sign_say_too(page: str) -> None:
    """Were a colour all that tells, the same words would stand on two colours, or none on one."""
    told = told_in_words(page)
    assert "" not in told
    assert {words: tones for words, tones in told.items() if len(tones) > 1} == {}


@pytest.mark.parametrize(("name", "answers"), [
    ("slate", {"yes", "review", "no"}), ("panel slate", {"yes", "no"}), ("comparison", {"review", "no"}),
    ("fairness", {"no"}),
])  # fmt: skip
def test_the_pages_have_tones_to_be_looked_at(
    name: str, answers: set[str], worded: PanelSlate
) -> None:
    page = panel_html.render(worded, SEATED_STANDARD) if name == "panel slate" else page_of(name)
    assert answers <= set().union(*told_in_words(page).values())


LINES = """() => [...document.querySelectorAll('mark, ins, del, .key')].map(node => {
    const style = getComputedStyle(node);
    return [node.tagName + '.' + node.className, style.textDecorationLine + ' ' + style.textDecorationStyle];
})"""


def test_marked_words_differ_by_their_lines_and_not_only_by_their_ground(tab: Tab, page: str) -> None:
    """Evidence, what speaks against, struck and inserted words: no two kinds have the same line."""
    found = shown(tab, page, "light").evaluate(LINES)
    kinds = {(name.removeprefix("SPAN.key ").removeprefix("MARK."), line) for name, line in found}
    lines = [line for _, line in kinds]
    assert len(lines) == len(set(lines)), sorted(kinds)
    assert not [name for name, line in kinds if line.startswith("none")]
