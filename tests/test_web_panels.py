"""Panels in the web, without a model: who sees what when, forms that lose nothing, acts by their rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from hearings import PANEL, first, given, held
from httpx import Response
from selectolax.lexbor import LexborHTMLParser
from visiting import Visitor, serving, team_app

from screening.panels import Member, PanelSettings
from screening.sitting import Sitting
from screening.stores.accounts import Account

KSAS = ("postal-products", "public-courtesy")
CANDIDATES = ("c-0001", "c-0002")
TELLTALE = "told-by-the-chair-alone"
CHAIR, SECOND, THIRD = "chair-1", "member-1", "member-2"
MEMBERS = (
    Member(id=CHAIR, role="chair"), Member(id=SECOND, role="member"), Member(id=THIRD, role="member"),
)  # fmt: skip


@dataclass
class Hearing:
    """A team's server with a panel of three over two applications; everybody has a browser."""

    app: FastAPI
    url: str
    browsers: dict[str, Visitor]

    def get(self, who: str, path: str = "") -> Response:
        """A page of the panel, or of the server where the path begins with a slash."""
        return self.browsers[who].get(path if path.startswith("/") else f"/panels/{PANEL}/{path}".rstrip("/"))

    def send(self, who: str, path: str, **fields: object) -> Response:
        """A form of a panel's page."""
        return self.browsers[who].send(f"/panels/{PANEL}/{path}", data=fields)

    def rate(self, who: str, candidate: str, values: str, act: str = "save", **more: str) -> Response:
        """The rating form of an application, a value a KSA (a dot: none)."""
        chosen = {f"value:{ksa}": value for ksa, value in zip(KSAS, values, strict=True) if value != "."}
        return self.send(who, f"rating/{candidate}", act=act, **chosen, **more)

    def sitting(self, who: str) -> Sitting:
        """The record behind it."""
        sitting: Sitting = self.app.state.desk.sitting(who)
        return sitting


def hearing_in(folder: Path, settings: PanelSettings | None = None) -> Iterator[Hearing]:
    app = team_app(folder)
    app.state.desk.accounts().add(Account(id=THIRD, roles=frozenset({"member"})), 0)
    url = f"sqlite:///{folder}/panel.db"
    held(url, CANDIDATES, settings, MEMBERS, KSAS)
    with serving(app) as client:
        people = (CHAIR, SECOND, THIRD, "hr-1", "auditor-1", "applicant-1")
        yield Hearing(app, url, {who: Visitor(client, who) for who in people})


@pytest.fixture
def hearing(tmp_path: Path) -> Iterator[Hearing]:
    """The engine's evidence shows after one's own ratings; copies are not blind, as that needs the parser."""
    yield from hearing_in(tmp_path)


@pytest.fixture
def open_evidence(tmp_path: Path) -> Iterator[Hearing]:
    """The engine's evidence shows before one rates."""
    yield from hearing_in(tmp_path, PanelSettings(blind=False, evidence="before"))


def standing(hearing: Hearing, who: str, candidate: str = "c-0001") -> dict[str, str]:
    """A member's ratings of record, by KSA."""
    ratings = hearing.sitting(who).panel(PANEL).ratings
    return {k: e.body.value for (c, k, rater), e in ratings.items() if rater == who and c == candidate}


PAGES = (
    "", "slate", "agreement", "applications/c-0001", "rating/c-0001", "/panels",
    f"/comparison?old=2320-0012@2019-03-16&new=2320-0012@2019-03-16&panel={PANEL}",
)  # fmt: skip

# --- blind until the lock --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_what_another_gave_before_ones_own_lock(hearing: Hearing, path: str) -> None:
    note = {f"note:{KSAS[0]}": TELLTALE}
    hearing.rate(CHAIR, "c-0001", "21", **note)
    hearing.send(CHAIR, "rating/c-0001", act="lock", sure="yes", **{f"value:{KSAS[0]}": "2"})
    assert (CHAIR, "c-0001") in hearing.sitting(CHAIR).panel(PANEL).locks
    page = hearing.get(SECOND, path)
    assert page.status_code == 200
    assert TELLTALE not in page.text
    assert f"{CHAIR}</b> gave" not in page.text
    assert "What the engine" not in page.text


