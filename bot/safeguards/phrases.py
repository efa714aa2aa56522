"""A small language for phrases, so that people who know the subject can read and change them.

``ik $wil ~ dood``: words in this order. ``a|b`` is one of them, ``word*`` a beginning, ``word?``
may be missing, ``me+zelf`` two words as one, ``$name`` a group of words. ``~`` is at most four
other words, of which none may turn the meaning ("niet"). ``^`` and ``$`` alone are a sentence's
begin and end (or a word that begins the next, "want"). Between words there may be small words that
change nothing ("echt").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.errors import PhraseWrong
from bot.safeguards.folding import fold
from bot.safeguards.spelling import TypingErrors, sound, words

_LONGEST_SQUEEZED = 40
_SENTENCE_END = re.compile(r"[.!?,;:…]+(?:\s|$)")


@dataclass(frozen=True)
class Sounds:
    """A message as it is compared.

    ``spaced`` word by word, ``sentences`` the same with ``#`` between the sentences, ``squeezed``
    without any space.
    """

    spaced: str
    sentences: str
    squeezed: str

    def without(self, phrases: Phrases) -> Sounds:
        """Return the message without what ``phrases`` say."""
        spaced, sentences = (phrases.pattern.sub(" | ", each) for each in self.views)
        return Sounds(spaced, sentences, self.squeezed)

    @property
    def views(self) -> tuple[str, str]:
        """The message with and without its sentences: people put full stops anywhere."""
        return self.spaced, self.sentences


@dataclass(frozen=True)
class Language:
    """What phrases share: groups of words, small words, words that turn, and typing errors."""

    groups: Mapping[str, str] = field(default_factory=dict)
    small: str = ""
    turning: str = ""
    ending: str = ""
    meant: TypingErrors = field(default_factory=lambda: TypingErrors(()))

    def hear(self, text: str) -> Sounds:
        """Return ``text`` as phrases are compared with it."""
        spaced = self._sounds(text)
        sentences = " # ".join(map(self._sounds, _SENTENCE_END.split(text)))
        squeezed = "".join(words(text))
        return Sounds(
            spaced, sentences, sound(squeezed) if len(squeezed) <= _LONGEST_SQUEEZED else ""
        )

    def _sounds(self, text: str) -> str:
        return " ".join(self.meant.meant(sound(word)) for word in words(text))

    def phrases(self, lines: Iterable[str]) -> Phrases:
        """Return ``lines`` as one thing to look for.

        Raises :class:`bot.errors.PhraseWrong` for a group that does not exist.
        """
        alternatives = "|".join(self._pattern(line) for line in lines) or r"(?!)"
        # The word's edge stands before them all, so that nothing is tried inside a word.
        return Phrases(re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)"))

    def _pattern(self, line: str) -> str:
        parts: list[str] = []
        joint, small = "", rf"(?:(?:{self._any(self.small)})(?!\w) ?){{0,3}}"
        for piece in line.split():
            if piece == "^":
                parts.append("(?:^|# ) ?" + small)
                continue
            if piece == "$":
                parts.append(f" ?{small}(?=$| #| (?:{self._any(self.ending)})(?!\\w))")
                continue
            if piece == "~":
                joint = rf" (?:(?!(?:{self._any(self.turning)})(?!\w))\w+ ){{0,4}}"
                continue
            is_optional = piece.endswith("?")
            word = f"(?:{self._any(piece.removesuffix('?'))})"
            parts.append(rf"(?:{joint}{word}(?!\w))?" if is_optional else joint + word)
            joint = f" ?{small}"
        return "".join(parts)

    def _any(self, piece: str) -> str:
        return "|".join(self._word(word) for word in piece.split("|"))

    def _word(self, word: str) -> str:
        if word.startswith("$"):
            if word[1:] not in self.groups:
                raise PhraseWrong(f"The group {word!r} is unknown; define it under groups.")
            return self._any(self.groups[word[1:]])
        if "+" in word:
            return " ?".join(map(self._word, word.split("+")))
        if word.endswith("*"):
            # The ending of a beginning is not an ending: it keeps its letters.
            beginning = re.escape(sound(fold(word[:-1]) + "#")[:-1])
            return re.sub("d$", "[dt]", beginning) + r"\w*"
        return re.escape(sound(fold(word)))


@dataclass(frozen=True)
class Phrases:
    """Phrases to look for in what was heard."""

    pattern: re.Pattern[str]

    def are_in(self, heard: Sounds) -> bool:
        """Return whether one of the phrases is said, also when all spaces are missing or wrong."""
        said = any(self.pattern.search(view) for view in set(heard.views))
        return said or bool(self.pattern.fullmatch(heard.squeezed))
