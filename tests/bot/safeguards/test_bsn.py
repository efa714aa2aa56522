"""A BSN is masked in every notation; other numbers stay. The numbers are made up from the test."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from bot.safeguards.bsn import MASK, mask_bsn
from bot.safeguards.folding import clean, fold

NOTATIONS = [
    "{}",
    "mijn bsn is {}",
    "BSN:{}",
    "bsn {} aub",
    "({})",
    "burgerservicenummer {}",
]
BESIDE_OTHER_NUMBERS = [
    "{} 60 euro",
    "bsn {} 3011 AB",
    "60 euro {}",
    "{} 06-12345678",
    "ik ben 34 bsn {} en 2 kinderen",
    "{}\n0612345678",
]


def _valid(start: int) -> str:
    return next(n for n in (f"{i:09d}" for i in range(start, start + 200)) if bsn.is_valid(n))


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(
    "write",
    [
        lambda n: n,
        lambda n: f"{n[:3]}.{n[3:6]}.{n[6:]}",
        lambda n: f"{n[:3]} {n[3:6]} {n[6:]}",
        lambda n: f"{n[:4]}-{n[4:6]}-{n[6:]}",
        lambda n: f"{n[:4]}.{n[4:6]}.{n[6:]}",
        lambda n: f"{n[:3]}  {n[3:6]}  {n[6:]}",
        lambda n: f"{n[:3]} - {n[3:6]} - {n[6:]}",
        lambda n: f"{n[:3]}\u2013{n[3:6]}\u2013{n[6:]}",
        lambda n: f"{n[:3]}/{n[3:6]}/{n[6:]}",
        lambda n: f"{n[:3]}\xa0{n[3:6]}\u202f{n[6:]}",
        " ".join,
        lambda n: n.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda n: n.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ],
)
def test_a_bsn_is_masked_in_every_notation(notation, write):
    masked = mask_bsn(notation.format(write(_valid(111222333))))
    assert masked.count == 1
    assert MASK in masked.text
    assert not any(sign.isdigit() for sign in masked.text)


@pytest.mark.parametrize("notation", BESIDE_OTHER_NUMBERS)
@pytest.mark.parametrize("separator", ["", " ", ".", "-"])
def test_numbers_beside_a_bsn_do_not_hide_it(notation, separator):
    number = _valid(111222333)
    written = separator.join((number[:3], number[3:6], number[6:]))
    masked = mask_bsn(notation.format(written))
    assert masked.text == notation.format(MASK)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2040, 1, 1)))
def test_a_day_is_no_bsn(day):
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"):
        assert mask_bsn(f"op {day:{form}} moet ik eruit").count == 0


@given(st.integers(min_value=100_000_000, max_value=999_999_800))
def test_every_valid_number_alone_is_masked(start):
    assert mask_bsn(_valid(start)).count == 1


@pytest.mark.parametrize(
    "line",
    [
        "klantnummer 111222333",
        "factuur 111222333",
        "NL91ABNA0417164300",
        "bel me op 0612345678",
        "06 12345672",
        "+31 6 12345678",
        "het gaat om 1250,50",
        "3011 AB 12",
        "123456789012",
    ],
)
def test_other_numbers_stay(line):
    assert mask_bsn(line).count == 0


@given(st.text())
def test_cleaning_never_fails_and_leaves_no_control_characters(text):
    cleaned = clean(text, 100)
    assert len(cleaned) <= 100
    cleaned.encode("utf-8")
    fold(cleaned)
