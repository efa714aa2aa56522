"""What holds for every address under /api."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar, post

from api.app import build_api
from api.problems import answer_with_problem
from bot.web.app import build_web_app
from casework.organisation import load_organisation
from storage.database import Database

ORGANISATION = load_organisation(Path(__file__).parents[2] / "organisation" / "example.yml")


class _Settings:
    public_url = "https://hulp.example.org"
    new_chats_per_hour = 10
    embed_on = ()


class _NoGateway:
    async def receive(self, _inbound):
        raise AssertionError


@pytest.fixture
async def http(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    api = build_api(database=database, organisation=ORGANISATION)
    app, _ = build_web_app(
        database=database,
        gateway=_NoGateway(),
        organisation=ORGANISATION,
        settings=_Settings(),
        api=api,
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="https://hulp.example.org"
    ) as client:
        yield client


async def test_the_description_carries_our_title_and_the_pages_security_headers(http) -> None:
    answer = await http.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Warmwijzer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_what_does_not_exist_is_a_problem_and_the_chat_is_still_there(http) -> None:
    answer = await http.get("/api/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
    assert (await http.get("/")).headers["content-type"].startswith("text/html")
    assert "text/html" in (await http.get("/apis")).headers["content-type"]


async def test_an_error_of_ours_tells_a_number_and_nothing_else(caplog) -> None:
    @post("/", exception_handlers={Exception: answer_with_problem})
    async def fail(data: dict[str, str]) -> None:
        raise RuntimeError(data["secret"])

    transport = httpx.ASGITransport(
        Litestar([fail], logging_config=None), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.post("/", json={"secret": "geheim"})
    number = answer.json()["instance"].rpartition(":")[2]
    assert answer.status_code == 500
    assert "geheim" not in answer.text + caplog.text
    assert f"error {number}: RuntimeError at test_api.py" in caplog.text
