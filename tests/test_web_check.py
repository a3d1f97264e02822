"""The check page by a browser without scripts, and what htmx is sent: the same result as the command's."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from docx import Document
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from screening.applications import Application, ExamResult
from screening.results import Screened
from screening.screener import Screener
from screening.web import create_app
from screening.web.settings import WebSettings

ADDRESS = "2320-0012@2019-03-16"
WEAK = "We always treated customers with respect. I was responsible for greeting visitors."
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}{% raw %}\" onfocus='x' </textarea>"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """A server for one person."""
    folder: Path = tmp_path_factory.mktemp("web")
    return create_app(WebSettings(store=f"sqlite:///{folder}/panel.db"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A browser without scripts on that machine."""
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def tree(html: str) -> LexborHTMLParser:
    """A page as its elements."""
    return LexborHTMLParser(html)


def token(client: TestClient) -> dict[str, str]:
    """The hidden field that a form of ours holds."""
    page = tree(client.get(f"/check/{ADDRESS}").text)
    return {"csrf": page.css_first('input[name="csrf"]').attributes["value"] or ""}


def fields(client: TestClient, application: Application | None = None, **more: str) -> dict[str, str]:
    """A form as a browser would send it."""
    texts = application.narratives if application else {}
    return {**token(client), **{f"narrative:{ksa}": text for ksa, text in texts.items()}, **more}


def scores(html: str) -> dict[str, tuple[str, str]]:
    """For each requirement with a text, the rating and the score that its panel shows."""
    found = {}
    for panel in tree(html).css(".panel"):
        if (pill := panel.css_first(".pill")) and (score := panel.css_first(".score")):
            words = re.sub(r"^\W+", "", pill.text().strip())
            found[(panel.id or "").removeprefix("panel-")] = (words.replace(" ", "-"), score.text())
    return found


def test_every_standard_of_the_library_can_be_chosen(client: TestClient, app: FastAPI) -> None:
    page = client.get("/check").text
    for standard in app.state.desk.library.standards():
        assert standard.address in page


def test_the_form_has_a_labelled_box_for_each_requirement_word_for_word(
    client: TestClient, screener: Screener
) -> None:
    page = tree(client.get(f"/check/{ADDRESS}").text)
    assert [node.text() for node in page.css(".asked .printed")] == [k.text for k in screener.standard.ksas]
    labels = {node.attributes["for"] for node in page.css("label[for]")}
    assert {f"box-{ksa.id}" for ksa in screener.standard.ksas} <= labels


@pytest.mark.parametrize("candidate", ["c-0006", "c-0002", "c-0011"])
def test_the_page_says_what_the_command_says(
    client: TestClient, samples: dict[str, Application], screened: dict[str, Screened], candidate: str
) -> None:
    page = client.post(f"/check/{ADDRESS}", data=fields(client, samples[candidate])).text
    wanted = {r.ksa: (r.rating, f"{r.score:.2f}") for r in screened[candidate].ratings}
    shown = scores(page)
    assert shown.items() <= wanted.items()
    assert set(shown) == {ksa for ksa, text in samples[candidate].narratives.items() if text.strip()} or (
        samples[candidate].essays
    )


def test_lines_that_a_browser_ends_its_own_way_change_nothing(
    client: TestClient, samples: dict[str, Application]
) -> None:
    application = samples["c-0006"]
    dos = {k: v.replace("\n", "\r\n") for k, v in fields(client, application).items()}
    assert scores(client.post(f"/check/{ADDRESS}", data=dos).text) == scores(
        client.post(f"/check/{ADDRESS}", data=fields(client, application)).text
    )


def test_every_marked_sentence_stands_in_the_text_it_came_from(
    client: TestClient, samples: dict[str, Application]
) -> None:
    application = samples["c-0006"]
    page = tree(client.post(f"/check/{ADDRESS}", data=fields(client, application)).text)
    plain = {" ".join(text.split()) for text in application.narratives.values()}
    marks = [" ".join(mark.text().split()) for mark in page.css(".copy mark")]
    assert len(marks) > 40
    assert all(any(mark in text for text in plain) for mark in marks)


