"""Whether the colleague who has a conversation is still there to answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from casework.store import case_with
from staff_console.access import may_open, may_see
from staff_console.ports import Talk
from staff_console.sessions import is_logged_in
from staff_console.store import StaffMember, member_with
from staff_console.texts import texts
from storage.unit_of_work import UnitOfWork


def who_left(unit: UnitOfWork, talk: Talk) -> str | None:
    """Return the name of who has ``talk`` and is not there any more; None when somebody is.

    Not there: the account was ended, its role or its rights do not reach this conversation, or
    nobody is logged in with it now.
    """
    if talk.owner != "colleague" or talk.colleague is None:
        return None
    member = member_with(unit, talk.colleague)
    if member is None:
        return str(texts()["talk"]["colleague"])
    return None if _may_answer(unit, member, talk) else member.display_name


def left_alone(unit: UnitOfWork, talks: Iterable[Talk]) -> Mapping[str, str]:
    """Return the ids of the ``talks`` whose colleague left, each with that colleague's name."""
    found = {talk.conversation_id: who_left(unit, talk) for talk in talks}
    return {talk_id: name for talk_id, name in found.items() if name is not None}


def urgency_of(talk: Talk) -> str:
    """Return how urgent a conversation is about which nothing was asked."""
    return "danger" if talk.danger else "normal"


def _may_answer(unit: UnitOfWork, member: StaffMember, talk: Talk) -> bool:
    case = case_with(unit, talk.case_id) if talk.case_id else None
    is_seen = case is None or may_see(case.audience, member.may_see_employees)
    return may_open("talk_say", member.role) and is_seen and is_logged_in(unit, member)
