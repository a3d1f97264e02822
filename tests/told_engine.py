"""A server whose engine says what it was told to, at once or when it is let: the web is tested, no model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI
from seated import VERSIONS
from starlette.testclient import TestClient

from screening.advice import Advice, advise
from screening.applications import Application, texts_for
from screening.evidence import Evidence, Finding, Span
from screening.results import Gate, Rating, Screened
from screening.standards import Standard
from screening.web import create_app
from screening.web.desk import Desk
from screening.web.messages import Problem
from screening.web.settings import WebSettings

V1, HERE = "/api/v1", "http://127.0.0.1:8000"

ACTS = (Finding(kind="own-act", source="acts.v1", reason="done", words="I"),)


class Told:
    """In the place of ``screening.checking.Checker``: whatever is written at all demonstrates its KSA."""

    let = Event()
    """While it is not set, every judgement waits."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard

    def screen(self, application: Application) -> Screened:
        """Every text whole as the one quote."""
        if not self.let.wait(60):
            raise TimeoutError("nobody let the engine go on")
        ratings = tuple(self._rated(ksa.id, application) for ksa in self.standard.ksas)
        whole = all(rating.rating == "demonstrated" for rating in ratings)
        return Screened(
            candidate=application.candidate, standard=self.standard.address, ratings=ratings,
            outcome="qualified" if whole else "not-qualified", because=("told",), versions=VERSIONS,
            gates=(Gate(gate="exam 477", result="unknown", because="told"),),
        )  # fmt: skip

    def advise(self, application: Application, most: int) -> Advice:
        """What follows from that."""
        return advise(self.standard, application, self.screen(application), {}, most)

    def _rated(self, ksa: str, application: Application) -> Rating:
        quotes = tuple(
            Evidence(
                span=Span(source=text.source, start=0, end=len(text.text)), quote=text.text, findings=ACTS
            )
            for text in texts_for(application, ksa)
        )  # fmt: skip
        return Rating(
            ksa=ksa, rating="demonstrated" if quotes else "not-demonstrated", score=0.9 if quotes else 0.1,
            rule="told.v1#told", code="demonstrated", because="told", evidence=quotes,
        )  # fmt: skip


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Every server's engine is the told one; clear what is given, and it waits."""
    kept: dict[str, Told] = {}

    def checker(desk: Desk, address: str) -> Told:
        standard = desk.resolve(address).standard
        return kept.setdefault(standard.address, Told(standard))

    monkeypatch.setattr(Desk, "checker", checker)
    Told.let.set()
    yield Told.let
    Told.let.set()


@pytest.fixture
def app(told: Event, tmp_path: Path) -> FastAPI:
    """A server for one person."""
    return create_app(WebSettings(store=f"sqlite:///{tmp_path}/panel.db"))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A program on the same machine."""
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def refused(answer: Any, status: int) -> Problem:
    """The refusal in an answer, which is one of that status, in the form that is documented."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(answer.json())
    assert problem.status == status
    assert problem.found
    return problem