def test_a_change_sends_only_panels_that_differ(client: TestClient, samples: dict[str, Application]) -> None:
    application = samples["c-0006"]
    page = tree(client.post(f"/check/{ADDRESS}", data=fields(client, application)).text)
    seen = {i.attributes["name"] or "": i.attributes["value"] or "" for i in page.css('input[name^="seen:"]')}
    same = client.post(f"/check/{ADDRESS}/changes", data={**fields(client, application), **seen})
    assert tree(same.text).css(".panel") == []
    edited = {**fields(client, application), **seen, "narrative:public-courtesy": WEAK,
              "changed": "public-courtesy"}  # fmt: skip
    answer = tree(client.post(f"/check/{ADDRESS}/changes", data=edited).text)
    panels = {panel.id for panel in answer.css(".panel")}
    assert "panel-public-courtesy" in panels
    assert len(panels) < len(seen)
    assert "not demonstrated" in answer.css_first("#said").text()


def test_a_weak_text_is_asked_about_and_nothing_is_written_for_anybody(client: TestClient) -> None:
    form = fields(client) | {"narrative:public-courtesy": WEAK}
    page = tree(client.post(f"/check/{ADDRESS}", data=form).text)
    panel = page.css_first("#panel-public-courtesy")
    asked = [node.text() for node in panel.css(".ask li")]
    assert any("Which part of this was yours?" in question for question in asked)
    assert page.css_first("#box-public-courtesy").text().strip() == WEAK


@pytest.mark.parametrize(
    "field", ["narrative:postal-products", "essay", "earlier", "changed", "into", "mode"]
)
def test_what_is_typed_never_becomes_markup(client: TestClient, field: str) -> None:
    for path in (f"/check/{ADDRESS}", f"/check/{ADDRESS}/changes"):
        answer = client.post(path, data={**fields(client), field: HOSTILE})
        page = tree(answer.text)
        assert answer.status_code == 200
        assert page.css("img") == []
        assert all(node.attributes.get("src") for node in page.css("script"))
        assert not [node for node in page.css("*") if any(name.startswith("on") for name in node.attributes)]
        assert "49" not in re.findall(r"\{\{.*?\}\}|\b49\b", page.text())


def test_an_upload_fills_the_boxes_by_their_headings(client: TestClient, screener: Screener) -> None:
    first = screener.standard.ksas[0]
    document, out = Document(), io.BytesIO()
    document.add_paragraph(first.text)
    document.add_paragraph("I sold stamps for nine years.")
    document.save(out)
    form, files = {**fields(client), "act": "fill"}, {"file": ("d.docx", out.getvalue())}
    page = client.post(f"/check/{ADDRESS}", data=form, files=files)
    assert tree(page.text).css_first(f"#box-{first.id}").text().strip() == "I sold stamps for nine years."


def test_an_uploaded_application_says_what_the_form_has_no_place_for(client: TestClient) -> None:
    text = (
        f"candidate: c-1\nstandard: {ADDRESS}\nexams: [{{number: 477, score: 84}}]\n"
        "essays: [{ksas: [group-leadership], text: I led five clerks.}]\n"
    )
    form, files = {**fields(client), "act": "fill"}, {"file": ("a.yaml", text.encode())}
    page = client.post(f"/check/{ADDRESS}", data=form, files=files)
    assert "results of examinations" in tree(page.text).text()
    chosen = [node for node in tree(page.text).css('[name="ksas"]') if "checked" in node.attributes]
    assert [node.attributes["value"] for node in chosen] == ["group-leadership"]


def test_an_application_for_another_standard_is_refused(client: TestClient) -> None:
    text = "candidate: c-1\nstandard: 0340-0016\nnarratives: {group-leadership: I led five clerks.}\n"
    answer = client.post(
        f"/check/{ADDRESS}", data={**fields(client), "act": "fill"}, files={"file": ("a.yaml", text.encode())}
    )
    assert answer.status_code == 422
    assert "0340-0016" in answer.text


@pytest.mark.parametrize(("name", "raw", "status"), [
    ("a.txt", b"", 422), ("a.exe", b"MZ", 415), ("a.docx", b"PK\x03\x04", 422), ("a.pdf", b"%PDF-1.7", 422),
    ("a.json", b"{", 422), ("a.txt", b"\x89PNG\r\n\x1a\n", 422),
])  # fmt: skip
def test_a_broken_upload_is_refused_and_nothing_breaks(
    client: TestClient, name: str, raw: bytes, status: int
) -> None:
    answer = client.post(
        f"/check/{ADDRESS}", data={**fields(client), "act": "fill"}, files={"file": (name, raw)}
    )
    assert answer.status_code == status, answer.text[:200]


