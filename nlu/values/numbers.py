"""Finds numbers, in digits and in words, so that the rules need not spell them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from nlu.values.data import DUTCH, words
from nlu.values.english_numbers import find_english_words
from nlu.values.number import GONE, MONEY_LIKE, NUMBER, ORDINAL, Number

# Digits with the points and commas inside them, read as a whole or not at all.
_DIGITS = (
    r"(?:(?<![\w.,])|(?<=\beur)|(?<=\beuro))"
    r"(?P<run>\d{{1,3}}(?: \d{{3}})+(?= ?(?:eu|€))|(?<=€)\d{{1,3}}(?: \d{{3}})+\b(?!,?\d)"
    r"|(?<=€ )\d{{1,3}}(?: \d{{3}})+\b(?!,?\d)|[.,]?\d+(?:[.,']\d+)*)"
    r"(?:(?P<ordinal>{ordinals})\b)?"
)
_PLAIN = re.compile(r"\d+(?:[.,]\d)?")
_AMOUNT = (
    r"\d+[.,]\d\d|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"  # 12,50 and 1.250,50
    r"|\d{1,3}(?:,\d{3})+\.\d\d|\d{1,3}(?:,\d{3}){2,}"  # 1,250.50 and 1,250,000
    r"|\d{1,3}(?: \d{3})+"
)
# What only one language reads as an amount. English takes over Dutch amounts: letters are Dutch.
_AMOUNTS = {DUTCH: re.compile(_AMOUNT), "en": re.compile(rf"{_AMOUNT}|\d{{1,3}},\d{{3}}")}
_HALF = re.compile(r" en een hal(?:f|ve)\b")


@cache
def _digits(language: str) -> re.Pattern[str]:
    ordinals = "|".join(words(language)["ordinal_marks"])
    return re.compile(_DIGITS.format(ordinals=ordinals))


def find_numbers(text: str, language: str = DUTCH) -> list[Number]:
    """Return the numbers in lower-case ``text``, in order of place.

    >>> [str(n.value) for n in find_numbers("twaalfhonderd of 1.250,50")]
    ['1200', '1250.50']
    >>> [str(n.value) for n in find_numbers("twelve hundred or 1,250.50", "en")]
    ['1200', '1250.50']
    """
    found = [_from_digits(match, language) for match in _digits(language).finditer(text)]
    found += _from_words(text) if language == DUTCH else find_english_words(text)
    ordered = sorted(found, key=lambda number: number.start)
    return _together(text, _with_halves(text, ordered))


def _with_halves(text: str, numbers: list[Number]) -> list[Number]:
    """Return ``numbers`` with "twee en een half" as one."""
    whole = []
    for number in numbers:
        half = _HALF.match(text, number.end)
        if half and number.mark == NUMBER:
            number = Number(number.value + Decimal("0.5"), number.start, half.end(), NUMBER)
        whole.append(number)
    return whole


def _together(text: str, numbers: list[Number]) -> list[Number]:
    """Return ``numbers`` with "14 duizend", digits and a word that multiplies them, as one."""
    whole: list[Number] = []
    for number in numbers:
        left = whole[-1] if whole else None
        if left is None or text[left.end : number.start] != " ":
            whole.append(number)
        elif (scale := _scale(text, number)) and (text[left.start].isdigit() or left.value % 1):
            value = left.value * scale + number.value - scale
            whole[-1] = Number(value, left.start, number.end, NUMBER)
        elif _is_rest_of_thousands(text, left, number):
            whole[-1] = Number(left.value + number.value, left.start, number.end, NUMBER)
        else:
            whole.append(number)
    return whole


def _scale(text: str, number: Number) -> int:
    """Return 100 or 1000 when the word for it begins ``number``, as in "duizend vijfhonderd"."""
    begun = (size for word, size in _scales().items() if text.startswith(word, number.start))
    size = next(begun, 0)
    return size if number.mark == NUMBER and number.value < 2 * size else 0


def _is_rest_of_thousands(text: str, left: Number, number: Number) -> bool:
    """Whether ``number`` is the 500 of "3 duizend 500"."""
    thousand = tuple(word for word, size in _scales().items() if size == 1000)
    return (
        text[left.start : left.end].endswith(thousand)
        and number.mark == NUMBER
        and text[number.start].isdigit()
        and 100 <= number.value < 1000
    )


@cache
def _scales() -> dict[str, int]:
    """The words of every language that multiply what stands before them: "14 duizend"."""
    dutch = {words()["hundred"]: 100, words()["thousand"]: 1000}
    return {**dutch, **words("en")["scales"]}


def marked(text: str, numbers: list[Number]) -> str:
    """Return ``text``, equally long, with each number overwritten by its mark."""
    for number in numbers:
        text = text[: number.start] + number.mark * (number.end - number.start) + text[number.end :]
    return text


def _from_digits(match: re.Match[str], language: str) -> Number:
    """Return the number; "12,345" has no one reading, so it is marked unreadable."""
    run, start, end = match["run"], match.start(), match.end()
    if _PLAIN.fullmatch(run):
        mark = ORDINAL if match["ordinal"] else NUMBER
        return Number(Decimal(run.replace(",", ".")), start, end, mark)
    if not _AMOUNTS[language].fullmatch(run):
        return Number(Decimal(0), start, end, GONE)
    decimals = re.search(r"[.,](\d{1,2})$", run)
    whole = run[: decimals.start()] if decimals else run
    plain = re.sub(r"[., ]", "", whole) + (f".{decimals[1]}" if decimals else "")
    return Number(Decimal(plain), start, end, MONEY_LIKE)


def _from_words(text: str) -> list[Number]:
    found: list[Number] = []
    position = 0
    while match := _word_run().search(text, position):
        parts = [*re.finditer(r"\S+", match[0])]
        position = match.end()
        for last in range(len(parts), 0, -1):
            joined = "".join(part[0] for part in parts[:last])
            end = match.start() + parts[last - 1].end()
            reading = _reading(joined)
            if reading is not None:
                found.append(Number(reading[0], match.start(), end, reading[1]))
                position = end
                break
        else:
            position = match.start() + parts[0].end()
    return found


@cache
def _word_run() -> re.Pattern[str]:
    known = words()
    pieces = {known["hundred"], known["thousand"], *known["numbers"], *known["units"]}
    pieces |= {*known["tens"], *known["halves"], *known["irregular_ordinals"]}
    ordered = "|".join(sorted(pieces, key=len, reverse=True))
    one = f"(?:{ordered})(?:(?:{ordered}|{known['link']}|{'|'.join(known['ordinal_endings'])}))*"
    following = f"(?: {known['link']})?(?: {one})"
    # "een" alone is an article: it only counts inside a longer word.
    return re.compile(rf"\b(?!een\b){one}{following}*\b")


@cache
def _reading(word: str) -> tuple[Decimal, str] | None:
    cardinal = _cardinal(word)
    if cardinal is not None:
        return cardinal, NUMBER
    known = words()
    if word in known["irregular_ordinals"]:
        return Decimal(known["irregular_ordinals"][word]), ORDINAL
    for ending in known["ordinal_endings"]:
        stem = _cardinal(word.removesuffix(ending)) if word.endswith(ending) else None
        if stem is not None:
            return stem, ORDINAL
    return None


@cache
def _cardinal(word: str) -> Decimal | None:
    known = words()
    for scale, size in ((known["thousand"], 1000), (known["hundred"], 100)):
        before, found, after = word.partition(scale)
        if found:
            times = _cardinal(before) if before else Decimal(1)
            rest = _cardinal(after.removeprefix(known["link"])) if after else Decimal(0)
            if times is None or rest is None or rest >= size or times >= 1000:
                return None
            return times * size + rest
    if word in known["halves"]:
        return Decimal(str(known["halves"][word]))
    return _below_hundred().get(word)


@cache
def _below_hundred() -> dict[str, Decimal]:
    known = words()
    small = {word: Decimal(value) for word, value in (known["numbers"] | known["tens"]).items()}
    for ten, tens in known["tens"].items():
        for unit, units in known["units"].items():
            small[unit + known["link"] + ten] = Decimal(tens + units)
    return small
