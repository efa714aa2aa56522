"""A made-up year in the evidence log: nothing of it took place, only its shape is plausible."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from evidence_log import record
from storage.database import Database
from storage.types import new_id

Made = tuple[datetime, str, str, dict[str, Any]]
ENTRIES_A_UNIT = 5_000


def made_up(conversations: int, first_at: datetime, days: int, seed: int = 1) -> list[Made]:
    """Return the entries of ``conversations`` cases spread over ``days``, in order of time."""
    dice = random.Random(seed)  # noqa: S311
    entries: list[Made] = []
    for _ in range(conversations):
        began_at = first_at + timedelta(minutes=dice.randrange(days * 24 * 60))
        quality = 0.75 + 0.2 * (began_at - first_at).days / max(1, days)
        entries += _conversation(dice, began_at, quality)
    last_at = first_at + timedelta(days=days)
    return sorted((each for each in entries if each[0] < last_at), key=lambda each: each[0])


def fill(database: Database, entries: list[Made], on_unit: Callable[[int], object]) -> None:
    """Write ``entries`` through the log itself, in large units."""
    for start in range(0, len(entries), ENTRIES_A_UNIT):
        part = entries[start : start + ENTRIES_A_UNIT]
        with database.unit(part[0][0]) as unit:
            for at, entry_type, case_ref, codes in part:
                unit.now = at
                record(unit, entry_type, case_ref, codes)
            unit.commit()
        on_unit(len(part))


def _conversation(dice: random.Random, at: datetime, quality: float) -> Iterator[Made]:
    case_ref = new_id()

    def entry(entry_type: str, minutes: float = 0, **codes: Any) -> Made:
        return at + timedelta(minutes=minutes), entry_type, case_ref, codes

    yield entry("case_opened", audience="customer", language="nl")
    yield entry("conversation_started", channel=dice.choice(["web", "telegram"]))
    yield entry("ai_notice_shown", text_id="notices:welcome@1", channel="web")
    yield entry("privacy_notice_shown", 1, text_id="notices:privacy@1")
    yield entry("representation_set", 2, representation="none")
    if dice.random() < 0.55:
        yield from _arrangement(dice, entry, at, quality)
    if dice.random() < 0.35:
        yield from _question(dice, entry, at, quality)
    if dice.random() < 0.25:
        yield from _help(dice, entry, quality)
    if dice.random() < 0.03:
        yield from _complaint(dice, entry, at, quality)


def _arrangement(
    dice: random.Random, entry: Callable[..., Made], at: datetime, quality: float
) -> Iterator[Made]:
    arrangement, claim = new_id(), new_id()
    yield entry(
        "claim_recorded",
        3,
        claim=claim,
        kind="rent",
        amount_band="250_500",
        source="person",
        of_organisation=True,
    )
    yield entry(
        "plan_proposed",
        6,
        proposals=[new_id()],
        names=["calm"],
        amount_band="250_500",
        capacity_band="50_100",
        rule="proposals@1",
        policy="standard@1",
    )
    accepted = dice.random() < quality
    kind = "arrangement_accepted" if accepted else "arrangement_sent_to_colleague"
    agreed = {
        "arrangement": arrangement,
        "proposal": new_id(),
        "name": "calm",
        "n_terms": 8,
        "amount_band": "250_500",
        "instalment_band": "50_100",
    }
    yield entry(kind, 8, **agreed, decided_by="assistant" if accepted else None)
    if accepted and dice.random() < 0.7:
        ripe = at + relativedelta(months=3, days=3)
        state = "kept" if dice.random() < quality - 0.15 else "behind"
        minutes = (ripe - at).total_seconds() / 60
        yield entry(
            "arrangement_state_known",
            minutes,
            arrangement=arrangement,
            state=state,
            as_of=ripe.date(),
            source="ledger",
        )


def _question(
    dice: random.Random, entry: Callable[..., Made], at: datetime, quality: float
) -> Iterator[Made]:
    handover = new_id()
    reason, urgency = dice.choice(
        [
            ("asked_for_person", "asked"),
            ("over_max_total", "over_limit"),
            ("not_understood", "normal"),
        ]
    )
    callback = (at + timedelta(days=1 if at.weekday() < 4 else 4)).date()
    yield entry(
        "handover_opened",
        9,
        handover=handover,
        reason=reason,
        urgency=urgency,
        is_open_now=False,
        callback_on=callback,
    )
    days = 0.6 if dice.random() < quality else dice.uniform(2, 9)
    yield entry(
        "colleague_decided",
        days * 1440,
        kind="handover",
        id=handover,
        outcome="done",
        colleague="colleague_7",
    )


def _help(dice: random.Random, entry: Callable[..., Made], quality: float) -> Iterator[Made]:
    referral = new_id()
    stale = dice.random() > quality
    yield entry(
        "help_found",
        10,
        route="geldfit",
        services=["geldfit"],
        entry_versions=["1"],
        directory_version="1",
        stale_shown=stale,
        urgent=False,
    )
    if dice.random() < 0.6:
        warm = dice.random() < 0.4
        yield entry(
            "help_chosen",
            11,
            referral=referral,
            service="geldfit",
            entry_version="1",
            mode="warm" if warm else "info",
        )
        if warm and dice.random() < 0.8:
            outcome = "received" if dice.random() < quality else "not_reached"
            yield entry(
                "colleague_decided",
                5 * 1440,
                kind="referral",
                id=referral,
                outcome=outcome,
                colleague="colleague_7",
            )


def _complaint(
    dice: random.Random, entry: Callable[..., Made], at: datetime, quality: float
) -> Iterator[Made]:
    complaint = new_id()
    due = (at + timedelta(days=2)).date()
    yield entry("complaint_filed", 12, complaint=complaint, theme="tone", acknowledge_by_on=due)
    days = 1 if dice.random() < quality else 6
    yield entry(
        "colleague_decided",
        days * 1440,
        kind="complaint",
        id=complaint,
        outcome="acknowledged",
        colleague="colleague_7",
    )


FIRST_AT = datetime(2024, 11, 1, tzinfo=UTC)
