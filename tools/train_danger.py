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
LEARNT = ("held_out", "tuning")
EXPLICIT = ("suicide_explicit", *(f"language_{code}" for code in ("en", "ar", "tr", "pl", "uk")))
VEILED = ("suicide_veiled",)
ORDINARY = ("ordinary", "language_ordinary")
# Alarming in another way; the phrases know what to do with it.
OTHER_HARDSHIP = ("hardship", "minor")
FALSE_ALARMS = 0.005
_FOLDS = 5
_SEED = 113
# Best of a few in cross-validation; other values differ by a point.
_NGRAM_REGULARIZATION, _MEANING_REGULARIZATION, _SHARPNESS = 20.0, 3.0, 1.5
_MEANING_SHARES = (0.25, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Lines:
    """What is learnt from: texts, the set each is of, and whether it is a cry for help."""

    texts: list[str]
    sets: list[str]

    @property
    def is_danger(self) -> np.ndarray:
        """One truth a line."""
        return self.among(*EXPLICIT, *VEILED)

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
        for name in (*EXPLICIT, *VEILED, *ORDINARY, *OTHER_HARDSHIP)
        for line in (CASES / half / f"{name}.txt").read_text("utf-8").splitlines()
        if line.strip()
    ]
    return Lines([text for text, _ in rows], [name for _, name in rows])


def learn_heads(
    texts: list[str], vectors: Numbers, is_danger: np.ndarray
) -> tuple[NgramHead, NearnessHead]:
    """Return both heads, learnt from the lines given."""
    from sklearn.svm import SVC

    ngrams = NgramHead.fit(
        [spoken(text) for text in texts], is_danger.astype(int).tolist(), _NGRAM_REGULARIZATION
    )
    mean = vectors.mean(axis=0)
    machine = SVC(C=_MEANING_REGULARIZATION, gamma=_SHARPNESS).fit(around(mean, vectors), is_danger)
    return ngrams, NearnessHead(
        mean,
        machine.support_vectors_.astype(np.float32),
        machine.dual_coef_[0].astype(np.float32),
        float(machine.intercept_[0]),
        _SHARPNESS,
    )


def main() -> None:
    """Learn, print the figures and keep the voice."""
    from sklearn.model_selection import StratifiedKFold

    lines = read_lines()
    vectors = sentence_vectors(lines.texts)
    written, meant = np.zeros(len(lines.texts)), np.zeros(len(lines.texts))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for learnt, unseen in folds.split(lines.texts, lines.is_danger):
        some = [lines.texts[i] for i in learnt]
        ngrams, meaning = learn_heads(some, vectors[learnt], lines.is_danger[learnt])
        written[unseen] = ngrams.scores([spoken(lines.texts[i]) for i in unseen])[:, 0]
        meant[unseen] = meaning.scores(vectors[unseen])
    candidates = [_threshold(lines, written, meant, share) for share in _MEANING_SHARES]
    shares, threshold, hears = max(candidates, key=lambda each: each[2][lines.is_danger].mean())
    _print(lines, shares, hears)
    voice = SecondVoice(
        *learn_heads(lines.texts, vectors, lines.is_danger), shares, threshold, lines.digest
    )
    voice.save(FILE)


def _threshold(
    lines: Lines, written: np.ndarray, meant: np.ndarray, share: float
) -> tuple[tuple[float, float], float, np.ndarray]:
    """Return the shares, the threshold that keeps false alarms rare, and who is heard by it."""
    shares = (1 / float(written.std()), share / float(meant.std()))
    scores = shares[0] * written + shares[1] * meant
    threshold = float(np.quantile(scores[lines.among(*ORDINARY)], 1 - FALSE_ALARMS))
    return shares, threshold, scores > threshold


def _print(lines: Lines, shares: tuple[float, float], hears: np.ndarray) -> None:
    heard_by = [find_by_phrases(text) for text in lines.texts]
    phrases = np.asarray([danger is not None and danger.is_urgent for danger in heard_by])
    print(f"shares {shares[0]:.2f} {shares[1]:.2f}")
    for title, names in (("explicit", EXPLICIT), ("veiled", VEILED), ("ordinary", ORDINARY)):
        of_set = lines.among(*names)
        shown = [f"{part[of_set].mean():.1%}" for part in (phrases, hears, phrases | hears)]
        print(f"| {title} | {of_set.sum()} | {' | '.join(shown)} |")


if __name__ == "__main__":
    main()