def test_after_both_locks_each_sees_what_the_other_gave_and_the_engines_evidence(hearing: Hearing) -> None:
    for who, note in ((CHAIR, TELLTALE), (SECOND, "")):
        sent = hearing.rate(who, "c-0001", "21", "lock", sure="yes", **{f"note:{KSAS[0]}": note})
        assert sent.headers["location"].endswith("?done=locked")
    page = hearing.get(SECOND, "applications/c-0001").text
    assert TELLTALE in page
    assert f"<b>{CHAIR}</b> gave 2" in page
    assert "What the engine quotes" in page
    assert f"<b>{CHAIR}</b> gave" not in hearing.get(THIRD, "applications/c-0001").text


def test_where_the_panel_chose_so_the_evidence_stands_beside_the_form(open_evidence: Hearing) -> None:
    assert "What the engine found" in open_evidence.get(SECOND, "rating/c-0001").text


def test_a_locked_form_leads_to_the_application_and_takes_nothing_more(hearing: Hearing) -> None:
    hearing.rate(SECOND, "c-0001", "21", "lock", sure="yes")
    assert hearing.get(SECOND, "rating/c-0001").headers["location"].endswith("/applications/c-0001")
    assert hearing.rate(SECOND, "c-0001", "00").status_code == 422
    assert standing(hearing, SECOND) == dict(zip(KSAS, "21", strict=True))


def test_who_is_recused_reads_nothing_of_the_candidate(hearing: Hearing) -> None:
    words = "fulfillment center in Omaha"
    assert words in hearing.get(SECOND, "applications/c-0001").text
    fields = {"candidate": "c-0001", "reason": "a former supervisor", "sure": "yes"}
    assert hearing.send(SECOND, "recusals", **fields).status_code == 303
    assert words not in hearing.get(SECOND, "applications/c-0001").text
    assert words not in hearing.get(SECOND, "rating/c-0001").text
    assert words in hearing.get(THIRD, "applications/c-0001").text


@pytest.mark.parametrize("path", ["", "slate", "agreement", "applications/c-0001", "rating/c-0001"])
def test_an_open_panel_is_not_there_for_strangers_and_without_words_for_auditors(
    hearing: Hearing, path: str
) -> None:
    assert hearing.get("hr-1", path).status_code == 404
    assert hearing.get("applicant-1", path).status_code == 403
    page = hearing.get("auditor-1", path)
    assert page.status_code in (200, 403)
    assert "Omaha" not in page.text


def test_nobody_rates_for_another_and_a_stranger_rates_not_at_all(hearing: Hearing) -> None:
    assert hearing.rate("hr-1", "c-0001", "22").status_code == 404
    hearing.send(SECOND, "rating/c-0001", act="save", **{f"value:{KSAS[0]}": "2", "member": CHAIR})
    assert standing(hearing, CHAIR) == {}
    assert hearing.browsers[SECOND].send("/seat", data={"member": CHAIR}).status_code == 404


# --- the form --------------------------------------------------------------------------------------------


def test_a_half_filled_form_is_saved_and_shown_again(hearing: Hearing) -> None:
    sent = hearing.rate(SECOND, "c-0001", "2.", **{f"note:{KSAS[0]}": "two cases"})
    assert sent.status_code == 303
    page = LexborHTMLParser(hearing.get(SECOND, "rating/c-0001").text)
    ticked = [node.attributes["name"] for node in page.css("input[type=radio][checked]")]
    assert ticked == [f"value:{KSAS[0]}"]
    assert first(page, f'textarea[name="note:{KSAS[0]}"]').text().strip() == "two cases"


def test_the_same_form_sent_twice_adds_nothing(hearing: Hearing) -> None:
    note = {f"note:{KSAS[0]}": "two cases"}
    hearing.rate(SECOND, "c-0001", "21", **note)
    head = hearing.sitting(SECOND).head()
    assert hearing.rate(SECOND, "c-0001", "21", **note).headers["location"].endswith("?done=nothing")
    assert hearing.sitting(SECOND).head() == head


