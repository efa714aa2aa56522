"""Whatever happens in whatever order: the assistant is silent while a person has the chat."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fakes.scripted_desk import scripted_desk, scripted_understanding
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from rich.console import Console as Terminal

import warmwijzer.tables
from bot import colleagues
from bot.assisting import Assistance
from bot.continue_link import new_link
from casework.current_organisation import CurrentOrganisation
from casework.desk import open_questions
from casework.errors import CaseworkError
from casework.organisation import load_organisation
from staff_console import desk_work
from staff_console.console import Console
from staff_console.errors import ConsoleError
from staff_console.sessions import Colleague
from storage.database import open_database
from warmwijzer.audit_desk import ProductAuditDesk
from warmwijzer.settings import read_settings
from web.security import Origins

ROOT = Path(__file__).parents[2]
ORGANISATION = load_organisation(ROOT / "organisation" / "example.yml")
_JOINED, _LEFT = "notices:colleague_joined", "notices:colleague_left"
terminal = Terminal()


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

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = open_database(f"sqlite:///{self.folder.name}/talk.db")
        warmwijzer.tables.ALL.create_all(self.database.engine)
        self.desk = scripted_desk(self.database)
        self.console = Console(
            self.database,
            CurrentOrganisation(ORGANISATION),
            Origins("http://x"),
            colleagues,
            NoTelephone(),
            Assistance(scripted_understanding),
            new_link,
            lambda: None,
            "https://hulp.example.org",
            ProductAuditDesk(read_settings({}), self.database),
        )
        self.desk.say("hallo")
        self.talk = self.desk.conversation().id

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.database.close()
        self.folder.cleanup()

    @rule(
        words=st.sampled_from(["hallo", "60 euro", "ik wil een mens", "medewerker", "ik wil dood"])
    )
    def person_writes(self, words: str) -> None:
        """A message comes in and is handled."""
        is_persons = self.desk.conversation().owner == "colleague"
        answers = self.desk.say(words)
        if is_persons:
            spoken = [each for each in answers if each.author == "assistant"]
            assert words == "ik wil dood" or spoken == []

    @rule(who=st.sampled_from(["anna", "bert"]), what=st.sampled_from(["take", "back", "say"]))
    def colleague_acts(self, who: str, what: str) -> None:
        """A colleague tries something; what is refused changes nothing."""
        act = {
            "take": lambda unit: desk_work.take(self.console, unit, _colleague(who), self.talk),
            "back": lambda unit: desk_work.give_back(
                self.console, unit, _colleague(who), self.talk
            ),
            "say": lambda unit: desk_work.say(
                self.console, unit, _colleague(who), self.talk, f"hier {who}"
            ),
        }[what]
        before = self.desk.conversation().colleague
        try:
            with self.database.unit() as unit:
                act(unit)
                unit.commit()
        except (CaseworkError, ConsoleError):
            assert before != f"staff_{who}"
        for message in self.desk.sent():
            assert message.author == "colleague" or message.key in (_JOINED, _LEFT)

    @invariant()
    def somebody_has_it_or_it_waits_in_the_queue(self) -> None:
        """Never a chat without an owner or a place in the queue."""
        conversation = self.desk.conversation()
        assert (conversation.owner == "colleague") == (conversation.colleague is not None)
        if conversation.owner == "waiting":
            with self.database.unit() as unit:
                assert any(each.conversation_id == self.talk for each in open_questions(unit))


TwoHands.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestTwoHands = TwoHands.TestCase
