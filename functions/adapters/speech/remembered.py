"""The last sounds of a process. A text that is heard twice is spoken and paid for once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TypeAlias

from functions.ports.speaking.voices import Sound, Voice, Voices

MOST_BYTES = 8_000_000
"""Bytes of all kept sounds. The one that was heard least recently is dropped."""

_Key: TypeAlias = tuple[str, str, str]


@dataclass(slots=True)
class RememberedVoices:
    """`Voices` over others. Thread-safe. Sounds are in memory only.

    Args:
        voices: The voices of an engine.
        most_bytes: Bytes of all kept sounds.
    """

    voices: Voices
    most_bytes: int = MOST_BYTES
    _kept: OrderedDict[_Key, Sound] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def engine(self) -> str | None:
        """See `Voices.engine`."""
        return self.voices.engine

    @property
    def missing(self) -> str | None:
        """See `Voices.missing`."""
        return self.voices.missing

    def all(self) -> tuple[Voice, ...]:
        """See `Voices.all`."""
        return self.voices.all()

    def default(self, language: str) -> str | None:
        """See `Voices.default`."""
        return self.voices.default(language)

    def say(self, text: str, voice: Voice, language: str) -> Sound:
        """See `Voices.say`. A sound that is kept takes no time."""
        key = voice.voice_id, language, text
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        sound = self.voices.say(text, voice, language)
        with self._lock:
            self._kept[key] = sound
            while sum(len(each.data) for each in self._kept.values()) > self.most_bytes:
                self._kept.popitem(last=False)
        return sound
