"""Learns the second voice for danger from tests/danger_cases, and says how much it hears.

Every figure is of a writer whom the voice had not learnt from: each is left out once, and neither
what the voice knows nor how it is weighed has seen a line of that writer. Nothing but the lines
decides, so the same lines give the same voice. Run: python tools/train_danger.py
"""

from __future__ import annotations

import hashlib
import sys
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.safeguards.danger import OVERRULED_BELOW, advisers_in  # noqa: E402
from bot.safeguards.second_voice import FILE, MeaningHead, SecondVoice, spoken  # noqa: E402
from nlu.components.heads import NgramHead, Numbers  # noqa: E402
from nlu.components.sentence_vectors import sentence_vectors  # noqa: E402

CASES = ROOT / "tests" / "danger_cases"
# Writers who never saw the phrases: only of their lines is known how often the phrases are wrong.
STRANGERS = (
    "read_2",
    *(f"read_3{writer}" for writer in "abcd"),
    *(f"read_4{writer}" for writer in "ghij"),
    *(f"read_5{writer}" for writer in "km"),
    "needs",
)
LEARNT = ("held_out", "tuning", *STRANGERS)
LANGUAGES = tuple(f"language_{code}" for code in ("en", "ar", "tr", "pl", "uk"))
# What is heard as what, and how many ordinary lines in a thousand may raise it wrongly.
CLASSES = {
    "suicide": (("suicide_explicit", "suicide_veiled", *LANGUAGES), 25),
    "someone_else": (("someone_else",), 5),
    "violence": (("violence",), 5),
    "threat_to_staff": (("threat_to_staff",), 5),
    "hardship": (("hardship",), 5),
    "minor": (("minor",), 2),
}
# What a phrase that is not plain may say; bot/safeguards/danger.py names them.
ADVISERS = ("suicide", "suicide_veiled", *list(CLASSES)[1:])
ORDINARY = ("ordinary", "language_ordinary")
SETS = (*(name for names, _ in CLASSES.values() for name in names), *ORDINARY)
# Best of a few with each writer left out; other values differ by a point.
_NGRAM_REGULARIZATION, _LEAST_TEXTS = 60.0, 3
_NETWORKS, _NETWORK_SIZE, _NETWORK_DECAY, _NETWORK_ROUNDS = 4, 256, 1.0, 12
_WEIGHING_REGULARIZATION = 0.3


@dataclass(frozen=True)
class Lines:
    """What is learnt from: texts, the set that each is of, and who wrote it."""

    texts: list[str]
    sets: list[str]
    writers: list[str]

    @cached_property
    def classes(self) -> np.ndarray:
        """The class of each line as a number from 1, in the order of ``CLASSES``; 0 is none."""
        numbers = {n: i for i, (names, _) in enumerate(CLASSES.values(), 1) for n in names}
        return np.asarray([numbers.get(name, 0) for name in self.sets])

    def by(self, *writers: str) -> np.ndarray:
        """Return for each line whether one of ``writers`` wrote it."""
        return np.isin(self.writers, writers)

    @cached_property
    def vectors(self) -> Numbers:
        """What each line means."""
        return sentence_vectors(self.texts)

    @cached_property
    def advice(self) -> list[frozenset[str] | None]:
        """What the phrases say of each line; None if they raise without the second voice."""
        return [advisers_in(text) for text in self.texts]

    @property
    def digest(self) -> str:
        """The SHA-256 of all lines with their sets and writers."""
        rows = zip(self.writers, self.sets, self.texts, strict=True)
        return hashlib.sha256("\n".join(map("\t".join, rows)).encode()).hexdigest()


def read_lines() -> Lines:
    """Return every line that has been read by whoever made the rules."""
    rows = [
        (line, name, writer)
        for writer in LEARNT
        for name in SETS
        if (CASES / writer / f"{name}.txt").exists()
        for line in (CASES / writer / f"{name}.txt").read_text("utf-8").splitlines()
        if line.strip()
    ]
    return Lines(*map(list, zip(*rows, strict=True)))


