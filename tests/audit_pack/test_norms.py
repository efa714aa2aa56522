"""The mapping and the log fit each other, both ways; nothing is claimed without a source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit_pack import FormRefused, kpis, load_norms, numbered, requirements
from audit_pack.timelines import title_of
from evidence_log.entry import entry_types

ITEMS = [(norm, item) for norm in load_norms() for item in norm.items]
IDS = [f"{norm.code}/{item.code}" for norm, item in ITEMS]
TEXTS = {
    "texts", "rules", "policy", "directory", "organisation", "norms", "kpis",
    "accessibility_statement", "data_protection_assessment", "retention_schedule",
}  # fmt: skip
DOMAIN_FACTS = Path(__file__).parents[3] / "shared" / "reference" / "domain-facts.md"


def test_every_requirement_that_an_entry_serves_is_a_topic_of_a_norm_item():
    served = {topic for kind in entry_types().values() for topic in kind["serves"]}
    mapped = {topic for _, item in ITEMS for topic in item.topics}
    assert served - mapped == set(), "map it in audit_pack/norms/*.yml"
    assert mapped - served == set(), "no entry type in evidence_log/entry_types.yml serves it"


@pytest.mark.parametrize(("norm", "item"), ITEMS, ids=IDS)
def test_an_item_says_what_shows_it_or_that_nothing_does(norm, item):
    evidence = item.topics or item.kpis or item.texts
    assert bool(evidence) == bool(item.shows)
    assert item.shows or item.not_shown
    assert set(item.kpis) <= {kpi.code for kpi in kpis()}
    assert set(item.texts) <= TEXTS


@pytest.mark.parametrize(("norm", "item"), ITEMS, ids=IDS)
def test_what_is_publicly_known_has_a_source_with_address_and_date(norm, item):
    assert item.public
    assert item.source
    for key in item.source:
        source = norm.sources[key]
        assert source.title
        assert source.address
        assert source.date


def test_every_named_source_is_used():
    for norm in load_norms():
        assert {key for item in norm.items for key in item.source} == set(norm.sources)


def test_no_norm_that_is_not_public_has_a_clause_number():
    for norm in load_norms():
        if norm.kind == "mark":
            titles = " ".join(item.title for item in norm.items)
            assert not re.search(r"\b\d+\.\d+|\bart\.|\bartikel\b", titles)


def test_the_four_principles_and_five_levels_of_srcm_are_there():
    srcm = next(norm for norm in load_norms() if norm.code == "srcm")
    assert sum(item.group == "principle" for item in srcm.items) == 4
    assert list(srcm.maturity_levels) == [1, 2, 3, 4, 5]


def test_each_of_the_68_requirements_is_mapped_or_said_not_to_be_shown():
    assert [each.number for each in requirements()] == list(range(1, 69))
    for each in requirements():
        assert each.shown or each.not_shown, each.number
        assert set(each.shown) <= set(IDS), each.number


def test_the_68_requirements_are_those_of_the_domain_facts():
    if not DOMAIN_FACTS.exists():
        pytest.skip("the domain facts are not at hand here")
    section = DOMAIN_FACTS.read_text("utf-8").split("## 6. Requirement")[1].split("## 7.")[0]
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)]
    assert numbers == [each.number for each in requirements()]


def test_an_organisation_loads_the_numbers_of_its_own_norm_text(tmp_path):
    form = tmp_path / "numbers.yml"
    form.write_text('norms:\n- {norm: srcm, version: "3.1", numbers: {perspective: "6.3"}}\n')
    norms = {norm.code: norm for norm in numbered(load_norms(), form)}
    assert norms["srcm"].numbers == {"perspective": "6.3"}
    assert norms["svi"].numbers == {}


def test_every_problem_in_a_numbering_is_named_at_once(tmp_path):
    form = tmp_path / "numbers.yml"
    form.write_text(
        'norms:\n- {norm: srcm, version: "1", numbers: {nonsense: "6.3"}}\n'
        '- {norm: iso, version: "1", numbers: {x: "1"}}\n'
        '- {norm: srcm, version: "1", numbers: {perspective: "6.3"}}\n'
    )
    with pytest.raises(FormRefused) as refused:
        numbered(load_norms(), form)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("text", ["norms: []", "norms: 3", "[", "norms:\n- {norm: srcm, extra: 1}"])
def test_a_numbering_of_another_shape_is_refused(tmp_path, text):
    form = tmp_path / "numbers.yml"
    form.write_text(text)
    with pytest.raises(FormRefused):
        numbered(load_norms(), form)


def test_every_entry_type_has_a_dutch_title_for_the_timeline():
    untitled = [name for name in entry_types() if title_of(name) == name]
    assert untitled == [], "add it to audit_pack/entry_titles.yml"
