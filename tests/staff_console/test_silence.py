"""Whatever happens in whatever order: the assistant is silent while a person has the chat.

The turn, the outbox, the watchdog and the desk are the real ones; hypothesis chooses the order,
also in the middle of a turn. Every message that leaves is judged by its place between "is
there" and "has left", so what was put in the outbox too late is found however it is sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from fakes.scripted_desk import scripted_desk, scripted_understanding
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, update

import warmwijzer.tables
from bot import colleagues, inbox
from bot.assisting import Assistance
from bot.continue_link import new_link
from bot.errors import DialogueUnavailable
from bot.messages import Kind
from bot.store import Conversation, InboxRow, OutboxRow
from bot.turn import TurnTaker
from casework.current_organisation import CurrentOrganisation
from casework.decisions import Decision
from casework.desk import open_questions
from casework.errors import CaseworkError
from casework.organisation import load_organisation
from staff_console import desk_work
from staff_console.accounts import add_member
from staff_console.console import Console
from staff_console.errors import ConsoleError
from staff_console.presence import who_left
from staff_console.sessions import Colleague, open_session
from staff_console.store import end_sessions, member_with
from storage.database import Database, open_database
from storage.errors import ChangedMeanwhile
from storage.unit_of_work import UnitOfWork
from warmwijzer import watchdog
from warmwijzer.audit_desk import ProductAuditDesk
from warmwijzer.settings import read_settings
from warmwijzer.watchdog import look
from web.security import Origins

ROOT = Path(__file__).parents[2]
ORGANISATION = load_organisation(ROOT / "organisation" / "example.yml")
TUESDAY_MORNING = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
WORDS = ("hallo", "60 euro", "ik wil een mens", "medewerker", "ik wil dood", "mijn kind is 12")
_JOINED = "notices:colleague_joined"
_LEFT = ("notices:colleague_left", "notices:colleague_gone")
_chats = count()
Act = Callable[[UnitOfWork], Any]
WHO = st.sampled_from(["anna", "bert"])


class NoTelephone:
    """Nobody calls here."""

    async def begin(self) -> str:
        """No call begins."""
        raise NotImplementedError

    async def hear(self, conversation_id: str, words: str, is_choice: bool) -> None:
        """Nobody says anything."""
        raise NotImplementedError


def _colleague(name: str) -> Colleague:
    return Colleague(f"staff_{name}", name, name.capitalize(), "worker", True, True, False, name)


class TwoHands(RuleBasedStateMachine):
    """A person, the assistant and two colleagues in one conversation."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.clock = time_machine.travel(TUESDAY_MORNING)
        self.time = self.clock.start()
        self.database = database
        self.desk = scripted_desk(self.database)
        self.console = Console(
            database=self.database,
            organisation=CurrentOrganisation(ORGANISATION),
            origins=Origins("http://x"),
            talks=colleagues,
            telephone=NoTelephone(),
            assistance=Assistance(scripted_understanding),
            make_link=new_link,
            wake_senders=lambda: None,
            public_url="https://hulp.example.org",
            audits=ProductAuditDesk(read_settings({}), self.database),
        )
        self.chat = f"chat-{next(_chats)}"
        self.told_when_left: set[int] = set()
        for name in ("anna", "bert"):
            self.colleague_leaves(name)
        self.desk.say("hallo", chat=self.chat)
        self.talk = self.desk.conversation(self.chat).id

    def teardown(self) -> None:
        """Leave nothing that waits to the next conversation."""
        with self.database.unit() as unit:
            unit.session.execute(update(InboxRow).values(state="done"))
            unit.session.execute(update(OutboxRow).values(state="sent"))
            unit.commit()
        self.clock.stop()

    @rule(words=st.sampled_from(WORDS), is_handled=st.booleans())
    def person_writes(self, words: str, is_handled: bool) -> None:
        """A message comes in; its turn may be another step."""
        self.desk.receive(words, chat=self.chat)
        if is_handled:
            self.a_turn_is_taken("answers", None, "anna")

    @rule(kind=st.sampled_from(list(Kind)))
    def person_sends_something_else(self, kind: Kind) -> None:
        """A photo, a button, an edit: whatever a channel knows."""
        self.desk.receive("1.0" if kind is Kind.BUTTON else "", kind=kind, chat=self.chat)

    @rule(
        how=st.sampled_from(["answers", "is away", "fails"]),
        meanwhile=st.sampled_from([None, "take", "back"]),
        who=WHO,
    )
    def a_turn_is_taken(self, how: str, meanwhile: str | None, who: str) -> None:
        """The dialogue answers, is away or fails; a colleague may act while it thinks."""

        def thinks(_: object) -> list[dict[str, Any]]:
            if meanwhile is not None:
                self.log_in(who)
                self.try_to(self.act(who, meanwhile))
            if how == "is away":
                raise DialogueUnavailable("away")
            if how == "fails":
                raise RuntimeError("fails")
            return [{"text": "Wat is uw vraag?", "utter_action": "utter_question"}]

        self.desk.answer = thinks
        lease = inbox.lease_next(self.database)
        if lease is not None:
            self.desk.turns.take(lease)

    @rule()
    def what_waits_is_sent(self) -> None:
        """The senders run."""
        self.desk.sent()

    @rule(minutes=st.sampled_from([1, 11]))
    def the_watchdog_looks(self, minutes: int) -> None:
        """Time goes by, and nobody came."""
        self.time.shift(timedelta(minutes=minutes))
        before, is_left = len(self.said()), self.is_left()
        look(self.database, CurrentOrganisation(ORGANISATION))
        if is_left:
            assert any(each.state == "open" for each in self.questions())
            self.told_when_left.update(range(before, len(self.said())))

    @rule(who=WHO)
    def colleague_leaves(self, who: str) -> None:
        """A colleague logs out, or may not come in any more."""
        with self.database.unit() as unit:
            end_sessions(unit, f"staff_{who}")
            unit.commit()

    @rule()
    def the_assistant_wants_to_ask(self) -> None:
        """Something that is asked of our own accord, days after a referral."""
        question = partial(
            colleagues.ask,
            conversation_id=self.talk,
            key="notices:is_help_found",
            payloads="referral:none:",
            service_name="Humanitas",
        )
        self.try_to(question)

    @rule(who=WHO, what=st.sampled_from(["take", "take", "back", "say", "clear"]))
    def colleague_acts(self, who: str, what: str) -> None:
        """A colleague tries something; what is refused changes nothing."""
        self.log_in(who)
        before, is_left = self.desk.conversation(self.chat), self.is_left()
        may_take = before.colleague in (None, f"staff_{who}") or (what == "take" and is_left)
        if self.try_to(self.act(who, what)):
            assert what == "clear" or may_take
        else:
            after = self.desk.conversation(self.chat)
            assert before.colleague != f"staff_{who}"
            assert what != "take" or not may_take
            assert (after.owner, after.colleague) == (before.owner, before.colleague)

    @rule(who=WHO, outcome=st.sampled_from(["taken", "done", "open"]))
    def colleague_decides_about_a_question(self, who: str, outcome: str) -> None:
        """The form for decisions, filled in by hand with what stands in the queue."""
        for question in self.questions():
            self.try_to(
                partial(self.decide, handover_id=question.handover_id, outcome=outcome, who=who)
            )

    @invariant()
    def somebody_has_it_or_it_waits_in_the_queue(self) -> None:
        """Never a chat without an owner or a place in the queue."""
        conversation = self.desk.conversation(self.chat)
        assert (conversation.owner == "colleague") == (conversation.colleague is not None)
        if conversation.owner == "waiting":
            assert any(each.state == "open" for each in self.questions())

    @invariant()
    def between_there_and_left_the_assistant_speaks_of_danger_only(self) -> None:
        """Never a message of the assistant while a person has the chat."""
        has_colleague, is_about_danger = False, False
        for place, (author, content) in enumerate(self.said()):
            key = content.get("key", "")
            if key in (_JOINED, *_LEFT):
                assert has_colleague == (key in _LEFT)
                has_colleague = key == _JOINED
            elif has_colleague and author == "assistant" and place not in self.told_when_left:
                is_day = str(content.get("decision", "")).startswith("handover:")
                assert key.startswith("safeguards:") or (is_about_danger and is_day), content
            is_about_danger = key.startswith("safeguards:")
        assert has_colleague == (self.desk.conversation(self.chat).owner == "colleague")

    def act(self, who: str, what: str) -> Act:
        """Return what a colleague does, as a piece of work."""
        colleague = _colleague(who)
        acts: dict[str, Act] = {
            "take": lambda unit: desk_work.take(self.console, unit, colleague, self.talk),
            "back": lambda unit: desk_work.give_back(self.console, unit, colleague, self.talk),
            "say": lambda unit: desk_work.say(self.console, unit, colleague, self.talk, "dag"),
            "clear": lambda unit: desk_work.clear_danger(self.console, unit, colleague, self.talk),
        }
        return acts[what]

    def decide(self, unit: UnitOfWork, handover_id: str, outcome: str, who: str) -> None:
        """Decide about a question as the form on the page of the conversation does."""
        decision = Decision("handover", handover_id)
        desk_work.decide_on(
            self.console, unit, _colleague(who), self.talk, decision, outcome, "facts_wrong"
        )

    def log_in(self, who: str) -> None:
        """Let a colleague, whose account there is from the first time, be there."""
        colleague = _colleague(who)
        with self.database.unit() as unit:
            member = member_with(unit, colleague.id)
            if member is None:
                member = add_member(
                    unit,
                    login_name=who,
                    display_name=colleague.display_name,
                    password=None,
                    role=colleague.role,
                    may_see_employees=True,
                )
                member.id = colleague.id
                unit.session.flush()
            open_session(unit, member, is_complete=True)
            unit.commit()

    def is_left(self) -> bool:
        """Whether the colleague who has the conversation is not there any more."""
        with self.database.unit() as unit:
            talk = colleagues.talk_with(unit, self.talk)
            return talk is not None and who_left(unit, talk) is not None

    def try_to(self, act: Act) -> bool:
        """Do it in a unit of its own; return whether it was not refused."""
        try:
            with self.database.unit() as unit:
                act(unit)
                unit.commit()
        except (CaseworkError, ConsoleError, ChangedMeanwhile):
            return False
        return True

    def questions(self) -> list[Any]:
        """Return what stands in the queue about this conversation itself."""
        with self.database.unit() as unit:
            found = open_questions(unit)
        return [each for each in found if each.conversation_id == self.talk and not each.about]

    def said(self) -> list[tuple[str, dict[str, Any]]]:
        """Return everything said to the person, in the order in which it leaves."""
        query = select(OutboxRow).where(OutboxRow.conversation_id == self.talk)
        with self.database.unit() as unit:
            rows = unit.session.scalars(query.order_by(OutboxRow.id))
            return [(row.author, row.content) for row in rows]


