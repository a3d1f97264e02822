"""The API by programs: documented whole, refusing in four words, bounded, moved by no words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from seated import KSAS, TRIO, admission
from slates import HOSTILE
from starlette.testclient import TestClient
from told_engine import V1, app, client, refused, told

from screening.panels import PanelSettings
from screening.panels.kinds import Opened
from screening.web import messages
from screening.web.messages import APPLICATION

__all__ = ["app", "client", "told"]  # fixtures
ADDRESS = "2320-0012@2019-03-16"


def opened(app: FastAPI) -> None:
    """A panel of three over an application, in the server's store."""
    about = Opened(panel="p-1", standard=ADDRESS, ksas=KSAS, settings=PanelSettings(), members=TRIO)
    app.state.desk.sitting("m1").open(about, [admission("c-1")])


# --- the document ----------------------------------------------------------------------------------------


def test_every_operation_is_documented_for_a_stranger(client: TestClient) -> None:
    """Each has a name, a tag that is explained, a sentence, who may ask, what it gives and how it refuses."""
    document = client.get(f"{V1}/openapi.json").json()
    explained = {tag["name"] for tag in document["tags"] if tag["description"]}
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert len(operations) >= 20
    for one in operations:
        assert set(one["tags"]) <= explained
        assert one["description"].count("\n\nOpen to: ") == 1
        assert "application/problem+json" in one["responses"]["4XX"]["content"]
        good = [answer for status, answer in one["responses"].items() if status.startswith("2")]
        assert good
        assert all(answer.get("content") or one["operationId"] == "api-job-forget" for answer in good)
    assert len({one["operationId"] for one in operations}) == len(operations)


