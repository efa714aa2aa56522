"""What goes out comes back the same; what is wrong is refused, all of it at once."""

import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from referral_directory.building import build_services, build_taxonomy
from referral_directory.changes import changes_to, differences
from referral_directory.errors import ImportRefused, NotExportableError
from referral_directory.exchange.archive import MOST_BYTES
from referral_directory.exchange.cells import to_cells, to_row
from referral_directory.exchange.files import check_reading, read_file, write_file
from referral_directory.exchange.json_places import JsonPlaces
from referral_directory.exchange.tables import hsds_tables
from referral_directory.register import Register, hsds_id, without_nothing

EXAMPLES = Path(__file__).parents[3] / "shared" / "standards" / "hsds-3.0" / "examples"
FORMATS = [".json", ".xlsx", ".zip"]
NAMES = [
    "location",
    "organization_full",
    "service_at_location_full",
    "service_full",
    "service_list",
    "taxonomy",
    "taxonomy_term",
]
ORGANIZATION = {"id": "org-test", "name": "Test", "description": "Voor de proef."}
SERVICE = {
    "id": "test-een",
    "name": "Proefdienst",
    "status": "active",
    "organization_id": "org-test",
}


def read(path, register=None, complete=False):
    reading = read_file(path)
    check_reading(reading, register or Register())
    return reading


def a_json(tmp_path, service=None, **lists):
    data = {"organizations": [ORGANIZATION], "services": [{**SERVICE, **(service or {})}], **lists}
    path = tmp_path / "in.json"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def a_csv(tmp_path, **files):
    folder = tmp_path / "package"
    folder.mkdir()
    tables = {
        "organizations": "id,name,description\norg-test,Test,Voor de proef.\n",
        "services": "id,name,status,organization_id\ntest-een,Proefdienst,active,org-test\n",
        **files,
    }
    for name, text in tables.items():
        content = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.csv").write_bytes(content)
    return folder


def faults_in(path, register=None):
    with pytest.raises(ImportRefused) as caught:
        read(path, register)
    return caught.value.findings


def triples(value, inside=None, field=None):
    """Every value of a document with the id of its object, and what is nested in what."""
    if isinstance(value, dict):
        here = value.get("id", inside)
        if here != inside:
            yield inside, field, here
        for name, item in value.items():
            yield from triples(item, here, name)
    elif isinstance(value, list):
        for item in value:
            yield from triples(item, inside, field)
    elif value is not None:
        yield inside, field, value


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_register_comes_back_the_same(suffix, directory, tmp_path):
    path = tmp_path / f"register{suffix}"
    write_file(directory.register, path)
    reading = read(path)
    assert changes_to(directory.register, reading.documents, is_complete=True) == []


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_published_example_loses_nothing(name, suffix, tmp_path):
    """Source: examples of HSDS 3.0. The wrapping of a page of answers is not data."""
    path = EXAMPLES / f"{name}.json"
    if not path.is_file():
        pytest.skip("the HSDS 3.0 examples are not on this machine")
    register = Register(read(path).documents)
    written = tmp_path / f"out{suffix}"
    write_file(register, written)
    again = read(written).documents
    # A table holds each id once: a copy that says less in one place gets what the others say.
    assert again == register.documents or suffix != ".json"
    given = json.loads(path.read_text(encoding="utf-8"))
    documents = given.get("contents", [given])
    kept = {each for kind in again for each in triples(list(again[kind].values()))}
    # These are documents of their own, named by their id.
    moved = {"organization", "taxonomy_term", "services", "service", None}
    lost = [
        (inside, field, value)
        for inside, field, value in triples(documents)
        if (inside, field, value) not in kept
        and not (field in moved and value in {each[-1] for each in kept})
    ]
    assert lost == []


def test_what_hsds_does_not_know_comes_back_too(tmp_path):
    extra = {
        "a": {"b": {"c": [1, {"d": "e"}]}},
        "flag": True,
        "number_like": "0010",
        "like_a_list": "[1]",
        "dotted.key": 1,
    }
    register = Register(read(a_json(tmp_path, extra)).documents)
    for suffix in FORMATS:
        path = tmp_path / f"out{suffix}"
        write_file(register, path)
        (service,) = read(path).documents["service"].values()
        assert {name: service[name] for name in extra} == extra


