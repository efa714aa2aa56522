"""Exports broken on purpose, each named after its attack. Every one must be refused.

Three attackers: one with the database and no key, one who signs with an own key, and one who stole
the signing key. Against the last only what was kept outside helps.
"""

from __future__ import annotations

import base64
from copy import deepcopy

from evidence_vectors.forge import (
    KEY,
    NEXT,
    OWN,
    Row,
    Vector,
    canonical,
    entries,
    entry,
    erased,
    export,
    files,
    leaves,
    lines,
    note,
    renumbered,
    sealed,
)
from evidence_vectors.good import NOTES, ROWS
from evidence_vectors.tricks import tricks

from evidence_log.checkpoints.note import sign_note

SIZES = (4, 8, 12)
HONEST = files(lines(ROWS), NOTES)
KEPT = {"kept-8.note": NOTES[1]}
KEPT_NEWEST = {"kept-12.note": NOTES[2]}
PIN = {"key": str(KEY.public).encode()}


def attacks() -> list[Vector]:
    """Return every broken export."""
    return [*_database_only(), *_cut(), *_own_key(), *_stolen_key(), *_sizes(), *tricks()]


def changed() -> list[Row]:
    """Return the log with another fact in entry 5, sealed again."""
    rows = deepcopy(ROWS)
    rows[5]["body"]["codes"]["count"] = 500
    rows[5] = sealed(rows[5])
    return rows


def _with(index: int, row: Row) -> list[Row]:
    return [*ROWS[:index], row, *ROWS[index + 1 :]]


def _histories() -> dict[str, list[Row]]:
    """Other histories than the one that was signed, each consistent in itself."""
    return {
        "changed": changed(),
        "first_removed": renumbered(ROWS[1:]),
        "middle_removed": renumbered([*ROWS[:5], *ROWS[6:]]),
        "inserted_first": renumbered([entry(40), *ROWS]),
        "inserted_in_the_middle": renumbered([*ROWS[:6], entry(40), *ROWS[6:]]),
        "reordered": renumbered([*ROWS[:5], ROWS[6], ROWS[5], *ROWS[7:]]),
        "one_twice": renumbered([*ROWS[:6], ROWS[5], *ROWS[6:]]),
    }


def _database_only() -> list[Vector]:
    body_only, type_only, day_only = (deepcopy(ROWS[5]) for _ in range(3))
    body_only["body"]["codes"]["count"] = 500
    type_only["leaf"]["type"] = "person_requested"
    day_only["leaf"]["on"] = day_only["body"]["at"] = "2026-11-01"
    swapped = deepcopy(ROWS)
    swapped[4]["body"], swapped[5]["body"] = swapped[5]["body"], swapped[4]["body"]
    salts = deepcopy(ROWS)
    salts[4]["salt"], salts[5]["salt"] = salts[5]["salt"], salts[4]["salt"]
    other_day = sealed({**deepcopy(ROWS[5]), "body": {**ROWS[5]["body"], "at": "2026-01-01"}})
    hidden = erased(changed()[5])
    second = entry(41)
    second["leaf"]["sequence"] = 5
    written = lines(ROWS)
    moved = {
        f"database_{name}": (files(lines(rows), NOTES), "wrong_root")
        for name, rows in _histories().items()
    }
    found = {
        **moved,
        "database_changed_the_body_only": (
            files(lines(_with(5, body_only)), NOTES),
            "entry_changed",
        ),
        "database_changed_the_type": (files(lines(_with(5, type_only)), NOTES), "wrong_root"),
        "database_changed_the_day": (files(lines(_with(5, day_only)), NOTES), "entry_changed"),
        "database_moved_an_entry_to_another_day": (
            files(lines(_with(5, other_day)), NOTES),
            "wrong_day",
        ),
        "database_swapped_two_bodies": (files(lines(swapped), NOTES), "entry_changed"),
        "database_swapped_two_salts": (files(lines(salts), NOTES), "entry_changed"),
        "database_swapped_two_lines": (
            files([*written[:4], written[5], written[4], *written[6:]], NOTES),
            "wrong_order",
        ),
        "database_removed_a_line": (files([*written[:5], *written[6:]], NOTES), "wrong_order"),
        "database_repeated_a_line": (
            files([*written[:6], written[5], *written[6:]], NOTES),
            "wrong_order",
        ),
        "database_used_a_number_twice": (
            files([*written[:6], canonical(second)], NOTES),
            "wrong_order",
        ),
        "database_hid_a_change_as_an_erasure": (
            files(lines(_with(5, hidden)), NOTES),
            "wrong_root",
        ),
        "database_hid_a_change_in_a_fold": (
            files(lines(changed(), lambda index: index != 5), NOTES[2:]),
            "wrong_root",
        ),
    }
    return [Vector(name, made, {}, code) for name, (made, code) in found.items()]


