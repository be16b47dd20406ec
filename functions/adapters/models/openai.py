"""Asks whatever speaks OpenAI's chat completions: OpenAI, Groq, vLLM, Ollama, llama.cpp. Never decides what to say."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from flow_core.effects import AskModel
from flow_core.json import Json
from functions.adapters.models.attempts import LATE, PAUSE_SECONDS, Attempted, Passing, ask_until
from functions.adapters.models.reply import (
    DEFAULT_MAX_TOKENS,
    Completion,
    Malformed,
    read,
    reply_schema,
    system_prompt,
)
from functions.adapters.observability.redaction import Redaction
from functions.deadline import Deadline
from functions.ports.errors import PlainError, UnavailableError
from functions.ports.model import ModelOutcome, Replied, Silent

if TYPE_CHECKING:
    import openai

LARGEST_BODY = 1 << 20
"""Bytes. A reply of the default length takes a few thousand."""
LONGEST_TOLD = 200
"""Characters of a server's own words that an author gets to see."""

Format: TypeAlias = Literal["json_schema", "json_object", "prompt"]
FORMATS: tuple[Format, ...] = ("json_schema", "json_object", "prompt")
"""How an object is asked for, best first. OpenAI knows the first; llama-cpp-python only the second; some, neither."""


class OpenAi:
    """One server. Thread-safe; the SDK is loaded at the first question, and its connections are kept."""

    def __init__(self, base_url: str, api_key: Callable[[], str | None], key_variable: str | None = None) -> None:
        """api_key: asked each time, so that it may come from a store and change.

        key_variable: what to set where there is no key; None where the server may need none.
        """
        self.base_url = base_url
        self._api_key = api_key
        self._key_variable = key_variable
        self._lock = threading.Lock()
        self._connected: tuple[str, openai.OpenAI] | None = None
        self.formats: dict[str, Format] = {}
        """model -> how it is asked for an object, once that is known."""

    def model(self, name: str) -> OpenAiModel:
        return OpenAiModel(self, name)

    def key(self) -> str | Silent:
        """Empty where the server may need none."""
        try:
            key = self._api_key()
        except UnavailableError as error:
            return Silent("the key for the model is out of reach", error)
        if not key and self._key_variable is not None:
            told = f"the model's server at {self.base_url} wants a key: set {self._key_variable}"
            return Silent(told, PlainError(told))
        return key or ""

    def client(self, key: str) -> openai.OpenAI:
        import openai

        with self._lock:
            if self._connected is None or self._connected[0] != key:
                # The SDK insists on a key; a server that needs none does not look at it.
                client = openai.OpenAI(api_key=key or "none", base_url=self.base_url, max_retries=0)
                self._connected = key, client
            return self._connected[1]


