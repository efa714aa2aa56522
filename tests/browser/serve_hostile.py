"""Serves a console full of words that try to become code, and the pages of people beside it.

``PYTHONPATH=.:tests:tests/staff_console python tests/browser/serve_hostile.py`` prints one line of
JSON: the pages to look at, each with the cookie of somebody who may.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from attacked_office import ADDRESSES, Attacked, attacked_office
from fakes.scripted_desk import Desk, scripted_desk
from hostile import PAYLOADS, in_pieces
from serve import EchoSettings, _config

import warmwijzer.tables
from audit_pack import Artifact, Period, SelfAssessment, Wanted, gather, load_norms, write_pack
from audit_pack.maturity import Assessed
from bot.messages import Kind
from bot.phone import CHANNEL
from bot.web.app import build_web_app
from casework import consent, intake
from casework.context import Turn
from casework.refer import choose_help, find_help
from casework.referrals.note import make_link
from casework.store import case_with
from referral_directory import Directory
from staff_console.access import MAY_OPEN, OPEN, Role, may_open
from staff_console.desk_work import MOST_CHARACTERS
from staff_console.store import StaffMember, add_candidate, add_note
from storage.database import Database, open_database
from warmwijzer.person_commands import write_own_data

_LONGEST_NAME = 80
_OFFICE = Path(__file__).parents[1] / "staff_console" / "conftest.py"


def _office_fixtures() -> Any:
    """Return the module that opens offices for the console's tests."""
    spec = spec_from_file_location("office_fixtures", _OFFICE)
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fill(made: Attacked) -> None:
    """Put every payload wherever somebody can write."""
    desk, talk = made.office.desk, made.mine["talk_id"]
    pieces = in_pieces(MOST_CHARACTERS - 10)
    for number, piece in enumerate(pieces):
        channel = ("test", "telegram")[number % 2]
        desk.receive(piece, chat="mine" if channel == "test" else "telegram-1", channel=channel)
        desk.receive(piece[:900], kind=Kind.PHOTO, chat="telegram-1", channel="telegram")
        desk.take_turns()
    with made.database.unit() as unit:
        case_id = str(desk.conversation("mine").case_id)
        case = case_with(unit, case_id)
        assert case is not None
        turn = Turn(unit, case, talk, "test", desk.turns.organisation)
        for piece in pieces:
            add_note(unit, case_id, made.office.ids["bert"], piece)
        for payload in PAYLOADS:
            add_candidate(
                unit,
                case_id=case_id,
                words=payload,
                intent="cannot_pay",
                score_percent=1,
                suggestion=payload[:60],
                choice="edited",
                reason=None,
            )
        intake.record_contact(turn, name=PAYLOADS[0], phone=PAYLOADS[1], email=PAYLOADS[2])
        for number, name in enumerate(each for each in PAYLOADS if len(each) <= _LONGEST_NAME):
            unit.add(
                StaffMember(
                    id=f"staff_x{number}",
                    login_name=name[:70] + str(number),
                    display_name=name,
                    role="worker",
                    password_hash="",
                    created_at=unit.now,
                )
            )
        unit.commit()


def hostile_desk(database: Database) -> Desk:
    """Return a desk whose directory holds payloads."""
    desk = scripted_desk(database)
    organisation = desk.turns.organisation
    hostile = replace(organisation, directory=hostile_directory(organisation.directory))
    desk.turns = replace(desk.turns, organisation=hostile)
    return desk


def hostile_directory(directory: Directory) -> Directory:
    """Return the directory with payloads for names, words and addresses."""
    found = {}
    for number, (key, service) in enumerate(directory.services.items()):
        facts = tuple(
            replace(fact, value=PAYLOADS[(number * 7 + place) % len(PAYLOADS)])
            for place, fact in enumerate(service.facts)
        )
        name = PAYLOADS[number % len(PAYLOADS)]
        found[key] = replace(service, name=name, description=name, facts=facts)
    return replace(directory, services=found)


def hostile_call(made: Attacked) -> str:
    """Return the id of a call in which the caller says every payload."""
    desk = made.office.desk
    desk.receive("", kind=Kind.START, chat="call-1", channel=CHANNEL)
    desk.take_turns()
    for piece in in_pieces(MOST_CHARACTERS - 10):
        desk.receive(piece, chat="call-1", channel=CHANNEL)
        desk.take_turns()
    return desk.conversation("call-1").id