def _cut() -> list[Vector]:
    return [
        Vector("last_entry_removed", files(lines(ROWS)[:11], NOTES), {}, "wrong_size"),
        Vector("last_third_removed", files(lines(ROWS)[:8], NOTES), {}, "wrong_size"),
        Vector("entry_added_at_the_end", files(lines(entries(13)), NOTES), {}, "wrong_size"),
        Vector("no_entries", files([], NOTES), {}, "wrong_size"),
        Vector("newest_checkpoint_removed", files(lines(ROWS), NOTES[:2]), {}, "wrong_size"),
        Vector("every_checkpoint_removed", files(lines(ROWS), []), {}, "wrong_size"),
        Vector(
            "cut_to_an_older_checkpoint",
            files(lines(ROWS)[:8], NOTES[:2]),
            KEPT_NEWEST,
            "rolled_back",
        ),
        Vector(
            "older_backup_that_grew_again",
            files(lines(renumbered([*ROWS[:8], *map(entry, (20, 21, 22, 23))])), NOTES[:2]),
            {},
            "wrong_size",
        ),
    ]


def _own_key() -> list[Vector]:
    rows = changed()
    resigned = export(rows, *SIZES, key=OWN)
    own_notes = [note(rows, size, OWN) for size in SIZES]
    claimed = [NOTES[0], note(rows, 8, OWN, next_key=OWN.public), note(rows, 12, OWN)]
    borrowed = b"\n\n".join([_head(claimed[1]), _tail(NOTES[1]) + _tail(claimed[1])])
    collided = NOTES[2].replace(_tail(NOTES[2]), _with_our_id(note(rows, 12, OWN)))
    return [
        Vector("own_key_in_place_of_ours", resigned, PIN, "another_key"),
        Vector("own_key_against_a_kept_checkpoint", resigned, KEPT, "another_key"),
        Vector("own_key_under_our_first_line", files(lines(rows), own_notes), {}, "another_key"),
        Vector("own_key_takes_over_by_itself", files(lines(rows), claimed), {}, "another_key"),
        Vector(
            "own_key_takes_over_with_a_borrowed_signature",
            files(lines(rows), [NOTES[0], borrowed, claimed[2]]),
            {},
            "wrong_signature",
        ),
        Vector(
            "own_signature_under_our_key_id",
            files(lines(ROWS), [*NOTES[:2], collided]),
            {},
            "wrong_signature",
        ),
        Vector(
            "first_line_with_a_key_id_that_is_not_its_own",
            {**HONEST, "checkpoints.txt": _other_id(HONEST["checkpoints.txt"])},
            {},
            "wrong_key",
        ),
    ]


