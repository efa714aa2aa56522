"""Where people can go: a register of help in Open Referral terms, and who fits which need.

Nothing is read at import. `load_directory()` reads the files once; `match` is a pure function.

>>> from datetime import UTC, datetime
>>> directory = load_directory()
>>> found = match(Need(("debts_and_arrears",), postcode="3011 AB"), directory,
...               datetime(2026, 11, 22, tzinfo=UTC))
>>> found.route
'geldfit'
"""

from referral_directory.check import check_directory, check_files
from referral_directory.current import CurrentDirectory
from referral_directory.directory import Directory, Route, load_directory
from referral_directory.errors import (
    DirectoryError,
    DirectoryFileError,
    NeedError,
    NotExportableError,
    PostcodeError,
    RegisterChanged,
)
from referral_directory.findings import Finding
from referral_directory.freshness import (
    ContactLine,
    Task,
    contacts_to_show,
    fallback_line,
    work_list,
)
from referral_directory.matching import Match, match
from referral_directory.model import Service, Source
from referral_directory.need import Need
from referral_directory.opening import Opening, opening_of
from referral_directory.options import Option
from referral_directory.postcodes import Place, normalise_postcode
from referral_directory.published import publish_service
from referral_directory.routing import DANGER, danger_text_keys, route_for
from referral_directory.vocabulary import MATCH_TEXT_KEYS, OPTION_TEXT_KEYS, REASON_CODES

__all__ = [
    "DANGER",
    "MATCH_TEXT_KEYS",
    "OPTION_TEXT_KEYS",
    "REASON_CODES",
    "ContactLine",
    "CurrentDirectory",
    "Directory",
    "DirectoryError",
    "DirectoryFileError",
    "Finding",
    "Match",
    "Need",
    "NeedError",
    "NotExportableError",
    "Opening",
    "Option",
    "Place",
    "PostcodeError",
    "RegisterChanged",
    "Route",
    "Service",
    "Source",
    "Task",
    "check_directory",
    "check_files",
    "contacts_to_show",
    "danger_text_keys",
    "fallback_line",
    "load_directory",
    "match",
    "normalise_postcode",
    "opening_of",
    "publish_service",
    "route_for",
    "work_list",
]
