"""Folders for sounds in the temporary folder, which other users of the machine can write to."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


class SharedFolderError(OSError):
    """The folder belongs to another user, or another user may write to it."""


def private_folder(name: str) -> Path:
    """Return a folder that only this user can write to, and create it if there is none.

    Args:
        name: What the folder is for. Its name is `callflow-NAME-UID`.

    Returns:
        The folder.

    Raises:
        SharedFolderError: Another user could have put a file there. Any other OSError: it cannot be created.
    """
    folder = Path(tempfile.gettempdir()) / f"callflow-{name}-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as error:  # a file
        raise SharedFolderError(f"{folder} is no folder of this user; remove it") from error
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise SharedFolderError(f"{folder} belongs to another user; remove it")
    return folder
