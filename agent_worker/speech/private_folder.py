"""Folders for sounds in the temporary folder, which other users of the machine can write to."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


class NoFolderError(OSError):
    """There is no such folder: it cannot be created, or another user may write to it. The message is for the log."""


def private_folder(name: str) -> Path:
    """Return a folder that only this user can write to, and create it if there is none.

    Args:
        name: What the folder is for. Its name is `callflow-NAME-UID`.

    Returns:
        The folder.

    Raises:
        NoFolderError: The folder cannot be created, or another user could have put a file there.
    """
    folder = Path(tempfile.gettempdir()) / f"callflow-{name}-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except FileExistsError as error:  # a file
        raise NoFolderError(f"{folder} is no folder of this user; remove it") from error
    except OSError as error:
        raise NoFolderError(type(error).__name__) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise NoFolderError(f"{folder} belongs to another user; remove it")
    return folder
