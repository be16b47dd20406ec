"""What a failure of an engine is called in the log. It quotes no text of the error, which may quote a caller."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Literal, TypeAlias

from livekit.agents import APIError, stt, tts

Part: TypeAlias = Literal["speech to text", "text to speech"]
"""The part of the speech that failed."""
LOST_METRIC = "SpeechLost"
"""The metric that counts the calls that end because nothing hears or nothing speaks."""
FALLBACK_METRIC = "SpeechFallback"
"""The metric that counts the failures of an engine that another engine may take over for."""
_MAX_CAUSES = 8
_log = logging.getLogger(__name__)


def cause(error: BaseException) -> str:
    """Return the name of the first cause of an error, with the provider's code.

    Args:
        error: The error that livekit-agents reports.

    Returns:
        Such as `LimitExceededException`, `ClientError AccessDeniedException` or `APIStatusError 429`.
    """
    for _ in range(_MAX_CAUSES):
        if error.__cause__ is None:
            break
        error = error.__cause__
    name = type(error).__name__
    response, status = getattr(error, "response", None), getattr(error, "status_code", -1)
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None  # botocore's
    code = code or (status if status != -1 else None)
    return f"{name} {code}" if code and code != name else name


def is_final(event: stt.STTError | tts.TTSError) -> bool:
    """Return whether an error means that the part can no longer be had.

    Args:
        event: The error that livekit-agents reports for the part as a whole.

    Returns:
        False if livekit-agents tries again, or if a text has no sound, such as "…".
    """
    no_sound = isinstance(event, tts.TTSError) and type(event.error) is APIError
    return not event.recoverable and not no_sound and not isinstance(event.error, asyncio.CancelledError)


def log_fallback(engine: stt.STT[Any] | tts.TTS[Any], name: str, part: Part) -> None:
    """Log each failure of an engine that is one of several.

    Args:
        engine: The engine.
        name: Its name in the settings.
        part: What it does.
    """

    def failed(event: stt.STTError | tts.TTSError) -> None:
        if is_final(event):
            _log.warning(
                "%s by %s failed: %s; the next engine is used", part, name, cause(event.error),
                extra={"metric": FALLBACK_METRIC, "part": part},
            )  # fmt: skip

    engine.on("error", failed)
