"""Exports in which nothing but the writing is wrong: another encoding of the same, or none at all.

Where it would otherwise be refused for its root alone, the attacker has the signing key: so only
strict reading helps.
"""

from __future__ import annotations

import hmac

from evidence_vectors.forge import KEY, Vector, canonical, entry, files, lines, note, sealed
from evidence_vectors.good import NOTES, ROWS

from evidence_log.checkpoints.note import Checkpoint, sign_note
from evidence_log.merkle import leaf_hash, root_hash

HONEST = files(lines(ROWS), NOTES)


def tricks() -> list[Vector]:
    """Return every trick."""
    return [*_numbers(), *_lines(), *_whole_files(), *_folds(), *_notes()]


def _signed_line(body: bytes) -> dict[str, bytes]:
    """Return a log of one entry with these very bytes for a body, committed to and signed."""
    salt = bytes.fromhex(entry(0)["salt"])
    leaf = {**entry(0)["leaf"], "commitment": hmac.digest(salt, body, "sha256").hex()}
    line = b'{"body":' + body + b',"leaf":' + canonical(leaf) + b',"salt":"%s"}'
    root = root_hash([leaf_hash(canonical(leaf))])
    signed = sign_note(Checkpoint(KEY.name, 1, root).text(), KEY).encode()
    return files([line % salt.hex().encode()], [signed])


def _numbers() -> list[Vector]:
    body = canonical(entry(0)["body"])
    written = {
        "not_a_number": b"NaN",
        "infinity": b"Infinity",
        "minus_infinity": b"-Infinity",
        "a_fraction": b"0.5",
        "a_whole_number_as_a_fraction": b"1.0",
        "an_exponent": b"1e3",
        "minus_zero": b"-0",
        "a_number_beyond_2_53": b"9007199254740993",
        "a_number_of_a_thousand_digits": b"9" * 1000,
        "a_number_of_ten_thousand_digits": b"9" * 10_000,
        "a_sentence_in_unicode": '"dakloos geworden €"'.encode(),
        "an_escaped_letter": b'"\\u0061"',
        "a_lone_surrogate": b'"\\ud800"',
        "a_nest_of_lists": b"[" * 100_000 + b"]" * 100_000,
    }
    return [
        Vector(
            f"signed_{name}",
            _signed_line(body.replace(b'"count":0', b'"count":' + value)),
            {},
            "written",
        )
        for name, value in written.items()
    ]


def _lines() -> list[Vector]:
    line = lines(ROWS)[5]
    salt = ROWS[5]["salt"].encode()
    upper = salt.upper()
    changes = {
        "key_twice_in_the_body": (b'"codes":{', b'"codes":{"count":500,'),
        "key_twice_in_the_leaf": (b'"leaf":{', b'"leaf":{"sequence":6,'),
        "leaf_twice": (b'"leaf":{', b'"leaf":{"sequence":6},"leaf":{'),
        "white_space": (b'"leaf":', b'"leaf": '),
        "keys_in_another_order": (b'"count":5,"kind":"bsn"', b'"kind":"bsn","count":5'),
        "field_that_nobody_signed": (b'"salt":', b'"remark":"betaald","salt":'),
        "salt_in_capitals": (salt, upper),
        "salt_with_one_byte_changed": (salt, (b"0" if salt[:1] != b"0" else b"1") + salt[1:]),
        "salt_too_short": (salt, salt[2:]),
        "sequence_as_text": (b'"sequence":5', b'"sequence":"5"'),
        "sequence_below_zero": (b'"sequence":5', b'"sequence":-5'),
        "line_that_is_a_list": (line, b"[" + line + b"]"),
        "line_that_is_a_number": (line, b"5"),
        "line_that_is_no_json": (line, line[:-1]),
        "body_that_is_text": (canonical(ROWS[5]["body"]), b'"at"'),
        "body_that_is_nothing": (canonical(ROWS[5]["body"]), b"null"),
        "empty_line": (line, line + b"\n"),
        "line_end_of_windows": (line, line + b"\r"),
    }
    return [
        Vector(name, _replaced("entries.jsonl", old, new), {}, "written")
        for name, (old, new) in changes.items()
    ]


