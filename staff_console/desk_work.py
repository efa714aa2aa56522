"""What a colleague does at the desk, each in one unit of work and each on the evidence log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.context import Turn
from casework.correct import corrections
from casework.correct_facts import Known, known_facts
from casework.decide import decide
from casework.decisions import Decision, as_ref
from casework.desk import Question, open_questions, wait_again
from casework.errors import NotYours
from casework.overview import Fact, Overview, overview
from casework.store import ClaimCorrection, case_with, unfinished_cases_of
from evidence_log import record
from staff_console.access import EMPLOYEE, Role, may_see
from staff_console.console import Console
from staff_console.errors import ConsoleError, NotThere
from staff_console.ports import Line, Talk
from staff_console.presence import urgency_of, who_left
from staff_console.sessions import Colleague
from staff_console.store import StaffNote, add_note, notes_of
from staff_console.summary import consents_of, summary_of
from storage.unit_of_work import UnitOfWork

PHONE = "phone"
MOST_CHARACTERS = 4000
_SPOKEN_KINDS = {
    "arrangement",
    "concession",
    "complaint",
    "dispute",
    "erasure",
    "referral",
    "collection_pause",
}


class TextRefused(ConsoleError):
    """An empty message, or one that is too long to send."""

    text_key = "text_refused"


@dataclass(frozen=True)
class TalkPage:
    """Everything the page of one conversation shows."""

    talk: Talk
    left: str | None
    lines: Sequence[Line]
    case: Overview
    questions: tuple[Question, ...]
    notes: tuple[StaffNote, ...]
    is_mine: bool
    corrections: tuple[ClaimCorrection, ...]
    known: tuple[Known, ...]
    summary: tuple[str, ...]
    consents: tuple[Fact, ...]
    earlier: tuple[str, ...]
    language: str


def questions_for(unit: UnitOfWork, colleague: Colleague) -> tuple[Question, ...]:
    """Return what waits, most urgent first; of employees only for those appointed to them."""
    found = open_questions(unit)
    if colleague.may_see_employees:
        return found
    hidden = unfinished_cases_of(unit, EMPLOYEE)
    return tuple(each for each in found if each.case_id not in hidden)


def talk_page(console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str) -> TalkPage:
    """Return the page of a conversation; that it was looked at goes on the evidence log.

    Raises :class:`NotThere` when it does not exist or is not for this colleague.
    """
    talk, turn = open_talk(console, unit, colleague, talk_id)
    case = overview(unit, turn.case.id)
    if case is None:
        raise NotThere("This conversation does not exist.")
    record(unit, "viewed", turn.case.ref, {"what": "talk", "by": colleague.id})
    return TalkPage(
        talk=talk,
        left=who_left(unit, talk),
        lines=console.talks.transcript(unit, talk_id),
        case=case,
        questions=tuple(each for each in open_questions(unit) if each.case_id == turn.case.id),
        notes=notes_of(unit, turn.case.id),
        is_mine=talk.owner == "colleague" and talk.colleague == colleague.id,
        corrections=corrections(turn),
        known=known_facts(turn),
        summary=summary_of(case),
        consents=consents_of(case),
        earlier=tuple(
            each for each in console.talks.conversations_of(unit, turn.case.id) if each != talk_id
        ),
        language=turn.case.language,
    )


def lines_of(
    console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str
) -> Sequence[Line]:
    """Return what was said, for a page that is open. Raises :class:`NotThere`."""
    open_talk(console, unit, colleague, talk_id)
    return console.talks.transcript(unit, talk_id)


def take(console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str) -> None:
    """Take a conversation, and the question about it.

    Raises when another colleague has it, and is there.
    """
    talk, turn = open_talk(console, unit, colleague, talk_id)
    if talk.owner == "colleague" and talk.colleague == colleague.id:
        return
    left = who_left(unit, talk)
    gone = (talk.colleague, left) if talk.colleague and left else None
    if gone is not None:
        wait_again(turn, gone[0], urgency_of(talk), unit.now)
    shown = colleague.display_name
    console.talks.take(unit, talk_id, colleague.id, shown, console.name, instead_of=gone)
    question = next(
        (each for each in open_questions(unit) if _is_about(each, talk_id) and not each.about), None
    )
    if question is not None and question.state == "open":
        decide(turn, Decision("handover", question.handover_id), "taken", colleague.id)
    codes = {
        "handover": question.handover_id if question else None,
        "colleague": colleague.id,
        "before": gone[0] if gone else None,
    }
    record(unit, "conversation_taken", turn.case.ref, codes)


def give_back(
    console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str, note: str = ""
) -> None:
    """Give the conversation back to the assistant; what was asked about it is done."""
    talk, turn = open_talk(console, unit, colleague, talk_id)
    if talk.owner != "colleague":
        return
    assistant = console.organisation.at(unit).assistant_name
    console.talks.give_back(unit, talk_id, colleague.id, colleague.display_name, assistant)
    for question in open_questions(unit):
        if _is_about(question, talk_id) and not question.about:
            decide(turn, Decision("handover", question.handover_id), "done", colleague.id)
    if note.strip():
        add_note(unit, turn.case.id, colleague.id, note.strip()[:MOST_CHARACTERS])
    record(unit, "conversation_given_back", turn.case.ref, {"colleague": colleague.id})


def say(console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str, text: str) -> None:
    """Say something to the person. Raises :class:`TextRefused` for nothing or far too much."""
    _, turn = open_talk(console, unit, colleague, talk_id)
    plain = text.strip()
    if not plain or len(plain) > MOST_CHARACTERS:
        raise TextRefused(f"A message has 1 to {MOST_CHARACTERS} characters; nothing was sent.")
    console.talks.say(unit, talk_id, colleague.id, colleague.display_name, plain)
    record(unit, "colleague_spoke", turn.case.ref, {"colleague": colleague.id})


def keep_note(
    console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str, text: str
) -> None:
    """Keep a note for colleagues; the person does not see it in the chat."""
    _, turn = open_talk(console, unit, colleague, talk_id)
    plain = text.strip()
    if not plain or len(plain) > MOST_CHARACTERS:
        raise TextRefused(f"A note has 1 to {MOST_CHARACTERS} characters; nothing was kept.")
    add_note(unit, turn.case.id, colleague.id, plain)


def clear_danger(console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str) -> None:
    """Take the flag of danger away, after judging it. Only who has the conversation can."""
    talk, turn = open_talk(console, unit, colleague, talk_id)
    if talk.danger is None:
        return
    console.talks.clear_danger(unit, talk_id, colleague.id)
    codes = {"danger_class": talk.danger, "colleague": colleague.id}
    record(unit, "danger_cleared", turn.case.ref, codes)


def decide_on(
    console: Console,
    unit: UnitOfWork,
    colleague: Colleague,
    talk_id: str,
    decision: Decision,
    outcome: str,
    reason: str,
) -> None:
    """Decide, and tell the person in the sentence of the decision.

    ``reason`` is a code. Raises :class:`NotThere` for an outcome that a colleague cannot choose.
    """
    _, turn = open_talk(console, unit, colleague, talk_id)
    case = overview(unit, turn.case.id)
    fact = next((each for each in case.facts if each.id == decision.id), None) if case else None
    if fact is None or fact.kind != decision.kind or outcome not in outcomes_of(fact):
        raise NotThere("This cannot be decided here, or was decided meanwhile.")
    decide(
        turn,
        decision,
        outcome,
        colleague.id,
        reason or None,
        may_exceed_limits=colleague.role == Role.TEAM_LEAD,
    )
    if decision.kind in _SPOKEN_KINDS:
        console.talks.tell_decision(unit, talk_id, as_ref(decision))


def outcomes_of(fact: Fact) -> tuple[str, ...]:
    """Return what a colleague may decide about a fact with the form beside it.

    A question in the queue is taken and done with what it is about, never by itself: or somebody
    would wait with no place in the queue. A referral has forms of its own, with the person's yes.
    """
    return () if fact.kind in ("claim", "consent", "handover", "referral") else fact.outcomes


def open_talk(
    console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str
) -> tuple[Talk, Turn]:
    """Return the conversation and a turn in it. Raises :class:`NotThere`."""
    talk = console.talks.talk_with(unit, talk_id)
    case = case_with(unit, talk.case_id) if talk and talk.case_id else None
    is_seen = case is not None and may_see(case.audience, colleague.may_see_employees)
    if talk is None or case is None or not is_seen:
        raise NotThere("This conversation does not exist, or is not for you.")
    channel = talk.channels[-1] if talk.channels else "console"
    return talk, Turn(unit, case, talk_id, channel, console.organisation.at(unit))


def by_audience(
    console: Console, unit: UnitOfWork, talk_ids: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the conversations that the whole desk may see, and those of employees.

    One that has no case yet can be opened by nobody (:func:`open_talk`), so it is in neither.
    """
    for_all: list[str] = []
    of_employees: list[str] = []
    for talk_id in talk_ids:
        talk = console.talks.talk_with(unit, talk_id)
        if talk and talk.case_id:
            is_hidden = is_of_employee(unit, talk.case_id)
            (of_employees if is_hidden else for_all).append(talk_id)
    return for_all, of_employees


def own_talk(
    console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str
) -> tuple[Talk, Turn]:
    """Return the conversation that this colleague has. Raises :class:`NotYours` for another."""
    talk, turn = open_talk(console, unit, colleague, talk_id)
    if (talk.owner, talk.colleague) != ("colleague", colleague.id):
        raise NotYours("You do not have this conversation, so nothing was done. Take it first.")
    return talk, turn


def talk_to_calculate_in(
    console: Console, unit: UnitOfWork, colleague: Colleague, talk_id: str
) -> tuple[Talk, Turn]:
    """Return a call that nobody took, or the conversation that this colleague has.

    On the telephone the colleague reads aloud what the engine says, so nobody has to take it.
    Raises :class:`NotYours` for another conversation.
    """
    talk, turn = open_talk(console, unit, colleague, talk_id)
    if PHONE in talk.channels and talk.owner != "colleague":
        return talk, turn
    return own_talk(console, unit, colleague, talk_id)


def _is_about(question: Question, talk_id: str) -> bool:
    return question.conversation_id == talk_id


def is_of_employee(unit: UnitOfWork, case_id: str) -> bool:
    """Whether a case is of somebody who works for the organisation."""
    case = case_with(unit, case_id)
    return case is not None and case.audience == EMPLOYEE
