"""Jobs: followed, cancelled, bounded, one's own, and gone with the server, which says so."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from told_engine import HERE, V1, Told, app, client, refused, told
from visiting import Visitor, serving, team_app

from screening.web import create_app
from screening.web.messages import APPLICATION
from screening.web.settings import WebLimits, WebSettings

__all__ = ["app", "client", "told"]  # fixtures
pytestmark = pytest.mark.usefixtures("told")
ADDRESS = "2320-0012@2019-03-16"
MANY = [
    {"candidate": f"c-{n}", "standard": "2320-0012", "narratives": {"postal-products": f"I sold {n}."}}
    for n in range(1, 4)
]
JOB = {"standard": "2320-0012", "applications": MANY}
UNKNOWN = {**APPLICATION, "narratives": {"no-such-ksa": "I did."}}


def limited(tmp_path: Path, **limits: int) -> FastAPI:
    """A server with these bounds."""
    return create_app(WebSettings(store=f"sqlite:///{tmp_path}/p.db", limits=WebLimits(**limits)))


def until(client: TestClient, job: str, *states: str) -> dict[str, Any]:
    """The job once it is in one of these states."""
    for _ in range(600):
        told: dict[str, Any] = client.get(f"{V1}/jobs/{job}").json()
        if told["state"] in states:
            return told
        time.sleep(0.02)
    raise AssertionError(f"the job stays {told}")


def test_a_job_tells_its_progress_and_gives_the_slate_that_rank_gives(client: TestClient) -> None:
    begun = client.post(f"{V1}/jobs", json=JOB)
    assert begun.status_code == 202
    assert begun.headers["location"] == f"{V1}/jobs/{begun.json()['id']}"
    told = until(client, begun.json()["id"], "done")
    assert (told["judged"], told["applications"], told["standard"]) == (3, 3, ADDRESS)
    assert "restart" in told["note"]
    slate = client.get(f"{V1}/jobs/{told['id']}/slate")
    assert slate.content == client.post(f"{V1}/rank", json=JOB).content


def test_a_slate_of_a_job_comes_as_csv_and_as_a_workbook(client: TestClient) -> None:
    job = client.post(f"{V1}/jobs", json=JOB).json()["id"]
    until(client, job, "done")
    csv, xlsx = (client.get(f"{V1}/jobs/{job}/slate?format={kind}") for kind in ("csv", "xlsx"))
    assert csv.headers["content-disposition"] == f'attachment; filename="slate-{job}.csv"'
    assert "c-1" in csv.text
    assert xlsx.content[:2] == b"PK"


def test_a_job_under_way_is_followed_and_cancelled_between_two_applications(client: TestClient) -> None:
    Told.let.clear()
    job = client.post(f"{V1}/jobs", json=JOB).json()["id"]
    assert until(client, job, "running")["judged"] == 0
    assert "0 of 3" in refused(client.get(f"{V1}/jobs/{job}/slate"), 409).found
    assert client.post(f"{V1}/jobs/{job}/cancel").json()["state"] == "cancelled"
    Told.let.set()
    again = client.post(f"{V1}/jobs", json=JOB).json()["id"]
    assert until(client, again, "done")["judged"] == 3
    assert client.get(f"{V1}/jobs/{job}").json()["judged"] == 0
    assert refused(client.get(f"{V1}/jobs/{job}/slate"), 409)


def test_a_job_that_waits_is_cancelled_at_once_and_the_one_before_it_goes_on(client: TestClient) -> None:
    Told.let.clear()
    first, second = (client.post(f"{V1}/jobs", json=JOB).json()["id"] for _ in range(2))
    assert client.get(f"{V1}/jobs/{second}").json()["state"] == "waiting"
    assert client.delete(f"{V1}/jobs/{second}").status_code == 204
    assert refused(client.get(f"{V1}/jobs/{second}"), 404)
    Told.let.set()
    assert until(client, first, "done")
    assert [one["id"] for one in client.get(f"{V1}/jobs").json()["jobs"]] == [first]


def test_while_a_job_runs_others_are_answered_between_its_applications(client: TestClient) -> None:
    job = client.post(f"{V1}/jobs", json=JOB).json()["id"]
    assert client.post(f"{V1}/check", json={"applications": [APPLICATION]}).status_code == 200
    assert until(client, job, "done")


def test_the_queue_of_jobs_has_an_end_and_says_when_to_come_back(tmp_path: Path) -> None:
    with TestClient(limited(tmp_path, jobs_waiting=2, retry_after_s=1), base_url=HERE) as client:
        Told.let.clear()
        answers = [client.post(f"{V1}/jobs", json={"standard": "2320-0012", "applications": MANY[:1]})
                   for _ in range(2)]  # fmt: skip
        assert [one.status_code for one in answers] == [202, 202]
        full = client.post(f"{V1}/jobs", json=JOB)
        assert refused(full, 503)
        assert full.headers["retry-after"] == "1"
        Told.let.set()
        until(client, answers[0].json()["id"], "done")


def test_a_job_may_have_only_so_many_applications(tmp_path: Path) -> None:
    with TestClient(limited(tmp_path, job_applications=2), base_url=HERE) as client:
        assert "3 applications" in refused(client.post(f"{V1}/jobs", json=JOB), 422).found


def test_what_a_job_was_given_is_let_go_of_at_its_end_and_the_rest_later(
    app: FastAPI, client: TestClient
) -> None:
    job = client.post(f"{V1}/jobs", json=JOB).json()["id"]
    told = until(client, job, "done")
    jobs = app.state.jobs
    kept = jobs.find("local", job)
    assert (kept.given, kept.slated.applications) == ((), {})
    ended = datetime.fromisoformat(told["ended_at"])
    assert datetime.fromisoformat(told["kept_until"]) == ended + timedelta(hours=1)
    jobs._clock = lambda: datetime.now(UTC) + timedelta(hours=2)
    assert refused(client.get(f"{V1}/jobs/{job}"), 404)


def test_a_server_that_was_started_again_says_what_became_of_a_job(app: FastAPI, tmp_path: Path) -> None:
    with TestClient(app, base_url=HERE) as before:
        job = before.post(f"{V1}/jobs", json=JOB).json()["id"]
        until(before, job, "done")
    with TestClient(create_app(app.state.settings), base_url=HERE) as after:
        assert "started again" in refused(after.get(f"{V1}/jobs/{job}"), 404).found


def test_a_fault_ends_its_job_without_the_applicants_words_and_the_next_one_runs(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Told, "screen", lambda *_: (_ for _ in ()).throw(RuntimeError("I sold 1.")))
        job = client.post(f"{V1}/jobs", json=JOB).json()["id"]
        told = until(client, job, "failed")
    assert "fault" in told["problem"]
    assert "I sold" not in told["problem"]
    assert until(client, client.post(f"{V1}/jobs", json=JOB).json()["id"], "done")


def lines(applications: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in applications).encode()


def sent(client: TestClient, content: bytes, name: str = "all.jsonl", standard: str = "2320-0012") -> Any:
    files = {"file": (name, content)}
    return client.post(f"{V1}/jobs/upload", files=files, data={"standard": standard})


def test_a_file_of_applications_makes_the_job_that_its_applications_make(client: TestClient) -> None:
    one, other = sent(client, lines(MANY)), client.post(f"{V1}/jobs", json=JOB)
    slates = []
    for answer in (one, other):
        until(client, answer.json()["id"], "done")
        slates.append(client.get(f"{V1}/jobs/{answer.json()['id']}/slate").content)
    assert slates[0] == slates[1]


@pytest.mark.parametrize(("content", "name", "status", "words"), [
    (b"", "all.jsonl", 422, "empty"),
    (b"\n\n", "all.jsonl", 422, "no application"),
    (b"not json\n", "all.jsonl", 422, "all.jsonl:1"),
    (lines(MANY) + b"{}\n", "all.jsonl", 422, "all.jsonl:4"),
    (b'{"candidate": "c", "candidate": "d"}', "all.jsonl", 422, "twice"),
    (b"\xff\xfe\x00", "all.jsonl", 422, "binary"),
    (b"\xff\n", "all.jsonl", 422, "UTF-8"),
    (b"[" * 100_000, "all.jsonl", 422, "deep"),
    (lines([MANY[0]] * 2), "all.jsonl", 422, "there twice"),
    (lines([UNKNOWN]), "all.jsonl", 422, "has no KSA"),
    (lines(MANY), "all.exe", 415, "kind of file"),
    (b"PK\x03\x04", "all.zip", 415, "kind of file"),
    (b"x" * 10_100_000, "all.jsonl", 413, "too large"),
])  # fmt: skip
def test_a_broken_file_makes_no_job(
    client: TestClient, content: bytes, name: str, status: int, words: str
) -> None:
    assert words in refused(sent(client, content, name), status).found
    assert client.get(f"{V1}/jobs").json() == {"jobs": []}


def test_a_job_is_seen_by_whoever_began_it_and_by_nobody_else(tmp_path: Path) -> None:
    with serving(team_app(tmp_path)) as client:
        hr, chair = Visitor(client, "hr-1"), Visitor(client, "chair-1")
        job = hr.send(f"{V1}/jobs", json=JOB).json()["id"]
        assert hr.get(f"{V1}/jobs/{job}").status_code == 200
        for method, path in (("GET", ""), ("GET", "/slate"), ("POST", "/cancel"), ("DELETE", "")):
            assert refused(chair.send(f"{V1}/jobs/{job}{path}", method), 404)
        assert chair.get(f"{V1}/jobs").json() == {"jobs": []}
        assert hr.get(f"{V1}/jobs/{job}").json()["state"] != "cancelled"
