"""Facts that are kept in memory are at every moment those that the log would give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from audit_pack.facts import Fact, read_facts
from audit_pack.kept_facts import KeptFacts
from bench.made_up_year import fill, made_up
from evidence_log import ERASURE, erase_before, erase_person
from storage.database import Database

TYPES = frozenset({"case_opened", "handover_opened", "colleague_decided"})
SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
LATER = datetime(2027, 1, 1, 12, tzinfo=UTC)


class Reader:
    """Reads with a memory, and says what reading the log anew gives."""

    def __init__(self, database: Database, types: frozenset[str] = TYPES) -> None:
        self.database, self.types, self.kept = database, types, KeptFacts(types)

    def kept_facts(self, since: datetime = SINCE, until: datetime = UNTIL) -> list[Fact]:
        with self.database.unit() as unit:
            return self.kept.between(unit, since, until)

    def facts_of_log(self, since: datetime = SINCE, until: datetime = UNTIL) -> list[Fact]:
        with self.database.unit() as unit:
            return list(read_facts(unit, since, until, entry_types=self.types))

    def check(self, **bounds: datetime) -> list[Fact]:
        found = self.kept_facts(**bounds)
        assert found == self.facts_of_log(**bounds)
        return found


@pytest.fixture
def reader(filled) -> Reader:
    reader = Reader(filled)
    assert reader.check()
    return reader


def test_what_came_since_is_there_too(filled, reader):
    before = len(reader.check())
    fill(filled, made_up(20, LATER, 30, seed=2), lambda _: None)
    assert len(reader.check()) > before


def test_only_what_is_new_is_read_again(filled, reader):
    again = reader.kept_facts()
    assert all(old is new for old, new in zip(reader.kept_facts(), again, strict=True))


def test_who_is_erased_is_gone_from_memory_too(filled, reader):
    (person, *_) = {fact.case_ref for fact in reader.kept_facts() if fact.case_ref}
    with filled.unit(LATER) as unit:
        assert erase_person(unit, person)
        unit.commit()
    found = reader.check()
    assert person not in {fact.case_ref for fact in found}
    assert any(fact.is_erased for fact in found)
    assert not any(fact.case_ref == person for fact in reader.kept._facts)


def test_what_is_erased_by_its_term_is_gone_from_memory_too(filled, reader):
    with filled.unit(LATER) as unit:
        assert erase_before(unit, datetime(2026, 8, 1, tzinfo=UTC))
        unit.commit()
    assert any(fact.is_erased for fact in reader.check())


def test_a_period_that_begins_earlier_or_is_a_part_is_the_one_of_the_log(filled, reader):
    assert reader.check(since=SINCE - timedelta(days=60))[0].at < SINCE
    assert reader.check(since=SINCE + timedelta(days=60), until=UNTIL - timedelta(days=300))


def test_a_log_that_was_put_back_from_an_older_copy_is_read_anew(filled, reader, tmp_path):
    """The same numbers then hold other facts."""
    fill(filled, made_up(20, LATER, 30, seed=2), lambda _: None)
    reader.check()
    other = Reader(filled)
    other.kept, other.kept._last_leaf = reader.kept, b"of another log"
    assert other.check()
    assert other.kept._last_leaf != b"of another log"


def test_erasures_are_handed_out_only_to_who_asked_for_them(filled):
    with filled.unit(LATER) as unit:
        erase_before(unit, datetime(2026, 8, 1, tzinfo=UTC))
        unit.commit()
    assert not any(fact.entry_type == ERASURE for fact in Reader(filled).check())
    asked = Reader(filled, TYPES | {ERASURE})
    assert any(fact.entry_type == ERASURE for fact in asked.check())
