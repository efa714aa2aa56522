"""How often is killed; set the environment for a longer run."""

from __future__ import annotations

import os

KILLS = int(os.environ.get("WARMWIJZER_TEST_KILLS", "15"))
KILLS_PER_POINT = int(os.environ.get("WARMWIJZER_TEST_KILLS_PER_POINT", "1"))
