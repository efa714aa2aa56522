"""What can go wrong with storage."""

from __future__ import annotations


class StorageError(Exception):
    """Base of every error this package raises."""

    text_key = "storage_unavailable"


class DatabaseRefused(StorageError):
    """The database cannot be opened safely: wrong key, wrong address or an unsafe SQLite."""


class ChangedMeanwhile(StorageError):
    """Somebody else changed the same row at the same moment; nothing of this unit was kept."""


class DiskFull(StorageError):
    """There is no room to write; nothing of this unit was kept."""


class TracesLeft(StorageError):
    """Deleted rows can still be read in the write-ahead log, because somebody is using it."""
