"""The letter for a caller: what was agreed, in the sentences of the decisions themselves."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import typst
from babel.dates import format_date

from staff_console.texts import texts_in

_SIGNS = frozenset("€–—‘’‚“”„…•‹›\u202f")
_TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"


def letter_pdf(organisation: str, decided: Sequence[str], on: date) -> bytes:
    """Return the letter as PDF/A; ``decided`` are the sentences of committed decisions.

    Words are handed over as data, so nothing in them is taken for a command of the typesetter. A
    sign for which its font has no shape becomes a question mark: PDF/A takes no letter with a hole.
    """
    words = texts_in("nl")["letter"]  # the caller reads it, not the colleague
    content: dict[str, str | list[str]] = {
        "organisation": organisation,
        "date": format_date(on, "d MMMM y", "nl"),
        "title": words["title"],
        "greeting": words["greeting"],
        "opening": words["opening"].format(date=format_date(on, "d MMMM y", "nl")),
        "decided": list(decided) or [words["nothing"]],
        "closing": words["closing"],
        "sender": words["sender"].format(organisation=organisation),
    }
    try:
        return _typeset(content)
    except typst.TypstError:
        return _typeset({name: _with_shapes(said) for name, said in content.items()})


def _typeset(content: Mapping[str, str | list[str]]) -> bytes:
    pdf: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"letter": json.dumps(content)},
        pdf_standards="a-2b",
        format="pdf",
    )
    return pdf


def _with_shapes(said: str | list[str]) -> str | list[str]:
    if isinstance(said, list):
        return ["".join(map(_with_a_shape, each)) for each in said]
    return "".join(map(_with_a_shape, said))


def _with_a_shape(sign: str) -> str:
    """Return a sign of Latin, Greek or Cyrillic script as it is, and what is like one as that."""
    alike = unicodedata.normalize("NFKC", sign)
    return alike if all(each < "\u0530" or each in _SIGNS for each in alike) else "?"
