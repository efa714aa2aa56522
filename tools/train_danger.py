"""Learns the second voice for danger from tests/danger_cases, and says how sure it is.

Every figure is of lines that the voice had not learnt from when it heard them (five parts, each
heard by a voice that learnt from the other four). Run: python tools/train_danger.py
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.safeguards.danger import find_by_phrases  # noqa: E402
from bot.safeguards.second_voice import (  # noqa: E402
    FILE,
    NearnessHead,
    SecondVoice,
    around,
    spoken,
)
from nlu.components.heads import NgramHead, Numbers  # noqa: E402
from nlu.components.sentence_vectors import sentence_vectors  # noqa: E402

CASES = ROOT / "tests" / "danger_cases"
LEARNT = ("held_out", "tuning", "read_2")
LANGUAGES = tuple(f"language_{code}" for code in ("en", "ar", "tr", "pl", "uk"))
# What is heard as what, and how many ordinary lines in a thousand may raise it wrongly.
# Suicide is answered as if veiled, with a question: it is seldom said outright where no phrase is.
CLASSES = {
    "suicide_veiled": (("suicide_explicit", "suicide_veiled", *LANGUAGES), 8),
    "someone_else": (("someone_else",), 2),
    "violence": (("violence",), 3),
    "threat_to_staff": (("threat_to_staff",), 3),
}
ORDINARY = ("ordinary", "language_ordinary")
# Alarming in another way; the phrases know what to do with it.
OTHER_HARDSHIP = ("hardship", "minor")
SETS = (*(name for names, _ in CLASSES.values() for name in names), *ORDINARY, *OTHER_HARDSHIP)
_FOLDS = 5
_SEED = 113
# Best of a few in cross-validation; other values differ by a point.
_NGRAM_REGULARIZATION, _MEANING_REGULARIZATION, _SHARPNESS = 20.0, 3.0, 1.5
_MEANING_SHARE = 1.0


@dataclass(frozen=True)
class Lines:
    """What is learnt from: texts, and the set that each is of."""

    texts: list[str]
    sets: list[str]

    @property
    def classes(self) -> np.ndarray:
        """The class of each line as a number, that of ``CLASSES``; -1 is none of them."""
        numbers = {n: i for i, (names, _) in enumerate(CLASSES.values()) for n in names}
        return np.asarray([numbers.get(name, -1) for name in self.sets])

    def among(self, *names: str) -> np.ndarray:
        """Return for each line whether it is of one of the sets ``names``."""
        return np.asarray([name in names for name in self.sets])

    @property
    def digest(self) -> str:
        """The SHA-256 of all lines with their sets."""
        rows = zip(self.sets, self.texts, strict=True)
        whole = "\n".join(f"{name}\t{text}" for name, text in rows)
        return hashlib.sha256(whole.encode()).hexdigest()


def read_lines() -> Lines:
    """Return every line that has been read by whoever made the rules."""
    rows = [
        (line, name)
        for half in LEARNT
        for name in SETS
        if (CASES / half / f"{name}.txt").exists()
        for line in (CASES / half / f"{name}.txt").read_text("utf-8").splitlines()
        if line.strip()
    ]
    return Lines([text for text, _ in rows], [name for _, name in rows])


def learn_heads(
    texts: list[str], vectors: Numbers, classes: np.ndarray
) -> tuple[NgramHead, NearnessHead]:
    """Return both heads, learnt from the lines given; a column a class."""
    from sklearn.svm import SVC

    # The first label is "none", which has no column.
    ngrams = NgramHead.fit(
        [spoken(text) for text in texts], (classes + 1).tolist(), _NGRAM_REGULARIZATION
    )
    ngrams = NgramHead(ngrams.vectors, np.ascontiguousarray(ngrams.weights[:, 1:]), ngrams.bias[1:])
    mean = vectors.mean(axis=0)
    seen = around(mean, vectors)
    weights = np.zeros((len(texts), len(CLASSES)), dtype=np.float32)
    bias = np.zeros(len(CLASSES), dtype=np.float32)
    for number in range(len(CLASSES)):
        machine = SVC(C=_MEANING_REGULARIZATION, gamma=_SHARPNESS).fit(seen, classes == number)
        weights[machine.support_, number] = machine.dual_coef_[0]
        bias[number] = machine.intercept_[0]
    used = np.abs(weights).sum(axis=1) > 0
    return ngrams, NearnessHead(mean, seen[used], weights[used], bias, _SHARPNESS)


def main() -> None:
    """Learn, print the figures and keep the voice."""
    from sklearn.model_selection import StratifiedKFold

    lines = read_lines()
    vectors = sentence_vectors(lines.texts)
    written, meant = (np.zeros((len(lines.texts), len(CLASSES))) for _ in range(2))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for learnt, unseen in folds.split(lines.texts, lines.classes):
        some = [lines.texts[i] for i in learnt]
        ngrams, meaning = learn_heads(some, vectors[learnt], lines.classes[learnt])
        written[unseen] = ngrams.scores([spoken(lines.texts[i]) for i in unseen])
        meant[unseen] = meaning.scores(vectors[unseen])
    shares = np.asarray([1 / written.std(axis=0), _MEANING_SHARE / meant.std(axis=0)])
    scores = shares[0] * written + shares[1] * meant
    ordinary = scores[lines.among(*ORDINARY)]
    thresholds = np.asarray(
        [
            np.quantile(ordinary[:, number], 1 - per_thousand / 1000)
            for number, (_, per_thousand) in enumerate(CLASSES.values())
        ]
    )
    _print(lines, (scores > thresholds).any(axis=1))
    SecondVoice(
        tuple(CLASSES),
        *learn_heads(lines.texts, vectors, lines.classes),
        shares,
        thresholds,
        lines.digest,
    ).save(FILE)


def _print(lines: Lines, hears: np.ndarray) -> None:
    heard_by = [find_by_phrases(text) for text in lines.texts]
    phrases = np.asarray([danger is not None and danger.is_urgent for danger in heard_by])
    for name in dict.fromkeys(lines.sets):
        of_set = lines.among(name)
        shown = [f"{part[of_set].mean():.1%}" for part in (phrases, hears, phrases | hears)]
        print(f"| {name} | {of_set.sum()} | {' | '.join(shown)} |")


if __name__ == "__main__":
    main()
