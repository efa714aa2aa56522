"""Measures the understanding on the held-out cases, beside Rasa's own pipelines.

``python tools/measure_nlu.py`` trains each pipeline in a process of its own and prints one Markdown
table. ``--diet-python`` names a Python with Rasa and TensorFlow (3.10) to add Rasa's DIET default.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "nlu")]

import understanding  # noqa: E402

NOT_UNDERSTOOD = {"out_of_scope", "nlu_fallback"}
SHARED = "recipe: default.v1\nlanguage: nl\nassistant_id: measured\npipeline:\n"
COUNTS = """\
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}
"""
FALLBACK = "  - {name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.1}\n"
LOGISTIC = SHARED + COUNTS + "  - name: LogisticRegressionClassifier\n" + FALLBACK
DIET = (
    SHARED
    + COUNTS.replace(
        "  - name: CountVectorsFeaturizer\n",
        "  - name: RegexFeaturizer\n  - name: LexicalSyntacticFeaturizer\n"
        "  - name: CountVectorsFeaturizer\n",
    )
    + "  - {name: DIETClassifier, epochs: 100, constrain_similarities: true, random_seed: 42}\n"
    + FALLBACK
)


def read_cases(config: Path) -> dict[str, Any]:
    """Train ``config``, read every case that must match, and return what came out."""
    cases = [case for case in understanding.cases() if case.must_match]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        model = understanding.train(config, Path(folder) / "model.tar.gz")
        trained = time.perf_counter() - began
        reader = understanding.Understanding(model)
        size = model.stat().st_size
        read = []
        reader.read("hallo")
        for case in cases:
            before = time.process_time()
            parsed = reader.read(case.text)
            spent = time.process_time() - before
            read.append({"case": case.intent, "parsed": parsed, "ms": 1000 * spent})
    return {"trained_seconds": trained, "model_bytes": size, "read": read}


def figures(measured: dict[str, Any]) -> dict[str, str]:
    """Return the row of one pipeline, as text."""
    read = measured["read"]
    inside = [line for line in read if line["case"] != "out_of_scope"]
    outside = [line for line in read if line["case"] == "out_of_scope"]
    spent = sorted(line["ms"] for line in read)
    return {
        "lines": str(len(read)),
        "first choice": _percent(_right(line, 1) for line in read),
        "in top three": _percent(_right(line, 3) for line in read),
        "in scope, not understood": _percent(_named(line) in NOT_UNDERSTOOD for line in inside),
        "out of scope, seen": _percent(_named(line) in NOT_UNDERSTOOD for line in outside),
        "out-of-scope AUROC": f"{_auroc(inside, outside):.3f}",
        "ms a line p50 / p95": f"{_at(spent, 0.5):.1f} / {_at(spent, 0.95):.1f}",
        "training s": f"{measured['trained_seconds']:.0f}",
        "model MB": f"{measured['model_bytes'] / 1e6:.1f}",
    }


def _named(line: dict[str, Any]) -> str:
    return str(line["parsed"]["intent"]["name"])


def _right(line: dict[str, Any], places: int) -> bool:
    if places == 1:
        wanted = NOT_UNDERSTOOD if line["case"] == "out_of_scope" else {line["case"]}
        return _named(line) in wanted
    ranked = [r["name"] for r in line["parsed"]["intent_ranking"] if r["name"] != "nlu_fallback"]
    return line["case"] in ranked[:places]


def _familiar(line: dict[str, Any]) -> float:
    known = [r for r in line["parsed"]["intent_ranking"] if r["name"] not in NOT_UNDERSTOOD]
    best = max((r["confidence"] for r in known), default=0.0)
    return float(best * line["parsed"].get("similarity", 1.0))


def _auroc(inside: list[dict[str, Any]], outside: list[dict[str, Any]]) -> float:
    pairs = [(_familiar(a), _familiar(b)) for a in inside for b in outside]
    return sum((a > b) + 0.5 * (a == b) for a, b in pairs) / max(len(pairs), 1)


def _percent(hits: Any) -> str:
    counted = [bool(hit) for hit in hits]
    return f"{100 * sum(counted) / max(len(counted), 1):.1f} %"


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _measured_apart(python: str, config: Path, folder: Path) -> dict[str, Any]:
    result = folder / f"{config.stem}.json"
    subprocess.run([python, __file__, "--worker", str(config), str(result)], check=True)
    measured: dict[str, Any] = json.loads(result.read_text())
    return measured


def main(diet_python: str = "") -> None:
    """Print one table with a column for each pipeline."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "logistic.yml").write_text(LOGISTIC)
        (folder / "diet.yml").write_text(DIET)
        runs = {
            "ours (config.yml)": (sys.executable, ROOT / "config.yml"),
            "Rasa LogisticRegressionClassifier": (sys.executable, folder / "logistic.yml"),
        }
        if diet_python:
            runs["Rasa DIETClassifier"] = (diet_python, folder / "diet.yml")
        columns = {label: figures(_measured_apart(*run, folder)) for label, run in runs.items()}
    print("| | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 1) + "|")
    for row in next(iter(columns.values())):
        print(f"| {row} | " + " | ".join(column[row] for column in columns.values()) + " |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diet-python", default="", help="a Python with Rasa and TensorFlow")
    parser.add_argument("--worker", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        config, result = arguments.worker
        result.write_text(json.dumps(read_cases(config), default=str))
    else:
        main(arguments.diet_python)
