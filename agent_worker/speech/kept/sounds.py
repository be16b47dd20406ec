"""Where sounds are kept: in memory, and on a disk that the processes of a worker share. Both are bounded."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent_worker.speech.kept.sound import BrokenSoundError, Sound, decoded, encoded

MEMORY_BYTES = 8_000_000
"""Bytes of sounds in the memory of a process, which serves one call: about three minutes."""
MAX_COUNT = 10_000
"""Sounds in memory, and on the disk."""
CLAIM_SECONDS = 60.0
"""Seconds after which a process counts as dead that makes a sound."""
_SUFFIX = ".sound"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is kept. What was played or written least recently goes first."""

    max_bytes: int
    max_count: int = MAX_COUNT


class Sounds(Protocol):
    """Sounds by key. A key is a name of letters and digits."""

    def get(self, key: str) -> Sound | None:
        """Return a sound, which then counts as used now; None if it is not kept."""
        ...

    def put(self, key: str, sound: Sound) -> None:
        """Keep a sound. A sound that alone is over the bounds is not kept."""
        ...

    def has(self, key: str) -> bool:
        """Return whether a sound is kept. It may be broken."""
        ...

    def claim(self, key: str) -> bool:
        """Return whether the caller shall make a sound: no other process makes it now."""
        ...

    def release(self, key: str) -> None:
        """End a claim, whether or not the sound was made."""
        ...


class MemorySounds:
    """Sounds in the memory of this process.

    Args:
        bounds: How much is kept.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._kept: OrderedDict[str, Sound] = OrderedDict()
        self._bytes = 0
        self._claimed: set[str] = set()

    def get(self, key: str) -> Sound | None:
        """See `Sounds.get`."""
        sound = self._kept.get(key)
        if sound is not None:
            self._kept.move_to_end(key)
        return sound

    def put(self, key: str, sound: Sound) -> None:
        """See `Sounds.put`."""
        self._drop(key)
        if len(sound.pcm) > self._bounds.max_bytes or self._bounds.max_count < 1:
            return
        self._kept[key] = sound
        self._bytes += len(sound.pcm)
        while self._bytes > self._bounds.max_bytes or len(self._kept) > self._bounds.max_count:
            self._drop(next(iter(self._kept)))

    def has(self, key: str) -> bool:
        """See `Sounds.has`."""
        return key in self._kept

    def claim(self, key: str) -> bool:
        """See `Sounds.claim`."""
        if key in self._claimed:
            return False
        self._claimed.add(key)
        return True

    def release(self, key: str) -> None:
        """See `Sounds.release`."""
        self._claimed.discard(key)

    def _drop(self, key: str) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._bytes -= len(dropped.pcm)


class DiskSounds:
    """Sounds in a folder, one file each. Several processes may use the folder at once.

    A file is written whole or not at all. A broken one is removed when it is read. An error of the disk is logged, and
    counts as a sound that is not kept.

    Args:
        folder: The folder. Nobody else may write to it.
        bounds: How much is kept. The bytes are those of the files.
    """

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self._folder, self._bounds = folder, bounds

    def get(self, key: str) -> Sound | None:
        """See `Sounds.get`."""
        path = self._path(key)
        try:
            sound = decoded(path.read_bytes(), key)
            os.utime(path)
        except FileNotFoundError:
            return None
        except BrokenSoundError as error:
            _log.warning("%s; it is made again", error)
            path.unlink(missing_ok=True)
            return None
        except OSError as error:
            _log.warning("a sound cannot be read: %s", type(error).__name__)
            return None
        return sound

    def put(self, key: str, sound: Sound) -> None:
        """See `Sounds.put`."""
        data = encoded(sound, key)
        if len(data) > self._bounds.max_bytes or self._bounds.max_count < 1:
            return
        try:
            self._write(self._path(key), data)
            self._evict(key)
        except OSError as error:
            _log.warning("a sound cannot be kept: %s", type(error).__name__)

    def has(self, key: str) -> bool:
        """See `Sounds.has`."""
        return self._path(key).exists()

    def claim(self, key: str) -> bool:
        """See `Sounds.claim`."""
        path = self._claim_path(key)
        try:
            if path.exists() and time.time() - path.stat().st_mtime > CLAIM_SECONDS:
                path.unlink()
            path.touch(mode=0o600, exist_ok=False)
        except OSError:  # FileExistsError, or a full disk
            return False
        return True

    def release(self, key: str) -> None:
        """See `Sounds.release`."""
        self._claim_path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_SUFFIX}"

    def _claim_path(self, key: str) -> Path:
        return self._folder / f"{key}.claim"

    def _write(self, path: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _evict(self, written: str) -> None:
        """Remove the files that were used least recently until the bounds hold, and what dead processes left."""
        keep = self._path(written).name
        files: list[tuple[bool, int, int, str]] = []
        for entry in os.scandir(self._folder):
            try:
                found = entry.stat()
            except FileNotFoundError:  # another process evicts, too
                continue
            if entry.name.endswith(_SUFFIX):
                files.append((entry.name == keep, found.st_mtime_ns, found.st_size, entry.name))
            elif time.time() - found.st_mtime > CLAIM_SECONDS:
                Path(entry.path).unlink(missing_ok=True)
        files.sort()
        size, count = sum(each[2] for each in files), len(files)
        for _, _, bytes_of_file, name in files:
            if size <= self._bounds.max_bytes and count <= self._bounds.max_count:
                break
            (self._folder / name).unlink(missing_ok=True)
            size, count = size - bytes_of_file, count - 1


class LayeredSounds:
    """Sounds on a disk, with those that this process used last in its memory.

    Args:
        memory: The memory.
        disk: The disk.
    """

    def __init__(self, memory: MemorySounds, disk: DiskSounds) -> None:
        self._memory, self._disk = memory, disk

    def get(self, key: str) -> Sound | None:
        """See `Sounds.get`."""
        sound = self._memory.get(key)
        if sound is None and (sound := self._disk.get(key)) is not None:
            self._memory.put(key, sound)
        return sound

    def put(self, key: str, sound: Sound) -> None:
        """See `Sounds.put`."""
        self._memory.put(key, sound)
        self._disk.put(key, sound)

    def has(self, key: str) -> bool:
        """See `Sounds.has`."""
        return self._memory.has(key) or self._disk.has(key)

    def claim(self, key: str) -> bool:
        """See `Sounds.claim`."""
        return self._disk.claim(key)

    def release(self, key: str) -> None:
        """See `Sounds.release`."""
        self._disk.release(key)
