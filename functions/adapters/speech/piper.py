"""The voice of this machine, for the local stack. `voices/piper.py` loads it at the first text."""

from __future__ import annotations

import io
import wave

from functions.ports.speaking.voices import Sound, Voice
from voices.this_machine import NAMES, TAG


class PiperVoices:
    """`Voices` of Piper: one American English voice. A text of 200 characters takes about a second of the processor."""

    engine = "piper"
    missing = None

    def all(self) -> tuple[Voice, ...]:
        """See `Voices.all`."""
        return (Voice(NAMES[0], NAMES[0].capitalize(), TAG, ("en",), gender="male"),)

    def default(self, language: str) -> str | None:
        """See `Voices.default`."""
        return next((voice.voice_id for voice in self.all() if voice.speaks(language)), None)

    def say(self, text: str, voice: Voice, language: str) -> Sound:
        """See `Voices.say`. The sound is a WAV file."""
        from voices.piper import loaded_piper

        piper, file = loaded_piper(), io.BytesIO()
        with wave.open(file, "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(piper.sample_rate)
            written.writeframes(piper.whole(text))
        return Sound("audio/wav", file.getvalue())
