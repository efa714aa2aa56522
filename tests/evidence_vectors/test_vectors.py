"""Twenty good exports and more than sixty attacks: both verifiers agree on every one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from evidence_vectors.attacks import attacks
from evidence_vectors.forge import Vector
from evidence_vectors.good import good
from evidence_vectors.make import write
from evidence_vectors.verifiers import verify_alone

from evidence_log import VerificationError, verify_export

GOOD, BROKEN = good(), attacks()
# A line that is written wrongly may be refused for any of these, whichever is seen first.
OF_WRITING = {
    "not_canonical",
    "malformed",
    "malformed_note",
    "cut_file",
    "wrong_order",
    "wrong_tree",
    "wrong_key",
    "wrong_signature",
    "another_key",
    "another_log",
    "entry_changed",
    "wrong_root",
    "unreadable",
}


def named(vectors: list[Vector]) -> pytest.MarkDecorator:
    names = [vector.name for vector in vectors]
    assert len(set(names)) == len(names)
    return pytest.mark.parametrize("vector", vectors, ids=names)


def test_there_are_as_many_as_promised():
    assert len(GOOD) >= 20
    assert len(BROKEN) >= 60


@named(GOOD)
def test_a_good_export_is_accepted(vector: Vector, tmp_path: Path):
    folder, kept = write(vector, tmp_path)
    code, said = verify_alone(folder, *kept)
    assert (code, said[:3]) == (0, "OK:"), said
    verify_export(folder, kept)


@named(BROKEN)
def test_an_attack_is_refused_and_its_place_named(vector: Vector, tmp_path: Path):
    folder, kept = write(vector, tmp_path)
    code, said = verify_alone(folder, *kept)
    assert (code, said[:8]) == (1, "REFUSED "), said
    with pytest.raises(VerificationError) as refused:
        verify_export(folder, kept)
    assert refused.value.place
    if vector.code == "written":
        assert refused.value.code in OF_WRITING
    else:
        assert refused.value.code == vector.code
        assert said.startswith(f"REFUSED {vector.code}: "), said


@pytest.mark.parametrize("vector", [v for v in BROKEN if v.kept], ids=lambda v: v.name)
def test_without_what_was_kept_only_the_signer_could_have_done_it(vector: Vector, tmp_path: Path):
    """Who signs can write another history: that is why a checkpoint is kept outside."""
    folder, _ = write(vector, tmp_path)
    code, said = verify_alone(folder)
    assert code == 0, said


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_a_third_verifier_in_another_language_agrees_on_every_one(tmp_path: Path):
    written = [write(vector, tmp_path) for vector in [*GOOD, *BROKEN]]
    asked = ["\t".join(map(str, (folder, *kept))) for folder, kept in written]
    done = subprocess.run(
        ["node", Path(__file__).with_name("verify.mjs"), "--all", *asked],
        capture_output=True,
        text=True,
    )
    said = [line.partition(":")[0] for line in done.stdout.splitlines()]
    accepted = [
        vector.name for vector, word in zip([*GOOD, *BROKEN], said, strict=True) if word == "OK"
    ]
    assert accepted == [vector.name for vector in GOOD]
