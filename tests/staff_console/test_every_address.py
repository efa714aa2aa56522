"""Every address of the console, attacked from the table of routes: a new page is in by itself.

OWASP ASVS 5.0: 3.4, 3.5, 8.2.2, 8.3.1; assurance checks 43, 45, 46.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import pytest
from attacked_office import ADDRESSES, OUTSIDE, SAYS, URL, Attacked, attacked_office, same_page
from attacked_office import writes as writing_addresses

from staff_console.access import MAY_OPEN, OPEN, Role, may_open
from web.security import form_token

MALFORMED = (
    "x",
    "-1",
    "0" * 32,
    "é",
    "%00",
    "a%00b",
    "%ff",
    "%ed%a0%80",
    "%2e%2e%2fwachtrij",
    "%0d%0aset-cookie:%20a=b",
    "'%20OR%201=1--",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "１２",
    "a" * 4000,
)
ODD = {
    "nothing": "",
    "nul": "a\0b",
    "long": "a" * 30_000,
    "too long": "a" * 70_000,
    "number": "-0",
    "large number": "9" * 400,
    "digits of another script": "١٢٣",
    "not a day": "2026-02-30",
    "the last day": "9999-12-31",
    "template": "{{7*7}}{% raise %}${7*7}",
    "format": "{0.__class__}%s%n{colleague}",
    "two directions": "\u202eabc\u2066",
    "many marks": "a" + "\u0301" * 500,
    "line feeds": "a\r\nset-cookie: b=c\r\n\r\n",
}
PASSWORD_FIRST = {"passkey_remove"}
"""Whoever does not give their own password hears that, and nothing of the id."""
ANYWHERE = ("/nergens", "/gesprek", "/wachtrij/nergens", "/gesprek/x/nergens")
KNOWN = [role.value for role in Role]
OTHERS_MAY_NOT_TOUCH = ("conversations", "outbox", "arrangements", "proposals", "claims")


@pytest.fixture
async def office(database, open_office) -> AsyncIterator[Attacked]:
    """The office; when the test is over, the headers of every answer it got are looked at."""
    async with attacked_office(database, open_office) as opened:
        yield opened
        faults = {fault for answer in opened.answers for fault in header_faults(answer)}
        assert len(opened.answers) > 2
        assert faults == set()


def header_faults(answer) -> Iterator[str]:
    """Yield what is missing or too much in the headers of an answer."""
    headers, at = answer.headers, f"{answer.request.method} {answer.request.url.path[:60]}: "
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in headers.get("content-security-policy", "").split(";")
    )
    for directive in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        if policy.get(directive) != "'none'":
            yield f"{at}{directive} {policy.get(directive)}"
    if not re.fullmatch(r"'nonce-[\w-]{22}'", policy.get("script-src", "")):
        yield f"{at}script-src {policy.get('script-src')}"
    if any(word in str(policy) for word in ("unsafe", "*", "data:", "http:")):
        yield f"{at}{policy}"
    wanted = {
        "strict-transport-security": "max-age=63072000; includeSubDomains",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
    }
    for name, value in wanted.items():
        if headers.get(name) != value:
            yield f"{at}{name} {headers.get(name)}"
    is_file = answer.request.url.path.startswith("/static/") and answer.status_code == 200
    if headers.get("cache-control") != "no-store" and not is_file:
        yield f"{at}cache-control {headers.get('cache-control')}"
    for name in ("access-control-allow-origin", "server", "x-powered-by"):
        if name in headers:
            yield f"{at}{name} {headers[name]}"
    for cookie in headers.get_list("set-cookie"):
        if not cookie.startswith("__Host-") or "HttpOnly" not in cookie or "Secure" not in cookie:
            yield f"{at}{cookie.partition('=')[0]}"


async def test_every_address_stands_in_the_table_and_no_role_opens_what_is_not_its_own(office):
    assert {each.page for each in ADDRESSES} <= set(MAY_OPEN) | OPEN
    nowhere = {who: same_page(await office.ask(who, "GET", "/nergens")) for who in KNOWN}
    before = office.contents()
    found = []
    for each in ADDRESSES:
        path = each.at(office.mine)
        for who in () if each.page in OPEN else OUTSIDE:
            answer = await office.ask(who, each.method, path)
            to = "/inloggen/code" if who == "half_way" else "/inloggen"
            if (answer.status_code, answer.headers.get("location"), answer.text) != (303, to, ""):
                found.append((each, who, answer.status_code))
        for who in () if each.page in OPEN else KNOWN:
            if may_open(each.page, who):
                continue
            if same_page(await office.ask(who, each.method, path)) != nowhere[who]:
                found.append((each, who, office.answers[-1].status_code))
    assert found == []
    assert office.contents() == before, "what was refused changes nothing"


async def test_what_is_not_yours_and_what_is_not_there_are_the_same_page(office):
    nowhere = {who: same_page(await office.ask(who, "GET", "/nergens")) for who in KNOWN}
    before = office.contents()
    ids = {**office.closed, **{each[:20]: each for each in MALFORMED}}
    ids |= {f"id of {name}": value for name, value in office.mine.items()}
    found = []
    for each in (each for each in ADDRESSES if each.has_id):
        for who in (who for who in KNOWN if may_open(each.page, who)):
            if each.page in PASSWORD_FIRST:
                continue
            for name, value in ids.items():
                if name.startswith("id of ") and f"{{{name[6:]}:" in each.path:
                    continue
                answer = await office.ask(who, each.method, each.at(value))
                if same_page(answer) != nowhere[who]:
                    found.append((each, who, name, answer.status_code))
    assert found == []
    assert office.contents() == before, "what was refused changes nothing"


async def test_without_the_own_password_nothing_is_heard_of_an_id(office):
    for each in (each for each in ADDRESSES if each.page in PASSWORD_FIRST):
        first, second = [
            same_page(await office.ask("worker", each.method, each.at(value)))
            for value in (office.closed["forgotten"], office.mine["staff_id"])
        ]
        assert first == second
        assert first[0] == 409


async def test_an_address_that_does_not_exist_is_as_closed_as_one_that_does(office):
    for who in (*KNOWN, *OUTSIDE):
        first = same_page(await office.ask(who, "GET", ANYWHERE[0]))
        assert first[0] == (404 if who in KNOWN else 303)
        for path in ANYWHERE:
            assert same_page(await office.ask(who, "GET", path)) == first, (who, path)


async def test_nobody_acts_in_the_conversation_of_another_colleague(office):
    before = office.contents()
    acted = []
    for each in writing_addresses():
        if "{talk_id:" not in each.path or not may_open(each.page, "worker"):
            continue
        answer = await office.ask("worker", "POST", each.at(office.others))
        assert answer.status_code < 500, each
        if answer.status_code in (404, 409):
            acted.append(each.page)
        after = office.contents()
        for table in OTHERS_MAY_NOT_TOUCH:
            assert after[table] == before[table], (each, table)
    assert {"talk_say", "talk_give_back", "plan_show", "plan_agree", "claim_correct"} <= set(acted)


async def test_a_form_from_elsewhere_changes_nothing(office):
    found, changed = [], set()
    for each in writing_addresses():
        who = "nobody" if each.page in OPEN else next(r for r in KNOWN if may_open(each.page, r))
        path, before = each.at(office.mine), office.contents()
        right = {"form_token": form_token(office.tokens[who])} | SAYS
        foreign = {"form_token": form_token(office.tokens["bert"])} | SAYS
        own = office.browsers[who].headers
        for name, options in {
            "no token": {"data": SAYS},
            "wrong token": {"data": SAYS | {"form_token": "0" * 64}},
            "no ASCII": {"data": SAYS | {"form_token": "é\udcff".encode("utf-8", "replace")}},
            "token of another": {"data": foreign},
            "token in the address": {"data": SAYS, "params": right},
            "foreign origin": {"data": right, "headers": {"origin": "https://evil.example"}},
            "null origin": {"data": right, "headers": {"origin": "null"}},
            "like ours": {"data": right, "headers": {"origin": f"{URL}.evil.example"}},
            "http": {"data": right, "headers": {"origin": URL.replace("https", "http")}},
            "own host": {
                "data": right,
                "headers": {"origin": "https://evil.example", "host": "evil.example"},
            },
            "loopback": {
                "data": right,
                "headers": {"origin": "http://localhost:1", "host": "localhost"},
            },
            "cross-site": {"data": right, "headers": {"sec-fetch-site": "cross-site"}},
            "same-site": {"data": right, "headers": {"sec-fetch-site": "same-site"}},
            "address bar": {"data": right, "headers": {"sec-fetch-site": "none"}},
            "text": {"content": "form_token=x", "headers": {"content-type": "text/plain"}},
            "json": {"json": right},
            "multipart": {"files": {"form_token": (None, right["form_token"])}},
        }.items():
            answer = await office.ask(who, each.method, path, **options)
            if answer.status_code not in (400, 403, 415):
                found.append((each, name, answer.status_code))
        bare = {name: value for name, value in own.items() if name == "cookie"}
        async with office.browser(office.tokens[who]) as silent:
            silent.headers = bare
            if (await silent.post(path, data=right)).status_code != 403:
                found.append((each, "neither header", 0))
        for method in ("GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"):
            hidden = {"headers": {"x-http-method-override": "POST"}, "params": {"_method": "POST"}}
            await office.ask(who, method, path, **hidden, data=right)
        if _without_looking(office.contents()) != _without_looking(before):
            found.append((each, "changed", ""))
    assert found == []
    for each in writing_addresses():
        before = office.contents()
        if each.page not in OPEN | {"log_out"}:
            who = next(role for role in KNOWN if may_open(each.page, role))
            await office.ask(who, "POST", each.at(office.mine))
            changed |= {each.page} if office.contents() != before else set()
    assert {"talk_say", "talk_note", "people_change", "phone_begin"} <= changed, "forms do work"


async def test_no_answer_repeats_the_host_that_was_asked_for(office):
    for each in (each for each in ADDRESSES if each.method == "GET"):
        who = next((role for role in KNOWN if may_open(each.page, role)), "nobody")
        headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
        answer = await office.ask(who, "GET", each.at(office.mine), headers=headers)
        assert "evil.example" not in answer.text + str(answer.headers), each


async def test_whatever_is_filled_in_anywhere_is_handled(office):
    found = []
    for each in ADDRESSES:
        who = next((role for role in KNOWN if may_open(each.page, role)), "nobody")
        form = {"form_token": form_token(office.tokens[who])}
        for name, value in ODD.items():
            asked = {"params": dict.fromkeys(each.query, value[:9000])} if each.query else {}
            if each.method == "POST":
                asked["data"] = dict.fromkeys(SAYS, value) | form
            answer = await office.ask(who, each.method, each.at(office.mine), **asked)
            if answer.status_code >= 500 or "Traceback" in answer.text:
                found.append((each, name, answer.status_code))
            if each.page == "log_out":
                office.browsers[who] = office.browser(office.tokens[who])
    assert found == []


def _without_looking(contents: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out the evidence of looking: to open a page with another method is to look."""
    return {name: rows for name, rows in contents.items() if not name.startswith("evidence_")}
