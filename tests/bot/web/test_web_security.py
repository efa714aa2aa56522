"""Headers, origins, form tokens, sessions, other people's ids (ASVS 5.0: 3.3–3.5, 4.4.2, 8.2.2)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine
from running_web import ORGANISATION, WebChat, WebSettings, running_chat
from sqlalchemy import select

from bot.continue_link import hashed
from bot.store import WebSession
from bot.web.site import BUTTON_PREFIX
from storage.database import Database

PATHS = (
    "/",
    "/k/abc",
    "/verder/abc",
    "/privacy",
    "/toegankelijkheid",
    "/health",
    "/static/chat.css",
    "/static/bestaat-niet.css",
    "/bestaat-niet",
    "/begin",
    "/socket.io/?EIO=4&transport=polling",
    "/socket.io/?EIO=9",
)
WRITING = ("/begin", "/bericht", "/sluiten", "/verder")


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_carries_the_security_headers(https_chat: WebChat, path: str) -> None:
    answer = await https_chat.visitor().http.get(path)
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    for directive in (
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert directive in policy
    assert re.search(r"script-src 'nonce-[\w-]{20,}'(;|$)", policy)
    assert (
        int(answer.headers["strict-transport-security"].split("=")[1].split(";")[0]) >= 31_536_000
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "access-control-allow-origin" not in answer.headers
    if answer.status_code == 200 and path.startswith("/static/"):
        assert "immutable" in answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/verder/abc", "/k/abc", "/bestaat-niet"])
async def test_pages_are_never_kept_by_a_browser_or_proxy(chat: WebChat, path: str) -> None:
    answer = await chat.visitor().open(path)
    assert answer.headers["cache-control"] == "no-store"
    assert "content-encoding" not in answer.headers


async def test_each_answer_has_a_nonce_of_its_own(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    nonces = {re.search(r'nonce="([^"]+)"', (await visitor.open()).text)[1] for _ in range(3)}  # type: ignore[index]
    assert len(nonces) == 3


async def test_no_page_has_script_or_style_of_its_own(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    for path in PATHS[:5]:
        await visitor.open(path)
        assert re.search(r"<style|<script(?![^>]*\bsrc=)| style=| on\w+=", visitor.page) is None
        assert re.search(r'(src|href)="(https?:)?//', visitor.page) is None


async def test_https_is_only_promised_where_it_is_served(chat: WebChat) -> None:
    assert "strict-transport-security" not in (await chat.visitor().open()).headers


async def test_only_named_sites_may_show_the_chat_in_a_frame(database: Database) -> None:
    settings = WebSettings(embed_on=("https://www.example.org",))
    async with running_chat(database, settings) as chat:
        answer = await chat.visitor().open()
        assert (
            "frame-ancestors https://www.example.org;" in answer.headers["content-security-policy"]
        )
        assert "x-frame-options" not in answer.headers


async def test_the_cookie_is_bound_to_host_and_https_and_hidden_from_scripts(
    https_chat: WebChat,
) -> None:
    visitor = https_chat.visitor()
    await visitor.open()
    answer = await visitor.http.post("/begin", data=visitor.form)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-warmwijzer=")
    for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert attribute in cookie
    assert "Domain" not in cookie


async def test_a_session_id_is_never_chosen_by_the_browser(chat: WebChat) -> None:
    visitor = chat.visitor()
    visitor.http.cookies.set("warmwijzer", "chosen-by-somebody-else")
    await visitor.begin()
    cookies = [cookie.value for cookie in visitor.http.cookies.jar]
    assert any(cookie != "chosen-by-somebody-else" for cookie in cookies)
    with chat.database.unit() as unit:
        session = unit.session.scalars(select(WebSession)).one()
        assert session.token_hash != hashed("chosen-by-somebody-else")


async def test_only_the_hash_of_a_session_id_is_kept_and_the_chat_is_another_id(
    chat: WebChat,
) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    token = visitor.http.cookies["warmwijzer"]
    assert len(token) == 32  # 24 bytes
    with chat.database.unit() as unit:
        session = unit.session.scalars(select(WebSession)).one()
        assert session.token_hash == hashed(token)
        assert session.chat not in (token, hashed(token))
        assert session.chat not in visitor.page


async def test_a_session_that_was_not_used_for_too_long_is_over(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    await visitor.say("geheim")
    days = ORGANISATION.retention.conversation_days
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days - 1)):
        assert "geheim" in (await visitor.open()).text
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2 * days)):
        visitor.http.cookies.jar.clear_expired_cookies = lambda: None  # type: ignore[method-assign]
        assert "geheim" not in (await visitor.open()).text


@pytest.mark.parametrize("path", WRITING)
@pytest.mark.parametrize(
    "change",
    [
        {"data": {"form_token": ""}},
        {"data": {"form_token": "0" * 64}},
        {"headers": {"origin": "https://evil.example"}},
        {"headers": {"origin": "null"}},
        {"headers": {"origin": "https://hulp.example.org.evil.example"}},
        {"headers": {"sec-fetch-site": "cross-site"}},
        {"headers": {"sec-fetch-site": "same-site"}},
        {"headers": {"content-type": "text/plain"}},
        {"headers": {"content-type": "application/json"}},
        {"headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"method": "GET"},
    ],
    ids=str,
)
async def test_a_form_of_another_site_does_nothing(
    https_chat: WebChat, path: str, change: dict[str, Any]
) -> None:
    visitor = https_chat.visitor()
    await visitor.begin()
    answer = await visitor.http.request(
        change.get("method", "POST"),
        path,
        data=visitor.form | {"text": "niet van mij", "token": "x"} | change.get("data", {}),
        headers=change.get("headers", {}),
    )
    assert answer.status_code in (403, 404, 405, 415)
    await visitor.open()
    assert "Waar kan ik u mee helpen?" in visitor.page and "niet van mij" not in visitor.page


async def test_the_form_token_of_one_browser_is_worth_nothing_in_another(chat: WebChat) -> None:
    one, other = chat.visitor(), chat.visitor()
    await one.begin()
    await other.begin()
    answer = await other.post("/bericht", form_token=one.form["form_token"], text="x")
    assert answer.status_code == 403


async def test_an_old_browser_that_only_sends_its_origin_may_post(chat: WebChat) -> None:
    visitor = chat.visitor()
    del visitor.http.headers["sec-fetch-site"]
    await visitor.begin()
    await visitor.say("hallo")
    assert visitor.said[-1] == "U zei: hallo"


async def test_somebody_elses_button_does_nothing(chat: WebChat) -> None:
    one, other = chat.visitor(), chat.visitor()
    await one.begin()
    await one.say("hallo")
    await other.begin()
    await other.post("/bericht", button=one.buttons["Nee"])
    assert "werkt niet meer" in other.said[-1]
    await other.post("/bericht", button=f"{BUTTON_PREFIX}999999.0")
    assert "werkt niet meer" in other.said[-1]
    await one.open()
    assert one.said[-1] == "U zei: hallo"


@pytest.mark.parametrize("path", ["/verder/x", "/k/x"])
async def test_a_link_that_is_unknown_looks_like_any_other(chat: WebChat, path: str) -> None:
    one, other = await chat.visitor().open(path), await chat.visitor().open(path.replace("x", "y"))
    assert one.status_code == other.status_code
    assert _steady(one) == _steady(other)


async def test_an_error_page_tells_a_number_that_is_in_the_log_and_nothing_else(
    chat: WebChat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = chat.visitor()
    await visitor.begin()

    async def fail(inbound: object) -> None:
        raise RuntimeError("SELECT geheim FROM /etc/passwd")

    monkeypatch.setattr(chat.gateway, "receive", fail)
    answer = await visitor.say("mijn verhaal")
    assert answer.status_code == 500
    for secret in ("geheim", "RuntimeError", "Traceback", ".py"):
        assert secret not in visitor.page
    number = re.search(r"nummer: (\w{8})", visitor.page)
    assert number is not None
    assert number[1] in caplog.text
    assert "geheim" not in caplog.text and "mijn verhaal" not in caplog.text


async def test_telegrams_webhook_gets_secret_and_body_and_says_what_it_answers(
    database: Database,
) -> None:
    heard: list[tuple[str | None, bytes]] = []

    async def webhook(secret: str | None, body: bytes) -> int:
        heard.append((secret, body))
        return 403

    async with running_chat(database, WebSettings(), webhook) as chat:
        headers = {"x-telegram-bot-api-secret-token": "s3cret"}
        answer = await chat.visitor().http.post("/telegram", content=b"{}", headers=headers)
    assert (answer.status_code, heard) == (403, [("s3cret", b"{}")])


async def test_without_telegram_there_is_no_webhook(chat: WebChat) -> None:
    assert (await chat.visitor().http.post("/telegram", content=b"{}")).status_code == 404


def _steady(answer: httpx.Response) -> str:
    return re.sub(r'(value|href)="[^"]*"', "", answer.text)


async def test_a_browser_really_forgets_a_closed_session(https_chat: WebChat) -> None:
    visitor = https_chat.visitor()
    await visitor.begin()
    answer = await visitor.http.post("/sluiten", data=visitor.form)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith('__Host-warmwijzer=""') or cookie.startswith("__Host-warmwijzer=;")
    assert "Max-Age=0" in cookie
    assert "Secure" in cookie, "without it a browser ignores what is said of a __Host- cookie"
