"""A linear intent classifier on n-grams: trained with scikit-learn, served with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.clauses import clauses
from nlu.components.linear_model import LinearModel, train
from nlu.components.reading import reading

_FILE = "classifier.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CharNgramIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents of a message; confidences are calibrated and add up to one.

    A message of several clauses may hold several needs. Those that are sure go out as ``also``,
    and a need of ``goes_first`` becomes the intent. So does the first that is sure, where the
    message as a whole is muddled.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings.

        ``regularization`` is scikit-learn's C, ``noisy_copies`` the number of misspelt copies of
        each line, ``random_seed`` fixes those copies, ``ranking_length`` cuts the ranking. A clause
        counts from ``sure_clause`` on; ``goes_first`` are the needs that cannot wait;
        ``no_needs`` are intents that never stand beside another;
        a message is muddled when its best intent stays under ``muddled_below``.
        """
        return {
            "regularization": 20.0,
            "noisy_copies": 0,
            "random_seed": 7,
            "ranking_length": 10,
            "sure_clause": 0.8,
            "muddled_below": 0.5,
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
    ) -> CharNgramIntentClassifier:
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
    ) -> CharNgramIntentClassifier:
        """Load a trained component; numbers and text only, nothing is unpickled."""
        with (
            model_storage.read_from(resource) as folder,
            np.load(folder / _FILE, allow_pickle=False) as arrays,
        ):
            model = LinearModel.from_arrays(arrays)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every line that has an intent, and keep the result."""
        lines = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples]
        self._model = train(
            [text for text, _ in lines],
            [intent for _, intent in lines],
            regularization=self._config["regularization"],
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
            ranking = self._ranked(self._model, text)
            parts = [self._ranked(self._model, clause)[0] for clause in clauses(text)]
            sure = [each for each in parts if self._is_sure_need(each)]
            first = [each for each in sure if each["name"] in self._config["goes_first"]]
            is_muddled = ranking[0]["confidence"] < self._config["muddled_below"]
            intent = next(iter([*first, *(sure if is_muddled else [])]), ranking[0])
            also = dict.fromkeys(each["name"] for each in sure if each["name"] != intent["name"])
            message.set("intent", intent, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("also", list(also), add_to_output=True)
        return messages

    def _is_sure_need(self, best: dict[str, Any]) -> bool:
        is_need = best["name"] not in self._config["no_needs"]
        return is_need and best["confidence"] >= self._config["sure_clause"]

    def _ranked(self, model: LinearModel, text: str) -> list[dict[str, Any]]:
        confidences = model.confidences(reading(text))
        return _ranking(model.labels, confidences, self._config["ranking_length"])


def _ranking(
    labels: Sequence[str], confidences: NDArray[np.float32], length: int
) -> list[dict[str, Any]]:
    order = np.argsort(-confidences)[:length]
    return [{"name": labels[i], "confidence": float(confidences[i])} for i in order]
