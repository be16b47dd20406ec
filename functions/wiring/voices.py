"""Builds the voices of the engine with which the worker speaks first."""

from __future__ import annotations

from importlib.util import find_spec

from functions.ports.speaking.voices import Voices
from functions.settings import Settings
from voices.this_machine import MODULES

NOT_INSTALLED = (
    "The local voice is not installed: it comes with the worker, which needs LiveKit. Run `make livekit`, then "
    "`make run` again; or set CALLFLOW_TTS to aws."
)
"""The remedy where Piper is missing."""


def voices(settings: Settings) -> Voices:
    """Build the voices.

    Args:
        settings: The environment. Only the first engine of `text_to_speech` knows the voices that agents name.

    Returns:
        The voices. Nothing that is slow to load is loaded yet.
    """
    from functions.adapters.speech.nothing import NoVoices
    from functions.adapters.speech.remembered import RememberedVoices

    first = (settings.text_to_speech or "").split(",")[0].strip()
    provider, _, model = first.partition("/")
    if provider == "aws":
        from functions.adapters.speech.polly import PollyVoices

        return RememberedVoices(PollyVoices(model, region=settings.region))
    if first == "local" or (not first and settings.auth == "local"):
        if not all(find_spec(module) for module in MODULES):
            return NoVoices("piper", NOT_INSTALLED)
        from functions.adapters.speech.piper import PiperVoices

        return RememberedVoices(PiperVoices())
    if not first:
        return NoVoices(None, "This installation does not know how its agents speak. Set CALLFLOW_TTS of the API.")
    return NoVoices(
        first,
        f"The voices of {first} cannot be listed or heard here: only those of Amazon Polly and of this machine can. "
        "Name one in the agent, and hear it in a test call.",
    )
