"""Who may open which page: one table, checked for every route and role by the tests."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a colleague does here."""

    WORKER = "worker"
    TEAM_LEAD = "team_lead"
    DIRECTORY_EDITOR = "directory_editor"
    AUDITOR = "auditor"
    ADMIN = "admin"


EMPLOYEE = "employee"
"""The audience of cases that only those appointed to them see."""

_DESK = frozenset({Role.WORKER, Role.TEAM_LEAD})
_EVERYBODY = frozenset(Role)
_AUDITOR = frozenset({Role.AUDITOR})
_LOOKS_ON = frozenset({Role.TEAM_LEAD, Role.ADMIN, Role.AUDITOR})
_ADMIN = frozenset({Role.ADMIN})
_EDITOR = frozenset({Role.DIRECTORY_EDITOR})

# Pages that are open before somebody is known.
OPEN = frozenset(
    {
        "log_in",
        "log_in_password",
        "log_in_code",
        "logged_out",
        "passkey_ask",
        "passkey_log_in",
        "passkey_new_ask",
        "passkey_new",
        "preferences",
        "provider_begin",
        "provider_back",
        "static",
    }
)
# Pages of the keys that are kept here: closed when colleagues come in by their organisation only.
OWN_KEYS = frozenset(
    {
        "log_in_password",
        "log_in_code",
        "passkey_ask",
        "passkey_log_in",
        "passkey_new_ask",
        "passkey_new",
        "passkey_remove",
        "account_password",
        "account_codes",
        "account_app",
    }
)

MAY_OPEN: Mapping[str, frozenset[Role]] = {
    "home": _EVERYBODY,
    "log_out": _EVERYBODY,
    "account": _EVERYBODY,
    "shortcuts": _EVERYBODY,
    "account_password": _EVERYBODY,
    "account_codes": _EVERYBODY,
    "account_app": _EVERYBODY,
    "passkey_remove": _EVERYBODY,
    "queue": _DESK,
    "talk": _DESK,
    "talk_take": _DESK,
    "talk_say": _DESK,
    "talk_note": _DESK,
    "talk_give_back": _DESK,
    "talk_clear_danger": _DESK,
    "question_decide": _DESK,
    "claim_correct": _DESK,
    "fact_correct": _DESK,
    "calculator": _DESK,
    "plan_show": _DESK,
    "plan_agree": _DESK,
    "suggestions": _DESK,
    "suggestion_reject": _DESK,
    "suggestion_do": _DESK,
    "canned_texts": _DESK,
    "help": _DESK,
    "training": _DESK,
    "training_review": _DESK,
    "training_file": _DESK,
    "phone": _DESK,
    "phone_begin": _DESK,
    "phone_hear": _DESK,
    "phone_letter": _DESK,
    "phone_link": _DESK,
    "directory": _EDITOR | {Role.TEAM_LEAD},
    "directory_entry": _EDITOR | {Role.TEAM_LEAD},
    "directory_phoned": _EDITOR,
    "team": _LOOKS_ON,
    "audit": _AUDITOR,
    "audit_draw": _AUDITOR,
    "audit_sample": _AUDITOR,
    "audit_file": _AUDITOR,
    "audit_make": _AUDITOR,
    "audit_verify": _AUDITOR,
    "audit_work": _AUDITOR,
    "audit_download": _AUDITOR,
    "referrals": _DESK,
    "talk_referrals": _DESK,
    "referral_find": _DESK,
    "referral_do": _DESK,
    "referral_link": _DESK,
    "wordings": _EVERYBODY,
    "wording": _EVERYBODY,
    "wording_approve": _ADMIN | {Role.TEAM_LEAD},
    "wording_propose": _EVERYBODY - {Role.AUDITOR},
    "wording_drop": _ADMIN | {Role.TEAM_LEAD},
    "wording_file": _ADMIN | {Role.TEAM_LEAD},
    "settings": _ADMIN | {Role.TEAM_LEAD},
    "settings_change": _ADMIN,
    "settings_decide": _ADMIN | {Role.TEAM_LEAD},
    "people": _ADMIN,
    "people_add": _ADMIN,
    "people_change": _ADMIN,
}
"""The name of each route, and the roles that may open it. What is not in it is closed."""


def may_open(name: str, role: str) -> bool:
    """Whether somebody with ``role`` may open the route ``name``.

    >>> may_open("queue", "worker"), may_open("queue", "auditor")
    (True, False)
    """
    return role in MAY_OPEN.get(name, frozenset())


def may_see(audience: str | None, may_see_employees: bool) -> bool:
    """Whether somebody at the desk may see a case of ``audience``.

    >>> may_see("customer", False), may_see("employee", False)
    (True, False)
    """
    return audience != EMPLOYEE or may_see_employees
