"""The two linear classifiers of one message: how it is written, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlu.components.ngram_vectors import NgramVectors

Arrays = Mapping[str, NDArray[Any]]
Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class NgramHead:
    """One weight per character or word n-gram and label: exact about words, tolerant of slips."""

    vectors: NgramVectors
    weights: Numbers
    bias: Numbers

    def scores(self, texts: Sequence[str]) -> Numbers:
        """Return one row a text, one column a label."""
        rows = []
        for text in texts:
            columns, values = self.vectors.vector(text)
            rows.append(values @ self.weights[columns] + self.bias)
        return np.vstack(rows)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the head as arrays without Python objects."""
        space = {f"vectors_{name}": array for name, array in self.vectors.arrays().items()}
        return space | {"weights": self.weights, "bias": self.bias}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """Rebuild a head from :meth:`arrays`."""
        space = {name: arrays[f"vectors_{name}"] for name in ("terms", "weights")}
        return cls(NgramVectors.from_arrays(space), arrays["weights"], arrays["bias"])

    @classmethod
    def fit(
        cls, texts: Sequence[str], answers: Sequence[int], regularization: float, least: int = 1
    ) -> Self:
        """Learn one binary logistic regression a label; ``answers`` are label numbers from 0.

        ``least``: in how many texts a n-gram must stand to count.
        """
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier
        from threadpoolctl import threadpool_limits

        vectors = NgramVectors.fit(texts, least)
        model = OneVsRestClassifier(LogisticRegression(C=regularization, solver="liblinear"))
        # More threads only wait for each other on such small vectors: six times slower.
        with threadpool_limits(limits=1):
            model.fit(vectors.matrix(texts), answers)
        weights = np.vstack([one.coef_[0] for one in model.estimators_]).T
        bias = np.asarray([one.intercept_[0] for one in model.estimators_])
        return cls(
            vectors, np.ascontiguousarray(weights, dtype=np.float32), bias.astype(np.float32)
        )


@dataclass(frozen=True)
class SentenceHead:
    """One weight per dimension of a sentence vector and label: knows other words, also foreign."""

    mean: Numbers
    weights: Numbers
    bias: Numbers

    def scores(self, vectors: Numbers) -> Numbers:
        """Return one row a sentence vector, one column a label."""
        return np.asarray(_around(self.mean, vectors) @ self.weights + self.bias)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the head as arrays."""
        return {"mean": self.mean, "weights": self.weights, "bias": self.bias}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """Rebuild a head from :meth:`arrays`."""
        return cls(arrays["mean"], arrays["weights"], arrays["bias"])

    @classmethod
    def fit(cls, vectors: Numbers, answers: Sequence[int], regularization: float) -> Self:
        """Learn one multinomial logistic regression; ``answers`` are label numbers from 0."""
        from sklearn.linear_model import LogisticRegression

        mean = vectors.mean(axis=0)
        model = LogisticRegression(C=regularization, max_iter=300)
        model.fit(_around(mean, vectors), answers)
        return cls(mean, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))


def _around(mean: Numbers, vectors: Numbers) -> Numbers:
    """Return ``vectors`` as unit vectors seen from ``mean``, without which all look alike."""
    moved = vectors - mean
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True).clip(1e-9))
