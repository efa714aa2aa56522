"""Every file says the same, opens anywhere, and holds no formula; a failure leaves nothing."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from audit_facts import ARTIFACTS
from python_calamine import CalamineWorkbook

from audit_pack import (
    FolderTaken,
    Period,
    Wanted,
    WritingFailed,
    draw,
    gather,
    load_norms,
    read_earlier,
    write_pack,
    write_period_export,
)
from audit_pack.errors import EarlierPackRefused
from audit_pack.output.table_file import table_file
from audit_pack.output.workbook import Workbook
from audit_pack.sample import rank
from audit_pack.words import number
from evidence_log import read_entries, record
from evidence_log.entry import entry_types

PERIOD = Period(date(2026, 1, 1), date(2027, 1, 1))
NAME = "Voorbeeld & Zoon <b> #set page() =1+1"
PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1",
    "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://example.org\")", "＝1+1", "＋1", '";=1+1', "'=1+1",
]  # fmt: skip
ODD = [
    "a\x00b",
    "".join(map(chr, range(32))),
    "\u202egnp.exe",
    "\ud800",
    "\ufffe",
    "<script>x</script>",
]
needs_soffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")


@pytest.fixture
def exported(filled, tmp_path):
    with filled.unit() as unit:
        made = write_period_export(unit, tmp_path / "bewijs", PERIOD, NAME, ARTIFACTS)
    return tmp_path / "bewijs", made


@pytest.fixture
def packed(filled, tmp_path):
    with filled.unit() as unit:
        findings = gather(unit, PERIOD, "najaar", 5)
        wanted = Wanted(NAME, load_norms(), ARTIFACTS)
        write_pack(tmp_path / "pakket", findings, wanted, unit.now)
    return tmp_path / "pakket"


def test_the_steps_of_an_employees_file_are_in_no_pack_and_the_file_stays_drawn(filled, tmp_path):
    with filled.unit() as unit:
        before = gather(unit, PERIOD, "najaar", 5).sample
        hidden = before.case_refs[0]
        record(unit, "audience_set", hidden, {"audience": "employee"})
        unit.commit()
    with filled.unit() as unit:
        findings = gather(unit, PERIOD, "najaar", 5)
        write_pack(tmp_path / "p", findings, Wanted(NAME, load_norms(), ARTIFACTS), unit.now)
        population, files = draw(unit, "najaar", 5, PERIOD.since, PERIOD.until)
    first, *others = json.loads((tmp_path / "p" / "pack.json").read_text("utf-8"))["sample"][
        "files"
    ]
    assert first["rank"] == rank("najaar", hidden)
    assert first["steps"] == []
    assert all(each["steps"] for each in others)
    assert "zaak van een medewerker" in (tmp_path / "p" / "index.html").read_text("utf-8")
    assert tuple(each.case_ref for each in files) == findings.sample.case_refs == before.case_refs
    assert [each.is_of_employee for each in files] == [True, False, False, False, False]
    assert population == findings.sample.population


def test_counts_and_sums_are_the_same_in_every_file_and_in_the_database(filled, exported):
    folder, made = exported
    with filled.unit() as unit:
        entries = list(read_entries(unit, PERIOD.since, PERIOD.until))
    counts = Counter(entry.entry_type for entry in entries)
    sums = Counter()
    for entry in entries:
        for code, kind in entry_types()[entry.entry_type]["codes"].items():
            if kind == "count":
                sums[entry.entry_type, code] += entry.codes.get(code, 0)
    assert made.tally.entries == counts
    assert +made.tally.sums == +sums
    assert sum(sums.values()) > 0

    lines = [json.loads(line) for line in (folder / "logboek/entries.jsonl").open()]
    assert Counter(line["leaf"]["type"] for line in lines if "leaf" in line) == counts
    with (folder / "regels.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table, delimiter=";"))
    assert Counter(row["Soort"] for row in rows) == counts
    book = CalamineWorkbook.from_path(folder / "regels.xlsx")
    _, *cells = book.get_sheet_by_index(0).to_python()
    assert Counter(row[2] for row in cells) == counts
    _, *counted = book.get_sheet_by_index(1).to_python()
    assert {row[0]: int(row[2]) for row in counted} == counts
    _, *summed = book.get_sheet_by_index(2).to_python()
    assert {(row[0], row[1]): int(row[2]) for row in summed} == sums


@needs_pdftotext
def test_the_overview_has_the_same_counts_and_sums(exported):
    folder, made = exported
    text = _pdf_text(folder / "overzicht.pdf")
    for name, count in made.tally.entries.items():
        assert re.search(rf"{name}\s+{re.escape(number(count))}\s", text), name
    for (name, code), total in made.tally.sums.items():
        assert re.search(rf"{name}\.{code}\s+{re.escape(number(total))}\s", text), (name, code)
    assert made.log.root in text.replace("\n", "")


def test_the_export_can_be_checked_without_our_software(exported):
    folder, _ = exported
    check = [sys.executable, "-I", str(folder / "logboek/verify.py"), str(folder / "logboek")]
    assert subprocess.run(check, capture_output=True, text=True).returncode == 0


def test_what_was_in_force_is_in_the_export_with_its_hash(exported):
    folder, _ = exported
    [kept] = (folder / "van-kracht").rglob("*.yml")
    assert kept.read_bytes() == ARTIFACTS[0].content
    assert ARTIFACTS[0].sha256 in (folder / "van-kracht.csv").read_text("utf-8-sig")
    assert "verify.py" in (folder / "LEES-MIJ.txt").read_text("utf-8")
    assert "$" not in (folder / "LEES-MIJ.txt").read_text("utf-8")


@pytest.mark.parametrize("payload", [*PAYLOADS, *ODD], ids=ascii)
def test_no_text_becomes_a_formula_in_any_column(payload, tmp_path):
    row = [f"{payload}", "x", payload]
    with table_file(tmp_path / "a.csv", row) as table:
        table.append(row)
    with Workbook(tmp_path / "a.xlsx") as book:
        book.table("blad", row, [row])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file, delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()
    CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()


@needs_soffice
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_spreadsheet_finds_no_formula(kind, tmp_path):
    rows = [[payload, "x", payload] for payload in [*PAYLOADS, *ODD]]
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        with table_file(path, ["a", "b", "c"]) as table:
            for row in rows:
                table.append(row)
    else:
        with Workbook(path) as book:
            book.table("blad", ["a", "b", "c"], rows)
    # 59: semicolon; 34: quote; 76: UTF-8; the file is read as any user would open it.
    options = ["--infilter=CSV:59,34,76,1"] if kind == "csv" else []
    soffice = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(
        [*soffice, *options, "--convert-to", "fods", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    opened = (tmp_path / "a.fods").read_text("utf-8")
    assert "calcext:value-type" in opened or "office:value-type" in opened
    assert "table:formula=" not in opened
    assert opened.count("example.org") >= 2


def test_the_pack_has_all_its_files_and_every_kpi_in_each(packed):
    assert {path.name for path in packed.iterdir()} == {
        "auditpakket.pdf",
        "auditpakket.xlsx",
        "index.html",
        "pack.json",
    }
    data = json.loads((packed / "pack.json").read_text("utf-8"))
    page = (packed / "index.html").read_text("utf-8")
    sheets = CalamineWorkbook.from_path(packed / "auditpakket.xlsx")
    figures = {row[0] for row in sheets.get_sheet_by_index(1).to_python()}
    for kpi in data["kpis"].values():
        assert kpi["title"] in page
        assert kpi["title"] in figures


def test_the_page_escapes_what_it_shows_and_loads_nothing(packed):
    page = (packed / "index.html").read_text("utf-8")
    assert "<b> #set" not in page
    assert "<script" not in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert '<html lang="nl">' in page


@needs_pdftotext
def test_the_pdf_is_archivable_and_tagged(packed):
    raw = (packed / "auditpakket.pdf").read_bytes()
    assert b"pdfaid" in raw
    assert b"pdfuaid" in raw
    assert "#set page()" in _pdf_text(packed / "auditpakket.pdf").replace("\n", " ")


def test_the_sample_can_be_drawn_again_from_the_export_with_other_code(exported, packed):
    folder, _ = exported
    refs = set()
    for line in (folder / "logboek/entries.jsonl").open():
        body = json.loads(line).get("body")
        if body and body["case_ref"]:
            refs.add(body["case_ref"])
    drawn = json.loads((packed / "pack.json").read_text("utf-8"))["sample"]
    assert [file["rank"] for file in drawn["files"]] == sorted(rank("najaar", r) for r in refs)[:5]
    assert drawn["population"] == len(refs)
    assert not [ref for ref in refs if ref in (packed / "index.html").read_text("utf-8")]


def test_a_second_pack_says_what_changed(filled, packed, tmp_path):
    with filled.unit() as unit:
        findings = gather(unit, Period(date(2026, 1, 1), date(2026, 6, 1)), "najaar", 5)
        wanted = Wanted(NAME, load_norms(), [], earlier=read_earlier(packed))
        report = write_pack(tmp_path / "later", findings, wanted, unit.now)
    assert any("notices.yml" in change for change in report["changes"])
    with pytest.raises(EarlierPackRefused):
        read_earlier(tmp_path)


def test_a_pack_is_never_overwritten_and_a_full_disk_leaves_nothing(filled, packed, monkeypatch):
    with filled.unit() as unit:
        findings = gather(unit, PERIOD, "najaar", 5)
        wanted = Wanted(NAME, load_norms(), ARTIFACTS)
        with pytest.raises(FolderTaken):
            write_pack(packed, findings, wanted, unit.now)

        def refuse(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", refuse)
        with pytest.raises(WritingFailed, match="No space left"):
            write_pack(packed.parent / "other", findings, wanted, unit.now)
    assert sorted(path.name for path in packed.parent.iterdir() if path.name.startswith(".")) == []
    assert not (packed.parent / "other").exists()


def _pdf_text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")