def test_a_saved_draft_is_an_application_that_the_command_reads(
    client: TestClient, samples: dict[str, Application]
) -> None:
    application = samples["c-0006"]
    answer = client.post(f"/check/{ADDRESS}", data=fields(client, application, act="save"))
    assert "attachment" in answer.headers["content-disposition"]
    assert Application.model_validate(yaml.safe_load(answer.text)).narratives == application.narratives


def test_a_draft_set_aside_is_compared_with_what_is_written_next(client: TestClient) -> None:
    ksa = "narrative:group-leadership"
    page = tree(client.post(f"/check/{ADDRESS}", data=fields(client) | {ksa: WEAK, "act": "aside"}).text)
    earlier = page.css_first('input[name="earlier"]').attributes["value"] or ""
    now = "In 2019 two drivers quit. I redrew the routes on Sunday and called each driver; nobody was late."
    compared = client.post(
        f"/check/{ADDRESS}", data=fields(client) | {ksa: now, "earlier": earlier, "act": "compare"}
    ).text
    assert "We always treated customers with respect." in [node.text() for node in tree(compared).css("del")]
    assert any("I redrew the routes" in node.text() for node in tree(compared).css("ins"))


@pytest.mark.parametrize(
    "earlier", ["", "{", "[]", "{}", '{"narratives": 7}', '{"narratives": {}, "essay": 1}']
)
def test_comparing_with_nothing_is_refused_with_what_to_do(client: TestClient, earlier: str) -> None:
    answer = client.post(f"/check/{ADDRESS}", data=fields(client, earlier=earlier, act="compare"))
    assert answer.status_code == 422
    assert "set a draft aside first" in answer.text


def test_two_files_are_compared(client: TestClient) -> None:
    answer = client.post(
        "/drafts",
        data={**token(client), "standard": ADDRESS, "after-text": "I calmed a man whose parcel was lost."},
        files={"before": ("b.txt", WEAK.encode())},
    )
    assert answer.status_code == 200
    assert "Two drafts compared" in answer.text


def test_a_draft_is_read_alike_from_a_file_and_pasted(app: FastAPI, client: TestClient) -> None:
    """Out of a mail that quotes it, or out of a table: what goes around an answer is none of its words."""
    told = "At the Dayton window I calmed a man whose parcel was lost and found it for him the same day."
    ksa = app.state.desk.resolve(ADDRESS).standard.ksa("public-courtesy")
    draft = f"> Please see below.\n>\n> {ksa.text}\n>\n> {told}\n"
    pages = [
        client.post("/drafts", data={**token(client), "standard": ADDRESS, "after-text": "Nothing.", **text},
                    files=files)
        for text, files in (({"before-text": draft}, {}), ({}, {"before": ("mail.txt", draft.encode())}))
    ]
    assert [page.status_code for page in pages] == [200, 200]
    pasted, filed = (tree(page.text).css_first("main").text() for page in pages)
    assert told[:40] in pasted
    assert pasted == filed


@pytest.mark.parametrize("path", ["/check/9999-9999", "/check/..%2f..%2fetc", "/check/2320-0012@1900-01-01"])
def test_an_unknown_standard_is_refused_as_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert "What to do" in answer.text


def test_texts_beyond_the_engines_bound_are_refused_and_told(client: TestClient) -> None:
    answer = client.post(
        f"/check/{ADDRESS}/changes", data=fields(client) | {"narrative:public-courtesy": "I ran. " * 9_000},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "at most 60,000" in answer.text
    assert "<html" not in answer.text


def test_an_essay_is_checked_for_the_requirements_it_is_meant_for(
    client: TestClient, samples: dict[str, Application], screener: Screener
) -> None:
    text = samples["c-0006"].narratives["group-leadership"]
    form = {**fields(client), "mode": "essay", "essay": text, "ksas": ["group-leadership", "public-courtesy"]}
    page = client.post(f"/check/{ADDRESS}", data=form).text
    whole = Application.model_validate({
        "candidate": "x", "standard": ADDRESS, "exams": [ExamResult(number=477, score=80)],
        "essays": [{"ksas": ["group-leadership", "public-courtesy"], "text": text}],
    })  # fmt: skip
    wanted = {r.ksa: (r.rating, f"{r.score:.2f}") for r in screener.screen(whole).ratings}
    shown = scores(page)
    assert set(shown) == {"group-leadership", "public-courtesy"}
    assert shown.items() <= wanted.items()
