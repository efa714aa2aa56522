"""Places where a test ends the process at once, to prove that nothing is lost there.

Nothing happens unless the environment says ``WARMWIJZER_CRASH_AT=<place>`` or ``<place>:<pass>``.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

ENVIRONMENT = "WARMWIJZER_CRASH_AT"
_passes: Counter[str] = Counter()


def reached(place: str) -> None:
    """End this process with SIGKILL when a test asked for that at this pass of ``place``."""
    wanted, _, number = os.environ.get(ENVIRONMENT, "").partition(":")
    if wanted != place:
        return
    _passes[place] += 1
    if _passes[place] == int(number or 1):
        os.kill(os.getpid(), signal.SIGKILL)
