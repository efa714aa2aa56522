"""Write every vector as files: ``PYTHONPATH=.:tests python -m evidence_vectors.make FOLDER``.

``good/<name>/`` and ``broken/<name>/`` are exports; ``kept/`` in them is what the auditor had
before. Whoever writes another verifier lets it read ``<name>/`` with the files of ``kept/``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from evidence_vectors.attacks import attacks
from evidence_vectors.forge import Vector
from evidence_vectors.good import good


def write(vector: Vector, folder: Path) -> tuple[Path, list[Path]]:
    """Write one vector; return its folder and the files that were kept."""
    made = folder / ("broken" if vector.code else "good") / vector.name
    (made / "kept").mkdir(parents=True)
    for name, content in vector.files.items():
        (made / name).write_bytes(content)
    kept = []
    for name, content in vector.kept.items():
        kept.append(made / "kept" / name)
        kept[-1].write_bytes(content)
    return made, kept


if __name__ == "__main__":
    for each in [*good(), *attacks()]:
        write(each, Path(sys.argv[1]))
