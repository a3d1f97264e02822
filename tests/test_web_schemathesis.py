"""The API under schemathesis: whatever its own document allows or forbids to send, it answers as it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from starlette.testclient import TestClient

from screening.web import create_app
from screening.web.describing import described
from screening.web.settings import WebLimits, WebSettings

HERE = "http://127.0.0.1:8000"
ADDRESS = "2320-0012@2019-03-16"
REAL = {"standard": "2320-0012", "address": ADDRESS, "old": "0340-0016", "new": "0340-0016@2019-12-12",
        "ksa": f"{ADDRESS}#postal-products", "candidate": "c-1"}  # fmt: skip
"""What is there: put in the place of what was made up now and then, so that more than refusals is reached."""
KSAS = ("postal-products", "public-courtesy", "attentive-listening")
EXAMPLES = 12
load_all_checks()
CHECKED = CHECKS.get_by_names([
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "response_headers_conformance",
])  # fmt: skip
DOCUMENT = described(create_app(WebSettings(store="sqlite://")))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


def takes_something(operation: Any) -> bool:
    """Whether there is anything in a request of it that could be wrong."""
    described = DOCUMENT["paths"][operation.path][operation.method]
    return bool(described.get("parameters") or described.get("requestBody"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with the engine of record, whose queues never fill: that they do is tested elsewhere."""
    store = f"sqlite:///{tmp_path_factory.mktemp('fuzz')}/panel.db"
    room = WebLimits(waiting=10_000, jobs_waiting=10_000)
    with TestClient(
        create_app(WebSettings(store=store, limits=room)), base_url=HERE, raise_server_exceptions=False
    ) as client:
        yield client


def grounded(value: Any) -> Any:
    """A body in which what it names is there, where it names something."""
    if isinstance(value, list):
        return [grounded(one) for one in value]
    if not isinstance(value, dict):
        return value
    named = {key: REAL.get(key, one) if isinstance(one, str) else one for key, one in value.items()}
    told = {key: grounded(one) for key, one in named.items()}
    if isinstance(told.get("narratives"), dict):
        told["narratives"] = dict(zip(KSAS, told["narratives"].values(), strict=False))
    if isinstance(told.get("essays"), list):
        told["essays"] = [{**one, "ksas": None} for one in told["essays"] if isinstance(one, dict)]
    return told


def test_the_document_names_every_operation() -> None:
    assert len(OPERATIONS) >= 20


@pytest.mark.parametrize(("operation", "mode"), [
    pytest.param(operation, mode, id=f"{operation.label} {mode.value}")
    for operation in OPERATIONS for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode is GenerationMode.POSITIVE or takes_something(operation)
])  # fmt: skip
def test_no_request_makes_a_fault_and_every_answer_is_as_documented(
    client: TestClient, operation: Any, mode: GenerationMode
) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def sends(case: Any, real: bool) -> None:
        if real:
            case.body = grounded(case.body)
            case.path_parameters = grounded(case.path_parameters or {})
            case.query = grounded(case.query or {})
        case.validate_response(_sent(client, case), checks=CHECKED)

    sends()


def _sent(client: TestClient, case: Any) -> Any:
    """The answer to a case, without a network; the bytes are those that ``requests`` would send."""
    asked = requests.Request(**case.as_transport_kwargs(base_url=HERE)).prepare()
    body = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
    answer = client.request(asked.method, asked.url, headers=dict(asked.headers), content=body)
    client.cookies.clear()
    return answer
