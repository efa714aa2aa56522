"""Which facts start a term, on what day it ends, and which facts answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from audit_pack.facts import Fact
from audit_pack.working_days import working_days_after

PRIMARY_WORKING_DAYS = 3
OTHER_DAYS = 7
COMPLAINT_WORKING_DAYS = 2

ANSWERS = ("handover_closed", "conversation_taken", "colleague_decided")


@dataclass(frozen=True)
class Term:
    """What waits for an answer until the end of ``due_on``, asked on ``asked_on`` by ``person``."""

    subject: str
    person: str
    asked_on: date
    due_on: date


def answered_subject(fact: Fact) -> str:
    """Return what ``fact`` answers, as in :attr:`Term.subject`."""
    if fact.entry_type in ("handover_closed", "conversation_taken"):
        return f"handover:{fact.codes.get('handover')}"
    return f"{fact.codes.get('kind')}:{fact.codes.get('id')}"


def question_due_on(reason: str, urgency: str, asked_on: date) -> date | None:
    """Return the last day to answer a question of ``asked_on`` to colleagues.

    Three working days for a primary question and seven calendar days for another (SRCM,
    Perspectief op aflossing); None for a complaint or an erasure, which name their own day.

    >>> question_due_on("dispute", "asked", date(2026, 12, 24))
    datetime.date(2026, 12, 30)
    """
    kind = _question_class(reason, urgency)
    if kind == "own_term":
        return None
    if kind == "primary":
        return working_days_after(asked_on, PRIMARY_WORKING_DAYS)
    return asked_on + timedelta(days=OTHER_DAYS)


def primary_question_term(fact: Fact) -> Term | None:
    """Return the term of a primary question."""
    return _question_term(fact, "primary")


def other_question_term(fact: Fact) -> Term | None:
    """Return the term of another question."""
    return _question_term(fact, "other")


def complaint_term(fact: Fact) -> Term | None:
    """Two working days to confirm a complaint (Bki art. 6.1, as good practice)."""
    if fact.entry_type != "complaint_filed":
        return None
    return _term(fact, "complaint", working_days_after(fact.day, COMPLAINT_WORKING_DAYS))


def callback_term(fact: Fact) -> Term | None:
    """The day that was named to the person."""
    if fact.entry_type != "handover_opened":
        return None
    return _term(fact, "handover", date.fromisoformat(fact.codes["callback_on"]))


def erasure_term(fact: Fact) -> Term | None:
    """The day that was named when erasure was asked: one month (AVG art. 12 lid 3)."""
    if fact.entry_type != "erasure_requested":
        return None
    return _term(fact, "erasure", date.fromisoformat(fact.codes["answer_by_on"]))


def _question_term(fact: Fact, kind: str) -> Term | None:
    if fact.entry_type != "handover_opened":
        return None
    asked = str(fact.codes.get("reason")), str(fact.codes.get("urgency"))
    due_on = question_due_on(*asked, fact.day)
    if due_on is None or _question_class(*asked) != kind:
        return None
    return _term(fact, "handover", due_on)


def _term(fact: Fact, kind: str, due_on: date) -> Term:
    subject = str(fact.codes[kind])
    return Term(f"{kind}:{subject}", fact.case_ref or subject, fact.day, due_on)


def _question_class(reason: str, urgency: str) -> str:
    classes = _question_classes()
    if reason in classes["own_term_reasons"]:
        return "own_term"
    is_primary = urgency in classes["primary_urgencies"] or reason in classes["primary_reasons"]
    return "primary" if is_primary else "other"


@cache
def _question_classes() -> Mapping[str, list[str]]:
    path = Path(__file__).with_name("questions.yml")
    classes: Mapping[str, list[str]] = yaml.safe_load(path.read_text("utf-8"))
    return classes