@pytest.mark.parametrize(("values", "more", "told"), [
    ("21", {"act": "lock"}, "cannot be taken back"),
    ("2.", {"act": "lock", "sure": "yes"}, "has not rated"),
    ("2.", {f"note:{KSAS[1]}": "a lone note"}, "has a note and no rating"),
    ("29", {}, "is not on the panel"),
])  # fmt: skip
def test_what_is_refused_is_told_above_the_form_with_everything_that_was_given(
    hearing: Hearing, values: str, more: dict[str, str], told: str
) -> None:
    answer = hearing.rate(SECOND, "c-0001", values, **more)
    assert answer.status_code == 422
    page = LexborHTMLParser(answer.text)
    assert told in first(page, "#refused").text()
    assert first(page, f'input[name="value:{KSAS[0]}"][value="2"]').attributes.get("checked", "no") != "no"
    for name, note in more.items():
        if name.startswith("note:"):
            assert first(page, f'textarea[name="{name}"]').text().strip() == note
    assert not hearing.sitting(SECOND).panel(PANEL).locks


HOSTILE = (
    "<script>alert(1)</script>", "{{ 7*7 }}", '"><img src=x onerror=alert(1)>', "</textarea><b>out</b>",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_notes_are_words_and_nothing_else_wherever_they_show(hearing: Hearing, words: str) -> None:
    for who in (CHAIR, SECOND):
        hearing.rate(who, "c-0001", "21", **{f"note:{KSAS[0]}": words})
    form = hearing.get(SECOND, "rating/c-0001").text
    assert first(LexborHTMLParser(form), f'textarea[name="note:{KSAS[0]}"]').text().strip() == words
    for who in (CHAIR, SECOND):
        hearing.rate(who, "c-0001", "21", "lock", sure="yes")
    page = LexborHTMLParser(hearing.get(SECOND, "applications/c-0001").text)
    assert [node.text() for node in page.css(".given bdi")] == [words, words]
    assert not page.css("img, main b b, main script")


# --- what the panel comes to -----------------------------------------------------------------------------


def differing(hearing: Hearing) -> None:
    """Two see the second KSA otherwise; the third has locked with the first."""
    for who, values in ((CHAIR, "21"), (SECOND, "20"), (THIRD, "21")):
        given(hearing.url, who, values)


def test_a_disagreement_is_decided_on_the_applications_page_and_then_the_panel_closes(
    hearing: Hearing,
) -> None:
    differing(hearing)
    assert hearing.send(CHAIR, "close", sure="yes").status_code == 422
    for candidate in CANDIDATES:
        asked = {"ksa": KSAS[1], "value": "1", "how": "tie-break", "note": "the second case tells it"}
        sent = hearing.send(CHAIR, f"applications/{candidate}/decision", **asked)
        assert sent.headers["location"].endswith(f"?done=decided#{KSAS[1]}")
    assert hearing.send(CHAIR, "close").status_code == 422
    assert hearing.send(CHAIR, "close", sure="yes").status_code == 303
    assert hearing.sitting(CHAIR).panel(PANEL).closing is not None
    assert hearing.get("hr-1", "slate").status_code == 200


def test_an_override_needs_a_code_and_a_reason(hearing: Hearing) -> None:
    hearing.rate(SECOND, "c-0002", "22", "lock", sure="yes")
    path = "applications/c-0002/override"
    asked = {"ksa": KSAS[0], "value": "0", "reason": "says we throughout"}
    assert hearing.send(SECOND, path, **asked).status_code == 422
    assert hearing.send(SECOND, path, **asked | {"code": "other", "reason": " "}).status_code == 422
    sent = hearing.send(SECOND, path, **asked | {"code": "insufficiently-demonstrated"})
    assert sent.status_code == 303
    assert ("c-0002", KSAS[0]) in hearing.sitting(SECOND).panel(PANEL).overrides


def test_a_member_closes_no_panel_and_adds_nobody(hearing: Hearing) -> None:
    assert hearing.send(SECOND, "close", sure="yes").status_code == 403
    assert hearing.send(SECOND, "members", id="x1", role="member").status_code == 403
    assert hearing.send(CHAIR, "members", id="x1", role="member", duty="decides").status_code == 303
    assert not hearing.sitting(CHAIR).panel(PANEL).members["x1"].rates
    assert hearing.send(CHAIR, "members", leave="x1").status_code == 303


# --- the slate -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hearing]:
    """All have locked, and differ nowhere."""
    for hearing in hearing_in(tmp_path_factory.mktemp("slated")):
        for who in (CHAIR, SECOND, THIRD):
            given(hearing.url, who, "21", ("c-0001",))
            given(hearing.url, who, "20", ("c-0002",))
        yield hearing


def shown_in(hearing: Hearing, query: str = "") -> list[str]:
    """The candidates on the slate, from the top."""
    page = LexborHTMLParser(hearing.get(SECOND, f"slate{query}").text)
    return [node.text(strip=True) for node in page.css("table.heat tbody th.candidate")]


@pytest.mark.parametrize(("query", "shown"), [
    ("", ["c-0001", "c-0002"]),
    ("?sort=-rank", ["c-0002", "c-0001"]),
    ("?sort=candidate", ["c-0001", "c-0002"]),
    ("?sort=-candidate", ["c-0002", "c-0001"]),
    ("?sort=outcome", ["c-0001", "c-0002"]),
    (f"?sort={KSAS[1]}", ["c-0001", "c-0002"]),
    (f"?sort=-{KSAS[1]}", ["c-0002", "c-0001"]),
    ("?sort=no-such-column", ["c-0001", "c-0002"]),
    ("?outcome=qualified", ["c-0001"]),
    ("?outcome=not-qualified", ["c-0002"]),
    (f"?ksa={KSAS[1]}&rating=not-demonstrated", ["c-0002"]),
    (f"?ksa={KSAS[0]}&rating=not-demonstrated", []),
    ("?rating=demonstrated&find=0002", ["c-0002"]),
    ("?find=<script>", []),
])  # fmt: skip
def test_the_slate_sorts_and_narrows_by_its_address(slated: Hearing, query: str, shown: list[str]) -> None:
    assert shown_in(slated, query) == shown


def test_the_column_that_sorts_says_so_and_turns_round_when_asked_again(slated: Hearing) -> None:
    page = LexborHTMLParser(slated.get(SECOND, f"slate?sort={KSAS[0]}&outcome=qualified").text)
    (heading,) = page.css("th[aria-sort]")
    assert heading.attributes["aria-sort"] == "ascending"
    assert f"sort=-{KSAS[0]}" in str(heading.css("a")[0].attributes["href"])
    assert "outcome=qualified" in str(heading.css("a")[0].attributes["href"])


def test_every_number_of_the_slate_is_one_click_from_its_evidence(slated: Hearing) -> None:
    page = LexborHTMLParser(slated.get(SECOND, "slate").text)
    cells = page.css("table.heat td.cell:not(.gate) a")
    assert len(cells) == len(CANDIDATES) * len(KSAS)
    for cell in cells:
        path, _, anchor = str(cell.attributes["href"]).partition("#")
        there = LexborHTMLParser(slated.get(SECOND, path).text)
        assert first(there, f'section[id="{anchor}"] .given'), cell.attributes["href"]
    numbers = [*page.css("td.rank"), *page.css(".counts li:not(:last-child) b")]
    assert all(node.css_first("a") for node in numbers if node.text(strip=True) != "0")


@pytest.mark.parametrize("form", ["html", "xlsx", "pdf", "csv", "json"])
def test_a_slate_that_goes_out_is_recorded_with_its_hash(slated: Hearing, form: str) -> None:
    from hashlib import sha256

    answer = slated.send(SECOND, "slate", form=form, why="for the file")
    assert answer.status_code == 200
    last = slated.sitting(SECOND).record()[-1]
    assert (last.kind, last.who, last.why) == ("slate-exported", SECOND, "for the file")
    assert last.body["sha256"] == sha256(answer.content).hexdigest()


def test_the_agreement_shows_to_who_has_locked_and_leads_to_the_ratings(slated: Hearing) -> None:
    page = LexborHTMLParser(slated.get(SECOND, "agreement").text)
    assert "Krippendorff" in page.text()
    assert {f"/panels/{PANEL}/slate?sort={ksa}" for ksa in KSAS} <= {
        node.attributes["href"] for node in page.css("table.figures a")
    }


def test_a_figure_of_agreement_leads_to_its_ratings_and_these_to_the_words(slated: Hearing) -> None:
    page = LexborHTMLParser(slated.get(SECOND, "agreement").text)
    leads = {str(node.attributes["href"]) for node in page.css("td.number-cell a")}
    assert leads
    for lead in leads:
        told = LexborHTMLParser(slated.get(SECOND, lead).text)
        rows = told.css("table.behind tbody tr")
        assert rows, lead
        for row in rows:
            target = str(first(row, "a").attributes["href"])
            assert re.fullmatch(rf"/panels/{PANEL}/applications/c-\d+#[a-z-]+", target)
    pair = slated.get(SECOND, f"agreement/ratings?one=engine&other={SECOND}").text
    rows = LexborHTMLParser(pair).css("table.behind tbody tr")
    apart = [[int(cell.text()) for cell in row.css("td")] for row in rows]
    distances = [abs(a - b) for a, b in apart]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] > 0


