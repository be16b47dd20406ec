"""A sound, and its bytes in a file. A digest shows if they are whole."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from livekit import rtc

_MAGIC = b"CFS1"
_DIGEST_BYTES = 16
_HEADER = struct.Struct("<IH")
"""Samples a second, and channels."""


class BrokenSoundError(ValueError):
    """The bytes are not those of a whole sound."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Audio of 16 bits a sample."""

    pcm: bytes
    """The samples in little endian, those of all channels one after the other."""
    sample_rate: int
    """Samples a second."""
    channels: int = 1

    @classmethod
    def of(cls, frame: rtc.AudioFrame) -> Sound:
        """Return the sound of a frame."""
        return cls(frame.data.tobytes(), frame.sample_rate, frame.num_channels)

    def frames(self, seconds: float = 0.05) -> Iterator[rtc.AudioFrame]:
        """Yield the sound in frames.

        Args:
            seconds: The length of a frame. The last one may be shorter.
        """
        sample = 2 * self.channels
        step = max(1, int(self.sample_rate * seconds)) * sample
        for begin in range(0, len(self.pcm) - len(self.pcm) % sample, step):
            part = self.pcm[begin : begin + step]
            yield rtc.AudioFrame(part, self.sample_rate, self.channels, len(part) // sample)

    def resampled(self, sample_rate: int) -> Sound:
        """Return the sound with another number of samples a second."""
        if sample_rate == self.sample_rate or not self.pcm:
            return self
        resampler = rtc.AudioResampler(self.sample_rate, sample_rate, num_channels=self.channels)
        parts = [*resampler.push(bytearray(self.pcm)), *resampler.flush()]
        return Sound(b"".join(part.data.tobytes() for part in parts), sample_rate, self.channels)


def encoded(sound: Sound, key: str) -> bytes:
    """Return the bytes of a sound for a file.

    Args:
        sound: The sound.
        key: What the sound is kept under. A file under another name counts as broken.
    """
    content = _HEADER.pack(sound.sample_rate, sound.channels) + sound.pcm
    return _MAGIC + _digest(key, content) + content


def decoded(data: bytes, key: str) -> Sound:
    """Return the sound of a file's bytes.

    Args:
        data: The bytes.
        key: What the sound is kept under.

    Returns:
        The sound.

    Raises:
        BrokenSoundError: The bytes were cut, changed, or written for another key.
    """
    begin = len(_MAGIC) + _DIGEST_BYTES
    content = data[begin:]
    if (
        data[: len(_MAGIC)] != _MAGIC
        or len(content) < _HEADER.size
        or data[len(_MAGIC) : begin] != _digest(key, content)
    ):
        raise BrokenSoundError("the file of a sound is broken")
    sample_rate, channels = _HEADER.unpack_from(content)
    return Sound(content[_HEADER.size :], sample_rate, channels)


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES, key=hashlib.sha256(key.encode()).digest()).digest()
