"""Exports that must be accepted."""

from __future__ import annotations

from evidence_vectors.forge import (
    KEY,
    NEXT,
    OWN,
    WITNESS,
    Vector,
    entries,
    entry,
    erased,
    export,
    files,
    lines,
    note,
    renumbered,
    sealed,
)

ROWS = entries(12)
NOTES = [note(ROWS, size) for size in (4, 8, 12)]


def good() -> list[Vector]:
    """Return every good export."""
    return [*_whole(), *_parts(), *_erasures(), *_keys(), *_odd_content()]


def _whole() -> list[Vector]:
    return [
        *(
            Vector(f"whole_log_of_{size}", export(entries(size), size))
            for size in (1, 2, 3, 7, 8, 9, 12)
        ),
        Vector("whole_log_with_three_checkpoints", files(lines(ROWS), NOTES)),
        Vector(
            "kept_checkpoints_and_key_fit",
            files(lines(ROWS), NOTES),
            {"old.note": NOTES[0], "new.note": NOTES[2], "key": str(KEY.public).encode()},
        ),
        Vector(
            "a_kept_checkpoint_that_is_not_in_the_export",
            files(lines(ROWS), NOTES[2:]),
            {"old.note": NOTES[1]},
        ),
    ]


def _parts() -> list[Vector]:
    parts = {
        "only_the_first_half": lambda index: index < 6,
        "only_the_last_half": lambda index: index >= 6,
        "only_the_middle": lambda index: 3 <= index < 9,
        "only_one_person": lambda index: index % 3 == 1,
        "no_entry_at_all": lambda index: False,
    }
    return [Vector(name, files(lines(ROWS, part), NOTES[2:])) for name, part in parts.items()]


def _erasures() -> list[Vector]:
    some = [erased(row) if index % 3 == 1 else row for index, row in enumerate(ROWS)]
    every = [erased(row) for row in ROWS]
    return [
        Vector("one_person_erased", files(lines(some), NOTES)),
        Vector("everybody_erased", files(lines(every), NOTES)),
    ]


def _keys() -> list[Vector]:
    handed_over = note(ROWS, 8, KEY, NEXT, next_key=NEXT.public)
    last = note(ROWS, 12, NEXT)
    both = files(lines(ROWS), [NOTES[0], handed_over, last])
    return [
        Vector("key_rotated", both, {"first": str(KEY.public).encode(), "old.note": NOTES[0]}),
        Vector("key_rotated_and_the_new_one_kept", both, {"new": str(NEXT.public).encode()}),
        Vector("key_rotated_at_the_end", files(lines(ROWS), [NOTES[0], NOTES[1], _last_of_key()])),
        Vector("signed_by_a_witness_too", files(lines(ROWS), [note(ROWS, 12, WITNESS, KEY)])),
        Vector("signed_by_a_stranger_too", files(lines(ROWS), [note(ROWS, 12, KEY, OWN)])),
    ]


def _last_of_key() -> bytes:
    return note(ROWS, 12, KEY, NEXT, next_key=NEXT.public)


def _odd_content() -> list[Vector]:
    kinds = entry(0, a_list=["x", "y"], empty=[], flag=True, other=False, negative=-5, text="")
    largest = entry(1, count=999_999_999_999_999)
    organisation = entry(2)
    organisation["body"]["case_ref"] = None
    odd = [kinds, largest, sealed(organisation)]
    clock = renumbered([entry(0), entry(9), entry(1)])
    return [
        Vector("every_kind_of_code", export(odd, 3)),
        Vector("a_clock_that_was_set_back", export(clock, 3)),
    ]
