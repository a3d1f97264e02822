"""One contract by three doors: the command, the API and Python say the same, to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient
from typer.testing import CliRunner

import screening
from screening.cli import app as commands
from screening.web import create_app
from screening.web.messages import PredictionsShape
from screening.web.settings import WebSettings

V1, ADDRESS = "/api/v1", "2320-0012@2019-03-16"
SOLD = (
    "At the counter in Dayton I weighed the parcel, asked when it had to arrive and explained Priority Mail "
    "and its tracking. In 2018 I sold 40 flat-rate boxes a week that way."
)
HOPED = "I would love to learn about postal products. I am very polite."
ONE = {
    "candidate": "c-1", "standard": ADDRESS,
    "narratives": {"postal-products": SOLD, "public-courtesy": HOPED},
    "exams": [{"number": 477, "taken_on": "2019-02-11", "score": 84}],
}  # fmt: skip
OTHER = {
    "candidate": "c-2", "standard": "2320-0012",
    "essays": [{"ksas": ["postal-products", "public-courtesy"], "text": f"{HOPED} {SOLD}"}],
}  # fmt: skip
CASES = [
    {"id": "x1", "ksa": f"{ADDRESS}#postal-products", "text": SOLD, "label": 2},
    {"id": "x2", "ksa": f"{ADDRESS}#postal-products", "text": HOPED, "label": 0},
    {"id": "x3", "ksa": "Ability to operate a forklift safely.", "text": SOLD, "label": 0},
    {"id": "x4", "ksa": "Knowledge of postal products.", "text": ""},
]
Command = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two applications, and cases, as files."""
    made = tmp_path_factory.mktemp("contract")
    (made / "all").mkdir()
    for one in (ONE, OTHER):
        (made / "all" / f"{one['candidate']}.yaml").write_text(yaml.safe_dump(one), encoding="utf-8")
    (made / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """The API, with the models of record."""
    app = create_app(WebSettings(store=f"sqlite:///{folder}/panel.db"))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def said(*words: object, code: int = 0) -> str:
    """What a command writes to stdout."""
    run = CliRunner().invoke(commands, [str(word) for word in words])
    assert run.exit_code == code, run.output
    return run.stdout


def posted(client: TestClient, path: str, body: Any) -> str:
    """What the API answers."""
    answer = client.post(f"{V1}/{path}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.text


def got(client: TestClient, path: str) -> str:
    """The same without a body."""
    answer = client.get(f"{V1}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_check_says_the_same(client: TestClient, folder: Path) -> None:
    for one in (ONE, OTHER):
        file = folder / "all" / f"{one['candidate']}.yaml"
        by_command = said("check", file, "--format", "json", code=1)
        assert posted(client, "check", {"applications": [one]}) == by_command
        assert screening.check(file).json() == by_command
        assert screening.check(screening.Application.model_validate(one)).json() == by_command


def test_check_of_several_against_one_version_says_the_same(client: TestClient, folder: Path) -> None:
    by_command = said("check", folder / "all", "--standard", ADDRESS, "--format", "json", code=1)
    assert posted(client, "check", {"applications": [ONE, OTHER], "standard": ADDRESS}) == by_command


def test_check_as_of_a_day_says_the_same(client: TestClient, folder: Path) -> None:
    file = folder / "all" / "c-2.yaml"
    by_command = said("check", file, "--on", "2020-01-01", "--format", "json", code=1)
    assert posted(client, "check", {"applications": [OTHER], "on": "2020-01-01"}) == by_command


def test_rank_says_the_same(client: TestClient, folder: Path) -> None:
    by_command = said("rank", "2320-0012", folder / "all", "--format", "json")
    body = {"standard": "2320-0012", "applications": [OTHER, ONE]}
    assert posted(client, "rank", body) == by_command
    assert screening.rank("2320-0012", folder / "all").json() == by_command
    one, other = (screening.Application.model_validate(each) for each in (ONE, OTHER))
    assert screening.rank("2320-0012", other, one).json() == by_command


def test_advice_says_the_same(client: TestClient, folder: Path) -> None:
    told = ("--advice", "--standard", ADDRESS, "--format", "json")
    by_command = said("check", folder / "all" / "c-1.yaml", *told)
    body = {"standard": ADDRESS, "narratives": ONE["narratives"]}
    assert json.loads(posted(client, "advice", body)) == json.loads(by_command)


def test_evaluate_says_the_same_but_for_what_the_cases_are_called(client: TestClient, folder: Path) -> None:
    by_command = json.loads(said("evaluate", folder / "cases.jsonl", "--format", "json"))
    by_api = json.loads(posted(client, "evaluate", {"cases": CASES}))
    by_python = screening.evaluate(folder / "cases.jsonl").to_dict()
    named = {one["versions"].pop("cases").partition(" ")[0] for one in (by_command, by_api, by_python)}
    assert named == {"cases.jsonl", "request"}
    assert by_api == by_command == by_python


def test_predictions_are_the_same(client: TestClient, folder: Path) -> None:
    lines = folder / "predictions.jsonl"
    said("evaluate", folder / "cases.jsonl", "--predictions", lines, "--no-baselines", "--format", "json")
    by_command = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    by_api = PredictionsShape.model_validate_json(posted(client, "predict", {"cases": CASES})).predictions
    by_python = screening.evaluate(CASES, baselines=False).predictions
    assert [one.model_dump(mode="json") for one in by_api] == by_command
    assert by_python == list(by_api)
    for one, case in zip(by_command, CASES, strict=True):
        assert all(quote in str(case["text"]) for quote in one["quotes"])


def test_what_is_written_by_ksa_is_judged_as_the_same_application(folder: Path) -> None:
    by_mapping = screening.check({"postal-products": SOLD, "public-courtesy": HOPED}, ADDRESS)
    by_file = screening.check(folder / "all" / "c-1.yaml")
    assert by_mapping.ratings == by_file.ratings
    assert by_mapping["postal-products"].score > by_mapping["public-courtesy"].score


def test_a_draft_that_is_no_application_is_read_for_a_standard(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(SOLD, encoding="utf-8")
    essay = screening.Application.model_validate(
        {"candidate": "draft", "standard": ADDRESS, "essays": [{"text": SOLD}]}
    )
    assert screening.check(draft, "2320-0012").ratings == screening.check(essay).ratings


def test_what_a_draft_leaves_out_is_told_with_the_result(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"My letter\n\nKSA 1: {SOLD}", encoding="utf-8")
    told = screening.check(draft, "2320-0012").checked.screened.notices
    assert any("My letter" in notice for notice in told)
    assert any("12 of 13" in notice for notice in told)


@pytest.mark.parametrize(("words", "path"), [
    (("standards", "list"), "standards"),
    (("standards", "show", ADDRESS), f"standards/{ADDRESS}"),
    (("standards", "compare", "0340-0016", "0340-0016@2019-12-12"),
     "comparison?old=0340-0016&new=0340-0016@2019-12-12"),
])  # fmt: skip
def test_standards_say_the_same(client: TestClient, words: tuple[str, ...], path: str) -> None:
    assert got(client, path) == said(*words, "--format", "json")


def test_a_standard_from_python_is_what_show_writes() -> None:
    assert screening.standard(ADDRESS).json() == said("standards", "show", ADDRESS, "--format", "json")


def test_panels_and_verification_say_the_same(client: TestClient, folder: Path) -> None:
    store = f"sqlite:///{folder}/panel.db"
    members = ("--member", "m1:chair", "--member", "m2:member", "--member", "m3:hr")
    got(client, "panels")  # the store is made with the first question
    said("panel", "open", ADDRESS, folder / "all", *members, "--as", "m1", "--store", store, "--open-copies")
    tail = ("--format", "json", "--store", store)
    assert got(client, "panels") == said("panel", "show", *tail)
    by_command = said("panel", "show", "2320-0012-1", "--as", "m2", *tail)
    assert got(client, "panels/2320-0012-1?as=m2") == by_command
    assert got(client, "audit/verify") == said("audit", "verify", *tail)