def _stolen_key() -> list[Vector]:
    rows = changed()
    histories = [
        Vector(f"stolen_key_{name}", export(made, 4, 8, len(made)), KEPT, "forked")
        for name, made in _histories().items()
    ]
    across = lines(rows, lambda index: False)
    rotated = note(ROWS, 8, KEY, NEXT, next_key=NEXT.public)
    return [
        *histories,
        Vector("stolen_key_cut_the_log", export(entries(10), 4, 10), KEPT_NEWEST, "rolled_back"),
        Vector("stolen_key_dropped_a_checkpoint", export(rows, 4, 12), KEPT, "wrong_root"),
        Vector(
            "stolen_key_folded_across_a_checkpoint",
            files(across, [note(rows, 12)]),
            {"kept-7.note": note(ROWS, 7)},
            "wrong_size",
        ),
        Vector("stolen_key_signed_one_size_twice", export(ROWS, 4, 8, 8, 12), {}, "wrong_order"),
        Vector(
            "stolen_old_key_after_its_rotation",
            files(lines(ROWS), [NOTES[0], rotated, NOTES[2]]),
            {},
            "another_key",
        ),
        Vector(
            "stolen_key_hands_over_without_the_new_key",
            files(lines(ROWS), [NOTES[0], note(ROWS, 12, KEY, next_key=NEXT.public)]),
            {},
            "wrong_signature",
        ),
    ]


def _sizes() -> list[Vector]:
    other = note(ROWS, 12, origin="other.example.org/log-2")
    return [
        Vector("checkpoint_of_a_longer_log", _resized(b"13"), {}, "wrong_size"),
        Vector("size_with_a_leading_zero", _resized(b"012"), {}, "malformed_note"),
        Vector("size_below_zero", _resized(b"-12"), {}, "malformed_note"),
        Vector("size_with_an_exponent", _resized(b"12e0"), {}, "malformed_note"),
        Vector("size_of_nothing", _resized(b"0"), {}, "wrong_order"),
        Vector(
            "checkpoints_in_another_order",
            files(lines(ROWS), [NOTES[1], NOTES[0], NOTES[2]]),
            {},
            "wrong_order",
        ),
        Vector(
            "checkpoint_of_another_log", files(lines(ROWS), [*NOTES[:2], other]), {}, "another_log"
        ),
        Vector("kept_checkpoint_of_another_log", HONEST, {"kept": other}, "another_log"),
        Vector("another_key_was_kept", HONEST, {"key": str(OWN.public).encode()}, "another_key"),
        Vector(
            "root_of_another_log_signed",
            files(lines(ROWS), [*NOTES[:2], note([*entries(11), entry(40)], 12)]),
            {},
            "wrong_root",
        ),
        Vector("fold_of_another_tree", _other_fold(), {}, "wrong_root"),
    ]


def _resized(size: bytes) -> dict[str, bytes]:
    """Sign, with the log's key, a checkpoint that says another size."""
    text = _head(NOTES[2]).replace(b"\n12\n", b"\n" + size + b"\n").decode() + "\n"
    notes = [*(NOTES[:2] if size != b"0" else []), sign_note(text, KEY).encode()]
    return files(lines(ROWS), notes)


def _other_fold() -> dict[str, bytes]:
    written = lines(ROWS, lambda index: index >= 8)
    first = leaves(ROWS)[0].hex().encode()
    return files([written[0][: -len(first) - 2] + first + b'"}', *written[1:]], NOTES[2:])


def _head(made: bytes) -> bytes:
    return made.rpartition(b"\n\n")[0]


def _tail(made: bytes) -> bytes:
    return made.rpartition(b"\n\n")[2]


def _with_our_id(made: bytes) -> bytes:
    """Return the signature line of ``made`` with the key id of the log's own key."""
    name, encoded = _tail(made).decode().split()[1:]
    raw = KEY.public.key_id + base64.b64decode(encoded)[4:]
    return f"— {name} {base64.b64encode(raw).decode()}\n".encode()


def _other_id(text: bytes) -> bytes:
    key_id = KEY.public.key_id.hex().encode()
    return text.replace(b"+" + key_id, b"+" + key_id[::-1], 1)
