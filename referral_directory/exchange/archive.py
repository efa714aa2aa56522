"""Read files that somebody sent: never more than a limit, whatever they promise to hold."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from referral_directory.errors import ImportRefused

MOST_BYTES = 64 * 2**20
MOST_UNPACKED_BYTES = 256 * 2**20
MOST_FILES = 200
MOST_RATIO = 200
_SMALL_BYTES = 2**20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def checked_size(path: Path) -> None:
    """Raise `ImportRefused` when the file cannot be read or is too large to be a register."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ImportRefused.because(
            path.name,
            1,
            "no file that can be read",
            "a .json, .csv, .zip or .xlsx file or a folder",
        ) from error
    if size > MOST_BYTES:
        raise ImportRefused.because(
            path.name,
            1,
            f"{size / 2**20:,.0f} MB",
            f"at most {MOST_BYTES // 2**20} MB: 20,000 services take less. Split the file",
        )


def unpack(path: Path) -> Mapping[str, bytes]:
    """Return the files of a zip archive by name, looked at before anything is unpacked.

    Raises `ImportRefused` for what is no zip, locked, too large when unpacked, packed too tightly
    to be honest, with too many files, or with a file that would land outside the archive.
    """
    checked_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(path.name, entries)
            return {entry.filename: _read(path.name, archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ImportRefused.because(
            path.name, 1, "no zip that can be read", "a zip file"
        ) from error


def _check_entries(file: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise ImportRefused.because(file, 1, f"{len(entries)} files", f"at most {MOST_FILES}")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED_BYTES:
        found = f"{total / 2**20:,.0f} MB when unpacked"
        raise ImportRefused.because(file, 1, found, f"at most {MOST_UNPACKED_BYTES // 2**20} MB")
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
            raise ImportRefused.because(
                file, 1, f"the file name {entry.filename!r}", "names within the archive"
            )
        if entry.flag_bits & 1:
            raise ImportRefused.because(file, 1, f"{name} with a password", "files without one")
        tight = entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        if tight and entry.file_size > _SMALL_BYTES:
            raise ImportRefused.because(
                file, 1, f"{name}, packed more than {MOST_RATIO} times", "an ordinary zip file"
            )


def _read(file: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as packed:
        content = packed.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise ImportRefused.because(file, 1, f"{entry.filename}, larger than it says", "a zip file")
    return content


def as_text(file: str, content: bytes) -> str:
    """Return UTF-8 text, without a byte order mark.

    Raises `ImportRefused` with the encoding that it probably is, and on which line that shows.
    """
    if content.startswith(_UTF16) or b"\x00" in content[:200]:
        raise ImportRefused.because(file, 1, "UTF-16", "UTF-8: save it as 'CSV UTF-8' or 'UTF-8'")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        near = content[max(error.start - 12, 0) : error.end + 12].decode("cp1252", "replace")
        raise ImportRefused.because(
            file,
            line,
            f"Windows-1252 or another old encoding, near {near.strip()!r}",
            "UTF-8: save it as 'CSV UTF-8' or 'UTF-8'",
        ) from error
