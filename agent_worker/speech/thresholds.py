"""The thresholds by which Whisper's text counts as speech.

Measured with Piper's voice: clean, at -40 dB, over 8 kHz µ-law, and with noise 15 dB below it. Compared with silence,
noise, hum, tones, clicks and breath. Speech had a `no_speech_prob` of at most 0.43. The other sounds had at least 0.57
and log probabilities below -1.1.
"""

from __future__ import annotations

MIN_LOGPROB = -1.0
"""Lowest average log probability of speech."""
MAX_NO_SPEECH = 0.7
"""Highest probability that nobody speaks."""
MAX_COMPRESSION = 2.4
"""Highest compression ratio; beyond it the text repeats itself. Whisper's own value."""