def test_every_reference_of_the_document_leads_somewhere(client: TestClient) -> None:
    text = client.get(f"{V1}/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
    assert "HTTPValidationError" not in schemas


def test_every_body_has_an_example_that_the_server_takes(app: FastAPI, client: TestClient) -> None:
    """An example of the documentation that is sent as it stands is not refused."""
    opened(app)
    document = client.get(f"{V1}/openapi.json").json()
    sent = 0
    for path, operations in document["paths"].items():
        body = operations.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if body is None or path.endswith(("/evaluate", "/predict", "/locks")):
            continue  # of which the first two need the models, and the last needs all to be rated
        name = body["schema"]["$ref"].rpartition("/")[2]
        (example,) = document["components"]["schemas"][name]["examples"]
        address = path.replace("{panel}", "p-1")
        if "{panel}" in path:
            example["ratings"][0] |= {"candidate": "c-1"}
        answer = client.post(f"{address}?as=m1" if "{panel}" in path else address, json=example)
        assert answer.status_code in (200, 202), (path, answer.text)
        sent += 1
    assert sent >= 5


@pytest.mark.parametrize("shape", [
    shape for shape in vars(messages).values()
    if isinstance(shape, type) and issubclass(shape, messages.Record) and "examples" in (
        shape.model_config.get("json_schema_extra") or {})
], ids=lambda shape: shape.__name__)  # fmt: skip
def test_every_example_is_of_its_shape(shape: type[messages.Record]) -> None:
    extra = shape.model_config["json_schema_extra"]
    assert isinstance(extra, dict)
    for example in extra["examples"]:  # type: ignore[union-attr]
        assert shape.model_validate(example)


@pytest.mark.parametrize("name", ["check", "rank"])
def test_what_is_answered_has_the_documented_shape_to_the_last_field(client: TestClient, name: str) -> None:
    shape = {"check": messages.ChecklistsShape, "rank": messages.SlateShape}[name]
    body = {"applications": [APPLICATION]} | ({"standard": "2320-0012"} if name == "rank" else {})
    answer = client.post(f"{V1}/{name}", json=body).json()
    assert shape.model_validate(answer).model_dump(mode="json") == answer


# --- refusals --------------------------------------------------------------------------------------------

UNKNOWN = {**APPLICATION, "narratives": {"no-such-ksa": "I did."}}


@pytest.mark.parametrize(("method", "path", "body", "status", "words"), [
    ("GET", "/nowhere", None, 404, "no such page"),
    ("GET", "/standards/9999-0000", None, 404, "there is no standard"),
    ("GET", "/standards/no%20address", None, 404, "no address"),
    ("GET", "/standards/..%2f..%2fetc", None, 404, ""),
    ("GET", "/comparison?old=2320-0012&new=nope", None, 422, "there is no standard"),
    ("GET", "/comparison?old=2320-0012", None, 422, "missing"),
    ("DELETE", "/standards", None, 405, "kind of request"),
    ("POST", "/check", {}, 422, "missing"),
    ("POST", "/check", {"applications": []}, 422, ""),
    ("POST", "/check", {"applications": [APPLICATION], "extra": 1}, 422, "field"),
    ("POST", "/check", {"applications": [{**APPLICATION, "candidate": "Jane Doe"}]}, 422, "field"),
    ("POST", "/check", {"applications": [{**APPLICATION, "standard": "0340-0016"}], "standard": "2320-0012"},
     422, "the application is for"),
    ("POST", "/check", {"applications": [UNKNOWN]}, 422, "has no KSA"),
    ("POST", "/check", {"applications": [APPLICATION] * 2}, 422, "there twice"),
    ("POST", "/check", {"applications": [APPLICATION], "on": "2019-02-30"}, 422, "field"),
    ("POST", "/check", {"applications": [APPLICATION], "standard": ADDRESS, "on": "2019-04-01"}, 422,
     "by its day"),
    ("POST", "/rank", {"standard": "2320-0012", "applications": [APPLICATION, UNKNOWN]}, 422, "there twice"),
    ("POST", "/rank", {"standard": "x" * 300, "applications": [APPLICATION]}, 422, "field"),
    ("POST", "/advice", {"standard": "2320-0012", "narratives": {"x": "y"}}, 422, "has no KSA"),
    ("POST", "/advice", {"standard": "2320-0012", "narratives": {"postal-products": 3}}, 422, "field"),
    ("POST", "/evaluate", {"cases": []}, 422, "field"),
    ("POST", "/evaluate", {"cases": [{"id": "1", "ksa": "x", "text": "y", "label": 3}]}, 422, "field"),
    ("POST", "/evaluate", {"cases": [{"id": "1", "ksa": "2320-0012#nope", "text": "y"}]}, 422, "no KSA"),
    ("POST", "/predict", {"cases": [{"id": "1", "ksa": "---", "text": "y"}]}, 422, "no requirement"),
    ("POST", "/jobs", {"standard": "2320-0012", "applications": [UNKNOWN]}, 422, "has no KSA"),
    ("GET", "/jobs/0", None, 404, "started again"),
    ("POST", "/jobs/0/cancel", None, 404, "started again"),
    ("DELETE", "/jobs/0", None, 404, "started again"),
    ("GET", "/jobs/0/slate", None, 404, "started again"),
    ("GET", "/panels/none", None, 404, "no such panel"),
    ("GET", "/panels/none?as=a%20name", None, 422, "field"),
    ("POST", "/panels/none/locks", {}, 404, "no such panel"),
    ("GET", "/audit/verify?entries=3", None, 422, "half of a head"),
    ("GET", "/audit/verify?entries=-1&digest=" + "0" * 64, None, 422, "field"),
])  # fmt: skip
def test_a_refusal_says_what_was_found_and_what_to_do(
    client: TestClient, method: str, path: str, body: object, status: int, words: str
) -> None:
    told = refused(client.request(method, V1 + path, json=body), status)
    assert words in told.found
    assert told.do


@pytest.mark.parametrize("raw", [
    b"", b"{", b"null", b"[]", b'"x"', b"{]", b"\xff\xfe", b'{"applications": NaN}', b"\x00" * 10,
    b'{"standard": "2320-0012", "applications": [{"candidate": "c", "standard": "2320-0012", "narratives": '
    b'{"postal-products": "\\ud800"}}]}',
    b'{"standard": "2320-0012", "narratives": {"\\udfff": "x"}}',
    b'{"standard": "2320-0012", "applications": [{"candidate": "c", "standard": "2320-0012", "exams": '
    b'[{"number": ' + b"9" * 5000 + b"}]}]}",
    b"[" * 100_000, b'{"a":' * 50_000,
], ids=lambda raw: repr(raw[:30]))  # fmt: skip
@pytest.mark.parametrize("name", ["check", "rank", "advice", "evaluate", "jobs"])
def test_what_is_no_json_of_ours_is_refused_and_no_fault(client: TestClient, name: str, raw: bytes) -> None:
    answer = client.post(f"{V1}/{name}", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    refused(answer, answer.status_code)


def test_a_refusal_does_not_tell_where_the_library_lies(app: FastAPI, client: TestClient) -> None:
    root = str(app.state.desk.library.root)
    for path in ("/standards/9999-0000", "/comparison?old=9999-0000&new=2320-0012"):
        assert root not in client.get(V1 + path).text


def test_a_refusal_of_a_field_does_not_repeat_what_was_sent(client: TestClient) -> None:
    answer = client.post(f"{V1}/rank", json={"standard": 5, "applications": [{"candidate": "secret words"}]})
    assert "secret words" not in answer.text


# --- bounds and injection --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["check", "rank", "advice", "evaluate", "predict", "jobs"])
def test_a_body_beyond_two_megabytes_is_refused_before_it_is_read(client: TestClient, name: str) -> None:
    huge = json.dumps({"standard": "x" * 2_000_001})
    assert refused(client.post(f"{V1}/{name}", content=huge), 413)


def test_a_text_beyond_the_engines_bound_is_refused_and_not_cut(client: TestClient) -> None:
    long = {**APPLICATION, "narratives": {"postal-products": "I sold it. " * 90_000}}
    problem = refused(client.post(f"{V1}/check", json={"applications": [long]}), 422)
    assert "characters" in problem.found


def test_the_bound_is_that_of_the_settings_in_force(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("limits: {narrative_characters: 5}\n", encoding="utf-8")
    monkeypatch.setenv("SCREENING_SETTINGS", str(settings))
    told = {"standard": "2320-0012", "applications": [APPLICATION]}
    assert "at most 5" in refused(client.post(f"{V1}/rank", json=told), 422).found


def test_more_applications_than_one_request_may_wait_for_are_refused(client: TestClient) -> None:
    many = [{**APPLICATION, "candidate": f"c-{n}"} for n in range(26)]
    body = {"standard": "2320-0012", "applications": many}
    assert refused(client.post(f"{V1}/rank", json=body), 422).where == "body.applications"


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_does_anything_but_come_back_as_it_was_sent(client: TestClient, words: str) -> None:
    """As JSON that no browser takes for a page; lone surrogates are refused above."""
    sent = {**APPLICATION, "narratives": {"postal-products": words}}
    answer = client.post(f"{V1}/check", json={"applications": [sent]})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    ratings = {one["ksa"]: one for one in answer.json()["applications"][0]["ratings"]}
    quotes = [quote["quote"] for quote in ratings["postal-products"]["evidence"]]
    assert quotes == ([words] if words.strip() else [])


@pytest.mark.parametrize("value", [
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "' OR 1=1 --", "../../etc/passwd", "%00",
    "\r\nSet-Cookie: a=b", "=1+1",
])  # fmt: skip
@pytest.mark.parametrize("field", ["candidate", "standard", "ksa", "address", "panel", "job"])
def test_no_other_field_does_anything(client: TestClient, field: str, value: str) -> None:
    if field in ("address", "panel", "job"):
        folder = {"address": "standards", "panel": "panels", "job": "jobs"}[field]
        answer = client.get(f"{V1}/{folder}/" + "".join(f"%{byte:02x}" for byte in value.encode()))
    else:
        sent = {"candidate": {"candidate": value}, "standard": {"standard": value},
                "ksa": {"narratives": {value: "I did."}}}[field]  # fmt: skip
        answer = client.post(f"{V1}/check", json={"applications": [{**APPLICATION, **sent}]})
    refused(answer, answer.status_code)
    assert answer.status_code in (404, 422)
    assert "set-cookie" not in answer.headers
