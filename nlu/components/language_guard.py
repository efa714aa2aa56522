"""Who writes in another language is answered about that first: our texts are Dutch."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.language import DUTCH, language_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageGuard(GraphComponent):
    """Sets ``intent`` where a message is not in Dutch, whatever its need is."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._intent = str(config["intent"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the ``intent`` of a message in another language."""
        return {"intent": "language_switch"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageGuard:
        """Create the component; it learns nothing."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of each message that is not in Dutch."""
        for message in messages:
            if language_of(message.get(TEXT) or "") != DUTCH:
                certain = {"name": self._intent, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
        return messages
