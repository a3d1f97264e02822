"""A server that is killed in the middle of a panel: what was answered is kept, and everybody goes on."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from hearings import PANEL, ROOT, held

from screening.stores.opening import open_store

KSAS = ("postal-products", "public-courtesy")
PATIENCE_S = 240
"""How long a server may take to start, or to answer, on a machine whose cores are busy."""
SERVE = """
import sys, uvicorn
from screening.web import create_app
from screening.web.settings import WebSettings
store, port = sys.argv[1], int(sys.argv[2])
uvicorn.run(create_app(WebSettings(store=store, port=port)), host="127.0.0.1", port=port, log_level="error")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, which answers; it is killed at the end, if it was not before."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, url, str(port)], cwd=ROOT)
    try:
        wait_for(port, process)
        yield process
    finally:
        process.kill()
        process.wait(timeout=PATIENCE_S)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert process.poll() is None, "the server did not start"
        try:
            httpx.get(f"http://127.0.0.1:{port}/assets/x/web.css", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


def browser(port: int, member: str) -> httpx.Client:
    """A browser that acts as a member."""
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S)
    sent = client.post("/seat", data={"csrf": token(client, "/panels"), "member": member})
    assert sent.status_code == 303, sent.text
    return client


def token(client: httpx.Client, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found, path
    return found[1]


def test_a_kill_in_the_middle_of_a_panel_loses_nothing_and_open_forms_still_work(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path}/panel.db", free_port()
    held(url, ("c-0001", "c-0002"), ksas=KSAS)
    form = f"/panels/{PANEL}/rating/c-0001"
    with server(url, port) as process:
        member = browser(port, "m2")
        half = {"csrf": token(member, form), "act": "save", f"value:{KSAS[0]}": "2"}
        half[f"note:{KSAS[0]}"] = "kept"
        assert member.post(form, data=half).status_code == 303
        opened_before = token(member, form)
        before = open_store(url).head()
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=PATIENCE_S)
    assert open_store(url).verify() == ()
    with server(url, port):
        page = member.get(form).text
        assert re.search(rf'name="value:{KSAS[0]}" value="2" checked', page)
        assert "kept" in page
        rest = {"csrf": opened_before, "act": "lock", "sure": "yes", f"value:{KSAS[1]}": "1"}
        sent = member.post(form, data=rest)
        assert sent.status_code == 303, sent.text
        assert sent.headers["location"].endswith("?done=locked")
    store = open_store(url)
    assert store.verify(before) == ()
    assert store.head().entries == before.entries + 2
