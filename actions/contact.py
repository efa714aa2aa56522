"""How a person can be reached: found in a message, kept apart from the facts, never in a slot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import phonenumbers

from actions.answers import Said, answers
from casework import intake
from casework.context import Turn

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,4}")
_LONGEST_NAME = 80
_AROUND = " \u2060.,!"
KINDS = {"name": ("name",), "reach": ("phone", "email")}


def reach(said: Said) -> dict[str, str]:
    """Return the ``phone`` and the ``email`` in the message, where there are any.

    >>> reach(Said("inform", (), text="mijn nummer is 06 12345678"))
    {'phone': '+31612345678'}
    """
    return dict(_reach(said.text))


def name(said: Said) -> str | None:
    """Return the name in the message: after "ik heet", or when it is nothing but a name.

    >>> name(Said("inform", (), text="Mijn naam is Samira de Vries, 0612345678"))
    'Samira de Vries'
    """
    rest = _EMAIL.sub("", said.text)
    for match in phonenumbers.PhoneNumberMatcher(rest, "NL"):
        rest = rest.replace(match.raw_string, "")
    words, weak = answers().words, {"inform", "give_contact", *answers().weak_intents}
    is_unsure = said.intent in weak or said.confidence < answers().sure_from or bool(reach(said))
    is_bare = is_unsure and not said.values
    before = f"{words['name_after']}|{words['name_after_if_unsure']}"
    before = before if is_bare else words["name_after"]
    introduced = re.search(rf"\b(?:{before})\b:? *", rest, re.IGNORECASE)
    if introduced is None and not is_bare:
        return None
    told = rest[introduced.end() :] if introduced else rest.strip(_AROUND)
    told = re.split(rf"[,.;!?\n]| (?:{words['name_until']})\b", told, maxsplit=1)[0]
    found = _NAME.fullmatch(told.strip(_AROUND))
    if re.search(rf"\b(?:{words['never_in_a_name']})\b", told, re.IGNORECASE):
        return None
    return found[0][:_LONGEST_NAME] if found else None


def found(said: Said) -> dict[str, str]:
    """Return everything in the message that tells how to reach the person."""
    named = name(said)
    return reach(said) | ({"name": named} if named else {})


def keep(turn: Turn, told: Mapping[str, str]) -> None:
    """Keep what was told with the person, in the one table for it."""
    intake.record_contact(
        turn, name=told.get("name"), phone=told.get("phone"), email=told.get("email")
    )


def _reach(text: str) -> Iterator[tuple[str, str]]:
    for match in phonenumbers.PhoneNumberMatcher(text, "NL"):
        yield "phone", phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    if email := _EMAIL.search(text):
        yield "email", email[0]
