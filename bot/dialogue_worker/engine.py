"""Rasa's Agent as a function: state and one message in; new state, answers and needs out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue_worker.protocol import Json
from bot.dialogue_worker.state import state_of, tracker_from
from bot.safeguards.danger import urgent_needs
from bot.texts.translations import translated_responses
from casework.locales import DUTCH, LOCALES

ActionCall = Callable[[Json], Json]
_MESSAGE_FIELDS = ("text", "buttons", "custom", "utter_action", "metadata")
# Text behind this character can never be read as Rasa's "/intent{...}" notation.
WORD_JOINER = "\u2060"


class ActionFailed(Exception):
    """A custom action failed, so nothing of this turn may be kept or said."""


class _Actions(EndpointConfig):
    """Rasa's action endpoint, answered over the pipe instead of HTTP."""

    def __init__(self, call: ActionCall) -> None:
        super().__init__("pipe://actions", enable_selective_domain=True)
        self.call = call
        self.failure: Exception | None = None

    async def request(self, *_: Any, **options: Any) -> Json:
        """Return the action's events and responses; remember a failure that Rasa would swallow."""
        if self.failure is not None:
            raise self.failure
        try:
            return self.call(_as_read(options["json"]))
        except Exception as error:
            self.failure = error
            raise


def _as_read(call: Json) -> Json:
    """Return what our actions read of ``call``: not the domain (50 kB) and not the history."""
    kept = {name: value for name, value in call.items() if name != "domain"}
    return {**kept, "tracker": {**call["tracker"], "events": []}}


class _Answers(OutputChannel):
    """Keeps what the bot says, in order, with the name of each response."""

    def __init__(self) -> None:
        self.messages: list[Json] = []

    @classmethod
    def name(cls) -> str:
        """Return the channel's name in response conditions: all our channels share one."""
        return "warmwijzer"

    async def send_response(self, recipient_id: str, message: Json) -> None:
        """Keep one answer."""
        self.messages.append(
            {field: message[field] for field in _MESSAGE_FIELDS if message.get(field)}
        )


class _Responses(TemplatedNaturalLanguageGenerator):
    """Rasa's responses, in the language of the turn that goes on."""

    def __init__(self, dutch: Json) -> None:
        super().__init__(dutch)
        self._by_language = {code: translated_responses(dutch, code) for code in LOCALES}

    def speak(self, language: str) -> None:
        """Answer in ``language`` from now on; in Dutch when it has no texts."""
        self.responses = self._by_language.get(language, self._by_language[DUTCH])


@dataclass(frozen=True)
class Answer:
    """What one turn gives: ``understood`` has intent, confidence, ranking, needs and entities."""

    state: Json
    messages: list[Json]
    understood: Json


class Engine:
    """A loaded model. One turn at a time; keeps nothing between turns."""

    def __init__(self, model_path: str, call_action: ActionCall) -> None:
        self._actions = _Actions(call_action)
        self._agent = Agent.load(model_path, action_endpoint=self._actions)
        if self._agent.processor is None:
            raise FileNotFoundError(f"{model_path} holds no model. Train one: warmwijzer train")
        self._processor = self._agent.processor
        self._responses = _Responses(self._processor.domain.responses)
        self._processor.nlg = self._responses

    async def turn(self, request: Json) -> Answer:
        """Return the answer to ``request``: state, text or payload, as_of, language.

        Raises :class:`ActionFailed` when an action failed: Rasa itself would go on talking.
        """
        processor = self._processor
        self._actions.failure = None
        language = request.get("language", DUTCH)
        self._responses.speak(language)
        tracker = tracker_from(request["state"], processor.domain, request["conversation"])
        answers = _Answers()
        payload = request.get("payload")
        message = UserMessage(
            text=payload or WORD_JOINER + request["text"],
            output_channel=answers,
            sender_id=request["conversation"],
            parse_data=None if payload is None else pressed(payload),
            metadata={"as_of": request["as_of"], "language": language},
        )
        if payload is None and request.get("need"):
            message.parse_data = _with_need(
                await processor.parse_message(message, tracker), request["need"]
            )
        await processor._handle_message_with_tracker(message, tracker)
        await processor.run_action_extract_slots(answers, tracker)
        await processor._run_prediction_loop(answers, tracker)
        if self._actions.failure is not None:
            raise ActionFailed(type(self._actions.failure).__name__)
        parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
        return Answer(state_of(tracker), answers.messages, _understood(parsed))

    async def parse(self, text: str, as_of: str) -> Json:
        """Return what ``text`` is understood as, with the ``text`` as read; change nothing."""
        message = UserMessage(WORD_JOINER + text, metadata={"as_of": as_of})
        parsed = await self._processor.parse_message(message)
        return {"text": parsed.get("text") or "", **_understood(parsed)}


def pressed(payload: str) -> Json:
    """Return what a button of ours means, without any understanding: its intent and values.

    >>> pressed('/inform{"count": 2}')["entities"][0]["value"]
    2
    """
    intent, brace, values = payload.removeprefix("/").partition("{")
    entities = json.loads(brace + values) if brace else {}
    return {
        "text": payload,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }


def _with_need(parsed: Any, need: str) -> Any:
    """Return ``parsed`` with the intent that words of danger name, unless it is as urgent."""
    if parsed["intent"]["name"] in urgent_needs():
        return parsed
    return {**parsed, "intent": {"name": need, "confidence": 1.0}}


def _understood(parsed: Any) -> Json:
    intent = parsed.get("intent") or {}
    return {
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "ranking": [
            {"name": each["name"], "confidence": round(float(each["confidence"]), 4)}
            for each in parsed.get("intent_ranking", [])[:5]
        ],
        "needs": parsed.get("needs", []),
        "entities": [
            {key: entity.get(key) for key in ("entity", "value", "start", "end")}
            for entity in parsed.get("entities", [])
        ],
    }
