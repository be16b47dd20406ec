"""The voices of Amazon Polly. A call's choice of engine, voice and language is in `voices/polly.py`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError

from functions.errors import Reason, UnavailableError
from functions.ports.speaking.voices import Gender, Sound, Voice
from voices.polly import default_voice, engine_of, language_code
from voices.tags import parts_of

KEEP_SECONDS = 3600.0
"""Seconds for which the list of voices is kept. Amazon adds a few voices in a year."""
_MOST_PAGES = 20
"""Pages of the list, at most."""
_TAGS = {"arb": "ar", "cmn-CN": "zh-CN", "yue-CN": "zh-HK"}
"""The tags of BCP 47 for codes that are Polly's own."""
_GENDERS: Mapping[str, Gender] = {"Female": "female", "Male": "male"}
_THROTTLED = frozenset({"ThrottlingException", "ThrottledException", "TooManyRequestsException"})


class PollyClient(Protocol):
    """The part of boto3's client that is used here."""

    def describe_voices(self, **named: str | bool) -> Mapping[str, Any]:
        """See boto3."""
        ...

    def synthesize_speech(self, **named: str) -> Mapping[str, Any]:
        """See boto3."""
        ...


class PollyVoices:
    """`Voices` of Amazon Polly. Thread-safe.

    Args:
        engine: Polly's engine of the settings. An empty string is `generative`.
        client: By default boto3's, made at the first call.
        region: The AWS region of that client.
        now: The clock, in seconds.
    """

    engine = "polly"
    missing = None

    def __init__(
        self,
        engine: str = "",
        client: PollyClient | None = None,
        region: str | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._client, self._region, self._now = engine, client, region, now
        self._lock = threading.Lock()
        self._known: tuple[float, tuple[Voice, ...]] | None = None

    def all(self) -> tuple[Voice, ...]:
        """See `Voices.all`. No request for an hour, else one for each page: Polly has one or two."""
        with self._lock:
            if self._known is None or self._now() - self._known[0] >= KEEP_SECONDS:
                self._known = self._now(), self._described()
            return self._known[1]

    def default(self, language: str) -> str | None:
        """See `Voices.default`. No request."""
        return default_voice(*parts_of(language))

    def say(self, text: str, voice: Voice, language: str) -> Sound:
        """See `Voices.say`. One request, which Amazon charges by the character."""
        code = language_code(*parts_of(language))
        named = {} if code is None else {"LanguageCode": code}
        try:
            answer = self._connected().synthesize_speech(
                Text=text,
                TextType="text",
                OutputFormat="mp3",
                Engine=engine_of(voice.voice_id, self._engine),
                VoiceId=voice.voice_id,
                **named,
            )
            with answer["AudioStream"] as stream:
                return Sound("audio/mpeg", bytes(stream.read()))
        except (ClientError, BotoCoreError) as error:
            raise _unavailable("SynthesizeSpeech", error) from error

    def _described(self) -> tuple[Voice, ...]:
        found: list[Voice] = []
        page: Mapping[str, str] = {}
        try:
            for _ in range(_MOST_PAGES):
                answer = self._connected().describe_voices(IncludeAdditionalLanguageCodes=True, **page)
                found += [voice for each in answer["Voices"] if (voice := self._voice(each)) is not None]
                if not answer.get("NextToken"):
                    break
                page = {"NextToken": answer["NextToken"]}
        except (ClientError, BotoCoreError) as error:
            raise _unavailable("DescribeVoices", error) from error
        return tuple(sorted(found, key=lambda voice: (voice.language, voice.name)))

    def _voice(self, described: Mapping[str, Any]) -> Voice | None:
        """Read a voice; None for one that the engine of a call does not have."""
        engine = engine_of(described["Id"], self._engine)
        if engine not in described.get("SupportedEngines", ()):
            return None
        return Voice(
            described["Id"],
            described["Name"],
            _tag(described["LanguageCode"]),
            tuple(_tag(each) for each in described.get("AdditionalLanguageCodes", ())),
            engine,
            _GENDERS.get(described.get("Gender", "")),
        )

    def _connected(self) -> PollyClient:
        if self._client is None:
            self._client = connected(self._region)
        return self._client


def connected(region: str | None) -> PollyClient:
    """Make boto3's client. It gives up after a few seconds.

    Args:
        region: By default the region of the process.

    Returns:
        The client.
    """
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=8, retries={"total_max_attempts": 2})
    return cast(PollyClient, boto3.client("polly", region_name=region, config=config))


def _tag(code: str) -> str:
    return _TAGS.get(code, code)


def _unavailable(operation: str, error: ClientError | BotoCoreError) -> UnavailableError:
    reason: Reason = "unreachable"
    if isinstance(error, ClientError):
        code = error.response["Error"]["Code"]
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
        reason = "throttled" if code in _THROTTLED else "refused" if status < 500 else "unreachable"
    return UnavailableError("voices", operation, reason)
