"""Both heads as one classifier, with calibrated confidences: trained with scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.languages import recognise
from nlu.components.heads import Arrays, NgramHead, Numbers, SentenceHead
from nlu.components.reading import reading
from nlu.components.sentence_vectors import sentence_vectors
from nlu.components.spelling_noise import SpellingNoise

_FOLDS = 2
_NGRAM_SHARES = np.geomspace(0.2, 10, 30)
_SENTENCE_SHARES = np.concatenate([[0.0], np.geomspace(0.05, 3, 20)])


@dataclass(frozen=True)
class IntentModel:
    """A trained classifier.

    ``shares``: how much each head counts, n-grams first; ``meaning_share`` is for the second alone.
    """

    labels: list[str]
    ngrams: NgramHead
    sentences: SentenceHead
    shares: Numbers
    meaning_share: float

    def confidences(self, texts: Sequence[str]) -> Numbers:
        """Return a row a text and a column a label, each row adding up to one."""
        ngram, sentence = self._scores(texts)
        return _softmax(self.shares[0] * ngram + self.shares[1] * sentence)

    def by_meaning(self, texts: Sequence[str]) -> Numbers:
        """Return the same by the sentence head alone: for languages that no line is trained in."""
        return _softmax(self.meaning_share * self._scores(texts)[1])

    def _scores(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        read = [reading(text) for text in texts]
        return self.ngrams.scores(read), self.sentences.scores(sentence_vectors(read))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the model as arrays without Python objects."""
        return {
            **{f"ngrams_{name}": array for name, array in self.ngrams.arrays().items()},
            **{f"sentences_{name}": array for name, array in self.sentences.arrays().items()},
            "labels": np.asarray(self.labels),
            "shares": self.shares,
            "meaning_share": np.asarray(self.meaning_share),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> IntentModel:
        """Rebuild a model from :meth:`arrays`."""

        def part(prefix: str) -> dict[str, NDArray[Any]]:
            named = [name for name in arrays if name.startswith(prefix)]
            return {name.removeprefix(prefix): arrays[name] for name in named}

        return cls(
            [str(label) for label in arrays["labels"]],
            NgramHead.from_arrays(part("ngrams_")),
            SentenceHead.from_arrays(part("sentences_")),
            arrays["shares"],
            float(arrays["meaning_share"]),
        )


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    regularization: tuple[float, float],
    noisy_copies: int,
    seed: int,
) -> IntentModel:
    """Return a classifier of ``texts``; the same lines and seed give the same model.

    ``regularization`` is scikit-learn's C of either head. How much each head counts, and with it
    how sure the whole is, fits best on lines held out of training (Platt's idea, many labels).
    """
    from sklearn.model_selection import StratifiedKFold

    copies = [[reading(t), *_misspelt(t, noisy_copies, seed)] for t in texts]
    vectors = sentence_vectors([copy[0] for copy in copies])
    names = sorted(set(labels))
    answers = np.asarray([names.index(label) for label in labels])
    ngram, sentence = (np.zeros((len(texts), len(names)), dtype=np.float32) for _ in range(2))

    def sentences(chosen: NDArray[Any]) -> tuple[Numbers, Any]:
        # What is said must not drown in which language it is said in.
        dutch = [i for i in chosen if recognise(texts[i]) is None]
        return vectors[dutch], answers[dutch]

    def heads(chosen: NDArray[Any]) -> tuple[NgramHead, SentenceHead]:
        spelt = [text for i in chosen for text in copies[i]]
        spelt_answers = [answers[i] for i in chosen for _ in copies[i]]
        return (
            NgramHead.fit(spelt, spelt_answers, regularization[0]),
            SentenceHead.fit(*sentences(chosen), regularization[1]),
        )

    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    for learnt, held_out in folds.split(np.zeros(len(texts)), answers):
        by_writing, by_meaning = heads(learnt)
        ngram[held_out] = by_writing.scores([copies[i][0] for i in held_out])
        sentence[held_out] = by_meaning.scores(vectors[held_out])
    shares = min(
        ((n, s) for n in _NGRAM_SHARES for s in _SENTENCE_SHARES),
        key=lambda pair: _loss(pair[0] * ngram + pair[1] * sentence, answers),
    )
    alone = min(_SENTENCE_SHARES, key=lambda share: _loss(share * sentence, answers))
    whole = heads(np.arange(len(texts)))
    return IntentModel(names, *whole, np.asarray(shares, dtype=np.float32), float(alone))


def _misspelt(text: str, copies: int, seed: int) -> list[str]:
    """Misspelt readings of one line; a line's mistakes do not change when other lines do."""
    noise = SpellingNoise(seed + crc32(text.encode()))
    return [reading(noise(text)) for _ in range(copies)]


def _loss(scores: Numbers, answers: NDArray[Any]) -> float:
    confident = _softmax(scores)[np.arange(len(answers)), answers]
    return float(-np.log(confident + 1e-9).mean())


def _softmax(scores: Numbers) -> Numbers:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)