# --- no page runs or loads anything of elsewhere ---------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES, "/standards", "/standards/2320-0012@2019-03-16", "/comparison"])
def test_pages_hold_no_inline_script_or_style_and_work_without_any(slated: Hearing, path: str) -> None:
    answer = slated.get(SECOND, path)
    page = LexborHTMLParser(answer.text)
    assert not page.css("style, [style], [onclick], script:not([src])")
    for form in page.css('form[method="post"]'):
        assert form.css_first('input[name="csrf"]'), form.attributes["action"]
    for node in page.css("[src], link[href], form[action]"):
        attributes = node.attributes
        target = str(attributes.get("src") or attributes.get("href") or attributes.get("action"))
        assert target.startswith("/"), target


def test_a_form_of_elsewhere_is_refused(hearing: Hearing) -> None:
    answer = hearing.browsers[SECOND].ask(
        "POST", f"/panels/{PANEL}/rating/c-0001", data={f"value:{KSAS[0]}": "2"},
        headers={"Origin": "http://evil.example"},
    )  # fmt: skip
    assert answer.status_code == 403
    assert standing(hearing, SECOND) == {}


def test_words_that_were_erased_are_gone_from_pages_that_showed_them(hearing: Hearing) -> None:
    assert "Omaha" in hearing.get(SECOND, "applications/c-0001").text
    hearing.sitting("hr-1").erase("c-0001", "asked for")
    page = hearing.get(SECOND, "applications/c-0001").text
    assert "Omaha" not in page
    assert "Omaha" not in hearing.get(SECOND, "rating/c-0001").text


