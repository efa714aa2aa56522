"""The last component: says what was understood as needs, several where several are said."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from nlu.needs import UNKNOWN, need_of, need_scores, strongest


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NeedReport(GraphComponent):
    """Sets ``needs``: name and score from 0 to 1, what is answered first, then by score.

    A need's score is the highest of the message as a whole and of each of its clauses. A message
    that resembles nothing, or is likelier none of ours, is ``out_of_scope`` as surely as anything
    else; one that was merely unclear is its likeliest need. One in
    another language has the needs of its meaning, whatever the dialogue answers to it.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._lowest = float(config["lowest"])
        self._most = int(config["most"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: needs scored under ``lowest`` are left out; at most ``most``."""
        return {"lowest": 0.01, "most": 10}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedReport:
        """Create the component; it learns nothing."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``needs`` of each message."""
        for message in messages:
            message.set("needs", self._needs(message), add_to_output=True)
        return messages

    def _needs(self, message: Message) -> list[dict[str, Any]]:
        if message.get("meaning_ranking"):
            scores, first = _scores(message.get("meaning_ranking")), None
        else:
            intent = message.get(INTENT) or {}
            scores, first = _of_all_clauses(message), need_of(intent.get("name") or "")
            if first == UNKNOWN and _is_only_unclear(message):
                first = None
            if first == UNKNOWN:
                scores[UNKNOWN] = max(scores.values())
            elif first is not None:
                scores[first] = max(scores[first], intent["confidence"])
        order = sorted(scores, key=lambda need: (need != first, -scores[need]))
        kept = [need for need in order if scores[need] >= self._lowest][: self._most]
        return [{"name": need, "score": round(min(scores[need], 1.0), 4)} for need in kept]


def _of_all_clauses(message: Message) -> dict[str, float]:
    """Return each need's highest score; whether we know it at all is for the whole to say."""
    whole = _scores(message.get("intent_ranking") or [])
    parts = [_scores(ranking) for ranking in message.get("clause_rankings") or []]
    return {**strongest([whole, *parts]), UNKNOWN: whole[UNKNOWN]}


def _is_only_unclear(message: Message) -> bool:
    """Whether the message was read as a need of ours, but not surely enough to act on."""
    ranking = message.get("intent_ranking") or []
    is_ours = bool(ranking) and need_of(ranking[0]["name"]) != UNKNOWN
    is_like_ours = message.get("resembles", False)
    return is_ours and is_like_ours


def _scores(ranking: list[dict[str, Any]]) -> dict[str, float]:
    return need_scores({each["name"]: each["confidence"] for each in ranking})
