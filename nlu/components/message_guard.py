"""The first component: makes any text safe and small before a model sees it."""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

_KEPT_CONTROLS = "\n\t"
# At most so many signs are put together as one character; what lies further is not looked at.
_SIGNS_A_CHARACTER = 4


def guarded(text: str, longest: int) -> str:
    """Return ``text`` in NFC, without control characters, cut at ``longest`` characters.

    A leading ``/`` is Rasa's own command mark: people who type one never reach those commands.

    >>> guarded(" //restart ", 500)
    'restart'
    """
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c)[0] != "C")
    enough = "".join(islice(kept, longest * _SIGNS_A_CHARACTER))
    cut = unicodedata.normalize("NFC", enough)[:longest].strip()
    while cut.startswith("/"):
        cut = cut[1:].strip()
    return cut


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MessageGuard(GraphComponent):
    """Cleans and cuts the text of each message; an empty message stays empty.

    Rasa gives processing without training only to components it calls entity extractors.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._longest = int(config["longest"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: ``longest``, in characters."""
        return {"longest": 500}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageGuard:
        """Create the component; it learns nothing."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Replace the text of each message."""
        for message in messages:
            message.set(TEXT, guarded(message.get(TEXT) or "", self._longest), add_to_output=True)
        return messages
