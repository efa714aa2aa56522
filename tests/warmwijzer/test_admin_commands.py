"""Accounts from the command line, from the first one to the last."""

from __future__ import annotations

import pytest
from fakes.scripted_desk import scripted_desk
from typer.testing import CliRunner

from bot import colleagues
from staff_console import store
from staff_console.attempts import Visitor
from staff_console.errors import AccountRefused, NotThere
from staff_console.log_in import enter, give_password
from staff_console.second_factor import new_recovery_codes
from staff_console.sessions import find_session
from storage.database import open_database
from warmwijzer.cli import app

WRAPPING_KEY = "5a" * 32
PASSWORD, NEW = "paarse olifant fietst naar zee", "vier gele treinen zoeken honing"


@pytest.fixture
def admin(tmp_path, monkeypatch):
    """Runs ``warmwijzer admin``; returns what it printed, raises what it raised."""
    monkeypatch.setenv("WARMWIJZER_DATABASE_URL", f"sqlite:///{tmp_path}/admin.db")
    monkeypatch.setenv("WARMWIJZER_EVIDENCE_WRAPPING_KEY", WRAPPING_KEY)

    def run(*arguments, typed=""):
        result = CliRunner().invoke(app, ["admin", *arguments], input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output

    return run


@pytest.fixture
def database(tmp_path, admin):
    """The database with one account, ``anna``, who is logged in with a code app."""
    admin("create", "anna", "--display-name", "Anna", typed=f"{PASSWORD}\n{PASSWORD}\n")
    address = f"sqlite:///{tmp_path}/admin.db"
    opened = open_database(address, wrapping_key=bytes.fromhex(WRAPPING_KEY))
    yield opened
    opened.close()


def _anna_in(database):
    with database.unit() as unit:
        member = store.member_named(unit, "anna")
        member.totp_secret = "JBSWY3DPEHPK3PXP"
        new_recovery_codes(unit, member)
        token = enter(unit, member, Visitor(), "password").token
        unit.commit()
    return token


def _anna(database, token):
    with database.unit() as unit:
        return find_session(unit, token)


def test_an_account_has_no_default_password_and_is_listed(admin, database):
    assert "anna" in admin("list")
    with pytest.raises(AccountRefused, match="guess"):
        admin("create", "bert", typed="welkom123456\nwelkom123456\n")
    assert "bert" not in admin("list")


def test_an_account_for_the_organisations_log_in_asks_no_password(admin, database):
    assert "Wachtwoord" not in admin("create", "eva@example.org", "--by-organisation")
    assert "eva@example.org" in admin("list")


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(admin, database):
    token = _anna_in(database)
    assert _anna(database, token)
    admin("disable", "anna")
    assert _anna(database, token) is None
    admin("enable", "anna")
    assert _anna(database, token) is None, "the old session stays ended"
    with database.unit() as unit:
        assert give_password(unit, "anna", PASSWORD)


def test_a_reset_takes_the_code_app_and_the_recovery_codes(admin, database):
    token = _anna_in(database)
    admin("reset-second-factor", "anna")
    assert _anna(database, token) is None
    with database.unit() as unit:
        member = store.member_named(unit, "anna")
        assert member.totp_secret is None
        assert store.recovery_codes_left(unit, member.id) == 0


def test_a_forgotten_password_is_replaced(admin, database):
    admin("set-password", "anna", typed=f"{NEW}\n{NEW}\n")
    with database.unit() as unit:
        assert give_password(unit, "anna", NEW)


@pytest.mark.parametrize("command", ["disable", "enable", "reset-second-factor", "set-password"])
def test_a_name_that_does_not_exist_is_named(admin, database, command):
    with pytest.raises(NotThere, match="nobody"):
        admin(command, "nobody", typed=f"{NEW}\n{NEW}\n")


def test_closing_an_account_says_how_many_chats_it_still_has(admin, database):
    assert "Gesprekken" not in admin("disable", "anna")
    desk = scripted_desk(database)
    desk.say("hallo")
    with database.unit() as unit:
        anna = store.member_named(unit, "anna").id
        colleagues.take(unit, desk.conversation().id, anna, "Anna", "Voorbeeld Wonen")
        unit.commit()
    assert "Gesprekken die Anna nu heeft: 1." in " ".join(admin("disable", "anna").split())