def test_the_tables_are_those_of_the_specification():
    path = EXAMPLES.parent / "schema" / "compiled" / "tabular.json"
    if not path.is_file():
        pytest.skip("the HSDS 3.0 schemas are not on this machine")
    published = json.loads(path.read_text(encoding="utf-8"))["properties"]
    assert set(published) == set(hsds_tables())
    for name, each in published.items():
        table, fields = hsds_tables()[name], each["items"]["properties"]
        assert table.file == each["items"]["path"]
        assert set(table.required) == set(each["items"]["required"])
        assert set(table.fields) | set(table.lists) == set(fields)


def test_an_import_adds_changes_and_retires_field_by_field(tmp_path, directory):
    old = directory.services["nl-nibud"].document
    new = {**old, "name": "Nibud 2", "alert": "Dicht."}
    assert [(c.path, c.old, c.new) for c in differences(old, new)] == [
        ("alert", None, "Dicht."),
        ("name", "Nibud", "Nibud 2"),
    ]
    documents = {"service": {old["id"]: new}}
    (change,) = changes_to(directory.register, documents)
    assert (change.change, change.name) == ("changed", "Nibud 2")
    retired = changes_to(directory.register, documents, is_complete=True)
    assert {c.change for c in retired} == {"changed", "retired"}
    needs = {"taxonomy", "taxonomy_term"}
    assert not needs & {c.kind for c in retired}
    kept = sum(len(directory.register.of(kind)) for kind in needs)
    assert len(retired) == len(directory.register) - kept


def test_an_organization_inside_a_service_takes_nothing_away(tmp_path):
    whole = {**ORGANIZATION, "id": hsds_id("org-test"), "website": "https://test.example"}
    register = Register({**Register().documents, "organization": {whole["id"]: whole}})
    path = tmp_path / "in.json"
    path.write_text(json.dumps({**SERVICE, "organization": ORGANIZATION}), encoding="utf-8")
    reading = read(path, register)
    changes = changes_to(register, reading.documents, reading.nested_only)
    assert [(c.kind, c.change) for c in changes if c.kind == "service"] == [("service", "added")]
    for change in changes:
        assert change.document.get("website") or change.kind == "service"


def test_a_colleague_may_write_a_short_id_where_hsds_wants_a_uuid(tmp_path):
    phones = "id,service_id,number\ntel-een,test-een,0800-8115\n"
    documents = read(a_csv(tmp_path, phones=phones)).documents
    (service,) = documents["service"].values()
    assert (service["id"], service["short_id"]) == (hsds_id("test-een"), "test-een")
    assert [phone["number"] for phone in service["phones"]] == ["0800-8115"]


def test_dutch_excel_writes_semicolons_and_a_byte_order_mark(tmp_path):
    text = "\ufeffid;name;description\norg-test;Test;Voor, de proef.\n"
    documents = read(a_csv(tmp_path, organizations=text)).documents
    assert next(iter(documents["organization"].values()))["description"] == "Voor, de proef."


