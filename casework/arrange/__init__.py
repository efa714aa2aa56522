"""Arrange another way to pay: propose, counter, accept, postpone, pause, move the debit day."""

from casework.arrange.accept import Accepted, SentToColleague, accept
from casework.arrange.agreed import Agreed, agreed_arrangement
from casework.arrange.ease import Granted, move_debit_day, pause, pay_part, postpone
from casework.arrange.facts import BudgetFacts
from casework.arrange.plans import ProposalFact
from casework.arrange.propose import Countered, NoPlan, Proposed, counter, propose

__all__ = [
    "Accepted",
    "Agreed",
    "BudgetFacts",
    "Countered",
    "Granted",
    "NoPlan",
    "ProposalFact",
    "Proposed",
    "SentToColleague",
    "accept",
    "agreed_arrangement",
    "counter",
    "move_debit_day",
    "pause",
    "pay_part",
    "postpone",
    "propose",
]