def hostile_pack(database: Database, folder: Path) -> Path:
    """Return the web page of an audit pack in which everything that people wrote is a payload.

    A sign that no font has is refused with a name (tests/audit_pack), so it is left out here.
    """
    words = [each for each in PAYLOADS if "＜" not in each]
    norms = load_norms()
    srcm = next(norm for norm in norms if norm.code == "srcm")
    parts = tuple(
        Assessed(item.code, 2, words[number], (words[-1 - number],))
        for number, item in enumerate(srcm.items)
    )
    wanted = Wanted(
        " ".join(words),
        norms,
        [Artifact("texts", name, b"x") for name in words],
        assessment=SelfAssessment(date(2026, 11, 1), words[0], parts),
    )
    with database.unit() as unit:
        today = unit.now.date()
        findings = gather(
            unit, Period(today - timedelta(days=7), today + timedelta(days=1)), "x", 5
        )
        write_pack(folder, findings, wanted, unit.now)
    return folder / "index.html"


def note_link(made: Attacked) -> str:
    """Return the token of a receiver's link to a note about somebody with a hostile name."""
    desk = made.office.desk
    with made.database.unit() as unit:
        case = intake.open_case(unit, audience="customer")
        unit.commit()
    kept: dict[str, Any] = {}
    fields = ["name", "phone", "needs"]

    def chosen(turn: Turn) -> None:
        intake.record_contact(turn, name=" ".join(PAYLOADS[:40]), phone=" ".join(PAYLOADS[40:80]))
        kept["option"] = find_help(turn, needs=["gambling"], postcode=None).options[0]

    for step in (
        chosen,
        lambda turn: consent.give(turn, kept["option"].service_id, fields, "text@1"),
        lambda turn: choose_help(turn, kept["option"].referral_id, "warm"),
        lambda turn: kept.update(token=make_link(turn, kept["option"].referral_id)),
    ):
        with made.database.unit() as unit:
            step(Turn(unit, unit.session.merge(case), "t", "web", desk.turns.organisation))
            unit.commit()
    return str(kept["token"])


def pages(made: Attacked, desk: str) -> list[dict[str, str]]:
    """Return every page of the console that somebody may open, with payloads behind ``?`` too."""
    found = []
    for each in ADDRESSES:
        if each.method != "GET" or each.page in OPEN:
            continue
        who = next(role for role in Role if may_open(each.page, role))
        for value in PAYLOADS[::12] if each.query else ("",):
            query = "?" + urlencode(dict.fromkeys(each.query, value[:80])) if value else ""
            path = f"{desk}{each.at(made.mine)}{query}"
            found.append({"page": each.page, "at": path, "cookie": made.tokens[who]})
    assert {each["page"] for each in found} <= set(MAY_OPEN)
    return found


async def serve(folder: Path) -> None:
    """Serve until stopped; the database stands in ``folder``."""
    database = open_database(f"sqlite:///{folder}/hostile.db")
    warmwijzer.tables.ALL.create_all(database.engine)
    listening = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    desk_url, web_url = (f"http://127.0.0.1:{each.getsockname()[1]}" for each in listening)

    offices = _office_fixtures()
    offices.scripted_desk = hostile_desk

    def opened(database: Any, url: str) -> Any:
        return offices._open_office(database, url, keys=f"{folder}/keys")

    async with attacked_office(database, opened, desk_url) as made:
        token = note_link(made)
        fill(made)
        organisation = made.office.desk.turns.organisation
        web, _ = build_web_app(
            database=database,
            gateway=made.office.desk,
            organisation=organisation,
            settings=EchoSettings(web_url),
        )
        own = folder / "own"
        write_own_data(database, str(made.office.desk.conversation("mine").case_id), own, "x")
        look = pages(made, desk_url)
        telegram = made.office.desk.conversation("telegram-1").id
        worker = made.tokens["worker"]
        call = f"{desk_url}/telefoon/{hostile_call(made)}"
        pack = hostile_pack(database, folder / "pack").as_uri()
        look += [
            {"page": "call", "at": call, "cookie": worker},
            {"page": "call part", "at": f"{call}/deel", "cookie": worker},
            {"page": "audit pack", "at": pack, "cookie": ""},
            {"page": "telegram", "at": f"{desk_url}/gesprek/{telegram}", "cookie": worker},
            {"page": "receiver", "at": f"{web_url}/doorverwijzing/{token}", "cookie": ""},
            {"page": "own data", "at": (own / "gegevens.html").as_uri(), "cookie": ""},
        ]
        print(json.dumps({"desk": desk_url, "pages": look, "payloads": PAYLOADS}), flush=True)
        servers = [uvicorn.Server(_config(app)) for app in (made.office.app, web)]
        await asyncio.gather(
            *(server.serve(sockets=[each]) for server, each in zip(servers, listening, strict=True))
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(serve(Path(place)))
