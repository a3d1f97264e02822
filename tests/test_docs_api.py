"""The page about the API is true: each of its requests is sent, and answered as it shows."""

from __future__ import annotations

import json
import re
import shlex
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import screening
from screening.web import create_app
from screening.web.settings import WebSettings

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"
SHOWN = re.compile(r"```sh\n(?P<commands>.*?)```\n(?:```json\n(?P<answer>.*?)```)?", re.DOTALL)
BLOCKS = [(match["commands"], match["answer"]) for match in SHOWN.finditer(PAGE)]
SENT = [
    {"candidate": f"c-{n}", "standard": "2320-0012", "narratives": {"public-courtesy": "I smiled."}}
    for n in (1, 2)
]
LINES = "".join(json.dumps(one) + "\n" for one in SENT)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server as the page has it, with the models of record."""
    store = f"sqlite:///{tmp_path_factory.mktemp('docs')}/panel.db"
    with TestClient(create_app(WebSettings(store=store)), base_url=HERE) as client:
        yield client


@pytest.fixture(scope="module")
def job(client: TestClient) -> str:
    """A job that is done, for the page's JOB."""
    sent: dict[str, Any] = {"files": {"file": ("a.jsonl", LINES)}, "data": {"standard": "2320-0012"}}
    begun = client.post("/api/v1/jobs/upload", **sent)
    for _ in range(3000):
        if client.get(begun.headers["location"]).json()["state"] == "done":
            break
        time.sleep(0.1)
    return str(begun.json()["id"])


def requests_in(commands: str) -> list[dict[str, Any]]:
    """The requests that some lines of curl send."""
    return [request_of(words) for words in _split(shlex.split(commands))]


def _split(words: list[str]) -> list[list[str]]:
    found: list[list[str]] = []
    for word in words:
        if word == "curl":
            found.append([])
        else:
            found[-1].append(word)
    return found


def request_of(words: list[str]) -> dict[str, Any]:
    """One request, as far as this page uses curl; an option that is not known here fails the test."""
    asked: dict[str, Any] = {"method": "GET", "headers": {}}
    rest = iter(words)
    for word in rest:
        if word == "-X":
            asked["method"] = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            asked["headers"][name] = value
        elif word == "-d":
            asked |= {"method": "POST", "content": next(rest)}
        elif word == "-F":
            asked["method"] = "POST"
            name, _, value = next(rest).partition("=")
            part = {"files": {name: (value[1:], LINES)}} if value.startswith("@") else {"data": {name: value}}
            asked |= part
        elif word == "-o":
            next(rest)
        else:
            assert word.startswith(HERE), f"what does {word} mean?"
            asked["url"] = word
    return asked


def holds(shown: Any, found: Any) -> bool:
    """Whether an answer has everything that the page shows of it."""
    if isinstance(shown, dict):
        return isinstance(found, dict) and all(k in found and holds(v, found[k]) for k, v in shown.items())
    if isinstance(shown, list):
        return len(shown) == len(found) and all(map(holds, shown, found))
    return bool(shown == found)


def test_the_page_has_requests_with_answers() -> None:
    assert len(BLOCKS) >= 9
    assert sum(answer is not None for _, answer in BLOCKS) >= 8


@pytest.mark.parametrize(("commands", "answer"), BLOCKS, ids=lambda block: str(block)[:60])
def test_every_request_of_the_page_is_answered_as_it_shows(
    client: TestClient, job: str, commands: str, answer: str | None
) -> None:
    shown = json.loads(answer) if answer else None
    expected = shown["status"] if shown and "status" in shown else None
    for asked in requests_in(commands.replace("JOB", job)):
        got = client.request(**asked)
        assert got.status_code == expected if expected else got.is_success, got.text
    assert shown is None or holds(shown, got.json()), got.text[:2000]


@pytest.mark.parametrize("page", ["docs/api.md", "README.md"])
def test_the_lines_of_python_do_what_they_say(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run as they stand, in a folder in which the slate may be left; only the applications are few."""
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    few = tmp_path / "candidates" / "2320-0012"
    few.mkdir(parents=True)
    for name in ("c-0001.yaml", "c-0006.yaml"):
        (few / name).write_bytes((ROOT / "candidates" / "2320-0012" / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["mine"].checked.screened.standard == "2320-0012@2019-03-16"
    assert names["mine"]["public-courtesy"].because
    assert (tmp_path / "slate.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert names["screening"] is screening
