"""Both verifiers: verify.py with Python alone, and the package's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from evidence_log import verify_export

VERIFIER = Path(__file__).parents[2] / "evidence_log" / "verify.py"


def verify_alone(folder: Path, *kept: Path) -> tuple[int, str]:
    """Run verify.py as an auditor would, without our packages; return exit code and words."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", VERIFIER, folder, *kept],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def accepted(folder: Path, *kept: Path) -> bool:
    """Let both accept, or fail with what one of them says."""
    code, said = verify_alone(folder, *kept)
    assert code == 0, said
    verify_export(folder, kept)
    return True
