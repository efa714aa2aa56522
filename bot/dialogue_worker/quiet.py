"""Keeps people's words out of every log: Rasa prints each message unless told otherwise."""

from __future__ import annotations

import logging
import os
import warnings


def be_quiet() -> None:
    """Let Rasa and its libraries log nothing below an error, and no message text at all."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    warnings.simplefilter("ignore")
    logging.getLogger().setLevel(logging.ERROR)
    for name in ("rasa", "rasa.core", "rasa.shared", "matplotlib", "dask"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
