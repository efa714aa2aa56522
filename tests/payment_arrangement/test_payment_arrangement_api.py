from __future__ import annotations

import doctest
import importlib
import pkgutil
from datetime import datetime

import pytest

import payment_arrangement
from payment_arrangement import ArrangementError, BadDate, may_send_outbound

MODULES = [
    info.name
    for info in pkgutil.walk_packages(payment_arrangement.__path__, "payment_arrangement.")
]


def test_every_error_has_its_own_text_for_a_person() -> None:
    kinds = ArrangementError.__subclasses__()
    keys = {kind.text_key for kind in kinds}
    assert len(keys) == len(kinds)
    assert ArrangementError.text_key not in keys


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(BadDate):
        may_send_outbound(datetime(2026, 11, 24, 12))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_public_names_exist_once_and_in_order() -> None:
    names = payment_arrangement.__all__
    assert names == sorted(set(names))
    assert all(hasattr(payment_arrangement, name) for name in names)
