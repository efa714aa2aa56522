"""Whatever stands in a file: it is refused by name, or the directory goes on working with it."""

import json
from copy import deepcopy
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from referral_directory import Need, load_directory, match, opening_of, publish_service, work_list
from referral_directory.changes import changes_to
from referral_directory.current import with_register
from referral_directory.errors import ImportRefused
from referral_directory.exchange.csv_package import tables_to_write
from referral_directory.exchange.files import check_reading
from referral_directory.exchange.json_file import read_json
from referral_directory.exchange.sheets import Sheet, read_sheets
from referral_directory.register import Register, version_of

SEED = load_directory()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHOSEN = [SEED.services[name].document for name in ("nl-113", "rdam-vb", "rdam-s010", "rdam-jl")]

ODD = ["2026-02-31", "25:00", "MO", "0", "active", "NL", CHOSEN[0]["id"], "9" * 40]
plain = st.none() | st.booleans() | st.integers(-3, 3000) | st.floats(allow_nan=False)
anything = st.recursive(
    plain | st.text(max_size=4) | st.sampled_from(ODD),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "number", "verified", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def steps_of(value, path=()):
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, step)
        if isinstance(item, dict | list):
            yield from steps_of(item, (*path, step))


@st.composite
def damaged_services(draw):
    service = deepcopy(draw(st.sampled_from(CHOSEN)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(steps_of(service), key=str)))
        inside = service
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = draw(anything)
    extra = draw(st.sampled_from(["organization", "location", "languages", "contacts", "program"]))
    return service | draw(st.just({}) | st.fixed_dictionaries({extra: anything}))


def work_with(reading):
    """Do with the register all that the product does with it."""
    documents = {kind: dict(SEED.register.of(kind)) for kind in SEED.register.documents}
    for change in changes_to(SEED.register, reading.documents, reading.nested_only):
        documents[change.kind][change.document["id"]] = change.document
    versions = {
        key: version_of(each) for found in documents.values() for key, each in found.items()
    }
    directory = with_register(SEED, Register(documents, versions, number=1))
    work_list(directory, NOW)
    match(Need(municipality="Rotterdam"), directory, NOW)
    for each in directory.services.values():
        opening_of(each, directory.freshness, NOW)
        if each.existence.verified:
            json.dumps(publish_service(each, directory, NOW))


@settings(max_examples=300, deadline=None)
@given(damaged_services())
def test_a_damaged_service_is_refused_or_can_be_worked_with(service):
    text = json.dumps({"services": [service]})
    try:
        reading = read_json("in.json", text)
        check_reading(reading, SEED.register)
    except ImportRefused as refused:
        assert refused.findings
        return
    work_with(reading)


SHEETS = {
    table.sheet: [columns, *lines] for table, columns, lines in tables_to_write(SEED.register)
}
cells = st.one_of(
    st.text(max_size=5),
    st.sampled_from(["", "true", "{", "[]", "0", "-1", "46348", "1e999", "=1", "nl-113", *ODD]),
    st.integers(-3, 50_000),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_can_be_worked_with(data):
    sheets = {name: [list(line) for line in lines] for name, lines in SHEETS.items()}
    for _ in range(data.draw(st.integers(1, 4))):
        lines = sheets[data.draw(st.sampled_from(sorted(sheets)))]
        line = lines[data.draw(st.integers(0, len(lines) - 1))]
        line[data.draw(st.integers(0, len(line) - 1))] = data.draw(cells)
    try:
        reading = read_sheets(
            [Sheet(name, name, list(enumerate(lines, 1))) for name, lines in sheets.items()]
        )
        check_reading(reading, Register())
    except ImportRefused as refused:
        assert refused.findings
        return
    work_with(reading)
