"""Every code that a match can hold; the conversation must have a text for each of them."""

from __future__ import annotations

from referral_directory.routing import DANGER_TEXT_KEYS

# Said once with the whole answer.
MATCH_TEXT_KEYS = frozenset(DANGER_TEXT_KEYS.values()) | {
    "referral_threat_three_working_days",
    "referral_threat_before_municipal_talk",
    "referral_ask_your_municipality",
    "referral_food",
    "referral_emergency_fund_via_helper",
    "referral_self_employed",
    "referral_youth",
    "referral_legal_letter_today",
    "referral_several_creditors",
    "referral_paperwork",
    "referral_named_need",
    "referral_geldfit",
    "referral_no_special_help_nearby",
    "referral_minor_colleague",
    "referral_employee_confidential",
    "referral_check_municipality",
    "referral_ask_postcode",
    "referral_language_unknown",
    "referral_no_option_colleague",
    "referral_all_stale_colleague_checks",
}

# Said with one option.
OPTION_TEXT_KEYS = frozenset(
    {
        "referral_option_stale",
        "referral_phone_withheld",
        "referral_contact_old",
        "referral_no_contact_known",
    }
)

# Why an option was chosen.
REASON_CODES = frozenset(
    {
        "for_your_need",
        "same_municipality",
        "probably_same_municipality",
        "national",
        "for_youth",
        "for_self_employed",
        "volunteer",
        "free",
        "speaks_your_language",
        "reachable_as_you_wish",
        "open_now",
        "recently_confirmed",
    }
)