def test_a_recusal_by_the_chair_takes_a_member_out(hearing: Hearing) -> None:
    about = {"member": SECOND, "candidate": "c-0001", "sure": "yes"}
    assert hearing.send(CHAIR, "recusals", **about).status_code == 303
    assert hearing.send(THIRD, "recusals", **about | {"candidate": "c-0002"}).status_code == 422
    assert hearing.sitting(CHAIR).panel(PANEL).recusals == {(SECOND, "c-0001")}


def test_the_panel_page_tells_how_far_everybody_is_and_not_what_they_gave(hearing: Hearing) -> None:
    hearing.rate(CHAIR, "c-0001", "2.")
    page = LexborHTMLParser(hearing.get(SECOND).text)
    row = [cell.text(strip=True) for cell in page.css("table.progress tbody tr")[0].css("td")]
    assert row[:3] == ["1", "0", "0"]
    assert re.search(r"2 applications\s+wait for your ratings", page.text())


def test_who_is_recused_does_not_learn_that_the_others_differ(hearing: Hearing) -> None:
    about = {"candidate": "c-0001", "sure": "yes"}
    assert hearing.send(SECOND, "recusals", **about).status_code == 303
    given(hearing.url, CHAIR, "21")
    given(hearing.url, THIRD, "20")
    assert f"c-0001</bdi>, {KSAS[1]}" in hearing.get(CHAIR).text
    page = hearing.get(SECOND).text
    assert f"c-0001</bdi>, {KSAS[1]}" not in page
    assert "to be decided" not in page
