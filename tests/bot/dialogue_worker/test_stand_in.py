"""The stand-in answers imports, and says plainly when TensorFlow itself would be needed."""

from __future__ import annotations

import pytest

from bot.dialogue_worker.tensorflow_stand_in import (
    NEEDS_TENSORFLOW,
    NeedsTensorFlow,
    check_pipeline,
)
from bot.model_inputs import component_names


def test_our_own_pipeline_needs_no_tensorflow():
    check_pipeline(component_names())


@pytest.mark.parametrize("component", sorted(NEEDS_TENSORFLOW))
def test_a_component_that_needs_tensorflow_is_named_before_training(component):
    with pytest.raises(NeedsTensorFlow, match=component):
        check_pipeline(["WhitespaceTokenizer", f"rasa.somewhere.{component}"])


def test_the_list_holds_every_component_of_rasa_that_imports_tensorflow():
    """Rasa's own registry of what is not there without TensorFlow is checked by importing it."""
    from bot.dialogue_worker import tensorflow_stand_in

    tensorflow_stand_in.install()
    from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS

    needing = set()
    for component in DEFAULT_COMPONENTS:
        module = __import__(component.__module__, fromlist=["_"])
        if any(
            name in vars(module) for name in ("tf", "TFModel", "TransformerRasaModel", "RasaModel")
        ):
            needing.add(component.__name__)
    assert needing <= NEEDS_TENSORFLOW | {"SklearnIntentClassifier"}
