"""Keeping the directory right: what must be phoned next, and what was heard on the phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.opening import LOCAL_TIME
from casework.organisation import Organisation
from evidence_log import record
from referral_directory import Directory, DirectoryError, RegisterChanged, Service, Task, work_list
from referral_directory.assurance import assure, is_email
from referral_directory.call_script import CallScript, call_script
from referral_directory.changes import FieldChange, differences
from referral_directory.exchange.files import check_document
from referral_directory.freshness import state_of_fact
from referral_directory.register import Document, hsds_id
from referral_directory.store import NewVersion, history_of, write_changes
from staff_console.errors import ConsoleError, NotThere
from staff_console.sessions import Colleague
from storage.unit_of_work import UnitOfWork

GONE = "defunct"
_PHONE = re.compile(r"(\+\d{1,3}[ -]?)?\d[\d -]{1,14}\d")
_MOST_FOUND = 50


class CallRefused(ConsoleError):
    """What was heard cannot be kept like this. ``text_key`` says why, for a colleague."""

    def __init__(self, text_key: str, message: str) -> None:
        super().__init__(message)
        self.text_key = text_key


@dataclass(frozen=True)
class Heard:
    """What somebody heard on the phone: which facts were right or wrong, and what is new.

    ``outcome``: ``right`` (all that we had), ``changed`` or ``gone``. ``version`` is the version
    of the entry that the colleague saw.
    """

    outcome: str
    by: str
    version: str
    wrong: Sequence[str] = ()
    confirmed: Sequence[str] = ()
    new_phone: str = ""


@dataclass(frozen=True)
class KnownFact:
    """A fact of an entry. ``state`` is current, stale or hidden; ``confirmed_on`` may be None."""

    kind: str
    value: str
    state: str
    confirmed_on: date | None


@dataclass(frozen=True)
class Version:
    """One version of an entry: who made it when, and what it changed."""

    number: int
    change: str
    changed_by: str
    at: datetime
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class EntryPage:
    """Everything the page of one entry shows. ``service`` is None once it was taken out."""

    entry: str
    name: str
    service: Service | None
    facts: tuple[KnownFact, ...]
    script: CallScript | None
    history: tuple[Version, ...]


def to_phone(directory: Directory, now: datetime) -> list[Task]:
    """Return what must be phoned next, most urgent first."""
    return work_list(directory, now)


def search(directory: Directory, words: str) -> list[Service]:
    """Return the entries in whose name, id, needs or facts every word occurs, by name."""
    wanted = words[:80].casefold().split()
    found = [
        service
        for service in directory.services.values()
        if wanted and all(word in _text_of(service) for word in wanted)
    ]
    return sorted(found, key=lambda service: service.name)[:_MOST_FOUND]


def entry_page(unit: UnitOfWork, organisation: Organisation, entry: str) -> EntryPage:
    """Return the page of the entry with this id. Raises :class:`NotThere`."""
    directory = organisation.directory
    service = directory.services.get(entry)
    rows = history_of(unit, service.document["id"] if service else entry)
    rows = rows or history_of(unit, hsds_id(entry))
    if service is None and not rows:
        raise NotThere("This entry is not in the register.")
    versions: list[Version] = []
    before: Document | None = None
    for row in rows:
        fields = tuple(differences(before, row.content)) if before else ()
        versions.append(Version(row.version, row.change, row.changed_by, row.valid_from, fields))
        before = row.content
    name = service.name if service else str((before or {}).get("name", entry))
    return EntryPage(
        entry=entry,
        name=name,
        service=service,
        facts=tuple(_known(service, directory, unit.now)) if service else (),
        script=_script(service, organisation, unit.now) if service else None,
        history=tuple(reversed(versions)),
    )


def note_call(
    unit: UnitOfWork, organisation: Organisation, colleague: Colleague, entry: str, heard: Heard
) -> None:
    """Keep what was heard as a new version of the entry: who phoned, and today as the day.

    An entry that is ``gone`` is taken out of the register; every version of it stays. Raises
    :class:`NotThere`, and :class:`CallRefused` for what cannot be kept or was changed meanwhile.
    """
    directory = organisation.directory
    service = directory.services.get(entry)
    if service is None:
        raise NotThere("This entry is not in the register.")
    _check(service, heard)
    is_gone = heard.outcome == "gone"
    try:
        new = assure(
            service.document,
            by=heard.by,
            on=unit.now.astimezone(LOCAL_TIME).date(),
            confirmed=() if is_gone else heard.confirmed,
            wrong=() if is_gone else heard.wrong,
            new_phones=[heard.new_phone] if heard.new_phone and not is_gone else (),
            status=GONE if is_gone else None,
            confirm_all=heard.outcome == "right",
        )
        check_document("service", new, directory.register)
        version = NewVersion("service", "retired" if is_gone else "changed", new)
        write_changes(unit, [version], heard.by, directory.register.number)
    except RegisterChanged as error:
        raise CallRefused("call_meanwhile", str(error)) from error
    except DirectoryError as error:
        raise CallRefused("call_not_kept", str(error)) from error
    codes = {"service": entry, "outcome": heard.outcome, "before": service.entry_version}
    record(unit, "directory_phoned", None, {**codes, "colleague": colleague.id})


def _check(service: Service, heard: Heard) -> None:
    if heard.version != service.entry_version:
        raise CallRefused("call_meanwhile", "The entry was changed since it was shown.")
    if heard.outcome not in ("right", "changed", "gone"):
        raise CallRefused("call_not_kept", "There is no such outcome of a call.")
    if not is_email(heard.by):
        raise CallRefused("call_without_email", "Who phoned is known by an e-mail address.")
    if heard.new_phone and not _PHONE.fullmatch(heard.new_phone):
        raise CallRefused("call_bad_phone", "The new number is not a telephone number.")
    if heard.outcome == "right" and (heard.wrong or heard.new_phone):
        raise CallRefused("call_not_all_right", "Something was said to be wrong or new.")
    if heard.outcome == "changed" and not (heard.wrong or heard.confirmed or heard.new_phone):
        raise CallRefused("call_nothing", "Nothing was said to be right, wrong or new.")
    if set(heard.wrong) & set(heard.confirmed):
        raise CallRefused("call_not_kept", "A fact cannot be right and wrong at once.")


def _known(service: Service, directory: Directory, now: datetime) -> list[KnownFact]:
    return [
        KnownFact(
            fact.kind,
            fact.value,
            state_of_fact(fact, directory.freshness, now),
            fact.verification.confirmed_on,
        )
        for fact in service.facts
    ]


def _script(service: Service, organisation: Organisation, now: datetime) -> CallScript | None:
    tasks = work_list(organisation.directory, now)
    task = next((each for each in tasks if each.service_id == service.id), None)
    if task is None:
        return None
    return call_script(task, organisation.directory, organisation.name, organisation.phone)


def _text_of(service: Service) -> str:
    parts = [service.id, service.name, service.organization.name, *service.taxonomy_terms]
    return " ".join([*parts, *(fact.value for fact in service.facts)]).casefold()
