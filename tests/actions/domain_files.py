"""The conversation as data: the domain, the rules and the texts, read once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "bot" / "domain"
RULES = ROOT / "bot" / "dialogue" / "rules"
TEXTS = ROOT / "bot" / "texts"


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def domain() -> dict[str, Any]:
    """The merged domain: intents, entities, slots, forms, actions, responses."""
    merged: dict[str, Any] = {"responses": {}}
    for path in sorted(DOMAIN.rglob("*.yml")):
        data = read(path)
        merged["responses"].update(data.pop("responses", {}))
        merged.update(data)
    return merged


@cache
def rules() -> tuple[dict[str, Any], ...]:
    return tuple(rule for path in sorted(RULES.glob("*.yml")) for rule in read(path)["rules"])


def rule_actions() -> set[str]:
    return {step["action"] for rule in rules() for step in rule["steps"] if "action" in step}


def rule_intents() -> set[str]:
    return {step["intent"] for rule in rules() for step in rule["steps"] if "intent" in step}


def responses() -> dict[str, dict[str, Any]]:
    return {key: variants[0] for key, variants in domain()["responses"].items()}


def fixed_texts() -> dict[str, dict[str, Any]]:
    """Every text of bot/texts by ``file:key``."""
    return {
        f"{path.stem}:{key}": text
        for path in sorted(TEXTS.glob("*.yml"))
        for key, text in read(path).items()
    }


def all_texts() -> dict[str, str]:
    said = {key: response["text"] for key, response in responses().items()}
    return said | {key: text["text"] for key, text in fixed_texts().items()}


def buttons() -> list[tuple[str, str, str]]:
    """Each button of a response: response, title, payload as it is sent."""
    return [
        (key, button["title"], re.sub(r"{{|}}", lambda brace: brace[0][0], button["payload"]))
        for key, response in responses().items()
        for button in response.get("buttons", [])
    ]
