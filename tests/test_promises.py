"""What the documents and the fixed texts say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.dialogue_worker.tensorflow_stand_in import NEEDS_TENSORFLOW
from bot.model_inputs import component_names
from bot.texts.texts import all_texts
from referral_directory import load_directory

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "nlu" / "README.md",
]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_linked_file_and_picture_is_there(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text("utf-8"))
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text("utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.(?:py|yml|md|sh))?)`", text)
    missing = [path for path in named if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_whether_it_is_decided_and_built(page):
    assert re.search(
        r"Decided: (yes|no) · Built: (yes|no|in part)|Decided: .*\n+Built: ",
        page.read_text("utf-8"),
    )


def test_decisions_are_numbered_without_gaps():
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_numbers_in_danger_texts_are_those_of_the_directory():
    spoken = " ".join(
        text["text"] for key, text in all_texts().items() if key.startswith("safeguards:")
    )
    numbers = set(re.findall(r"\b(?:0800-\d{4}|11[23])\b(?!\.nl)", spoken))
    known = {
        fact.value
        for service in load_directory().services.values()
        for fact in service.facts
        if fact.kind == "phone" and fact.verification.verified
    }
    assert numbers == {"112", "113", "0800-0113", "0800-2000"}
    assert numbers <= known


def test_the_danger_text_for_suicide_says_what_it_must():
    text = all_texts()["safeguards:suicide"]["text"]
    for wanted in ("0800-0113", "113", "113.nl", "112", "gratis", "zelfmoord?"):
        assert wanted in text


def test_the_pipeline_is_rules_only_and_needs_no_tensorflow():
    policies = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["policies"]
    assert [policy["name"] for policy in policies] == ["RulePolicy"]
    assert not {name.rpartition(".")[2] for name in component_names()} & NEEDS_TENSORFLOW


def test_every_rule_lies_within_one_user_turn():
    """The dialogue's state has no history, so a rule that needs one could never fire."""
    for path in (ROOT / "bot" / "dialogue" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]:
            intents = [step for step in rule["steps"] if "intent" in step]
            assert len(intents) <= 1, rule["rule"]


def test_the_lock_and_the_documents_name_no_address_of_a_registry():
    for path in [ROOT / "requirements.lock", ROOT / "pyproject.toml", *DOCUMENTS]:
        assert not re.search(r"pythonhosted|pypi\.org|registry\.npmjs", path.read_text("utf-8")), (
            path
        )