SERVICE_FAULTS = [
    ({"status": "open"}, "status", "one of active"),
    ({"name": None}, "name", "HSDS 3.0 asks"),
    ({"id": None}, "id", "HSDS 3.0 asks"),
    ({"id": "Niet goed"}, "id", "a UUID"),
    ({"url": "www.example.org"}, "url", "a web address"),
    ({"email": "iemand"}, "email", "an e-mail address"),
    ({"minimum_age": "12"}, "minimum_age", "a number"),
    ({"minimum_age": 30, "maximum_age": 20}, "minimum_age", "at most the maximum age, 20"),
    ({"assured_date": "22-11-2026"}, "assured_date", "2026-11-22"),
    ({"assured_date": "46348"}, "assured_date", "Excel"),
    ({"name": '=HYPERLINK("x")'}, "name", "a formula"),
    ({"extra": {"deep": ["=1+1"]}}, "extra", "a formula"),
    ({"extra": 2**53}, "extra", "15 digits"),
    ({"minimum_age": 10**400}, "minimum_age", "15 digits"),
    ({"name": "a\x00b"}, "name", "without NUL"),
    ({"name": "a\ud800b"}, "name", "half a character"),
    ({"organization_id": "org-anders"}, "organization_id", "or in the register"),
    ({"organization_id": None}, "organization_id", "the organization"),
    ({"phones": [{"id": "a", "number": "bel ons"}]}, "number", "3 to 15 digits"),
    ({"schedules": [{"id": "a", "byday": "MA"}]}, "byday", "RFC 5545"),
    ({"schedules": [{"id": "a", "byday": "MO", "opens_at": "25:00"}]}, "opens_at", "09:00"),
    ({"schedules": [{"id": "a", "byweekno": "41"}]}, "byweekno", "until, count or valid_to"),
    (
        {
            "service_areas": [
                {"id": "a", "name": "Nederland", "extent_type": "country"},
                {"id": "b", "name": "Delft", "extent_type": "municipality"},
            ]
        },
        "name",
        "the whole country",
    ),
    (
        {"service_areas": [{"id": "a", "name": "Delft"}, {"id": "b", "name": "Delft"}]},
        "name",
        "each area once",
    ),
    (
        {
            "service_at_locations": [
                {
                    "id": "a",
                    "location": {
                        "id": "b",
                        "location_type": "physical",
                        "addresses": [
                            {
                                "id": "c",
                                "address_1": "Straat 1",
                                "city": "Rotterdam",
                                "state_province": "Zuid-Holland",
                                "postal_code": "AB 3011",
                                "country": "NL",
                                "address_type": "physical",
                            }
                        ],
                    },
                }
            ]
        },
        "postal_code",
        "such as 3011 AB",
    ),
]


@pytest.mark.parametrize(("service", "field", "expected"), SERVICE_FAULTS)
def test_each_kind_of_fault_is_named_with_what_would_be_right(service, field, expected, tmp_path):
    findings = faults_in(a_json(tmp_path, service))
    assert any(f.field.endswith(f".{field}") and expected in f.expected for f in findings)


def test_all_faults_are_named_at_once_with_line_and_column(tmp_path):
    path = a_json(tmp_path, {"status": "open", "email": "iemand"})
    findings = faults_in(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(findings) == 2
    for finding in findings:
        line = lines[finding.line - 1]
        assert line[finding.column - 1 :].strip(",").strip('"') == finding.value.strip("'")


def test_a_fault_in_a_csv_file_names_file_line_and_column(tmp_path):
    services = (
        "id,name,status,organization_id\n"
        'een,"twee\nregels",active,org-test\n'
        "drie,Drie,dicht,org-test\n"
    )
    (finding,) = faults_in(a_csv(tmp_path, services=services))
    assert (finding.file, finding.line, finding.column) == ("services.csv", 4, 3)
    assert finding.value == "'dicht'"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"services": "id,id\na,b\n"}, "each column once"),
        ({"services": "naam\nA\n"}, "a column id"),
        ({"diensten": "id\na\n"}, "one of accessibility"),
        (
            {"services": "id,name,status,organization_id\n" + "a,A,active,org-test\n" * 2},
            "used once",
        ),
        ({"phones": "id,number\na,0800-8115\n"}, "what it belongs to"),
        ({"phones": "id,number,service_id\na,0800-8115,anders\n"}, "must come along"),
        ({"services": 'id,name\na,\'"b\n"c'}, "cells between commas"),
        ({"services": "id,name\nä,b\n".encode("cp1252")}, "UTF-8"),
        ({"services": "id,name\na,b\n".encode("utf-16")}, "UTF-8"),
    ],
)
def test_each_fault_of_a_package_is_named(files, expected, tmp_path):
    assert any(expected in finding.expected for finding in faults_in(a_csv(tmp_path, **files)))


def test_phones_alone_are_refused_because_they_would_be_lost(tmp_path, directory):
    path = tmp_path / "phones.csv"
    service = directory.services["nl-nibud"].document["id"]
    path.write_text(f"id,number,service_id\na,0800-8115,{service}\n", encoding="utf-8")
    (finding,) = faults_in(path, directory.register)
    assert "services.csv, which must come along" in finding.expected


