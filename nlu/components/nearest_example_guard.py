"""The last word on intents: what looks like no training line, or like several, is unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from nlu.components.ngram_vectors import NgramVectors
from nlu.components.reading import reading

_FILE = "examples.npz"
_NEIGHBOURS = 3


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearestExampleGuard(GraphComponent, IntentClassifier):
    """Turns a message's intent into ``nlu_fallback`` when we do not know what it says.

    That is so when the mean cosine to its three nearest training lines is below
    ``min_similarity``, or the confidence of its intent below ``min_confidence``, or below what
    ``min_confidence_of`` asks of that intent: who is half sure that a message is none of ours
    asks. The similarity goes out with the message as ``similarity``.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        examples: tuple[NgramVectors, csr_matrix] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._examples = examples

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: ``min_similarity`` and ``min_confidence``, both from 0 to 1.

        ``min_confidence_of`` has such a confidence for single intents.
        """
        return {"min_similarity": 0.2, "min_confidence": 0.15, "min_confidence_of": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NearestExampleGuard:
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
    ) -> NearestExampleGuard:
        """Load the training lines' vectors; nothing is unpickled."""
        with (
            model_storage.read_from(resource) as folder,
            np.load(folder / _FILE, allow_pickle=False) as stored,
        ):
            arrays = dict(stored)
        vectors = NgramVectors.from_arrays(arrays)
        rows = (arrays["values"], arrays["columns"], arrays["starts"])
        examples = csr_matrix(rows, shape=(len(arrays["starts"]) - 1, vectors.size))
        return cls(config, model_storage, resource, (vectors, examples))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the vector of every training line."""
        texts = [reading(example.get(TEXT)) for example in training_data.intent_examples]
        vectors = NgramVectors.fit(texts)
        examples = vectors.matrix(texts)
        self._examples = (vectors, examples)
        arrays: dict[str, NDArray[Any]] = vectors.arrays() | {
            "values": examples.data,
            "columns": examples.indices,
            "starts": examples.indptr,
        }
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, **arrays)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``similarity``, and ``nlu_fallback`` where we do not know."""
        for message in messages:
            similarity = self.similarity(message.get(TEXT) or "")
            message.set("similarity", similarity, add_to_output=True)
            intent = message.get(INTENT) or {"name": None, "confidence": 0.0}
            sure_from = self._config["min_confidence_of"].get(
                intent["name"], self._config["min_confidence"]
            )
            resembles = similarity >= self._config["min_similarity"]
            message.set("resembles", resembles)
            if not resembles or intent["confidence"] < sure_from:
                unknown = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}
                message.set(INTENT, unknown, add_to_output=True)
        return messages

    def similarity(self, text: str) -> float:
        """Return the mean cosine (0 to 1) of ``text`` to its three nearest training lines."""
        if self._examples is None:
            return 0.0
        vectors, examples = self._examples
        columns, values = vectors.vector(reading(text))
        query = np.zeros(vectors.size, dtype=np.float32)
        query[columns] = values
        nearest = np.sort(examples @ query)[-_NEIGHBOURS:]
        return float(nearest.mean())
