"""Which of many services fits a person best, found without building an option for each.

A drawback is looked at only for those that are equal in all before it. The costliest, not being
open now, comes last, and the search stops at the first one that is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from referral_directory.freshness import FreshnessRules, is_stale, state_of_fact
from referral_directory.model import Fact, Service
from referral_directory.need import KIND_OF_CHANNEL, Need
from referral_directory.opening import is_open


@dataclass(frozen=True)
class Ranking:
    """The order of preference for one person on one moment."""

    need: Need
    rules: FreshnessRules
    as_of: datetime

    def best(self, candidates: Iterable[Service]) -> Service | None:
        """Return the service that fits best, or None when there are no candidates."""
        equal = sorted(candidates, key=lambda service: service.id)
        drawbacks = (
            self._speaks_no_language,
            self._not_reachable_as_wished,
            self._has_no_contact,
            self._is_national,
            self._is_stale,
        )
        for has_drawback in drawbacks:
            equal = [each for each in equal if not has_drawback(each)] or equal
        open_now = (each for each in equal if is_open(each, self.rules, self.as_of))
        return next(open_now, equal[0] if equal else None)

    def _speaks_no_language(self, service: Service) -> bool:
        return self.need.language != "nl" and self.need.language not in service.languages

    def _not_reachable_as_wished(self, service: Service) -> bool:
        if self.need.channel is None:
            return False
        wished = KIND_OF_CHANNEL[self.need.channel]
        return not any(fact.kind == wished and self._is_shown(fact) for fact in service.facts)

    def _has_no_contact(self, service: Service) -> bool:
        return not any(fact.kind != "hours" and self._is_shown(fact) for fact in service.facts)

    def _is_national(self, service: Service) -> bool:
        return service.is_national

    def _is_stale(self, service: Service) -> bool:
        return is_stale(service.existence, self.rules, self.as_of)

    def _is_shown(self, fact: Fact) -> bool:
        return state_of_fact(fact, self.rules, self.as_of) != "hidden"
