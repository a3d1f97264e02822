"""Bodies and files: oversized, slow, broken; and what is logged of requests, which is never their words."""

from __future__ import annotations

import asyncio
import io
import logging
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request, UploadFile
from starlette.testclient import TestClient
from visiting import HERE, Visitor, serving, team_app

from screening.errors import ScreeningError
from screening.web.doors.logs import log_fault, to_stderr
from screening.web.doors.uploads import plain_name
from screening.web.judging import BusyError
from screening.web.settings import WebLimits

SECRET = "secret-words-of-an-applicant"
SMALL = WebLimits(body_bytes=20_000, upload_bytes=50_000, body_s=1.0, reading_s=0.5, readers_waiting=2)


async def fault(request: Request) -> None:
    """A fault of ours that quotes what was sent, as many errors do."""
    said = (await request.body()).decode()
    raise ValueError(f"cannot make sense of {said!r}") from KeyError(said)


async def echo(request: Request) -> str:
    """How much came in."""
    return f"{len(await request.body())} bytes"


def bounded_app(folder: Path, limits: WebLimits) -> FastAPI:
    """A server with two routes of the test, which stand under the name of one that is open to all."""
    app = team_app(folder, limits=limits)
    app.add_api_route("/test/fault", fault, methods=["POST"], name="home")
    app.add_api_route("/test/echo", echo, methods=["POST"], name="home")
    return app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """A server with narrow bounds."""
    return bounded_app(tmp_path_factory.mktemp("bodies"), SMALL)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with narrow bounds on size, and time enough for a machine that is busy."""
    limits = SMALL.model_copy(update={"reading_s": 60.0, "body_s": 60.0})
    with serving(bounded_app(tmp_path_factory.mktemp("patient"), limits)) as client:
        yield client


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with serving(app) as client:
        yield client


# --- too much --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "size", "kind", "status"), [
    ("", 65_536, "text/plain", 200), ("", 65_537, "text/plain", 413),
    ("hr-1", 20_000, "text/plain", 200), ("hr-1", 20_001, "text/plain", 413),
    ("hr-1", 60_000, "multipart/form-data; boundary=x", 200),
    ("hr-1", 50_000 + 65_537, "multipart/form-data; boundary=x", 413),
    ("", 65_537, "multipart/form-data; boundary=x", 413),
])  # fmt: skip
@pytest.mark.parametrize("told", [True, False])
def test_a_body_is_bounded_whether_or_not_its_length_is_told(
    patient: TestClient, who: str, size: int, kind: str, status: int, told: bool
) -> None:
    """A stranger gets as much as a login needs, whatever kind they say it is."""
    content: Any = b"x" * size if told else iter([b"x" * 1000] * (size // 1000) + [b"x" * (size % 1000)])
    answer = Visitor(patient, who).send("/test/echo", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert f"{size} bytes" in answer.text if status == 200 else "too large" in answer.text


def test_the_body_of_what_is_closed_is_not_read_at_all(app: FastAPI) -> None:
    """The refusal comes before the first byte is asked for."""
    asked, sent = [], []
    scope = {
        "type": "http", "method": "POST", "path": "/account/password", "query_string": b"", "state": {},
        "headers": [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/x-www-form-urlencoded")],
        "client": ("192.0.2.1", 1), "server": ("127.0.0.1", 8000), "scheme": "http", "root_path": "",
        "http_version": "1.1", "raw_path": b"/account/password",
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        asked.append("body")
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 401
    assert asked == []


@contextmanager
def listening(app: FastAPI) -> Iterator[tuple[str, int]]:
    """The application behind a real server on the loopback."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    sock = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        yield sock.getsockname()[:2]
    finally:
        server.should_exit = True
        thread.join(20)
        sock.close()


@pytest.mark.parametrize("drip", [b"", b"x"])
def test_a_body_that_drips_or_stalls_is_given_up_on(app: FastAPI, client: TestClient, drip: bytes) -> None:
    """Over a real connection; whoever sends in time is answered all the while."""
    visitor = Visitor(client)
    head = f"POST /test/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nX-CSRF-Token: {visitor.token()}\r\n"
    head += f"Cookie: {'; '.join(f'{name}={value}' for name, value in visitor.cookies.items())}\r\n"
    with listening(app) as address, socket.create_connection(address, timeout=60) as slow:
        slow.sendall(f"{head}Content-Length: 1000\r\n\r\nabc".encode())
        with socket.create_connection(address, timeout=60) as other:
            other.sendall(f"{head}Content-Length: 3\r\n\r\nabc".encode())
            assert other.recv(20).startswith(b"HTTP/1.1 200")
        slow.settimeout(0.2)
        answer, until = b"", time.monotonic() + 60
        while not answer and time.monotonic() < until:
            try:
                slow.sendall(drip)
                answer = slow.recv(40)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408")


# --- files -----------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A DOCX of a few kilobytes that is 30 MB unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:document>" + b" " * 30_000_000)
        archive.writestr("[Content_Types].xml", b"<Types/>")
    return made.getvalue()


