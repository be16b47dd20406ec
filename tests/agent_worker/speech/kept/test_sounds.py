"""Sounds are kept in the same way in memory, on a disk and in both. What was used least recently goes first."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_worker.speech.kept.sound import BrokenSoundError, Sound, decoded, encoded
from agent_worker.speech.kept.sounds import (
    CLAIM_SECONDS,
    Bounds,
    DiskSounds,
    LayeredSounds,
    MemorySounds,
    Sounds,
)

Build = Callable[[Path, Bounds], Sounds]
WIDE = Bounds(1_000_000)
KINDS: dict[str, Build] = {
    "memory": lambda folder, bounds: MemorySounds(bounds),
    "disk": DiskSounds,
    "both": lambda folder, bounds: LayeredSounds(MemorySounds(bounds), DiskSounds(folder, bounds)),
}
FILE_BYTES = len(encoded(Sound(b"", 8000), "a"))
"""Bytes of a file beside the samples."""


@pytest.fixture(params=sorted(KINDS))
def build(request: pytest.FixtureRequest) -> Build:
    return KINDS[request.param]


def sound(number: int, size: int = 100) -> Sound:
    return Sound(bytes([number % 256]) * size, 16_000, 1)


def age(folder: Path) -> None:
    """Make all files older by a minute, so that the order of uses does not depend on the clock of the disk."""
    for path in folder.iterdir():
        found = path.stat()
        os.utime(path, ns=(found.st_atime_ns - 10**10, found.st_mtime_ns - 10**10))


def test_a_sound_is_kept_and_replaced(build: Build, tmp_path: Path) -> None:
    sounds = build(tmp_path, WIDE)
    assert sounds.get("a") is None
    assert not sounds.has("a")
    sounds.put("a", sound(1))
    assert (sounds.get("a"), sounds.has("a"), sounds.get("b")) == (sound(1), True, None)
    sounds.put("a", Sound(b"\x01\x02\x03\x04", 22_050, 2))
    assert sounds.get("a") == Sound(b"\x01\x02\x03\x04", 22_050, 2)


def test_the_sound_that_was_used_least_recently_goes_first(build: Build, tmp_path: Path) -> None:
    sounds = build(tmp_path, Bounds(1_000_000, max_count=2))
    sounds.put("a", sound(1))
    age(tmp_path)
    sounds.put("b", sound(2))
    age(tmp_path)
    # In both, the memory answers, and the disk does not learn of it: so each of the two has its own order.
    assert sounds.get("a") == sound(1)
    if isinstance(sounds, LayeredSounds):
        sounds._disk.get("a")
    age(tmp_path)
    sounds.put("c", sound(3))
    assert [key for key in "abc" if sounds.has(key)] == ["a", "c"]


def test_a_sound_over_the_bounds_is_not_kept(build: Build, tmp_path: Path) -> None:
    sounds = build(tmp_path, Bounds(150))
    sounds.put("a", sound(1, 100))
    sounds.put("b", sound(2, 200))
    assert (sounds.has("a"), sounds.has("b")) == (True, False)
    nothing = build(tmp_path / "none", Bounds(150, max_count=0))
    nothing.put("a", sound(1))
    assert not nothing.has("a")


def test_one_process_at_a_time_makes_a_sound(build: Build, tmp_path: Path) -> None:
    sounds = build(tmp_path, WIDE)
    assert sounds.claim("a")
    assert not sounds.claim("a")
    assert sounds.claim("b")
    sounds.release("a")
    sounds.release("a")
    assert sounds.claim("a")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans(), st.integers(0, 120)), max_size=40),
    st.integers(0, 400),
    st.integers(0, 4),
)
def test_memory_keeps_what_was_used_last_within_its_bounds(
    uses: list[tuple[str, bool, int]], max_bytes: int, max_count: int
) -> None:
    sounds, model = MemorySounds(Bounds(max_bytes, max_count)), list[tuple[str, int]]()
    for key, reads, size in uses:
        held = dict(model)
        if reads:
            assert (sounds.get(key) is not None) == (key in held)
            if key in held:
                model = [each for each in model if each[0] != key] + [(key, held[key])]
            continue
        sounds.put(key, sound(0, size))
        model = [each for each in model if each[0] != key]
        if size <= max_bytes and max_count:
            model.append((key, size))
        while sum(each[1] for each in model) > max_bytes or len(model) > max_count:
            model.pop(0)
        assert [each for each in "abcdefgh" if sounds.has(each)] == sorted(dict(model))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 120)), max_size=20), st.integers(0, 500))
def test_a_disk_never_holds_more_than_its_bounds_and_always_the_last_sound(
    tmp_path_factory: pytest.TempPathFactory, writes: list[tuple[str, int]], max_bytes: int
) -> None:
    folder = tmp_path_factory.mktemp("sounds")
    sounds = DiskSounds(folder, Bounds(max_bytes, max_count=3))
    for key, size in writes:
        sounds.put(key, sound(7, size))
        files = list(folder.iterdir())
        assert len(files) <= 3
        assert sum(path.stat().st_size for path in files) <= max_bytes
        if size + FILE_BYTES <= max_bytes:
            assert sounds.get(key) == sound(7, size)


@given(st.binary(max_size=50), st.integers(0, 200), st.integers(1, 255))
def test_changed_bytes_are_no_sound(pcm: bytes, place: int, change: int) -> None:
    data = bytearray(encoded(Sound(pcm, 16_000), "a"))
    assert decoded(bytes(data), "a") == Sound(pcm, 16_000)
    data[place % len(data)] ^= change
    for broken in (bytes(data), bytes(data[: place % len(data)])):
        with pytest.raises(BrokenSoundError):
            decoded(broken, "a")


def test_a_broken_file_is_removed_and_made_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sounds = DiskSounds(tmp_path, WIDE)
    sounds.put("a", sound(1))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert sounds.get("a") is None
    assert not sounds.has("a")
    assert "made again" in caplog.text
    sounds.put("a", sound(1))
    assert sounds.get("a") == sound(1)


def test_a_file_of_another_sound_is_broken(tmp_path: Path) -> None:
    sounds = DiskSounds(tmp_path, WIDE)
    sounds.put("a", sound(1))
    (tmp_path / "a.sound").rename(tmp_path / "b.sound")
    assert sounds.get("b") is None


def test_a_disk_that_fails_keeps_nothing_and_raises_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sounds = DiskSounds(tmp_path / "missing", WIDE)
    sounds.put("a", sound(1))
    assert sounds.get("a") is None
    assert not sounds.claim("a")
    (tmp_path / "a.sound").mkdir()
    assert DiskSounds(tmp_path, WIDE).get("a") is None
    assert caplog.text.count("cannot be") == 2


def test_what_dead_processes_left_is_removed(tmp_path: Path) -> None:
    sounds = DiskSounds(tmp_path, WIDE)
    assert sounds.claim("a")
    (tmp_path / "half.part").write_bytes(b"half")
    long_ago = time.time() - CLAIM_SECONDS - 1
    for path in tmp_path.iterdir():
        os.utime(path, (long_ago, long_ago))
    assert sounds.claim("a"), "the process that made it is dead"
    sounds.put("b", sound(2))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.claim", "b.sound"]


def write_many(folder: str, seed: int) -> None:
    sounds = DiskSounds(Path(folder), Bounds(3_000, max_count=5))
    for number in range(150):
        key = "abcdefgh"[(number * seed) % 8]
        sounds.put(key, Sound(key.encode() * 500, 16_000))
        found = sounds.get("abcdefgh"[number % 8])
        assert found is None or len(set(found.pcm)) == 1


def test_processes_share_a_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write_many, args=(str(tmp_path), seed)) for seed in (1, 3, 5)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    last = DiskSounds(tmp_path, Bounds(3_000, max_count=5))
    last.put("z", sound(1))
    kept = [path.name.removesuffix(".sound") for path in tmp_path.iterdir()]
    assert len(kept) <= 5
    assert all(last.get(key) is not None for key in kept)
