"""One weight per n-gram and intent, with calibrated confidences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlu.components.ngram_vectors import NgramVectors
from nlu.components.reading import reading
from nlu.components.spelling_noise import SpellingNoise

_FOLDS = 3
_SHARPNESSES = np.geomspace(0.2, 10, 60)


@dataclass(frozen=True)
class LinearModel:
    """A trained classifier; ``weights`` has one row per n-gram and one column per label."""

    labels: list[str]
    vectors: NgramVectors
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    sharpness: float

    def confidences(self, text: str) -> NDArray[np.float32]:
        """Return one confidence per label, adding up to one, for a text as ``reading`` gives it."""
        columns, values = self.vectors.vector(text)
        return _softmax(self.sharpness * (values @ self.weights[columns] + self.bias))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the model as arrays without Python objects."""
        space = {f"vectors_{name}": array for name, array in self.vectors.arrays().items()}
        return space | {
            "labels": np.asarray(self.labels),
            "weights": self.weights,
            "bias": self.bias,
            "sharpness": np.asarray(self.sharpness),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> LinearModel:
        """Rebuild a model from :meth:`arrays`."""
        space = {name: arrays[f"vectors_{name}"] for name in ("terms", "weights")}
        return cls(
            [str(label) for label in arrays["labels"]],
            NgramVectors.from_arrays(space),
            arrays["weights"],
            arrays["bias"],
            float(arrays["sharpness"]),
        )


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    regularization: float,
    noisy_copies: int,
    seed: int,
) -> LinearModel:
    """Return a classifier of ``texts``; the same lines and seed give the same model.

    One binary logistic regression per label; the sharpness of the confidences is the one that
    fits best on lines held out of training (temperature scaling, Guo et al. 2017).
    """
    from sklearn.model_selection import StratifiedKFold

    copies = [[reading(t), *_misspelt(t, noisy_copies, seed)] for t in texts]
    names = sorted(set(labels))
    answers = np.asarray([names.index(label) for label in labels])
    scores = np.zeros((len(texts), len(names)), dtype=np.float32)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    for learnt, held_out in folds.split(np.zeros(len(texts)), answers):
        fold = _fit(copies, answers, learnt, regularization)
        rows = fold[0].matrix([copies[i][0] for i in held_out])
        scores[held_out] = rows @ fold[1] + fold[2]
    vectors, weights, bias = _fit(copies, answers, np.arange(len(texts)), regularization)
    return LinearModel(names, vectors, weights, bias, _best_sharpness(scores, answers))


def _misspelt(text: str, copies: int, seed: int) -> list[str]:
    """Misspelt readings of one line; a line's mistakes do not change when other lines do."""
    noise = SpellingNoise(seed + crc32(text.encode()))
    return [reading(noise(text)) for _ in range(copies)]


def _fit(
    copies: Sequence[Sequence[str]], answers: NDArray[Any], chosen: NDArray[Any], c: float
) -> tuple[NgramVectors, NDArray[np.float32], NDArray[np.float32]]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from threadpoolctl import threadpool_limits

    texts = [text for i in chosen for text in copies[i]]
    targets = [answers[i] for i in chosen for _ in copies[i]]
    vectors = NgramVectors.fit(texts)
    model = OneVsRestClassifier(LogisticRegression(C=c, solver="liblinear"))
    # More threads only wait for each other on such small vectors: six times slower on two cores.
    with threadpool_limits(limits=1):
        model.fit(vectors.matrix(texts), targets)
    weights = np.vstack([one.coef_[0] for one in model.estimators_]).T
    bias = np.asarray([one.intercept_[0] for one in model.estimators_])
    return vectors, np.ascontiguousarray(weights, dtype=np.float32), bias.astype(np.float32)


def _best_sharpness(scores: NDArray[np.float32], answers: NDArray[Any]) -> float:
    def loss(sharpness: float) -> float:
        confident = _softmax(sharpness * scores)[np.arange(len(answers)), answers]
        return float(-np.log(confident + 1e-9).mean())

    return float(min(_SHARPNESSES, key=loss))


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)
