"""The letter for a caller: what was agreed, in the sentences of the decisions themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typst
from babel.dates import format_date

from staff_console.texts import texts_in

_TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"


def letter_pdf(organisation: str, decided: Sequence[str], on: date) -> bytes:
    """Return the letter as PDF/A; ``decided`` are the sentences of committed decisions.

    Words are handed over as data, so nothing in them is taken for a command of the typesetter.
    """
    words = texts_in("nl")["letter"]  # the caller reads it, not the colleague
    content = {
        "organisation": organisation,
        "date": format_date(on, "d MMMM y", "nl"),
        "title": words["title"],
        "greeting": words["greeting"],
        "opening": words["opening"].format(date=format_date(on, "d MMMM y", "nl")),
        "decided": list(decided) or [words["nothing"]],
        "closing": words["closing"],
        "sender": words["sender"].format(organisation=organisation),
    }
    pdf: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"letter": json.dumps(content)},
        pdf_standards="a-2b",
        format="pdf",
    )
    return pdf
