"""Stories for the default policies: `rasa init` has them, our rule-only dialogue has none.

TED and UnexpecTED learn from stories alone. Each story here is three of our own unconditional rules
behind each other, so that it can never contradict a rule.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

RULES_IN_A_STORY = 3


def stories_from_rules(rules: Path) -> dict[str, Any]:
    """Return Rasa's story format for the rule files in ``rules``.

    >>> from bot.model_inputs import ROOT
    >>> len(stories_from_rules(ROOT / "bot" / "dialogue" / "rules")["stories"]) > 10
    True
    """
    steps = [
        rule["steps"]
        for path in sorted(rules.glob("*.yml"))
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]
        if "condition" not in rule and "intent" in rule["steps"][0]
    ]
    stories = []
    for first in range(0, len(steps), RULES_IN_A_STORY):
        parts = steps[first : first + RULES_IN_A_STORY]
        stories.append(
            {"story": f"bench {first}", "steps": [step for part in parts for step in part]}
        )
    return {"version": "3.1", "stories": stories}
