"""The arrangements API: the same answers as Python and the command line, and named refusals."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from schemathesis.config import SchemathesisConfig

from api.app import build_api
from casework.organisation import load_organisation
from payment_arrangement import answer, answer_schema_of, canonical, questions, schema_of
from storage.database import open_database

ORGANISATION = load_organisation(Path(__file__).parents[2] / "organisation" / "example.yml")
TOKEN = "t" * 40
PATHS = {"propose": "proposals", "costs": "costs", "interest": "interest", "letter": "letters"}
EXAMPLES = int(os.environ.get("WARMWIJZER_TEST_EXAMPLES", "25"))


def the_api(token: str | None = TOKEN):
    database = open_database("sqlite://")
    return build_api(database=database, organisation=ORGANISATION, arrangements_token=token)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(the_api()),
        base_url="http://localhost",
        headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
    ) as client:
        yield client


def example(question: str) -> dict[str, Any]:
    return dict(schema_of(question)["examples"][0])


@pytest.mark.parametrize("question", questions())
async def test_the_answer_is_that_of_python_and_is_replayed(
    http: httpx.AsyncClient, question: str
) -> None:
    answered = await http.post(f"/api/arrangements/{PATHS[question]}", json=example(question))
    assert answered.status_code == 200
    assert answered.content == canonical(answer(question, example(question), ORGANISATION.policy))
    Draft202012Validator(answer_schema_of(question)).validate(answered.json())
    again = await http.post("/api/arrangements/replays", content=answered.content)
    assert again.json()["is_same"] is True
    assert canonical(again.json()["document"]) == answered.content


async def test_a_changed_receipt_is_told(http: httpx.AsyncClient) -> None:
    changed = answer("costs", example("costs"), ORGANISATION.policy)
    changed["outcome"]["maximum"]["costs_cents"] = 1
    again = await http.post("/api/arrangements/replays", json=changed)
    assert again.json()["is_same"] is False
    assert again.json()["differences"] == [
        "outcome.maximum.costs_cents: 1 in what was given, 7500 now"
    ]


async def test_without_a_token_in_the_settings_nothing_is_there() -> None:
    transport = httpx.ASGITransport(the_api(token=None))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.post("/api/arrangements/costs", json={})).status_code == 404
        assert "arrangements" not in (await client.get("/api/openapi.json")).text.split("paths")[1]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"])
async def test_another_token_is_refused(http: httpx.AsyncClient, header: str) -> None:
    sent = {"authorization": header.encode("latin-1")}
    refused = await http.post("/api/arrangements/costs", json=example("costs"), headers=sent)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["code"] == "unauthorized"


def changed_example(**changes: Any) -> bytes:
    return json.dumps(example("propose") | changes).encode()


BAD_BODIES = [
    (b'{"debt_cents": 1.5}', 422, "request_refused", "1.5 is not a whole number"),
    (b'{"a": NaN}', 422, "request_refused", "NaN is not a whole number"),
    (b'{"as_of": "2026-11-22", "as_of": "2026-11-23"}', 422, "request_refused", "stands twice"),
    (b"[]", 422, "request_refused", "a JSON object"),
    (b"{", 422, "request_refused", "not JSON"),
    (b"\xff\xfe", 422, "request_refused", "not UTF-8"),
    (b'{"text": "' + b"x" * 1_000_000 + b'"}', 413, "request_entity_too_large", ""),
    (b"{}", 422, "request_refused", "'as_of' is a required property"),
    (json.dumps(example("propose") | {"disputed": None}).encode(), 422, "fact_missing", "disputed"),
    (
        json.dumps(example("propose") | {"as_of": "2011-01-01"}).encode(),
        422,
        "parameter_missing",
        "2011",
    ),
]


@pytest.mark.parametrize(("body", "status", "code", "told"), BAD_BODIES)
async def test_a_bad_question_is_a_problem_with_its_cause(
    http: httpx.AsyncClient, body: bytes, status: int, code: str, told: str
) -> None:
    refused = await http.post("/api/arrangements/proposals", content=body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.headers["content-type"] == "application/problem+json"
    assert told in refused.text


async def test_another_kind_of_body_is_refused(http: httpx.AsyncClient) -> None:
    headers = {"content-type": "text/plain"}
    refused = await http.post("/api/arrangements/costs", content=b"{}", headers=headers)
    assert refused.status_code == 415


SCHEMATHESIS = SchemathesisConfig.from_dict(
    {
        "auth": {"openapi": {"bearer": {"bearer": TOKEN}}},
        "checks": {
            # A schema cannot tell a body over 64 kB, 12.0 for a whole number, and what the rules
            # have no answer to.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "413", "422"]},
            "negative_data_rejection": {"expected-statuses": ["401", "405", "413", "415", "422"]},
        },
    }
)
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", the_api(), config=SCHEMATHESIS)


@SCHEMA.include(path_regex="^/api/arrangements").parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_answer_is_as_described_for_any_question(case: schemathesis.Case) -> None:
    case.call_and_validate()