@dataclass(frozen=True, slots=True)
class OpenAiModel:
    """functions.ports.model.Model."""

    server: OpenAi
    name: str

    def ask(self, effect: AskModel, *, deadline: Deadline) -> ModelOutcome:
        """See functions.ports.model.Model."""
        return ask_until(deadline, lambda again: self._attempt(effect, again, deadline))

    def _attempt(self, effect: AskModel, again: bool, deadline: Deadline) -> Attempted:
        """One attempt. A server that does not know how an object is asked for, is asked in the next way."""
        key = self.server.key()
        if isinstance(key, Silent):
            return key
        client = self.server.client(key)
        if not effect.extract:
            plain = self._asked(client, effect, None, again, deadline)
            return Silent(plain.error) if isinstance(plain, _Rejected) else plain
        rejected = ""
        known = self.server.formats.get(self.name, FORMATS[0])
        for form in FORMATS[FORMATS.index(known) :]:
            outcome = self._asked(client, effect, form, again, deadline)
            if isinstance(outcome, Replied):
                self.server.formats[self.name] = form
            if not isinstance(outcome, _Rejected):
                return outcome
            rejected = outcome.error
        return Silent(rejected)

    def _asked(
        self, client: openai.OpenAI, effect: AskModel, form: Format | None, again: bool, deadline: Deadline
    ) -> Attempted | _Rejected:
        import openai

        body: dict[str, Json] = {self._limit: effect.max_tokens or DEFAULT_MAX_TOKENS}
        if effect.temperature is not None:
            body["temperature"] = effect.temperature
        if form is not None and form != "prompt":
            body["response_format"] = _response_format(form, reply_schema(effect))
        # Some servers take response_format and pay no heed to it: the second time the schema stands in the prompt too.
        system = system_prompt(effect, with_schema=again or (form is not None and form != "json_schema"))
        messages = [{"role": "system", "content": system}]
        messages += [{"role": message.role, "content": message.content} for message in effect.messages]
        redaction = Redaction({"API_KEY": client.api_key})
        try:
            with client.chat.completions.with_streaming_response.create(
                model=self.name,
                messages=cast(Any, messages),  # the SDK has a TypedDict for each role
                extra_body=body,
                timeout=max(0.01, deadline.remaining()),
            ) as response:
                received = bytearray()
                for piece in response.iter_bytes():
                    received += piece
                    if len(received) > LARGEST_BODY:
                        return Silent("the model's server answered far too much")
                    if deadline.expired():
                        return LATE
        except openai.APITimeoutError:
            return LATE
        except openai.APIStatusError as error:
            return _refused(error, redaction, structured=form is not None)
        except openai.APIConnectionError as error:
            return Passing("the model's server could not be reached, or hung up", cause=error)
        except Exception as error:
            # Whatever the SDK's HTTP client makes of a broken answer: it is of no use, and the call goes on.
            return Passing(f"the model's server broke off its answer ({type(error).__name__})", cause=error)
        return _read(effect, bytes(received))

    @property
    def _limit(self) -> str:
        """OpenAI's newer models refuse the old name, and most other servers do not know the new one."""
        host = urlsplit(self.server.base_url).hostname or ""
        return "max_completion_tokens" if host.endswith((".openai.com", ".azure.com")) else "max_tokens"


@dataclass(frozen=True, slots=True)
class _Rejected:
    """The server would not take the request as it was written; another format may suit it."""

    error: str


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _ChatCompletion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


def _read(effect: AskModel, received: bytes) -> Attempted:
    try:
        answer = _ChatCompletion.model_validate_json(received)
    except ValidationError:
        return Passing("the model's server answered with something that is no chat completion")
    [choice, *_] = answer.choices
    completion = Completion(
        choice.message.content or "",
        ended=_ended(choice),
        input_tokens=(answer.usage and answer.usage.prompt_tokens) or 0,
        output_tokens=(answer.usage and answer.usage.completion_tokens) or 0,
    )
    reply = read(effect, completion)
    if isinstance(reply, Malformed):
        return Passing(reply.error, 0.0, True, completion.input_tokens, completion.output_tokens)
    return reply


def _ended(choice: _Choice) -> Literal["whole", "cut off", "refused"]:
    if choice.message.refusal or choice.finish_reason == "content_filter":
        return "refused"
    return "cut off" if choice.finish_reason == "length" else "whole"


def _response_format(form: Format, schema: dict[str, Json]) -> Json:
    if form == "json_object":
        return {"type": "json_object", "schema": schema}
    # Not `strict`: that wants every variable required, and an author's schema to be of a small subset.
    return {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": False}}


def _refused(error: openai.APIStatusError, redaction: Redaction, *, structured: bool) -> Attempted | _Rejected:
    status = error.status_code
    told = redaction.text(_words(error.body))[:LONGEST_TOLD]
    # llama-cpp-python's server answers 500 to a request that it cannot validate.
    if structured and (status in (400, 422) or (status == 500 and "response_format" in told)):
        return _Rejected(f"the model's server refused the question ({status}): {told}")
    if status == 429 or status >= 500:
        state = "is asked too often" if status == 429 else "is in trouble"
        return Passing(f"the model's server {state} ({status})", _pause(error.response.headers), cause=error)
    if status in (401, 403):
        # Its words are left out: some servers repeat the key.
        return Silent(f"the model's server refused the key ({status})", error)
    return Silent(f"the model's server refused the question ({status}): {told}")


def _words(body: object) -> str:
    """What a server says of an error: `{"error": {"message": …}}`, of which the SDK hands on the inner part."""
    message = body.get("message") if isinstance(body, Mapping) else body
    return " ".join(str(message or "").split())


def _pause(headers: Mapping[str, str]) -> float:
    asked = headers.get("retry-after", "")
    return max(PAUSE_SECONDS, float(asked)) if asked.isascii() and asked.isdigit() else PAUSE_SECONDS
