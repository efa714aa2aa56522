"""A folder that is there with all its files, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from audit_pack.errors import FolderTaken, WritingFailed


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder to write in, which becomes ``folder`` when all went well.

    Raises :class:`audit_pack.errors.FolderTaken` when something is there already, and
    :class:`audit_pack.errors.WritingFailed` when the disk refuses; nothing is left behind then.
    """
    if folder.exists():
        raise FolderTaken(
            f"{folder} is there already, so nothing was written: an earlier pack is never "
            "overwritten. Name a new folder."
        )
    work: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        yield work
        work.chmod(0o755)
        work.rename(folder)
    except OSError as error:
        raise WritingFailed(
            f"The files could not be written in {folder.parent} ({error.strerror}), so none were "
            "kept. Make room or choose another place, and run it again."
        ) from error
    finally:
        if work is not None and work.exists():
            shutil.rmtree(work, ignore_errors=True)
