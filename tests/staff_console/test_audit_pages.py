"""The auditor over HTTP: the log, a draw, a file by pseudonym, a pack, a check. Nothing else."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest

from audit_pack.sample import rank
from bench.made_up_year import fill, made_up
from evidence_log import erase_person, open_signer, read_entries, record, sign_checkpoint

FIRST_AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
ORDER = {"van": "2026-09-01", "tot": "2026-10-31", "zaad": "najaar", "aantal": "5"}


@pytest.fixture
def year(office):
    """Forty made-up conversations of September and October, by pseudonym."""
    entries = made_up(40, FIRST_AT, 45)
    fill(office.database, entries, lambda _: None)
    return sorted({case_ref for _, _, case_ref, _ in entries})


async def drawn(office, **order: str):
    """Return the browser of an auditor who drew a sample and sees it."""
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    await auditor.post("/controle/steekproef", **ORDER | order)
    return auditor


async def finished(browser, path: str) -> str:
    """Wait until long work is over; return the state that its page then shows."""
    for _ in range(600):
        await browser.open(f"{path}/deel")
        found = re.search(r'data-state="(\w+)"', browser.page)
        assert found is not None
        if found.group(1) != "running":
            return found.group(1)
        await asyncio.sleep(0.1)
    raise AssertionError("the work is not over after a minute")


def seen(office, entry_type: str) -> list[dict[str, object]]:
    with office.database.unit() as unit:
        return [row.codes for row in read_entries(unit, entry_types=[entry_type])]


async def test_an_auditor_comes_in_at_the_audit_page(office):
    auditor = await office.colleague("controle", "auditor")
    assert await auditor.open("/") == "/controle"
    assert "Regels in het logboek" in auditor.page


async def test_a_draw_is_the_one_that_anybody_computes_from_the_log(office, year):
    auditor = await drawn(office)
    expected = sorted(year, key=lambda ref: rank("najaar", ref))[:5]
    assert re.findall(r"<code>([0-9a-f]{12})</code></a>", auditor.page) == [
        each[:12] for each in expected
    ]
    assert f"5 van {len(year)} dossiers, zaad najaar." in auditor.page
    (draw,) = seen(office, "sample_drawn")
    assert (draw["seed"], draw["files"], draw["since"], draw["until"], draw["by"]) == (
        "najaar",
        5,
        "2026-09-01",
        "2026-11-01",
        office.ids["controle"],
    )


async def test_a_file_shows_steps_and_a_pseudonym_and_its_own_log_tells_who_looked(office, year):
    first = min(year, key=lambda ref: rank("najaar", ref))
    chosen = {"referral": "r", "service": "voedselbank", "entry_version": "1", "mode": "warm"}
    decided = {"kind": "referral", "id": "r", "outcome": "received", "colleague": "colleague_7"}
    with office.database.unit(FIRST_AT + timedelta(days=46)) as unit:
        record(unit, "help_chosen", first, chosen)
        record(unit, "colleague_decided", first, decided)
        unit.commit()
    auditor = await drawn(office)
    path = re.search(r'href="(/controle/steekproef/\w+/1)"', auditor.page)
    assert path is not None
    await auditor.open(path.group(1))
    assert first in auditor.page
    assert "Zaak geopend" in auditor.page
    assert "service=▪▪▪" in auditor.page
    assert "voedselbank" not in auditor.page
    assert "colleague_7" not in auditor.page
    with office.database.unit() as unit:
        looks = [row.codes for row in read_entries(unit, case_ref=first, entry_types=["viewed"])]
    (look,) = looks
    assert (look["what"], look["by"]) == ("sample_file", office.ids["controle"])


async def test_a_place_that_is_not_in_the_draw_is_not_there(office, year):
    auditor = await drawn(office)
    path = re.search(r'href="(/controle/steekproef/\w+)/1"', auditor.page)
    assert path is not None
    for place in ("0", "6", "-1", "x", "1.5", "٣", "%00"):
        await auditor.open(f"{path.group(1)}/{place}")
        assert auditor.status == 404, place


async def test_a_file_of_an_employee_is_drawn_but_not_shown(office, year):
    first = min(year, key=lambda ref: rank("najaar", ref))
    with office.database.unit(FIRST_AT) as unit:
        record(unit, "audience_set", first, {"audience": "employee"})
        unit.commit()
    auditor = await drawn(office)
    assert "Zaak van een medewerker" in auditor.page
    draw = re.search(r'href="(/controle/steekproef/\w+)/2"', auditor.page)
    assert draw is not None
    await auditor.open(f"{draw.group(1)}/1")
    assert auditor.status == 404


async def test_who_was_erased_is_in_no_draw_any_more(office, year):
    auditor = await drawn(office)
    path = re.search(r'href="(/controle/steekproef/\w+)/1"', auditor.page)
    assert path is not None
    ranked = sorted(year, key=lambda ref: rank("najaar", ref))
    with office.database.unit() as unit:
        erase_person(unit, ranked[0])
        unit.commit()
    await auditor.open(path.group(1))
    assert ranked[0][:12] not in auditor.page
    assert ranked[5][:12] in auditor.page


async def test_what_is_written_after_a_draw_does_not_change_it(office, year):
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    today = datetime.now(UTC).date().isoformat()
    path = await auditor.post("/controle/steekproef", **ORDER | {"tot": today, "aantal": "200"})
    before = auditor.page.count("<tr>")
    with office.database.unit() as unit:
        record(unit, "case_opened", "f" * 32, {"audience": "customer", "language": "nl"})
        unit.commit()
    await auditor.open(path)
    assert auditor.page.count("<tr>") == before


WRONG_ORDERS = (
    {"zaad": ""},
    {"zaad": "met een spatie"},
    {"zaad": "x" * 65},
    {"zaad": "<script>"},
    {"aantal": "0"},
    {"aantal": "201"},
    {"aantal": "1e3"},
    {"aantal": ""},
    {"van": "2026-11-01", "tot": "2026-10-01"},
    {"tot": "2999-01-01"},
    {"van": ""},
)


async def test_a_wrong_order_is_refused_in_words_and_nothing_is_drawn(office):
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    for wrong in WRONG_ORDERS:
        for what in ("steekproef", "pakket"):
            await auditor.post(f"/controle/{what}", **ORDER | wrong)
            assert auditor.status == 409, wrong
            assert 'id="error"' in auditor.page, wrong
            assert "<script>" not in auditor.page
    assert (seen(office, "sample_drawn"), seen(office, "exported")) == ([], [])


async def test_a_pack_is_made_watched_and_fetched_and_each_is_on_the_log(office, year, tmp_path):
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    path = await auditor.post("/controle/pakket", **ORDER)
    assert path.startswith("/controle/werk/")
    assert await finished(auditor, path) == "done"
    await auditor.open("/controle")
    link = re.search(r'href="(/controle/pakket/\w+/bestand)"', auditor.page)
    assert link is not None
    answer = await auditor.http.get(link.group(1))
    assert answer.headers["content-disposition"].startswith('attachment; filename="auditpakket-')
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == [
            "auditpakket.pdf",
            "auditpakket.xlsx",
            "index.html",
            "pack.json",
        ]
        data = json.loads(archive.read("pack.json"))
    assert (data["first_on"], data["until_on"]) == ("2026-09-01", "2026-11-01")
    ranked = sorted(rank("najaar", ref) for ref in year)[:5]
    assert [each["rank"] for each in data["sample"]["files"]] == ranked
    (exported,) = seen(office, "exported")
    assert (exported["what"], exported["by"]) == ("audit_pack", office.ids["controle"])
    assert seen(office, "viewed")[-1]["what"] == "audit_pack"
    assert list((tmp_path / "keys-packs").iterdir()) == [
        tmp_path / "keys-packs" / f"{exported['export']}.zip"
    ]


async def test_a_pack_is_gone_after_seven_days_and_a_half_made_one_too(office, tmp_path):
    folder = tmp_path / "keys-packs"
    (folder / "tmphalf").mkdir(parents=True)
    for name, days in (("a" * 32, 8), ("b" * 32, 6)):
        (folder / f"{name}.zip").write_bytes(b"PK")
        moment = (datetime.now(UTC) - timedelta(days=days)).timestamp()
        os.utime(folder / f"{name}.zip", (moment, moment))
    os.utime(folder / "tmphalf", (0, 0))
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    assert [path.name for path in folder.iterdir()] == [f"{'b' * 32}.zip"]
    assert (await auditor.http.get(f"/controle/pakket/{'a' * 32}/bestand")).status_code == 404


async def test_a_pack_that_could_not_be_made_is_said_and_leaves_nothing(office, year, tmp_path):
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    (tmp_path / "keys").write_text("no folder, so no key")
    path = await auditor.post("/controle/pakket", **ORDER)
    assert await finished(auditor, path) == "stopped"
    assert "niet afgemaakt" in auditor.page
    assert list((tmp_path / "keys-packs").iterdir()) == []


async def test_a_log_that_is_right_is_said_to_be_right_and_that_stays_known(office, year, tmp_path):
    sign_checkpoint(office.database, open_signer(tmp_path / "keys", "example.org"))
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    path = await auditor.post("/controle/logboek")
    assert await finished(auditor, path) == "done"
    assert "Klopt" in auditor.page
    await auditor.open("/controle")
    assert "Eerder nagerekend" in auditor.page
    (check,) = seen(office, "log_verified")
    assert check["result"] == "consistent"


async def test_a_log_that_was_never_signed_is_not_called_right(office, year):
    auditor = await office.colleague("controle", "auditor")
    await auditor.open("/controle")
    path = await auditor.post("/controle/logboek")
    assert await finished(auditor, path) == "done"
    assert "Nog niet ondertekend" in auditor.page
    (check,) = seen(office, "log_verified")
    assert (check["result"], check["size"]) == ("not_signed", 0)


async def test_every_look_of_an_auditor_is_on_the_log(office, year):
    auditor = await drawn(office)
    await auditor.open(re.findall(r'href="(/controle/steekproef/\w+/1)"', auditor.page)[0])
    whats = [codes["what"] for codes in seen(office, "viewed")]
    assert whats == ["audit", "sample", "sample_file"]
