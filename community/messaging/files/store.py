"""Where the bytes lie: a folder of the instance that no address leads into, under names that nobody can guess."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from pathlib import Path

from flask import current_app

from community.config import Settings
from community.core import kept_files
from community.messaging.files.kinds import Judged

_PREVIEW = "-preview"
_NAME = re.compile(rf"([A-Za-z0-9_-]{{22}})({_PREVIEW})?")
_HOUR = 3600


def keep(public_id: str, file: Judged) -> None:
    """On the disk before the row that names it is."""
    folder = kept_files.private_folder(_folder())
    kept_files.keep(folder / public_id, file.content)
    if file.preview is not None:
        kept_files.keep(folder / f"{public_id}{_PREVIEW}", file.preview)


def path_of(public_id: str, *, preview: bool = False) -> Path:
    return _folder() / (public_id + (_PREVIEW if preview else ""))


def forget(public_id: str) -> None:
    """One that is gone already is no error."""
    for preview in (False, True):
        path_of(public_id, preview=preview).unlink(missing_ok=True)


def left_behind() -> set[str]:
    """Ids of files that are older than an hour: those without a row were left by a process that was cut off."""
    if not _folder().is_dir():
        return set()
    old = time.time() - _HOUR
    found = ((_NAME.fullmatch(one.name), one) for one in _folder().iterdir())
    return {name[1] for name, one in found if name and one.stat().st_mtime < old}


def forget_all(public_ids: Collection[str]) -> None:
    for public_id in public_ids:
        forget(public_id)


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.instance_dir / "attachments"
