"""Rasa's default understanding, in stock Rasa's own environment (Python 3.10).

``python diet_worker.py FOLDER``: trains ``FOLDER/config.yml`` on ``FOLDER/nlu.yml`` unless a model
is there, reads ``FOLDER/lines.json`` and writes ``FOLDER/read.json``. Imports nothing of ours.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from pathlib import Path


def main(folder: Path) -> None:
    """Train if need be, then read every line, one at a time."""
    os.environ.update(RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    facts = folder / "training.json"
    if not facts.exists():
        before = time.process_time()
        train_nlu(
            str(folder / "config.yml"),
            str(folder / "nlu.yml"),
            str(folder),
            fixed_model_name="model",
        )
        facts.write_text(json.dumps({"processor_seconds": time.process_time() - before}))
    agent = Agent.load(str(folder / "model.tar.gz"))
    read = []
    for line in json.loads((folder / "lines.json").read_text()):
        before = time.process_time()
        parsed = asyncio.run(agent.parse_message(line))
        spent = time.process_time() - before
        ranking = {each["name"]: each["confidence"] for each in parsed["intent_ranking"]}
        read.append([parsed["intent"]["name"], ranking, 1000 * spent])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    training = json.loads(facts.read_text())
    (folder / "read.json").write_text(
        json.dumps({"read": read, "memory_mb": memory, "training": training})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
