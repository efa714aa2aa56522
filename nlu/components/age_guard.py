"""Who says to be a child is answered as one, whatever else the message says."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AgeGuard(GraphComponent):
    """Sets ``intent`` where the value ``age`` is below ``below``, except for what goes ``before``.

    Runs after the values are found: no model has to learn every age.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: ``below`` in years, ``intent``, and the intents ``before`` it."""
        return {"below": 18, "intent": "minor", "before": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AgeGuard:
        """Create the component; it learns nothing."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of each message in which a child speaks."""
        for message in messages:
            ages = [e["value"] for e in message.get(ENTITIES, []) if e["entity"] == "age"]
            named = (message.get(INTENT) or {}).get("name")
            is_child = any(age < self._config["below"] for age in ages)
            if is_child and named not in self._config["before"]:
                certain = {"name": self._config["intent"], "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
        return messages
