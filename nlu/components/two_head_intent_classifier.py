"""Ranks intents by how a message is written and by what it means; served with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.languages import recognise
from nlu.components.clauses import clauses, halves
from nlu.components.heads import Numbers
from nlu.components.intent_model import IntentModel, train

_FILE = "classifier.npz"
Ranking = list[dict[str, Any]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TwoHeadIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents of a message; confidences are calibrated and add up to one.

    A message of several clauses may hold several needs. Those that are sure go out as ``also``,
    and a need of ``goes_first`` becomes the intent. So does the first that is sure, where the
    message as a whole is muddled. For the need report ``clause_rankings`` are set (of clauses and
    of the halves of the message) and, where it is not in Dutch, ``meaning_ranking``.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings.

        ``regularization`` is scikit-learn's C for n-grams and for meaning, ``noisy_copies`` the
        number of misspelt copies of each line, ``random_seed`` fixes those copies,
        ``ranking_length`` cuts the ranking. A clause counts from ``sure_clause`` on; ``goes_first``
        are the needs that cannot wait; ``no_needs`` are intents that never stand beside another;
        a message is muddled when its best intent stays under ``muddled_below``. ``unknown`` is
        the intent of what is none of ours; it must be as likely as ``unknown_from``.
        """
        return {
            "regularization": [20.0, 10.0],
            "noisy_copies": 0,
            "random_seed": 7,
            "ranking_length": 10,
            "sure_clause": 0.8,
            "muddled_below": 0.5,
            "unknown_from": 0.5,
            "unknown": "out_of_scope",
            "goes_first": [],
            "no_needs": [],
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TwoHeadIntentClassifier:
        """Create a component that has yet to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TwoHeadIntentClassifier:
        """Load a trained component; numbers and text only, nothing is unpickled."""
        with (
            model_storage.read_from(resource) as folder,
            np.load(folder / _FILE, allow_pickle=False) as arrays,
        ):
            model = IntentModel.from_arrays(arrays)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every line that has an intent, and keep the result."""
        lines = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples]
        self._model = train(
            [text for text, _ in lines],
            [intent for _, intent in lines],
            regularization=tuple(self._config["regularization"]),
            noisy_copies=self._config["noisy_copies"],
            seed=self._config["random_seed"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, **self._model.arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent`` and ``intent_ranking`` of each message."""
        if self._model is None:
            return messages
        for message in messages:
            text = message.get(TEXT) or ""
            said = clauses(text)
            ranking, *parts = self._rankings(self._model, [text, *said, *halves(text)])
            sure = [part[0] for part in parts[: len(said)] if self._is_sure_need(part[0])]
            first = [each for each in sure if each["name"] in self._config["goes_first"]]
            is_muddled = ranking[0]["confidence"] < self._config["muddled_below"]
            best = self._first_choice(ranking)
            intent = next(iter([*first, *(sure if is_muddled else [])]), best)
            also = dict.fromkeys(each["name"] for each in sure if each["name"] != intent["name"])
            if recognise(text) is not None:
                by_meaning = self._ranked(self._model, self._model.by_meaning([text])[0])
                message.set("meaning_ranking", by_meaning)
            message.set("intent", intent, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("also", list(also), add_to_output=True)
            message.set("clause_rankings", parts)
        return messages

    def _first_choice(self, ranking: Ranking) -> dict[str, Any]:
        """Return the likeliest intent; a need is worth a try until it is likelier none of ours."""
        is_doubtful = ranking[0]["confidence"] < self._config["unknown_from"]
        is_unknown = ranking[0]["name"] == self._config["unknown"]
        return ranking[1] if is_unknown and is_doubtful and len(ranking) > 1 else ranking[0]

    def _is_sure_need(self, best: dict[str, Any]) -> bool:
        is_need = best["name"] not in self._config["no_needs"]
        return is_need and best["confidence"] >= self._config["sure_clause"]

    def _rankings(self, model: IntentModel, texts: Sequence[str]) -> list[Ranking]:
        return [self._ranked(model, row) for row in model.confidences(texts)]

    def _ranked(self, model: IntentModel, confidences: Numbers) -> Ranking:
        order = np.argsort(-confidences)[: self._config["ranking_length"]]
        return [{"name": model.labels[i], "confidence": float(confidences[i])} for i in order]