def test_a_taxonomy_in_a_circle_is_refused(tmp_path):
    terms = [
        {"id": "a", "name": "A", "description": "a", "parent_id": "b"},
        {"id": "b", "name": "B", "description": "b", "parent_id": "a"},
    ]
    findings = faults_in(a_json(tmp_path, taxonomy_terms=terms))
    assert {f.field for f in findings} == {"taxonomy_term.parent_id"}
    assert "A → B → A" in findings[0].expected


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"id": 1, "id": 2}',
        '{"id": NaN}',
        "[" * 100_000,
        "9" * 5_000,
        "5",
        '[{"x": 1}]',
        '{"services": 1}',
        "",
    ],
)
def test_what_is_no_hsds_json_is_refused_with_its_place(text, tmp_path):
    path = tmp_path / "in.json"
    path.write_text(text, encoding="utf-8")
    (finding,) = faults_in(path)
    assert finding.file == "in.json"


def test_the_place_of_a_value_in_json():
    text = '{"a": {"x\\"y": [10,\n  {"b": null}]}}'
    places = JsonPlaces(text)
    assert places.of(("a", 'x"y', 1, "b")) == (2, 9)
    assert places.of(("a", "not there")) == (1, 7)


def test_a_file_of_a_hundred_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    (finding,) = faults_in(path)
    assert finding.value == "100 MB"
    assert f"at most {MOST_BYTES // 2**20} MB" in finding.expected


def a_zip(tmp_path, name, content, suffix=".zip"):
    path = tmp_path / f"in{suffix}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("../services.csv", "id\n", "the file name"),
        ("/services.csv", "id\n", "the file name"),
        ("C:\\services.csv", "id\n", "the file name"),
        ("services.csv", "0" * 50_000_000, "packed more than"),
        ("readme.txt", "x", "no CSV file"),
    ],
)
def test_a_zip_that_is_a_bomb_or_reaches_outside_is_refused(name, content, found, tmp_path):
    (finding,) = faults_in(a_zip(tmp_path, name, content))
    assert found in finding.value


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML entity"),
        (
            "xl/worksheets/sheet1.xml",
            '<c r="B7" t="str"><f>1+1</f><v>2</v></c>',
            "formula in cell B7",
        ),
        ("xl/worksheets/sheet1.xml", '<c r="XFD1048576"><v>1</v></c>', "column 16384"),
        ("xl/nothing.xml", "<a/>", "no workbook"),
    ],
)
def test_a_workbook_with_entities_formulas_or_a_cell_far_away_is_refused(
    name, content, found, tmp_path
):
    (finding,) = faults_in(a_zip(tmp_path, name, content, ".xlsx"))
    assert found in finding.value


def test_a_real_formula_written_by_a_program_is_refused(tmp_path):
    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("services")
        sheet.write_row(0, 0, ["id", "name"])
        sheet.write_formula(1, 1, "=1+1")
    (finding,) = faults_in(path)
    assert "formula in cell B2" in finding.value


def test_a_day_of_excel_is_read_and_a_phone_as_number_is_refused(tmp_path):
    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        sheet = workbook.add_worksheet("organizations")
        sheet.write_row(0, 0, list(ORGANIZATION))
        sheet.write_row(1, 0, list(ORGANIZATION.values()))
        sheet = workbook.add_worksheet("services")
        sheet.write_row(0, 0, [*SERVICE, "assured_date"])
        sheet.write_row(1, 0, list(SERVICE.values()))
        sheet.write_datetime(1, len(SERVICE), datetime(2026, 11, 20), day)
        sheet = workbook.add_worksheet("phones")
        sheet.write_row(0, 0, ["id", "service_id", "number"])
        sheet.write_row(1, 0, ["a", "test-een", 104254358])
        workbook.add_worksheet("Notities").write_row(0, 0, ["los"])
    (finding,) = faults_in(path)
    assert (finding.file, finding.line, finding.column) == ("in.xlsx, sheet phones", 2, 3)
    assert finding.expected == "a text"
    (service,) = read_file(path).documents["service"].values()
    assert service["assured_date"] == date(2026, 11, 20).isoformat()


def test_tables_cannot_hold_one_id_for_two_things(tmp_path):
    twice = {"phones": [{"id": "a", "number": "112"}, {"id": "a", "number": "113"}]}
    register = Register(read(a_json(tmp_path, twice)).documents)
    with pytest.raises(NotExportableError, match="Export as JSON"):
        write_file(register, tmp_path / "out.zip")
    write_file(register, tmp_path / "out.json")