def _whole_files() -> list[Vector]:
    text = HONEST["entries.jsonl"]
    notes = HONEST["checkpoints.txt"]
    changed = {
        "byte_order_mark": {"entries.jsonl": b"\xef\xbb\xbf" + text},
        "utf_16": {"entries.jsonl": text.decode().encode("utf-16")},
        "cut_in_a_line": {"entries.jsonl": text[:-40]},
        "cut_before_the_last_line_end": {"entries.jsonl": text[:-1]},
        "text_after_the_last_line": {"entries.jsonl": text + b"{}"},
        "bytes_that_are_no_text": {"entries.jsonl": b"\xff\xfe\x00" * 20 + b"\n"},
        "checkpoints_cut": {"checkpoints.txt": notes[:-30]},
        "checkpoints_cut_by_one_byte": {"checkpoints.txt": notes[:-1]},
        "checkpoints_with_windows_line_ends": {"checkpoints.txt": notes.replace(b"\n", b"\r\n")},
        "checkpoints_that_are_no_text": {"checkpoints.txt": b"\xff" + notes},
        "checkpoints_empty": {"checkpoints.txt": b""},
    }
    missing = {name: {k: v for k, v in HONEST.items() if k != name} for name in HONEST}
    return [
        *(Vector(name, {**HONEST, **made}, {}, "written") for name, made in changed.items()),
        *(
            Vector(f"no_{name.partition('.')[0]}_file", made, {}, "unreadable")
            for name, made in missing.items()
        ),
    ]


def _folds() -> list[Vector]:
    written = lines(ROWS, lambda index: index >= 8)
    rest = written[1:]
    hash_ = written[0][-66:-2]
    folds = {
        "fold_in_capitals": b'{"folded":[0,8],"hash":"%s"}' % hash_.upper(),
        "fold_of_three": b'{"folded":[0,3],"hash":"%s"}' % hash_,
        "fold_of_nothing": b'{"folded":[0,0],"hash":"%s"}' % hash_,
        "fold_backwards": b'{"folded":[0,-8],"hash":"%s"}' % hash_,
        "fold_of_elsewhere": b'{"folded":[8,16],"hash":"%s"}' % hash_,
        "fold_without_an_end": b'{"folded":[0],"hash":"%s"}' % hash_,
        "fold_of_text": b'{"folded":["0","8"],"hash":"%s"}' % hash_,
        "fold_with_a_short_hash": b'{"folded":[0,8],"hash":"00"}',
        "fold_and_entry_in_one": written[0][:-1] + b"," + lines(ROWS)[0][1:],
    }
    crossing = [lines(ROWS)[0], b'{"folded":[1,9],"hash":"%s"}' % hash_, *rest[1:]]
    return [
        *(
            Vector(name, files([line, *rest], NOTES[2:]), {}, "written")
            for name, line in folds.items()
        ),
        Vector("fold_that_is_not_a_subtree", files(crossing, NOTES[2:]), {}, "written"),
    ]


def _notes() -> list[Vector]:
    last = NOTES[2].decode()
    signature = last.split()[-1]
    root = last.split("\n")[2]
    padded = signature[:-2] + chr(ord(signature[-2]) + 1) + "="
    changes = {
        "signature_with_one_character_changed": (
            signature,
            "B" + signature[1:][:20] + signature[21:],
        ),
        "signature_with_one_byte_changed": (signature, _flipped(signature)),
        "signature_with_loose_bits": (signature, padded),
        "signature_without_padding": (signature, signature.rstrip("=")),
        "signature_cut": (signature, signature[:40]),
        "root_with_one_byte_changed": (root, _flipped(root)),
        "root_cut": (root, root[:-8]),
        "hyphen_in_place_of_the_dash": ("— ", "- "),
        "text_after_the_signature": (signature, signature + "\nbetaald"),
        "control_character_in_the_note": ("hulp.", "hulp\x07."),
        "line_that_nobody_may_add": (root, root + "\nbetaald"),
        "no_signature": (last.split("\n\n")[1], ""),
    }
    found = [
        Vector(name, _replaced("checkpoints.txt", old.encode(), new.encode()), {}, "written")
        for name, (old, new) in changes.items()
        if name not in ("hyphen_in_place_of_the_dash", "control_character_in_the_note")
    ]
    for name in ("hyphen_in_place_of_the_dash", "control_character_in_the_note"):
        old, new = changes[name]
        made = files(lines(ROWS), [*NOTES[:2], last.replace(old, new).encode()])
        found.append(Vector(name, made, {}, "written"))
    extended = sign_note(last.split("\n\n")[0] + "\nbetaald\n", KEY).encode()
    moved = entry(0)
    moved["body"]["at"] = "2026-01-01T00:00:00.000000+00:00"
    other_day = [sealed(moved)]
    return [
        *found,
        Vector("signed_line_that_is_no_next_key", files(lines(ROWS), [extended]), {}, "written"),
        Vector(
            "signed_day_that_differs_from_the_moment",
            files(lines(other_day), [note(other_day, 1)]),
            {},
            "wrong_day",
        ),
    ]


def _flipped(encoded: str) -> str:
    """Return other base64 of the same length, as strict as before."""
    middle = len(encoded) // 2
    return encoded[:middle] + ("A" if encoded[middle] != "A" else "B") + encoded[middle + 1 :]


def _replaced(name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert HONEST[name].count(old) >= 1, (name, old)
    return {**HONEST, name: HONEST[name].replace(old, new, 1)}