FILES: dict[str, tuple[str, bytes, int]] = {
    "empty": ("a.txt", b"", 422),
    "no text": ("a.txt", b" \n ", 422),
    "binary called text": ("a.txt", bytes(range(256)) * 20, 422),
    "a program called text": ("a.txt", b"\x7fELF" + b"\0" * 500, 422),
    "a program": ("a.exe", b"MZ\x90\0" + b"\0" * 500, 415),
    "a picture": ("a.png", b"\x89PNG\r\n\x1a\n", 415),
    "a picture called PDF": ("a.pdf", b"\x89PNG\r\n\x1a\n", 422),
    "a cut PDF": ("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", 422),
    "text called DOCX": ("a.docx", b"I weighed the parcel.", 422),
    "a broken zip": ("a.docx", b"PK\x03\x04" + b"x" * 200, 422),
    "a zip bomb": ("a.docx", bomb(), 422),
    "broken JSON": ("a.json", b'{"narratives": {"a": ', 422),
    "JSON that is deep": ("a.json", b"[" * 20_000, 422),
    "JSON of nothing known": ("a.json", b'{"x": 1}', 422),
    "YAML that runs code": ("a.yaml", b"!!python/object/apply:os.system ['true']", 422),
    "YAML that grows": ("a.yaml", b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
                        b"c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n", 422),
    "too large": ("a.txt", b"x" * 50_001, 413),
    "much too large": ("a.txt", b"x" * 200_000, 413),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_read_is_refused_on_a_page(patient: TestClient, case: str) -> None:
    name, content, status = FILES[case]
    answer = Visitor(patient, "hr-1").send(
        "/check/2320-0012", data={"act": "fill"}, files={"file": (name, content)}
    )
    assert answer.status_code == status, answer.text
    assert '<div class="refusal">' in answer.text


@pytest.mark.parametrize("body", [
    b"--x", b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc",
    b"--y\r\n\r\n--y--", b"\xff\xfe" * 50, b"--x\r\n" + b"A: b\r\n" * 5000 + b"\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' * 1001 + b"--x--",
])  # fmt: skip
def test_a_form_that_is_broken_is_refused(patient: TestClient, body: bytes) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = Visitor(patient, "hr-1").send("/account/password", content=body, headers=kind)
    assert answer.status_code in (400, 422), answer.text


async def read_slowly(app: FastAPI, seconds: float) -> float:
    """Have a file read by something that takes so long; how long it took to be told."""
    upload, began = UploadFile(io.BytesIO(b"x"), filename="a.txt"), time.monotonic()
    with pytest.raises(ScreeningError, match="not read within"):
        await app.state.desk.readers.read(upload, lambda raw, name: time.sleep(seconds))
    return time.monotonic() - began


def test_a_file_that_takes_too_long_is_given_up_and_the_queue_is_bounded(tmp_path: Path) -> None:
    """What was given up still holds its thread, and is counted until it ends."""
    app = team_app(tmp_path, limits=SMALL)

    async def three() -> None:
        assert await read_slowly(app, 8.0) < 7.0
        assert await read_slowly(app, 8.0) < 7.0
        with pytest.raises(BusyError):
            await read_slowly(app, 0.0)

    asyncio.run(three())


@pytest.mark.parametrize(("told", "kept"), [
    ("a.txt", "a.txt"), ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\a.docx", "a.docx"), ("", "file"),
    ("/", "file"), ("a\r\nX-Injected: 1.txt", "aX-Injected: 1.txt"), ("a\0b.txt", "ab.txt"),
    ("\u202etxt.exe", "txt.exe"), ("x" * 500 + ".txt", "x" * 96 + ".txt"),
])  # fmt: skip
def test_of_a_files_name_only_its_last_printable_part_is_kept(told: str, kept: str) -> None:
    assert plain_name(told) == kept


# --- logs ------------------------------------------------------------------------------------------------


def test_no_word_of_a_request_reaches_any_log(
    app: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """By every way that words come in, with every logger turned up, and by a fault that quotes them."""
    caplog.set_level(logging.DEBUG)
    visitor = Visitor(client, "applicant-1")
    form = {"narrative:postal-products": SECRET, "essay": SECRET, "act": SECRET, "old": SECRET}
    visitor.send("/test/fault", content=SECRET)
    visitor.send("/check/none-such", data=form)
    visitor.send("/check/2320-0012/keep", data=form)
    visitor.send(
        "/check/2320-0012", data={"act": "fill"}, files={"file": (f"{SECRET}.docx", SECRET.encode())}
    )
    visitor.send("/account/password", data=form)
    visitor.log_in(SECRET, SECRET)
    visitor.send("/api/v1/check", json={"narratives": SECRET, SECRET: 1})
    visitor.send("/api/v1/check", content='{"' + SECRET, headers={"Content-Type": "application/json"})
    visitor.get(f"/{SECRET}?q={SECRET}", headers={"User-Agent": SECRET, "Referer": f"{HERE}/{SECRET}"})
    visitor.ask(SECRET.replace("-", ""), "/")
    ours = [one for one in caplog.records if not one.name.startswith(("httpx", "httpcore", "asyncio"))]
    logged = "\n".join(f"{one.getMessage()} {one.exc_text or ''} {one.args}" for one in ours)
    out, err = capfd.readouterr()
    assert SECRET not in logged + out + err
    assert SECRET.replace("-", "") not in logged
    assert "POST check-whole 422" in logged
    assert "applicant-1" in logged
    assert "builtins.ValueError after builtins.KeyError" in logged
    assert "test_web_bodies.py" in logged


def test_a_fault_is_told_by_a_number_that_the_log_has_too(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Visitor(client).send("/test/fault", content=SECRET)
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    number = caplog.records[-1].getMessage().split()[1].rstrip(":")
    assert f"fault {number}" in answer.text
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text


def test_the_log_of_a_server_is_lines_with_the_time(capsys: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("screening.web")
    before = list(logger.handlers), logger.level, logger.propagate
    try:
        to_stderr()
        log_fault(ValueError(SECRET))
        said = capsys.readouterr().err
    finally:
        logger.handlers, logger.level, logger.propagate = before
    assert "screening.web.faults fault " in said
    assert said[:3] == "202"
    assert SECRET not in said
