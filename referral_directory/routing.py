"""Which routing rule applies to a need: the order of domain facts 3.5, first match wins.

Danger comes before everything and uses no file: its codes and text keys stand here, so that a
damaged directory cannot hide them. What the other routes look for is data, in `routes.yml`.
"""

from __future__ import annotations

from referral_directory.need import Need

DANGER = "danger"
DANGER_TEXT_KEYS = {
    "life_in_danger": "danger_life",
    "suicide_prevention": "danger_suicide",
    "violence": "danger_violence",
}

# Needs with help of their own, when no rule of 3.5 came first.
_NAMED_NEEDS = (
    "wage_garnishment",
    "health_insurance",
    "gambling",
    "gambling_exclusion",
    "homeless_or_undocumented",
    "children",
    "municipal_tax",
    "budgeting",
)


def danger_text_keys(need: Need) -> tuple[str, ...]:
    """Return the keys of the danger texts for this need; empty when there is no danger."""
    return tuple(DANGER_TEXT_KEYS[code] for code in DANGER_TEXT_KEYS if code in need.need_codes)


def own_needs(need: Need) -> tuple[str, ...]:
    """Return the named needs that have help of their own, in the person's order."""
    return tuple(code for code in need.need_codes if code in _NAMED_NEEDS)


def route_for(need: Need) -> str:
    """Return the code of the routing rule for a need: `danger`, or a key of `routes.yml`."""
    codes = set(need.need_codes)
    rules: tuple[tuple[bool, str], ...] = (
        (bool(codes & DANGER_TEXT_KEYS.keys()), DANGER),
        (
            need.threat in {"eviction", "utility_cutoff"}
            or bool(codes & {"eviction", "utility_cutoff"}),
            "threatening_situation",
        ),
        (need.threat == "health_insurance_end", "health_insurance_end"),
        ("food" in codes, "no_food"),
        (need.is_self_employed, "self_employed"),
        (need.is_young, "youth"),
        ("legal_letter" in codes, "legal_letter"),
        (need.other_creditors is True or "no_capacity" in codes, "several_creditors"),
        (bool(codes & {"paperwork", "volunteer_buddy"}), "paperwork"),
        ("emergency_fund" in codes, "emergency_fund"),
        (bool(own_needs(need)), "named_need"),
    )
    return next((route for applies, route in rules if applies), "geldfit")