def learn_heads(lines: Lines, learnt: np.ndarray) -> tuple[NgramHead, MeaningHead]:
    """Return both heads, learnt from the lines of which ``learnt`` is true; a column a class."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    # Stopped early on purpose: with more rounds they know the lines by heart.
    warnings.simplefilter("ignore", ConvergenceWarning)
    # Strangers count twice: they write as those will who are heard.
    twice = np.flatnonzero(learnt & lines.by(*STRANGERS))
    places = np.concatenate([np.flatnonzero(learnt), twice])
    classes = lines.classes[places]
    heard = [spoken(lines.texts[place]) for place in places]
    ngrams = NgramHead.fit(heard, classes.tolist(), _NGRAM_REGULARIZATION, _LEAST_TEXTS)
    # The first label is "none", which has no column.
    ngrams = NgramHead(ngrams.vectors, np.ascontiguousarray(ngrams.weights[:, 1:]), ngrams.bias[1:])
    vectors = lines.vectors[places]
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0)
    networks = [
        MLPClassifier(
            (_NETWORK_SIZE,), alpha=_NETWORK_DECAY, max_iter=_NETWORK_ROUNDS, random_state=seed
        ).fit((vectors - mean) / spread, classes)
        for seed in range(_NETWORKS)
    ]
    arrays = [
        np.asarray([getattr(network, name)[layer] for network in networks], dtype=np.float32)
        for layer in (0, 1)
        for name in ("coefs_", "intercepts_")
    ]
    return ngrams, MeaningHead(mean, spread, *arrays)


def voice(
    heads: tuple[NgramHead, MeaningHead], weights: Numbers, bias: Numbers, learnt_from: str
) -> SecondVoice:
    """Return the voice of its parts."""
    return SecondVoice(tuple(CLASSES), ADVISERS, *heads, weights, bias, learnt_from)


def unseen_views(lines: Lines) -> Numbers:
    """Return what voices hear in the lines of strangers whom they had not learnt from."""
    from rich.progress import track

    views = np.zeros((len(lines.texts), 2 * len(CLASSES)), dtype=np.float32)
    none = np.zeros((0, len(CLASSES)), dtype=np.float32)
    for writer in track(STRANGERS, "Leaving one writer out"):
        unseen = lines.by(writer)
        one = voice(learn_heads(lines, ~unseen), none, none, "")
        views[unseen] = one.views([lines.texts[place] for place in np.flatnonzero(unseen)])
    return views


def inputs(lines: Lines, views: Numbers) -> Numbers:
    """Return what is weighed: the views and the advice of the phrases."""
    advice = [[name in (said or ()) for name in ADVISERS] for said in lines.advice]
    return np.hstack([views, np.asarray(advice, dtype=np.float32)])


def weigh(lines: Lines, given: Numbers, learnt: np.ndarray) -> tuple[Numbers, Numbers]:
    """Return the weights and the bias with which a class is heard above zero.

    Lines that a plain phrase raises are left out: the second voice is not asked about them.
    """
    from sklearn.linear_model import LogisticRegression

    learnt = learnt & np.asarray([said is not None for said in lines.advice])
    mean, spread = given[learnt].mean(axis=0), given[learnt].std(axis=0) + 1e-6
    model = LogisticRegression(C=_WEIGHING_REGULARIZATION, max_iter=2000)
    model.fit((given[learnt] - mean) / spread, lines.classes[learnt])
    weights = (model.coef_[1:] - model.coef_[0]).T / spread[:, None]
    bias = model.intercept_[1:] - model.intercept_[0] - mean @ weights
    ordinary = given[learnt & (lines.classes == 0)] @ weights + bias
    bias -= [
        np.quantile(ordinary[:, number], 1 - per_thousand / 1000)
        for number, (_, per_thousand) in enumerate(CLASSES.values())
    ]
    return weights.astype(np.float32), bias.astype(np.float32)


_EACH_AND_ALL = (*((writer,) for writer in STRANGERS), STRANGERS)


def print_figures(lines: Lines, given: Numbers) -> None:
    """Print, for each writer left out, the share of lines that is heard; totals in the end."""
    heard = np.asarray([said is None for said in lines.advice])
    least = np.asarray([OVERRULED_BELOW if said else 0 for said in lines.advice])
    for writer in STRANGERS:
        of_writer = lines.by(writer)
        weights, bias = weigh(lines, given, lines.by(*STRANGERS) & ~of_writer)
        heard |= of_writer & ((given @ weights + bias).max(axis=1) > least)
    print("| lines | " + " | ".join(STRANGERS) + " | all |")
    for name in dict.fromkeys(lines.sets):
        parts = [np.isin(lines.sets, name) & lines.by(*who) for who in _EACH_AND_ALL]
        if parts[-1].any():
            shown = [f"{heard[part].mean():.1%}" if part.any() else "" for part in parts]
            print(f"| {name} | {' | '.join(shown)} |")


def main() -> None:
    """Learn, print the figures and keep the voice."""
    lines = read_lines()
    given = inputs(lines, unseen_views(lines))
    print_figures(lines, given)
    weights, bias = weigh(lines, given, lines.by(*STRANGERS))
    heads = learn_heads(lines, np.ones(len(lines.texts), dtype=bool))
    voice(heads, weights, bias, lines.digest).save(FILE)


if __name__ == "__main__":
    main()
