"""The log's leaves, sealed bodies, checkpoints and copies; what was recorded before is kept.

The earlier leaves held the facts themselves. They become salted commitments to sealed bodies, so
the tree gets another root; the entry ``log_converted`` keeps the earlier one. This page holds its
own copy of how an entry was sealed on this day: a migration must not change when the code does.

Revision ID: 2026_11_22_prove_the_log
Revises: 2026_11_22_add_directory_entries
"""

import hmac
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import rfc8785
import sqlalchemy as sa
from alembic import context, op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.types import UtcDateTime

revision = "2026_11_22_prove_the_log"
down_revision = "2026_11_22_add_directory_entries"
branch_labels = None
depends_on = None

_APPEND_ONLY = {
    "evidence": ("UPDATE", "DELETE"),
    "evidence_body": ("UPDATE",),
    "evidence_block": ("UPDATE", "DELETE"),
    "evidence_checkpoint": ("UPDATE", "DELETE"),
    "evidence_signer": ("UPDATE", "DELETE"),
    "evidence_copy": ("UPDATE", "DELETE"),
}
_BATCH = 1000


def upgrade() -> None:
    """Seal what is there, into the new tables."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _set_aside(is_sqlite)
    _create_tables()
    _convert()
    op.drop_table("evidence_before")
    for table, verbs in _APPEND_ONLY.items():
        _forbid(table, verbs, is_sqlite)


def _set_aside(is_sqlite: bool) -> None:
    if is_sqlite:
        op.execute("DROP TRIGGER evidence_no_update")
        op.execute("DROP TRIGGER evidence_no_delete")
    else:
        op.execute("DROP TRIGGER evidence_no_change ON evidence")
    for column in ("at", "case_ref", "entry_type"):
        op.drop_index(f"ix_evidence_{column}", table_name="evidence")
    op.rename_table("evidence", "evidence_before")
    if not is_sqlite:
        op.execute("ALTER INDEX pk_evidence RENAME TO pk_evidence_before")


def _create_tables() -> None:
    op.create_table(
        "evidence",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("entry_type", sa.String(length=40), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_on_day"), "evidence", ["on_day"], unique=False)
    op.create_index(op.f("ix_evidence_entry_type"), "evidence", ["entry_type"], unique=False)
    op.create_table(
        "evidence_body",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("case_ref", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence"], ["evidence.sequence"], name=op.f("fk_evidence_body_sequence_evidence")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_evidence_body")),
    )
    op.create_index(op.f("ix_evidence_body_case_ref"), "evidence_body", ["case_ref"], unique=False)
    op.create_table(
        "evidence_key",
        sa.Column("case_ref", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(length=60), nullable=False),
        sa.PrimaryKeyConstraint("case_ref", name=op.f("pk_evidence_key")),
    )
    op.create_table(
        "evidence_block",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_evidence_block")),
    )
    op.create_table(
        "evidence_checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_evidence_checkpoint")),
    )
    op.create_table(
        "evidence_signer",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("since_size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_evidence_signer")),
    )
    op.create_table(
        "evidence_copy",
        sa.Column("destination", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("copied_at", UtcDateTime(), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("destination", "size", name=op.f("pk_evidence_copy")),
    )


def _convert() -> None:
    connection = op.get_bind()
    sealer = _Sealer(context.config.attributes["wrapping_key"])
    tables = sa.MetaData()
    names = ("evidence", "evidence_body", "evidence_key")
    leaves, bodies, keys = (sa.Table(name, tables, autoload_with=connection) for name in names)
    roots: list[tuple[int, bytes]] = []
    count = 0
    for batch in _batches(connection):
        rows = [sealer.sealed(*row[:5]) for row in batch]
        connection.execute(leaves.insert(), [leaf for leaf, _ in rows])
        connection.execute(bodies.insert(), [body for _, body in rows])
        for row in batch:
            _grow(roots, bytes(row[5]))
        count += len(batch)
    if count:
        codes = {"entries": count, "root": _root(roots).hex()}
        leaf, body = sealer.sealed(count, datetime.now(UTC), "log_converted", None, codes)
        connection.execute(leaves.insert(), [leaf])
        connection.execute(bodies.insert(), [body])
        connection.execute(keys.insert(), sealer.wrapped)


def _batches(connection: sa.Connection) -> Iterator[list[sa.Row]]:
    start = 0
    query = sa.text(
        "SELECT sequence, at, entry_type, case_ref, codes, leaf_hash FROM evidence_before "
        "WHERE sequence >= :start AND sequence < :stop ORDER BY sequence"
    ).columns(at=UtcDateTime())
    while batch := connection.execute(query, {"start": start, "stop": start + _BATCH}).all():
        yield list(batch)
        start += _BATCH


class _Sealer:
    """Seals entries under one new key a person."""

    def __init__(self, wrapping_key: bytes) -> None:
        self._wrapping = AESGCM(wrapping_key)
        self._keys: dict[str, AESGCM] = {}
        self.wrapped: list[dict[str, Any]] = []

    def sealed(
        self, sequence: int, at: datetime, entry_type: str, case_ref: str | None, codes: Any
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        if isinstance(codes, str):
            codes = json.loads(codes)
        at = at.astimezone(UTC)
        moment = at.isoformat(timespec="microseconds")
        body = rfc8785.dumps({"at": moment, "case_ref": case_ref, "codes": codes})
        salt = secrets.token_bytes(32)
        commitment = hmac.digest(salt, body, "sha256")
        leaf = rfc8785.dumps(
            {
                "commitment": commitment.hex(),
                "on": at.date().isoformat(),
                "sequence": sequence,
                "type": entry_type,
            }
        )
        nonce = secrets.token_bytes(12)
        key = self._key(case_ref or "")
        return {
            "sequence": sequence,
            "on_day": at.date(),
            "entry_type": entry_type,
            "commitment": commitment,
            "leaf_hash": sha256(b"\x00" + leaf).digest(),
        }, {
            "sequence": sequence,
            "case_ref": case_ref or "",
            "at": at,
            "sealed": nonce + key.encrypt(nonce, salt + body, commitment),
        }

    def _key(self, case_ref: str) -> AESGCM:
        if case_ref not in self._keys:
            key, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
            self._keys[case_ref] = AESGCM(key)
            wrapped = nonce + self._wrapping.encrypt(nonce, key, None)
            self.wrapped.append({"case_ref": case_ref, "wrapped": wrapped})
        return self._keys[case_ref]


def _grow(roots: list[tuple[int, bytes]], root: bytes) -> None:
    width = 1
    while roots and roots[-1][0] == width:
        root = sha256(b"\x01" + roots.pop()[1] + root).digest()
        width *= 2
    roots.append((width, root))


def _root(roots: list[tuple[int, bytes]]) -> bytes:
    root = roots[-1][1]
    for _, left in reversed(roots[:-1]):
        root = sha256(b"\x01" + left + root).digest()
    return root


def _forbid(table: str, verbs: tuple[str, ...], is_sqlite: bool) -> None:
    said = f"'{table} is append-only'"
    if is_sqlite:
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, {said}); END"
            )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_forbid_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION {said}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE {' OR '.join((*verbs, 'TRUNCATE'))} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_forbid_change()"
    )
