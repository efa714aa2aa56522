"""Every step that a person can take in one turn; each returns its decision, or None."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from casework_talk import BUDGET

from casework import arrange, complain, consent, dispute, forget, hand_over, intake, refer
from casework.context import Turn
from casework.decisions import Decision

Step = Callable[[Turn], Decision | None]


def tell(turn: Turn) -> None:
    intake.set_representation(turn, "none")
    intake.record_contact(turn, name="Anna Voorbeeld", phone="made-up")
    intake.record_claim(turn, kind="rent", debt_cents=45_000, of_organisation=True)


def choose_plan(turn: Turn, index: int = 0) -> Decision | None:
    if arrange.agreed_arrangement(turn.unit, turn.case.id):
        return None
    found = arrange.propose(turn, BUDGET)
    if isinstance(found, arrange.NoPlan):
        return None
    return arrange.accept(turn, found.options[index].id).decision


def lower_plan(turn: Turn) -> Decision | None:
    found = arrange.counter(turn, BUDGET, 5_000)
    if isinstance(found, arrange.NoPlan) or found.option is None:
        return None
    return arrange.accept(turn, found.option.id).decision


def refer_warmly(turn: Turn) -> Decision:
    found = refer.find_help(turn, needs=["debts_and_arrears"], postcode="3011AB")
    option = found.options[0]
    consent.give(turn, option.service_id, ["phone"], "referral_consent@1")
    return refer.choose_help(turn, option.referral_id, "warm").decision


STEPS: dict[str, Step] = {
    "tell": tell,
    "choose_fast": choose_plan,
    "choose_calm": lambda turn: choose_plan(turn, -1),
    "lower_plan": lower_plan,
    "postpone": lambda turn: arrange.postpone(turn, date(2026, 12, 10)).decision,
    "postpone_long": lambda turn: arrange.postpone(turn, date(2027, 6, 10)).decision,
    "pay_part": lambda turn: arrange.pay_part(turn, 4_000, date(2026, 12, 10)).decision,
    "pause": lambda turn: arrange.pause(turn, 14).decision,
    "move_debit_day": lambda turn: arrange.move_debit_day(turn, 3).decision,
    "hand_over": lambda turn: hand_over.hand_over(turn, "asked", "asked").decision,
    "danger": lambda turn: hand_over.hand_over(turn, "crisis", "danger").decision,
    "refer_warmly": refer_warmly,
    "complain": lambda turn: complain.file_complaint(turn, "tone").decision,
    "dispute": lambda turn: dispute.dispute(turn, "already_paid").decision,
    "request_erasure": lambda turn: forget.request_erasure(turn).decision,
}
