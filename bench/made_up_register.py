"""A made-up register of help: no service in it exists, and every name says so."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from referral_directory import Directory
from referral_directory.register import Document, hsds_id

_DAYS = ("MO", "TU", "WE", "TH", "FR")
_LANGUAGES = ("en", "pl", "tr", "ar", "fr")
_ALSO_NATIONAL = 200
"""One service in so many works in the whole country."""


def made_up_register(
    services: int, base: Directory, on: date, seed: int = 1
) -> dict[str, list[Document]]:
    """Return so many services with their organizations, as the lists of an HSDS JSON file.

    They use the places and needs of `base`, and somebody phoned them in the half year before `on`.
    The numbers begin with 000, which is never given out.
    """
    dice = random.Random(seed)  # noqa: S311
    municipalities = sorted(base.postcodes.municipalities)
    terms = list(base.register.of("taxonomy_term").values())
    organizations = [_organization(number) for number in range(services // 4 + 1)]
    return {
        "organizations": organizations,
        "services": [
            _service(number, dice, municipalities, terms, organizations, on)
            for number in range(services)
        ],
    }


def _organization(number: int) -> Document:
    name = f"Verzonnen stichting {number:05}"
    short_id = f"verzonnen-org-{number:05}"
    return {"id": hsds_id(short_id), "short_id": short_id, "name": name, "description": name}


def _service(
    number: int,
    dice: random.Random,
    municipalities: list[str],
    terms: list[Document],
    organizations: list[Document],
    on: date,
) -> Document:
    short_id = f"verzonnen-{number:05}"
    day = date.fromordinal(on.toordinal() - dice.randrange(180)).isoformat()
    sure: dict[str, Any] = {"verified": True, "assured_on": day}
    opens = dice.randrange(8, 11)
    if number % _ALSO_NATIONAL:
        places = dice.sample(municipalities, k=dice.choice((1, 1, 1, 2, 3)))
        areas = [{"name": name, "extent_type": "municipality"} for name in places]
    else:
        areas = [{"name": "Nederland", "extent_type": "country"}]
    return {
        "id": hsds_id(short_id),
        "short_id": short_id,
        "organization_id": dice.choice(organizations)["id"],
        "name": f"Verzonnen dienst {number:05}",
        "description": "Deze dienst bestaat niet.",
        "status": "active",
        "url": f"https://verzonnen-{number:05}.example",
        "phones": [_row(short_id, "phone", number=f"000-{number:07}", verification=sure)],
        "schedules": [
            _row(
                short_id,
                "hours",
                freq="WEEKLY",
                byday=",".join(dice.sample(_DAYS, k=dice.randrange(1, 6))),
                opens_at=f"{opens:02}:00",
                closes_at=f"{opens + dice.randrange(2, 8):02}:00",
                verification=sure,
            )
        ],
        "service_areas": [_row(short_id, f"area{i}", **area) for i, area in enumerate(areas)],
        "languages": [_row(short_id, "language", code=dice.choice(_LANGUAGES))],
        "cost_options": [_row(short_id, "cost", option="free")],
        "attributes": [
            _row(short_id, term["code"], link_type="service_type", taxonomy_term_id=term["id"])
            for term in dice.sample(terms, k=dice.randrange(1, 4))
        ],
        "assured_date": day,
        "assurer_email": "niemand@verzonnen.example",
        "verification": dict.fromkeys(("existence", "url", "languages", "cost_options"), sure),
    }


def _row(short_id: str, part: str, **values: Any) -> Document:
    return {"id": hsds_id(short_id, part), **values}
