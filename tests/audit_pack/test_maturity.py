"""The self-assessment: every part once, a level with evidence, every problem at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit_pack import FormRefused, load_norms, read_self_assessment

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "self-assessment.yml"


def test_the_example_is_right_and_complete():
    assessment = read_self_assessment(EXAMPLE, load_norms())
    srcm = next(norm for norm in load_norms() if norm.code == "srcm")
    assert [part.part for part in assessment.parts] == [item.code for item in srcm.items]


def test_every_problem_is_named_at_once(tmp_path):
    form = tmp_path / "form.yml"
    text = EXAMPLE.read_text("utf-8").splitlines()
    kept = [line for line in text if "part: openness" not in line]
    form.write_text(
        "\n".join(
            [
                *kept,
                '- {part: nonsense, level: 1, why: "x", evidence: []}',
                '- {part: control, level: 4, why: "x", evidence: []}',
                '- {part: perspective, level: 2, why: "x", evidence: ["kpi:nothing", "topic:no"]}',
            ]
        )
    )
    with pytest.raises(FormRefused) as refused:
        read_self_assessment(form, load_norms())
    said = "\n".join(refused.value.problems)
    for problem in ("openness is missing", "nonsense is not", "control stands here twice"):
        assert problem in said
    assert "control: level 4 needs" in said
    assert "kpi:nothing does not exist" in said
    assert "topic:no does not exist" in said


@pytest.mark.parametrize("level", ["0", "6", "2.5", "high"])
def test_a_level_is_one_to_five(tmp_path, level):
    form = tmp_path / "form.yml"
    form.write_text(EXAMPLE.read_text("utf-8").replace("level: 3", f"level: {level}", 1))
    with pytest.raises(FormRefused):
        read_self_assessment(form, load_norms())
