"""Pure, dated, cited rules for payment arrangements: facts and a day in, an outcome out."""

from payment_arrangement.budget_bands import (
    BudgetBand,
    fixed_cost_bands,
    income_band,
    income_bands,
)
from payment_arrangement.calendar_file import calendar_file
from payment_arrangement.capacity import Budget, Capacity, assess_capacity
from payment_arrangement.errors import (
    ArrangementError,
    BadAmount,
    BadDate,
    BadText,
    FactMissing,
    NotAReceipt,
    NotModelled,
    ParameterError,
    ParameterMissing,
    PolicyError,
    RequestRefused,
    RuleVersionMissing,
)
from payment_arrangement.grants import (
    check_debit_date,
    check_part_payment,
    check_pause,
    check_postponement,
    check_remission,
)
from payment_arrangement.outcomes import (
    ArrangementFacts,
    CounterOutcome,
    Grantable,
    NoPlan,
    Proposal,
    Proposals,
    Reason,
)
from payment_arrangement.parameters import Period, value_on
from payment_arrangement.policy import Limits, Policy, load_policy, read_policy, standard_policy
from payment_arrangement.policy_limits import policy_checks, policy_limits, with_limits
from payment_arrangement.proposals import check_counter_proposal, propose
from payment_arrangement.questions import answer, questions
from payment_arrangement.receipt import Receipt, Rule, Source
from payment_arrangement.replay import Replay, replay
from payment_arrangement.rules.beslagvrije_voet import (
    FreeRoom,
    Screening,
    certain_free_room,
    screen,
)
from payment_arrangement.rules.collection_pause import CollectionPause, pause_collection
from payment_arrangement.rules.contact_hours import ContactWindow, may_send_outbound
from payment_arrangement.rules.imputation import (
    Balance,
    ClaimBalance,
    ClaimsImputation,
    Imputation,
    ImputationOrder,
    impute,
    impute_over_claims,
)
from payment_arrangement.rules.incassokosten import (
    CollectionCosts,
    CostFacts,
    maximum_collection_costs,
)
from payment_arrangement.rules.letter_wording import (
    Fault,
    Finding,
    LetterCheck,
    LetterFacts,
    check_letter,
    check_letter_text,
)
from payment_arrangement.rules.limitation import LimitationFlag, flag_limitation
from payment_arrangement.rules.veertiendagenbrief import FourteenDays, payment_term
from payment_arrangement.rules.wage_rules import (
    Deduction,
    WageDeduction,
    WageFacts,
    WageReason,
    wage_deduction,
)
from payment_arrangement.rules.wettelijke_rente import (
    ClaimStatement,
    InterestStretch,
    InterimPayment,
    claim_statement,
    statutory_interest,
)
from payment_arrangement.running import (
    Change,
    EarlyPayment,
    MissedTerm,
    RunningPlan,
    after_missed_term,
    pay_early,
    weigh_change,
)
from payment_arrangement.schedule import Term
from payment_arrangement.schemas import answer_schema_of, schema_of
from payment_arrangement.strict_json import canonical, read_json

__all__ = [
    "ArrangementError",
    "ArrangementFacts",
    "BadAmount",
    "BadDate",
    "BadText",
    "Balance",
    "Budget",
    "BudgetBand",
    "Capacity",
    "Change",
    "ClaimBalance",
    "ClaimStatement",
    "ClaimsImputation",
    "CollectionCosts",
    "CollectionPause",
    "ContactWindow",
    "CostFacts",
    "CounterOutcome",
    "Deduction",
    "EarlyPayment",
    "FactMissing",
    "Fault",
    "Finding",
    "FourteenDays",
    "FreeRoom",
    "Grantable",
    "Imputation",
    "ImputationOrder",
    "InterestStretch",
    "InterimPayment",
    "LetterCheck",
    "LetterFacts",
    "LimitationFlag",
    "Limits",
    "MissedTerm",
    "NoPlan",
    "NotAReceipt",
    "NotModelled",
    "ParameterError",
    "ParameterMissing",
    "Period",
    "Policy",
    "PolicyError",
    "Proposal",
    "Proposals",
    "Reason",
    "Receipt",
    "Replay",
    "RequestRefused",
    "Rule",
    "RuleVersionMissing",
    "RunningPlan",
    "Screening",
    "Source",
    "Term",
    "WageDeduction",
    "WageFacts",
    "WageReason",
    "after_missed_term",
    "answer",
    "answer_schema_of",
    "assess_capacity",
    "calendar_file",
    "canonical",
    "certain_free_room",
    "check_counter_proposal",
    "check_debit_date",
    "check_letter",
    "check_letter_text",
    "check_part_payment",
    "check_pause",
    "check_postponement",
    "check_remission",
    "claim_statement",
    "fixed_cost_bands",
    "flag_limitation",
    "impute",
    "impute_over_claims",
    "income_band",
    "income_bands",
    "load_policy",
    "maximum_collection_costs",
    "may_send_outbound",
    "pause_collection",
    "pay_early",
    "payment_term",
    "policy_checks",
    "policy_limits",
    "propose",
    "questions",
    "read_json",
    "read_policy",
    "replay",
    "schema_of",
    "screen",
    "standard_policy",
    "statutory_interest",
    "value_on",
    "wage_deduction",
    "weigh_change",
    "with_limits",
]
