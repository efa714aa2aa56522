"""What to ask when phoning a service, from what its entry holds and lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from referral_directory.directory import Directory
from referral_directory.freshness import Task
from referral_directory.model import Service
from referral_directory.routing import DANGER_TEXT_KEYS

_ALWAYS_LAST = ("languages", "cost", "access", "self_employed", "age", "accessibility", "publish")


@dataclass(frozen=True)
class CallScript:
    """One call: whom, why, what to say first, the questions, and how to record the answers."""

    service_id: str
    title: str
    numbers: tuple[str, ...]
    reason: str
    opening: tuple[str, ...]
    questions: tuple[str, ...]
    closing: tuple[str, ...]
    command: str


@cache
def script_texts() -> dict[str, Any]:
    """Return the fixed Dutch texts of the call script."""
    texts: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("call_script.yml").read_text("utf-8")
    )
    return texts


def call_script(
    task: Task, directory: Directory, organisation: str, phone: str | None
) -> CallScript:
    """Return the script for one task of the work list; `organisation` and `phone` are our own."""
    texts, service = script_texts(), directory.services[task.service_id]
    said = {"name": service.name, "organisation": organisation, "phone": phone or "…"}
    return CallScript(
        service_id=service.id,
        title=texts["title"].format(**said),
        numbers=tuple(_numbers(service, said)) or (texts["no_number"],),
        reason=texts["reason"][task.reason],
        opening=tuple(line.format(**said) for line in texts["opening"]),
        questions=tuple(_questions(service)),
        closing=tuple(line.format(**said) for line in texts["closing"]),
        command=f"warmwijzer directory assured {service.id} --by …",
    )


def _numbers(service: Service, said: dict[str, str]) -> Iterator[str]:
    if DANGER_TEXT_KEYS.keys() & set(service.taxonomy_terms):
        yield script_texts()["for_danger"].format(**said)
        return
    for fact in service.facts:
        if fact.kind == "phone":
            is_sure = fact.verification.verified
            text = "{number}" if is_sure else script_texts()["unverified_number"]
            yield text.format(number=fact.value)


def _questions(service: Service) -> Iterator[str]:
    texts = script_texts()["questions"]
    yield texts["existence"].format(name=service.name)
    yield texts["description"].format(description=service.description)
    areas = [area.name for area in service.service_areas if area.extent_type != "country"]
    if areas:
        yield texts["area"].format(areas=", ".join(areas))
    for fact in service.facts:
        yield texts[fact.kind].format(value=fact.value)
    kinds = {fact.kind for fact in service.facts}
    yield from (texts[f"no_{kind}"] for kind in ("phone", "hours") if kind not in kinds)
    yield from (texts[name] for name in _ALWAYS_LAST)


def as_text(script: CallScript) -> str:
    """Return a script as plain text, with room for the answers."""
    texts = script_texts()
    lines = [
        script.title,
        "=" * len(script.title),
        texts["who"].format(who=" / ".join(script.numbers)),
        script.reason,
        "",
        *script.opening,
        "",
    ]
    for number, question in enumerate(script.questions, 1):
        lines += [f"{number}. {question}", f"   {texts['answer']} ______________________________"]
    lines += ["", *script.closing, "", f"{texts['record']} {script.command}", ""]
    return "\n".join(lines)
