"""Adds the values in a message (money, days, postcodes ...) as Rasa entities."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.languages import recognise
from nlu.values import Value, extract
from nlu.values.data import DUTCH


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ValueExtractor(GraphComponent, EntityExtractorMixin):
    """Finds values by rules; relative days count from the message metadata's ``as_of``."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ValueExtractor:
        """Create the component; it learns nothing."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``entities`` of each message; dates are ISO text, amounts are integers in cents."""
        for message in messages:
            text = message.get(TEXT) or ""
            values = extract(text, _as_of(message), _language(message, text))
            entities = self.add_extractor_name([_entity(value) for value in values])
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def _as_of(message: Message) -> date:
    stated = (message.get("metadata") or {}).get("as_of")
    return date.fromisoformat(stated) if stated else date.today()


def _language(message: Message, text: str) -> str:
    """The language of the conversation; in a Dutch one that of the message, if that is plain."""
    spoken = (message.get("metadata") or {}).get("language", DUTCH)
    return spoken if spoken != DUTCH else recognise(text) or DUTCH


def _entity(value: Value) -> dict[str, Any]:
    plain = value.value.isoformat() if isinstance(value.value, date) else value.value
    return {"entity": value.kind, "value": plain, "start": value.start, "end": value.end}