# Shrinking takes minutes on a database. The same orders each time; more: WARMWIJZER_TEST_ORDERS.
ORDERS = settings(
    max_examples=int(os.environ.get("WARMWIJZER_TEST_ORDERS", "15")),
    stateful_step_count=20,
    deadline=None,
    derandomize="WARMWIJZER_TEST_ORDERS" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


def test_the_assistant_is_silent_and_no_chat_is_left_alone(database: Database) -> None:
    run_state_machine_as_test(partial(TwoHands, database), settings=ORDERS)


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "it answers what a colleague reads": (TurnTaker, "_pass_on", TurnTaker._answer),
    "it asks of its own accord": (
        colleagues,
        "_calm",
        lambda unit, talk: unit.session.get(Conversation, talk),
    ),
    "a question ends by itself": (desk_work, "outcomes_of", lambda fact: fact.outcomes),
    "who is there is passed over": (desk_work, "who_left", lambda unit, talk: "Anna"),
    "nobody waits when a colleague left": (watchdog, "wait_again", lambda *_: None),
    "two can have it": (colleagues, "_check_theirs", lambda row, colleague: None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_way_to_break_it_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/test.db")
    warmwijzer.tables.ALL.create_all(database.engine)
    monkeypatch.setattr(*FAULTS[fault])
    orders = settings(ORDERS, max_examples=100, derandomize=True)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(partial(TwoHands, database), settings=orders)
    database.close()
