"""One turn: a message and a conversation in; new state, decisions, evidence and answers out.

Everything is written in one transaction. Nothing is sent from here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as DatabaseTimeout

from bot import before_understanding as before
from bot import language_choice as language
from bot.agenda import offer_agenda
from bot.before_understanding import Heard
from bot.buttons import pressed
from bot.dialogue_client import DialogueAnswer, DialogueRequest, RunAction
from bot.errors import DialogueFailed, DialogueUnavailable, LeaseLost, WorkerLost
from bot.explaining import answer_question
from bot.first_contact import greet, is_only_a_start, open_personal_link, say_it_is_a_computer
from bot.follow_up import answer_follow_up
from bot.inbox import PAUSES, Lease, let_go
from bot.letter_answer import answer_letter
from bot.messages import Kind
from bot.other_language import answer_other_language
from bot.replies import Replies
from bot.store import Conversation, InboxRow
from casework.context import Turn, current_turn
from casework.current_organisation import CurrentOrganisation
from casework.decisions import as_ref
from casework.hand_over import hand_over, wants_colleague
from casework.intake import open_case
from casework.organisation import Organisation
from casework.states import move
from casework.store import Case
from evidence_log import record
from storage.crash_points import reached
from storage.database import Database
from storage.errors import ChangedMeanwhile, DiskFull
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
MAX_FAILURES = 2
_DATABASE_AWAY = (OperationalError, InterfaceError, DatabaseTimeout, DiskFull)

Dialogue = Callable[[DialogueRequest, RunAction], DialogueAnswer]


@dataclass(frozen=True)
class TurnTaker:
    """Takes turns. ``dialogue`` is the dialogue service; ``run_action`` runs a custom action.

    ``current`` gives the organisation as the database has it; without it, ``organisation`` counts.
    """

    database: Database
    organisation: Organisation
    dialogue: Dialogue
    run_action: RunAction
    make_link: Callable[[UnitOfWork, str], str]
    current: CurrentOrganisation | None = None
    make_agenda_link: Callable[[UnitOfWork, str], str] | None = None

    def take(self, lease: Lease) -> None:
        """Handle the leased message; afterwards it is done, or waits with an honest answer.

        Raises ``SQLAlchemyError`` when the database is away: the message waits for the next try.
        """
        reached("turn_leased")
        try:
            self._take_or_answer_honestly(lease)
        except LeaseLost:
            log.warning("conversation %s was taken over by another turn", lease.conversation_id)
        except ChangedMeanwhile:
            log.warning("conversation %s changed during its turn", lease.conversation_id)
            let_go(self.database, lease)

    def _take_or_answer_honestly(self, lease: Lease) -> None:
        try:
            self._take(lease)
        except DialogueUnavailable as error:
            log.warning("dialogue unavailable: %s", type(error).__name__)
            self._postpone(lease, is_suspect=isinstance(error, WorkerLost))
        except (LeaseLost, ChangedMeanwhile, *_DATABASE_AWAY):
            raise
        except Exception as error:
            log.error("turn failed: %s", type(error).__name__)
            self._give_up_or_retry(lease)

    def _take(self, lease: Lease) -> None:
        with self.database.unit() as unit:
            heard = self._hear(unit, lease)
            conversation = heard.conversation
            if conversation.owner == "closed":
                conversation.owner = move("conversation", conversation.owner, "assistant")
            if conversation.owner == "colleague":
                self._pass_on(heard)
            else:
                self._answer(heard)
            self._finish(heard)

    def _hear(self, unit: UnitOfWork, lease: Lease) -> Heard:
        conversation = unit.session.get(Conversation, lease.conversation_id)
        if conversation is None or conversation.lease_until != lease.until:
            raise LeaseLost("Another turn handles this message, or it was forgotten.")
        inbox = unit.session.get_one(InboxRow, lease.inbox_id)
        case = unit.session.get(Case, conversation.case_id) if conversation.case_id else None
        if case is None:
            case = open_case(unit)
            conversation.case_id = case.id
            record(unit, "conversation_started", case.ref, {"channel": inbox.channel})
        organisation = self.current.with_settings(unit) if self.current else self.organisation
        turn = Turn(unit, case, conversation.id, inbox.channel, organisation)
        return Heard(turn, conversation, inbox, Replies(unit, inbox, case))

    def _answer(self, heard: Heard) -> None:
        language.follow_what_cannot_wait(heard)
        if before.answer_danger(heard):
            say_it_is_a_computer(heard)
            return
        payload = pressed(heard)
        choice = language.choice_in(heard, payload)
        if choice is not None:
            language.switch(heard, choice)
        if before.answer_after_danger(heard) or before.answer_while_waiting(heard):
            say_it_is_a_computer(heard)
            return
        open_personal_link(heard)
        greet(heard, self.make_link)
        before.mention_masked_number(heard)
        if is_only_a_start(heard):
            heard.replies.say("notices:how_can_i_help")
        elif choice is not None:
            self._go_on_in_language(heard, choice)
        elif language.writes_on_in_it(heard, payload):
            heard.replies.say("notices:language_chosen")
            self._answer_message(language.what_tells_most(heard, payload), payload)
        else:
            self._answer_message(heard, payload)

    def _go_on_in_language(self, heard: Heard, choice: str) -> None:
        """Answer what waited for the choice; else ask the open question again."""
        heard.replies.say("notices:language_chosen")
        waited = language.waited_for_language(heard)
        if waited is not None:
            self._answer_message(waited, None)
        else:
            self._ask_dialogue(heard, choice)

    def _answer_message(self, heard: Heard, payload: str | None) -> None:
        is_with_person = before.answer_person_wanted(heard)
        if not (
            answer_other_language(heard)
            or is_with_person
            or before.answer_what_is_not_text(heard)
            or answer_letter(heard)
            or answer_question(heard)
        ):
            self._ask_dialogue(heard, payload)

    def _pass_on(self, heard: Heard) -> None:
        """While a colleague has the conversation only danger is answered; the colleague reads."""
        before.answer_without_dialogue(heard)

    def _ask_dialogue(self, heard: Heard, payload: str | None) -> None:
        if heard.inbox.kind == Kind.BUTTON and payload is None:
            heard.replies.say("notices:old_button")
            return
        if answer_follow_up(heard, payload):
            return
        request = DialogueRequest(
            conversation=heard.conversation.id,
            as_of=heard.turn.today,
            text=heard.inbox.text,
            payload=payload,
            state=heard.conversation.dialogue_state,
            need=heard.danger.need if heard.danger else None,
            language=heard.turn.case.language,
        )
        token = current_turn.set(self._with_directory(heard.turn))
        reached("turn_before_dialogue")
        try:
            answer = self.dialogue(request, self.run_action)
        finally:
            current_turn.reset(token)
        reached("turn_after_dialogue")
        self._say(heard, answer)
        heard.conversation.dialogue_state = answer.state

    def _with_directory(self, turn: Turn) -> Turn:
        """Give the turn the directory as it is now. Not before danger: that needs no directory."""
        if self.current is None:
            return turn
        organisation = replace(turn.organisation, directory=self.current.directory.at(turn.unit))
        return replace(turn, organisation=organisation)

    def _say(self, heard: Heard, answer: DialogueAnswer) -> None:
        if not answer.messages:
            raise DialogueFailed("no_answer")
        said = Replies(heard.turn.unit, heard.inbox, heard.turn.case)
        for message in answer.messages:
            said.say_from_dialogue(message)
            if self.make_agenda_link is not None:
                offer_agenda(heard, said, message, self.make_agenda_link)
        if self._belongs_on_web(heard, said):
            link = self.make_link(heard.turn.unit, heard.conversation.id)
            heard.replies.say("notices:amounts_on_web", link=link)
        else:
            heard.replies.extend(said)

    def _belongs_on_web(self, heard: Heard, said: Replies) -> bool:
        wanted = self.organisation.amounts_on_web_only and heard.inbox.channel == "telegram"
        return wanted and said.says_an_amount()

    def _finish(self, heard: Heard) -> None:
        unit = heard.turn.unit
        heard.conversation.heard_at = unit.now
        self._settle(heard, "done")
        unit.before_commit(partial(reached, "turn_in_transaction"))
        unit.commit()
        reached("turn_committed")

    def _postpone(self, lease: Lease, is_suspect: bool) -> None:
        """Keep the message for later, and say so once.

        A message that is suspect, because workers hang or die on it, is not kept for ever.
        """
        with self.database.unit() as unit:
            heard = self._hear(unit, lease)
            if heard.conversation.owner == "colleague":  # who took it while the dialogue was asked
                self._pass_on(heard)
                self._finish(heard)
                return
            if is_suspect and heard.inbox.attempts >= len(PAUSES):
                self._give_up(heard, "dialogue_unavailable")
                unit.commit()
                return
            if heard.inbox.attempts == 0:
                greet(heard, self.make_link)
                heard.replies.say("notices:trouble")
                before.answer_without_dialogue(heard)
                codes = {"reason": "dialogue_unavailable", "text_id": "notices:trouble"}
                record(unit, "turn_failed", heard.turn.case.ref, codes)
            pause = PAUSES[min(heard.inbox.attempts, len(PAUSES) - 1)]
            heard.inbox.attempts += 1
            heard.conversation.not_before = unit.now + timedelta(seconds=pause)
            heard.conversation.lease_until = None
            heard.replies.write()
            unit.commit()

    def _give_up_or_retry(self, lease: Lease) -> None:
        """A message that fails again goes to a colleague; those behind it go on."""
        with self.database.unit() as unit:
            heard = self._hear(unit, lease)
            heard.inbox.attempts += 1
            heard.conversation.lease_until = None
            if heard.inbox.attempts >= MAX_FAILURES:
                self._give_up(heard, "dialogue_failed")
            unit.commit()

    def _give_up(self, heard: Heard, reason_code: str) -> None:
        """Tell the person, and ask a colleague; one who has the conversation reads it anyway."""
        if heard.conversation.owner == "colleague":
            self._pass_on(heard)
            self._settle(heard, "failed")
            return
        greet(heard, self.make_link)
        heard.replies.say("notices:not_handled")
        before.answer_without_dialogue(heard)
        handed = hand_over(heard.turn, "assistant_failed", "normal")
        heard.replies.say_decision(as_ref(handed.decision))
        codes = {"reason": reason_code, "text_id": "notices:not_handled"}
        record(heard.turn.unit, "turn_failed", heard.turn.case.ref, codes)
        self._settle(heard, "failed")

    def _settle(self, heard: Heard, state: str) -> None:
        """The message is handled, well or badly: its answers go out, and the next one may come."""
        conversation = heard.conversation
        if wants_colleague(heard.turn.unit) and conversation.owner == "assistant":
            conversation.owner = move("conversation", conversation.owner, "waiting")
        conversation.lease_until = None
        conversation.not_before = None
        heard.inbox.state = state
        if heard.inbox.kind == Kind.START:
            heard.inbox.text = ""  # a personal link's token, which opens the claims
        heard.replies.write()
