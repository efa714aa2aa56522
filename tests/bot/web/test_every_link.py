"""Every address of the person's side, attacked from the table of routes: a new one is in by itself.

OWASP ASVS 5.0: 3.4, 3.5, 4.4.2, 7.2.1, 7.4, 8.2.2, 14.2.1, 14.3.2.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import time_machine
from attacked_links import ADDRESSES, COOKIE, SAYS, URL, Attacked, at, attacked_links, unknown
from running_socket import may_open
from running_web import ORGANISATION

from storage.database import Database
from web.security import form_token

OPENED_BY = {
    "/k/{token:str}": None,
    "/verder/{token:str}": None,
    "/agenda/{token:str}": "agenda",
    "/doorverwijzing/{token:str}": "receiver",
}
"""The kind of token that opens an address; None: it looks the same with every token."""
FORMS = {"/verder": "continue", "/doorverwijzing": "receiver"}
"""The kind of token that a form hands in."""
SESSION_FORMS = {"/begin", "/bericht", "/sluiten"}
NO_FORM = {"/telegram"}
"""Called by a machine, with a secret of its own (tests/bot/telegram/test_webhook.py)."""
MALFORMED = (
    "x",
    "-1",
    "0" * 32,
    "é",
    "\0",
    "a\0b",
    "..",
    "a\r\nset-cookie: a=b",
    "' OR 1=1--",
    "{{7*7}}",
    "<script>alert(1)",
    "１２",
    "a" * 4000,
)
BROKEN_HOST = '"><script>'
HOSTS = ("evil.example", "localhost", "", "hulp.example.org:0", "a" * 5000, BROKEN_HOST)
BEYOND_LINKS = timedelta(days=15)
FORM = {"content-type": "application/x-www-form-urlencoded"}
MILLION = 1_000_000


@pytest.fixture
async def people(database: Database) -> AsyncIterator[Attacked]:
    """The chat; when the test is over, every answer it got is looked at."""
    async with attacked_links(database) as made:
        yield made
        known = made.secrets()
        faults = {fault for answer in made.answers for fault in faults_of(answer, known)}
        assert len(made.answers) > 2
        assert faults == set()


def faults_of(answer: httpx.Response, known: set[str]) -> Iterator[str]:
    """Yield where an answer may be kept, or tells a token to somebody else."""
    headers = answer.headers
    place = f"{answer.request.method} {answer.request.url.path[:40]}: "
    if headers.get("cache-control") != "no-store":
        yield f"{place}cache-control {headers.get('cache-control')}"
    if headers.get("referrer-policy") != "same-origin":
        yield f"{place}referrer-policy {headers.get('referrer-policy')}"
    for name in ("access-control-allow-origin", "server", "content-encoding"):
        if name in headers:
            yield f"{place}{name}"
    title = "".join(re.findall(r"<title>.*?</title>", answer.text, re.DOTALL))
    outside = [f"{name}: {value}" for name, value in headers.items() if name != "set-cookie"]
    for token in known:
        if token in title or any(token in each for each in outside):
            yield f"{place}a token in the title or a header"
    if re.search(r'(src|href|action)="(https?:)?//', answer.text):
        yield f"{place}a link to another site, from a page whose address may hold a token"
    if answer.status_code >= 500 or "Traceback" in answer.text:
        yield f"{place}{answer.status_code}"


def same(answer: httpx.Response) -> tuple[Any, ...]:
    """Return what somebody can tell answers apart by, without what is new in every answer."""
    words = re.sub(r'(nonce|value)="[^"]*"', "", answer.text)
    words = re.sub(r"(nummer:) \w{8}", r"\1", words)
    headers = {name: answer.headers.get(name) for name in ("location", "content-type")}
    return answer.status_code, words, headers


def test_every_address_is_judged() -> None:
    with_token = {path for _, path in ADDRESSES if "{" in path}
    posted = {path for method, path in ADDRESSES if method == "POST"}
    assert with_token == set(OPENED_BY)
    assert posted == set(FORMS) | SESSION_FORMS | NO_FORM
    assert {method for method, _ in ADDRESSES} == {"GET", "POST"}


async def test_a_link_that_is_not_yours_not_there_or_over_is_the_same_answer(
    people: Attacked, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before, found = people.contents(), []

    async def look(why: str, token: str, path: str) -> None:
        answer = await people.ask("GET", at(path, quote(token, safe="")))
        if same(answer) != same(await people.ask("GET", at(path, unknown()))):
            found.append((path, why, answer.status_code))

    async def hand_in(why: str, token: str, path: str) -> None:
        cookie = unknown()
        answer = await people.send(path, cookie, token=token)
        if same(answer) != same(await people.send(path, cookie, token=unknown())):
            found.append((path, why, answer.status_code))

    for path, kind in OPENED_BY.items():
        for why, token in _wrong(people, kind or "continue").items():
            if token != "..":  # an address of its own, when it stands in a path
                await look(why, token, path)
    for path, kind in FORMS.items():
        for why, token in _wrong(people, kind).items():
            await hand_in(why, token, path)
    with time_machine.travel(datetime.now(UTC) + BEYOND_LINKS):
        for path, kind in OPENED_BY.items():
            await look("expired", people.live[kind or "continue"], path)
        for path, kind in FORMS.items():
            await hand_in("expired", people.live[kind], path)
    assert found == []
    assert people.contents() == before, "what was refused changes nothing"
    told = " ".join(each.getMessage() for each in caplog.records if each.name != "httpx")
    assert [token for token in people.secrets() if token in told] == []
    for path, kind in OPENED_BY.items():
        answer = await people.ask("GET", at(path, people.live[kind or "continue"]))
        assert answer.status_code == 200, f"{path}: a right link does open"
    assert people.contents() == before, "looking uses nothing up"


async def test_a_cookie_that_opens_nothing_is_as_good_as_none(people: Attacked) -> None:
    before, found = people.contents(), []

    async def try_out(why: str, cookie: str) -> None:
        for method, path in ADDRESSES:
            if path in NO_FORM | {"/begin", "/agenda/{token:str}"}:
                continue  # these ask for no session
            if method == "GET":
                where = at(path, people.live[OPENED_BY.get(path) or "continue"])
                first = await people.ask("GET", where)
                second = await people.ask("GET", where, cookie)
            else:
                first = await people.send(path, unknown(), token="x")
                second = await people.send(path, cookie, token="x")
            if same(first) != same(second):
                found.append((method, path, why, second.status_code))
        headers = {"origin": URL, "cookie": f"{COOKIE}={cookie}"}
        for transport in ("polling", "websocket"):
            if await may_open(people.chat, transport, headers):
                found.append((transport, "/socket.io", why, 200))

    for why, cookie in _wrong(people, "session").items():
        await try_out(why, cookie)
    assert found == []
    assert people.contents() == before, "what was refused changes nothing"
    days = ORGANISATION.retention.conversation_days
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days + 1)):
        answer = await people.ask("GET", "/", people.live["session"])
        assert same(answer) == same(await people.ask("GET", "/"))
        answer = await people.send("/bericht", people.live["session"])
        assert same(answer) == same(await people.send("/bericht", unknown()))
    assert people.contents() == before, "what was refused changes nothing"
    assert (
        "Waar kan ik u mee helpen?" in (await people.ask("GET", "/", people.live["session"])).text
    )


async def test_a_form_from_elsewhere_changes_nothing_and_shows_no_words_of_its_sender(
    people: Attacked,
) -> None:
    cookie, before, found = people.live["session"], people.contents(), []
    for path in sorted(set(FORMS) | SESSION_FORMS):
        fields = SAYS | {"token": people.live[FORMS.get(path, "continue")]}
        right = fields | {"form_token": form_token(cookie)}
        foreign = {"origin": "https://evil.example"}
        for name, options in {
            "no token": {"data": fields},
            "wrong token": {"data": fields | {"form_token": "0" * 64}},
            "token of another": {"data": fields | {"form_token": form_token(unknown())}},
            "no ASCII": {"data": fields | {"form_token": "é"}},
            "token in the address": {"data": fields, "params": right},
            "no cookie": {"data": right, "headers": {"cookie": None}},
            "foreign origin": {"data": right, "headers": foreign},
            "null origin": {"data": right, "headers": {"origin": "null"}},
            "like ours": {"data": right, "headers": {"origin": f"{URL}.evil.example"}},
            "http": {"data": right, "headers": {"origin": URL.replace("https", "http")}},
            "own host": {"data": right, "headers": foreign | {"host": "evil.example"}},
            "cross-site": {"data": right, "headers": {"sec-fetch-site": "cross-site"}},
            "same-site": {"data": right, "headers": {"sec-fetch-site": "same-site"}},
            "address bar": {"data": right, "headers": {"sec-fetch-site": "none"}},
            "neither": {"data": right, "headers": {"sec-fetch-site": None, "origin": None}},
            "text": {"content": "form_token=x", "headers": {"content-type": "text/plain"}},
            "json": {"json": right},
            "multipart": {"files": {"form_token": (None, right["form_token"])}},
            "nothing": {"content": b"", "headers": FORM},
            "zero bytes": {"content": b"\0" * 1000, "headers": FORM},
            "no text": {"content": b"\xff\xfe=%ff&form_token=%ed%a0%80", "headers": FORM},
            "a million": {"data": right | {"text": "a" * MILLION}},
            "a million names": {"content": b"a=&" * (MILLION // 3), "headers": FORM},
        }.items():
            answer = await people.ask("POST", path, cookie, **options)
            if answer.status_code not in (400, 403, 413, 415):
                found.append((path, name, answer.status_code))
            is_from_us = answer.request.headers.get("origin") == URL and "site" not in name
            if not is_from_us and SAYS["text"] in answer.text:
                found.append((path, name, "shows what another site wrote"))
        for method in ("GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"):
            hidden = {"headers": {"x-http-method-override": "POST"}, "params": {"_method": "POST"}}
            await people.ask(method, path, cookie, **hidden, data=right)
        if people.contents() != before:
            found.append((path, "changed", ""))
    assert found == []
    for path in ("/doorverwijzing", "/bericht", "/verder", "/begin", "/sluiten"):
        before = people.contents()
        token = people.live[FORMS.get(path, "continue")]
        cookie = people.live["session"]
        answer = await people.send(path, cookie, token=token, text="", start="x", button="ja")
        assert answer.status_code in (200, 303), path
        if path in ("/verder", "/begin"):
            people.live["session"] = answer.cookies[COOKIE]
        assert people.contents() != before, f"{path}: the form does work"


async def test_odd_hosts_methods_and_sizes_change_nothing(people: Attacked) -> None:
    before, found = people.contents(), []
    for method, path in ADDRESSES:
        where = at(path, people.live[OPENED_BY.get(path) or "continue"])
        if method == "GET" and not path.startswith("/agenda"):
            own = same(await people.ask("GET", where))
            for host in HOSTS:
                headers = {"host": host, "x-forwarded-host": host, "x-forwarded-proto": "http"}
                answer = await people.ask("GET", where, headers=headers)
                is_broken = host == BROKEN_HOST and answer.status_code == 400
                if same(answer) != own and not is_broken:
                    found.append((path, "host", host[:20]))
                if host and host in answer.text + str(answer.headers):
                    found.append((path, "repeats the host", host[:20]))
        if "{" in path:
            for odd in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
                headers = {"x-http-method-override": "GET"}
                if (await people.ask(odd, where, headers=headers)).status_code != 405:
                    found.append((path, odd, ""))
            long = await people.ask("GET", at(path, "a" * 60_000))
            if same(long) != same(await people.ask("GET", at(path, unknown()))):
                found.append((path, "long", long.status_code))
    polling = "/socket.io/?EIO=4&transport=polling&sid=x"
    for name, headers in {
        "a million": {},
        "a length that is no number": {"content-length": "x"},
        "a length beyond all numbers": {"content-length": "9" * 5000},
    }.items():
        answer = await people.ask("POST", polling, content=b"a" * MILLION, headers=headers)
        if answer.status_code != 413:
            found.append(("/socket.io", name, answer.status_code))
    assert found == []
    assert people.contents() == before


def _wrong(people: Attacked, kind: str) -> dict[str, str]:
    """Return by name the tokens that may open nothing where ``kind`` belongs."""
    return {repr(each[:20]): each for each in MALFORMED} | people.over[kind]
