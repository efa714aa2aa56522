"""How words sound, so that one phrase stands for the many ways in which people write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.safeguards.folding import fold

_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_SPELLED_OUT = re.compile(r"(?<!\w)\w(?:[\s.\-_*]{1,3}\w(?!\w)){2,}")
_NUMBER_BEFORE_WORD = re.compile(r"(?<!\w)(\d+)(?=[^\W\d])")
_WORDS = re.compile(r"\w+")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"})
_SIGNS = str.maketrans({"@": "a", "$": "s"})
# Letters that are written for one another in Dutch, and letters of other languages that have no
# accent to take away.
_ALIKE = (
    *[("ij", "y"), ("ei", "y"), ("ou", "au"), ("ph", "f"), ("th", "t"), ("ch", "g"), ("ck", "k")],
    *[("v", "f"), ("z", "s"), ("c", "k"), ("q", "k"), ("x", "ks"), ("ł", "l"), ("ı", "i")],
    *[("ى", "ي"), ("ة", "ه"), ("ł", "l"), ("ґ", "г")],
)
_DOUBLE = re.compile(r"(\w)\1+")
_ENDING_EN = re.compile(r"(?<=\w{3})en$")
_ENDING_T = re.compile(r"(?:dt|d)$")
_SHORTEST_WITH_TYPO = 5


def sound(word: str) -> str:
    """Return how ``word`` sounds: words that people confuse have the same sound.

    >>> sound("dood") == sound("doooodt") == sound("d00t")
    True
    """
    if not word.isdigit():
        word = word.translate(_LEET)
    for written, alike in _ALIKE:
        word = word.replace(written, alike)
    word = _DOUBLE.sub(r"\1", word)
    return _ENDING_T.sub("t", _ENDING_EN.sub("e", word))


def words(text: str) -> list[str]:
    """Return the words of ``text``, folded; letters that are spelled out are one word.

    >>> words("ik wil d.o.o.d, 16jr")
    ['ik', 'wil', 'dood', '16', 'jr']
    """
    folded = _APOSTROPHES.sub("", fold(text)).translate(_SIGNS)
    joined = _SPELLED_OUT.sub(lambda found: re.sub(r"[\s.\-_*]", "", found.group()), folded)
    return _WORDS.findall(_NUMBER_BEFORE_WORD.sub(r"\1 ", joined).replace("_", " "))


class TypingErrors:
    """Finds which word was meant, where one letter is missing, wrong, too many or moved.

    >>> TypingErrors(["zelfmoord"]).meant(sound("zlefmoord")) == sound("zelfmoord")
    True
    """

    def __init__(self, meant: Iterable[str], known: Iterable[str] = ()) -> None:
        """``known`` words are what they are, however much they look like one that is meant."""
        sounds = {sound(word) for word in meant}
        self._known = sounds | {sound(word) for word in known}
        self._near = {near: word for word in sorted(sounds) for near in _one_less(word)}
        self._longest = max(map(len, sounds), default=0) + 1

    def meant(self, heard: str) -> str:
        """Return the sound of the word that was meant by ``heard``, or ``heard`` itself."""
        # A longer word is nobody's slip, and every letter of a pasted megabyte would be tried.
        if heard in self._known or not _SHORTEST_WITH_TYPO <= len(heard) <= self._longest:
            return heard
        return next((self._near[each] for each in _one_less(heard) if each in self._near), heard)


def _one_less(word: str) -> Iterator[str]:
    """Yield ``word`` and the word without each of its letters; the first letter stays."""
    yield word
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]