@pytest.mark.parametrize("name", ["in.docx", "in"])
def test_another_kind_of_file_is_refused(name, tmp_path):
    path = tmp_path / name
    path.write_text("x", encoding="utf-8")
    (finding,) = faults_in(path)
    assert ".json" in finding.expected


def test_a_file_that_is_not_there_is_refused(tmp_path):
    (finding,) = faults_in(tmp_path / "weg.json")
    assert "no file" in finding.value


def test_nothing_of_an_export_can_become_a_formula(directory, tmp_path):
    path = tmp_path / "out.xlsx"
    write_file(directory.register, path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets"):
                assert b"<f>" not in archive.read(name)


def test_the_csv_package_describes_its_tables(directory, tmp_path):
    path = tmp_path / "out.zip"
    write_file(directory.register, path)
    with zipfile.ZipFile(path) as archive:
        package = json.loads(archive.read("datapackage.json"))
        names = set(archive.namelist()) - {"datapackage.json"}
    assert package["profile"] == "tabular-data-package"
    assert {resource["path"] for resource in package["resources"]} == names


VERIFIED = {"verified": True, "sources": [], "assured_on": "2026-11-22"}


@pytest.mark.parametrize(
    ("service", "field"),
    [
        ({"verification": "ja"}, "verification"),
        ({"verification": {"url": VERIFIED}}, "verification"),
        ({"verification": {"existence": True}}, "verification.existence"),
        ({"verification": {"existence": {"verified": "ja"}}}, "verification.existence"),
        ({"verification": {"existence": {"verified": True}}}, "verification.existence"),
        ({"phones": [{"id": "a", "number": "112", "verification": [1]}]}, "verification"),
        (
            {
                "phones": [
                    {"id": "a", "number": "112", "verification": {**VERIFIED, "assured_on": "nu"}}
                ]
            },
            "verification",
        ),
        (
            {
                "phones": [
                    {"id": "a", "number": "112", "verification": {**VERIFIED, "sources": ["S1"]}}
                ]
            },
            "verification",
        ),
        ({"short_id": "Geen Goed Id"}, "short_id"),
        ({"access": "soms"}, "access"),
        ({"not_for": "self_employed"}, "not_for"),
        ({"schedules": [{"id": "a", "open_on_holidays": "ja"}]}, "open_on_holidays"),
    ],
)
def test_our_own_fields_are_checked_because_a_fault_would_stop_the_directory(
    service, field, tmp_path
):
    findings = faults_in(a_json(tmp_path, service))
    assert [f.field.partition(".")[2] for f in findings] == [field]


def test_two_entries_cannot_have_one_short_id(directory, tmp_path):
    findings = faults_in(a_json(tmp_path, {"short_id": "nl-geldfit"}), directory.register)
    assert "a short id that no other has" in findings[0].expected


def test_a_need_of_another_taxonomy_means_nothing_to_matching(directory, tmp_path):
    terms = [{"id": "koken", "code": "food", "name": "Food", "description": "Cooking classes."}]
    attributes = [{"id": "a", "taxonomy_term_id": "koken"}]
    documents = read(a_json(tmp_path, {"attributes": attributes}, taxonomy_terms=terms)).documents
    register = Register(documents, dict.fromkeys(documents["service"], "0"))
    assert build_taxonomy(register) == {}
    assert build_services(register)["test-een"].taxonomy_terms == ()


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1).filter(
    lambda text: text.strip()
)
extras = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(texts.filter(lambda t: t not in hsds_tables()["service"].fields), extras))
def test_any_value_of_others_survives_the_cells_of_a_table(extra):
    table = hsds_tables()["service"]
    row = without_nothing({"id": hsds_id("a"), **extra})
    assert to_row(table, to_cells(table, row)) == row


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(values, st.sampled_from([None, 1, 3]))
def test_every_value_of_a_json_text_is_found_where_it_stands(value, indent):
    text = json.dumps(value, indent=indent)
    places, lines = JsonPlaces(text), text.split("\n")

    def check(item, path):
        line, column = places.of(path)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == item
        steps = (
            item.items()
            if isinstance(item, dict)
            else enumerate(item)
            if isinstance(item, list)
            else ()
        )
        for step, below in steps:
            check(below, (*path, step))

    check(value, ())
