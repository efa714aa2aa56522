"""Style: legal cases stand in `tests/rule_cases/*.yml`; the tests here say what people rely on."""

from __future__ import annotations

import pytest
from arrangement_facts import MakeFacts, make_facts
from hypothesis import settings

# A busy machine is no failure: no test here is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def facts() -> MakeFacts:
    """Makes facts of a person who owes 600 euro and can pay 70.97 a month, with changes."""
    return make_facts
