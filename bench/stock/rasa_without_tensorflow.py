"""`rasa …` in our own environment: the TensorFlow stand-in first, nothing else changed."""

from __future__ import annotations

import sys

from bot.dialogue_worker import tensorflow_stand_in


def main() -> None:
    """Run Rasa's own command line, unpatched."""
    tensorflow_stand_in.install()
    from rasa.__main__ import main as rasa_main

    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
