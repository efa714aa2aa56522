"""Rasa's own command line on our files, without TensorFlow: ``warmwijzer rasa …``."""

from __future__ import annotations

import os
import sys

from bot.dialogue_worker import tensorflow_stand_in
from bot.model_inputs import CONFIG, DOMAIN, ROOT, TRAINING_DATA, component_names

_DATA = [str(path) for path in TRAINING_DATA]
_FILES = {
    ("data", "validate"): ["--domain", str(DOMAIN), "--data", *_DATA, "--config", str(CONFIG)],
    ("data", "split"): [],
    ("train", "nlu"): ["--domain", str(DOMAIN), "--nlu", _DATA[0], "--config", str(CONFIG)],
    ("test", "nlu"): ["--domain", str(DOMAIN), "--config", str(CONFIG)],
    ("test", "core"): ["--stories", str(ROOT / "tests" / "rasa")],
    ("shell", "nlu"): [],
}
_NEEDS_MODEL = {("test", "nlu"), ("test", "core"), ("shell", "nlu")}


def main(arguments: list[str], model: str | None) -> None:
    """Run Rasa with ``arguments``, our files filled in; ``model`` is the trained model, if any."""
    first, second, *_ = *arguments, "", ""
    command = (first, second)
    if command[0] in ("shell", "run") and command != ("shell", "nlu"):
        raise SystemExit(
            "Rasa's own server does not run here: actions live in our process. "
            "Use: warmwijzer chat (the whole product) or warmwijzer rasa shell nlu."
        )
    given = list(arguments)
    extra = list(_FILES.get(command, []))
    if command in _NEEDS_MODEL and model and "--model" not in given and "-m" not in given:
        extra += ["--model", model]
    tensorflow_stand_in.check_pipeline(component_names())
    tensorflow_stand_in.install()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    from rasa.__main__ import main as rasa_main

    sys.argv = ["rasa", *given, *extra]
    rasa_main()


if __name__ == "__main__":
    main(sys.argv[1:], os.environ.get("WARMWIJZER_MODEL"))
