"""What changed since an earlier pack, read from that pack's own data file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from audit_pack.errors import EarlierPackRefused
from audit_pack.words import percent, say

DATA_FILE = "pack.json"
FORMAT = 1


def read_earlier(folder: Path) -> dict[str, Any]:
    """Return the data of the pack in ``folder``.

    Raises :class:`audit_pack.errors.EarlierPackRefused` when there is none, or one of another
    format.
    """
    try:
        data: Any = json.loads((folder / DATA_FILE).read_text("utf-8"))
        if isinstance(data, dict) and data.get("format") == FORMAT:
            return data
    except (OSError, ValueError) as error:
        raise _refused(folder) from error
    raise _refused(folder)


def change_section(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[str]:
    """Return in Dutch what differs between two packs' data."""
    if before is None:
        return [say("change_none_given")]
    return [
        *_kpi_changes(now["kpis"], before["kpis"]),
        *_gap_changes(now["gaps"], before["gaps"]),
        *(
            say("change_norm", subject=code, before=before["norms"][code], after=version)
            for code, version in now["norms"].items()
            if before["norms"].get(code, version) != version
        ),
        *_artifact_changes(now["artifacts"], before["artifacts"]),
        *(
            say("change_maturity", subject=part, before=before["maturity"][part], after=level)
            for part, level in now["maturity"].items()
            if before["maturity"].get(part, level) != level
        ),
    ] or [say("change_nothing")]


def _kpi_changes(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    for code, kpi in now.items():
        earlier = before.get(code, {}).get("permille")
        if kpi["permille"] != earlier:
            yield say(
                "change_kpi",
                subject=kpi["title"],
                before=_share(earlier),
                after=_share(kpi["permille"]),
            )


def _gap_changes(now: Mapping[str, str], before: Mapping[str, str]) -> Iterator[str]:
    for gap, text in now.items():
        if gap not in before:
            yield say("change_gap_new", subject=text)
    for gap, text in before.items():
        if gap not in now:
            yield say("change_gap_gone", subject=text)


def _artifact_changes(now: Mapping[str, str], before: Mapping[str, str]) -> Iterator[str]:
    for name, sha256 in now.items():
        if name not in before:
            yield say("change_artifact_new", subject=name)
        elif before[name] != sha256:
            yield say("change_artifact_changed", subject=name)
    for name in before.keys() - now.keys():
        yield say("change_artifact_gone", subject=name)


def _share(permille: int | None) -> str:
    return say("state_nothing") if permille is None else say("value", percent=percent(permille))


def _refused(folder: Path) -> EarlierPackRefused:
    return EarlierPackRefused(
        f"{folder} holds no {DATA_FILE} of an audit pack that can be read, so nothing can be "
        "compared with it. Name the folder of an earlier pack, or leave it out."
    )
