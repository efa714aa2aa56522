"""What can go wrong in a use case. Messages are for colleagues; ``text_key`` is for a person."""

from __future__ import annotations

from collections.abc import Sequence


class CaseworkError(Exception):
    """Base of every error this package raises."""

    text_key = "casework_error"


class MoveNotAllowed(CaseworkError):
    """A state change that is not in the table of allowed moves."""

    text_key = "casework_move_not_allowed"


class AboveStaffLimits(CaseworkError):
    """A plan or another moment that is above what staff may grant by the policy."""

    text_key = "casework_above_staff_limits"


class BadRequest(CaseworkError):
    """A value that the use case cannot work with, such as a negative amount."""

    text_key = "casework_bad_request"


class NotYours(CaseworkError):
    """Another colleague has this conversation, or nobody has."""

    text_key = "casework_not_yours"


class SecondPersonNeeded(CaseworkError):
    """Who laid a plan above the limits of staff down cannot also approve it."""

    text_key = "casework_second_person_needed"


class ClaimNotFound(CaseworkError):
    """The claim does not exist in this case."""

    text_key = "casework_claim_not_found"


class ProposalNotFound(CaseworkError):
    """The proposal does not exist in this case."""

    text_key = "casework_proposal_not_found"


class ReferralNotFound(CaseworkError):
    """The referral option does not exist in this case."""

    text_key = "casework_referral_not_found"


class LinkNotUsable(CaseworkError):
    """A receiver's link is unknown, used, or past its term."""

    text_key = "casework_link_not_usable"


class ConsentMissing(CaseworkError):
    """Passing data on was asked without a consent that is still valid."""

    text_key = "casework_consent_missing"


class DecisionNotFound(CaseworkError):
    """No committed row stands behind the decision, so nothing may be said about it."""

    text_key = "casework_decision_not_found"


class CaseHeld(CaseworkError):
    """The case must be kept for a legal reason, so it cannot be forgotten."""

    text_key = "casework_case_held"


class FileRefused(CaseworkError):
    """A file of the organisation cannot be used; ``problems`` lists all of them."""

    text_key = "casework_file_refused"

    def __init__(self, origin: str, problems: Sequence[str]) -> None:
        self.origin = origin
        self.problems = tuple(problems)
        lines = "\n  ".join(self.problems)
        super().__init__(
            f"{origin} was not loaded, so nothing is decided with it. Correct:\n  {lines}"
        )
