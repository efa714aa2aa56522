"""Make proposals within the organisation's policy, and weigh what the person proposes."""

from __future__ import annotations

from dataclasses import dataclass

import payment_arrangement as rules
from casework.arrange.claims import ClaimsToArrange, claims_to_arrange
from casework.arrange.facts import BudgetFacts, arrangement_facts, fact_to_ask
from casework.arrange.plans import ProposalFact, keep_plan, plan_fact, proposal_ids
from casework.bands import amount_band
from casework.context import Turn
from casework.errors import BadRequest
from evidence_log import record


@dataclass(frozen=True)
class Proposed:
    """One to three proposals, the largest instalment first, so the calmest is last.

    ``replaces``: they take the place of a running arrangement, which goes on until one is agreed.
    ``still_fits``: that arrangement is within what the person can pay now.
    """

    options: tuple[ProposalFact, ...]
    replaces: bool = False
    still_fits: bool = False


@dataclass(frozen=True)
class NoPlan:
    """No proposal can be made, and a colleague decides: the machine refuses nothing.

    ``reason_code`` is a reason of the rules, or ``claim_unknown``, ``other_organisation``,
    ``arrangement_running``, ``not_modelled``, ``fact_missing``. For the last one ``missing`` names
    the fact to ask: ``representation`` (see ``intake.set_representation``), ``household``,
    ``monthly_income``, ``fixed_costs``, ``other_creditors``, ``wage_garnishment``, ...
    """

    reason_code: str
    missing: str | None = None


@dataclass(frozen=True)
class Countered:
    """What the person proposed, worked out.

    ``fits`` is False when it is more than the person can pay; ``nearest`` is then a plan that
    does fit. ``option`` is the person's own plan; None with ``fits`` means that a colleague must
    look, because the plan takes too long to write out. ``replaces``: as in :class:`Proposed`.
    """

    fits: bool
    option: ProposalFact | None
    nearest: ProposalFact | None
    reason_code: str
    replaces: bool = False


def propose(turn: Turn, budget: BudgetFacts) -> Proposed | NoPlan:
    """Return one to three proposals for the open claims of this organisation together.

    Where an arrangement runs already, they are for the rest of it, in its place.
    The same facts on the same day return the same proposals. Raises
    :class:`casework.errors.BadRequest` for a value that cannot be right.
    """
    claims = claims_to_arrange(turn)
    if claims.obstacle is not None:
        return _no_plan(turn, claims.obstacle)
    try:
        facts = arrangement_facts(turn, budget, claims)
        outcome = _plans(turn, facts, claims)
    except rules.ArrangementError as error:
        return _no_answer(turn, error)
    if isinstance(outcome, rules.NoPlan):
        return _no_plan(turn, outcome.reason_code.value)
    before = proposal_ids(turn)
    options = tuple(_kept(turn, option, claims) for option in outcome.options)
    still_fits = isinstance(outcome, rules.Change) and outcome.still_fits
    proposed = Proposed(options, claims.replaces is not None, still_fits)
    if before.issuperset(option.id for option in options):
        return proposed
    codes = {
        "proposals": [option.id for option in options],
        "names": [option.name for option in options],
        "amount_band": amount_band(claims.total_cents),
        "capacity_band": amount_band(facts.capacity.cents_per_month) if facts.capacity else None,
        "rule": _version(outcome.receipt),
        "policy": f"{turn.organisation.policy.code}@{turn.organisation.policy.version}",
    }
    record(turn.unit, "plan_proposed", turn.case.ref, codes)
    return proposed


def counter(turn: Turn, budget: BudgetFacts, instalment_cents: int) -> Countered | NoPlan:
    """Work out the instalment that the person proposes; the amount itself is never changed.

    Raises :class:`casework.errors.BadRequest` for a value that cannot be right.
    """
    claims = claims_to_arrange(turn)
    if claims.obstacle is not None:
        return _no_plan(turn, claims.obstacle)
    try:
        facts = arrangement_facts(turn, budget, claims)
        outcome = rules.check_counter_proposal(
            facts, instalment_cents, turn.organisation.policy, turn.today
        )
    except rules.ArrangementError as error:
        return _no_answer(turn, error)
    if isinstance(outcome, rules.NoPlan):
        return _no_plan(turn, outcome.reason_code.value)
    before = proposal_ids(turn)
    own, nearest = (
        _kept(turn, plan, claims) if plan is not None else None
        for plan in (outcome.proposal, outcome.nearest)
    )
    reason = own.reasons[0] if own and own.reasons else outcome.reason_code.value
    countered = Countered(outcome.fits, own, nearest, reason, replaces=claims.replaces is not None)
    if before & {plan.id for plan in (own, nearest) if plan}:
        return countered
    codes = {
        "proposal": own.id if own else None,
        "fits": outcome.fits,
        "reason": reason,
        "instalment_band": amount_band(instalment_cents),
        "rule": _version(outcome.receipt),
    }
    record(turn.unit, "counter_proposal_weighed", turn.case.ref, codes)
    return countered


def _plans(
    turn: Turn, facts: rules.ArrangementFacts, claims: ClaimsToArrange
) -> rules.Proposals | rules.Change | rules.NoPlan:
    policy = turn.organisation.policy
    if claims.replaces is None:
        return rules.propose(facts, policy, turn.today)
    return rules.weigh_change(claims.replaces.running_plan(turn.today), facts, policy, turn.today)


def _kept(turn: Turn, plan: rules.Proposal, claims: ClaimsToArrange) -> ProposalFact:
    return plan_fact(keep_plan(turn, plan, claims))


def _no_plan(turn: Turn, reason_code: str, missing: str | None = None) -> NoPlan:
    codes = {"reason": reason_code, "missing": missing}
    record(turn.unit, "no_plan", turn.case.ref, codes)
    return NoPlan(reason_code, missing)


def _no_answer(turn: Turn, error: rules.ArrangementError) -> NoPlan:
    """What an error of the rules means here: ask, correct, or pass on."""
    if isinstance(error, rules.FactMissing):
        return _no_plan(turn, "fact_missing", fact_to_ask(error))
    if isinstance(error, rules.NotModelled | rules.ParameterMissing):
        return _no_plan(turn, "not_modelled")
    if isinstance(error, rules.BadAmount | rules.BadDate):
        raise BadRequest(str(error)) from error
    raise error


def _version(receipt: rules.Receipt) -> str:
    return f"{receipt.rule}@{receipt.version}"
