"""Amazon Transcribe.

Its plugin is imported on first use, because it is not installed in the environment of the tests.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from livekit.agents import APIConnectionError, APIError, APIStatusError, stt
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, APIConnectOptions, NotGivenOr

from agent_worker.speech.amazon.languages import transcribe_language

_log = logging.getLogger(__name__)

PLUGIN = "livekit.plugins.aws"
"""The module of the plugin."""

_INVALID = 400
"""The HTTP status of a request that Transcribe finds invalid, such as one with a vocabulary that it does not have."""
_STATUSES = {"BadRequestException": _INVALID, "ConflictException": 409, "LimitExceededException": 429}
"""The HTTP status of each error with which Transcribe refuses a stream. The API reference names them."""


def transcribe(*, language: str | None, region: str, vocabularies: Mapping[str, str] | None = None) -> stt.STT[Any]:
    """Create the client of Transcribe, with the credentials of the process.

    Args:
        language: A language tag, such as de or de-AT. None is en-US.
        region: The AWS region.
        vocabularies: Language with its region -> the custom vocabulary of the account for it.

    Returns:
        The client.
    """
    heard = transcribe_language(language)
    client: stt.STT[Any] = _transcribe_class()(
        language=heard, region=region, vocabulary_name=(vocabularies or {}).get(heard, NOT_GIVEN)
    )
    return client


@cache
def _transcribe_class() -> Any:
    """Return the plugin's class, with errors that livekit-agents tries again, and a vocabulary that may be missing.

    The plugin lets the errors of Amazon's SDK through. livekit-agents takes an error of an unknown class for a fault of
    the program: it never opens a stream again, and the caller is not heard until the call ends.
    """
    plugin = importlib.import_module(PLUGIN)

    class Stream(plugin.SpeechStream):  # type: ignore[name-defined, misc]  # known at run time only
        async def _run(self) -> None:
            try:
                await self._hear()
            except APIStatusError as error:
                name = self._opts.vocabulary_name
                if error.status_code != _INVALID or not name:
                    raise
                _log.error("Transcribe refuses a stream with the vocabulary %s; it hears the call without", name)
                self._opts.vocabulary_name = NOT_GIVEN
                await self._hear()

        async def _hear(self) -> None:
            try:
                await super()._run()
            except APIError:
                raise
            except Exception as error:  # any error of the SDK: each one ends the stream
                raise transcribe_error(error) from error

    class Transcribe(plugin.STT):  # type: ignore[name-defined, misc]  # known at run time only
        def stream(
            self,
            *,
            language: NotGivenOr[str] = NOT_GIVEN,
            conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        ) -> stt.RecognizeStream:
            stream: stt.RecognizeStream = Stream(
                stt=self, conn_options=conn_options, opts=self._config, credentials=self._credentials
            )
            return stream

    return Transcribe


def transcribe_error(error: Exception) -> APIError:
    """Return the error of livekit-agents for an error of Transcribe or of the connection to it.

    Args:
        error: The SDK's error, by the name of its class: the SDK is not installed everywhere.

    Returns:
        An error that may be tried again, unless Transcribe finds the request itself invalid. It quotes nothing.
    """
    name = type(error).__name__
    if name in _STATUSES:
        return APIStatusError(name, status_code=_STATUSES[name])
    return APIConnectionError(name)
