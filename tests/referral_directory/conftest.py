"""Tests of the referral directory: the real seed, frozen at one day; no mocks."""

from datetime import UTC, datetime

import pytest

from referral_directory import Directory, load_directory


@pytest.fixture(scope="session")
def directory() -> Directory:
    return load_directory()


@pytest.fixture(scope="session")
def as_of() -> datetime:
    return datetime(2026, 11, 22, 12, tzinfo=UTC)
