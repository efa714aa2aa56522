"""Trains the model: ``python -m bot.dialogue_worker.training MODEL_FILE``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.dialogue_worker import tensorflow_stand_in
from bot.dialogue_worker.quiet import be_quiet
from bot.model_inputs import CONFIG, DOMAIN, TRAINING_DATA, component_names


def main(model_file: Path) -> None:
    """Train on the files of :mod:`bot.model_inputs` and leave the model at ``model_file``."""
    tensorflow_stand_in.check_pipeline(component_names())
    tensorflow_stand_in.install()
    be_quiet()
    # Rasa's own cache does not see changes in nlu/values, so a stale part could be reused.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    from rasa.model_training import train

    model_file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = model_file.with_name(f".{os.getpid()}-{model_file.name}")
    result = train(
        domain=str(DOMAIN),
        config=str(CONFIG),
        training_files=[str(path) for path in TRAINING_DATA],
        output=str(unfinished.parent),
        fixed_model_name=unfinished.name,
    )
    if result.code != 0 or result.model is None:
        raise SystemExit("Training failed, so there is no new model. See the lines above.")
    Path(result.model).replace(model_file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
