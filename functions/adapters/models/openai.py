"""Asks servers with OpenAI's chat completions: OpenAI, Groq, vLLM, Ollama, llama.cpp.

Prompts and replies are made and validated in reply.py.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from flow_core.effects import AskModel, OfferedTool
from flow_core.json import Json
from functions.adapters.models import tools
from functions.adapters.models.attempts import LATE, PAUSE_SECONDS, Attempted, Passing, ask_until, attempted
from functions.adapters.models.openai_stream import BrokenStreamError, ChatStream, TooLongError
from functions.adapters.models.outlet import Outlet, Written
from functions.adapters.models.reply import (
    DEFAULT_MAX_TOKENS,
    Completion,
    read,
    reply_schema,
    system_prompt,
)
from functions.adapters.observability.redaction import Redaction
from functions.deadline import Deadline
from functions.errors import PlainError, UnavailableError
from functions.ports.model import LetOut, ModelOutcome, Replied, Silent

if TYPE_CHECKING:
    import openai

MAX_BODY = 1 << 20
"""Bytes of an answer at most. A reply of the default length takes a few thousand."""
MAX_MESSAGE = 200
"""Characters of a server's error message that the author sees."""

Format: TypeAlias = Literal["json_schema", "json_object", "prompt"]
"""How an object is requested: by `response_format`, or by the prompt alone."""
FORMATS: tuple[Format, ...] = ("json_schema", "json_object", "prompt")
"""The formats in the order in which they are tried. OpenAI knows the first, llama-cpp-python only the second, and some
servers neither."""


class OpenAi:
    """One server. Thread-safe. The SDK is imported at the first request, and its connections are reused.

    Args:
        base_url: The server's address, with `/v1`.
        api_key: Returns the key. It is called for each attempt, so the key may change.
        key_variable: The environment variable that the error about a missing key names. None if the server may need no
            key.
    """

    def __init__(self, base_url: str, api_key: Callable[[], str | None], key_variable: str | None = None) -> None:
        self.base_url = base_url
        self._api_key = api_key
        self._key_variable = key_variable
        self._lock = threading.Lock()
        self._connected: tuple[str, openai.OpenAI] | None = None
        self.formats: dict[str, Format] = {}
        """Model -> the format that it accepts, after the first reply with an object. With tools it has its own."""
        self.unstreamed: set[str] = set()
        """Models that the server does not stream."""
        self.unopened: set[str] = set()
        """Models that think before they reply, without an opening tag."""

    def model(self, name: str) -> OpenAiModel:
        """Return a model by the server's name for it."""
        return OpenAiModel(self, name)

    def key(self) -> str | Silent:
        """Read the key: empty if there is none and the server may need none."""
        try:
            key = self._api_key()
        except UnavailableError as error:
            return Silent("the key for the model is out of reach", error)
        if not key and self._key_variable is not None:
            reason = f"the model's server at {self.base_url} wants a key: set {self._key_variable}"
            return Silent(reason, PlainError(reason))
        return key or ""

    def client(self, key: str) -> openai.OpenAI:
        """Return the SDK's client for a key."""
        import openai

        with self._lock:
            if self._connected is None or self._connected[0] != key:
                # The SDK requires a key. A server that needs none ignores it.
                client = openai.OpenAI(api_key=key or "none", base_url=self.base_url, max_retries=0)
                self._connected = key, client
            return self._connected[1]


@dataclass(frozen=True, slots=True)
class OpenAiModel:
    """`Model` on such a server."""

    server: OpenAi
    name: str

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """See `Model.ask`. One request, a second one after a passing failure; more to find an accepted format."""
        outlet = None if let_out is None or not effect.speak else Outlet(let_out)
        return ask_until(deadline, lambda again: self._attempt(effect, again, deadline, outlet), outlet)

    def _attempt(self, effect: AskModel, again: bool, deadline: Deadline, outlet: Outlet | None) -> Attempted:
        """One attempt. If the server rejects a format, the next one is tried."""
        key = self.server.key()
        if isinstance(key, Silent):
            return key
        client = self.server.client(key)
        if not effect.extract:
            plain = self._asked(client, effect, None, again, deadline, outlet)
            return Silent(plain.error) if isinstance(plain, _Rejected) else plain
        rejected = ""
        # Some servers accept a format, but not beside tools.
        known_as = f"{self.name} with tools" if effect.tools else self.name
        known = self.server.formats.get(known_as, FORMATS[0])
        for form in FORMATS[FORMATS.index(known) :]:
            outcome = self._asked(client, effect, form, again, deadline, outlet)
            if isinstance(outcome, Replied):
                self.server.formats[known_as] = form
            if not isinstance(outcome, _Rejected):
                return outcome
            rejected = outcome.error
        return Silent(rejected)

    def _asked(
        self,
        client: openai.OpenAI,
        effect: AskModel,
        form: Format | None,
        again: bool,
        deadline: Deadline,
        outlet: Outlet | None,
    ) -> Attempted | _Rejected:
        import openai

        streamed = outlet is not None and self.name not in self.server.unstreamed
        body: dict[str, Json] = {self._limit: effect.max_tokens or DEFAULT_MAX_TOKENS}
        if effect.temperature is not None:
            body["temperature"] = effect.temperature
        if form is not None and form != "prompt":
            body["response_format"] = _response_format(form, reply_schema(effect))
        # Some servers accept response_format and ignore it. In the second attempt the prompt has the schema too.
        system = system_prompt(effect, with_schema=again or (form is not None and form != "json_schema"))
        if effect.tools:
            body["tools"] = [_offered(tool) for tool in effect.tools]
        if streamed:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        messages = [{"role": "system", "content": system}, *_messages(effect)]
        redaction = Redaction({"API_KEY": client.api_key})
        try:
            with client.chat.completions.with_streaming_response.create(
                model=self.name,
                messages=cast(Any, messages),  # the SDK has a TypedDict for each role
                extra_body=body,
                timeout=max(0.01, deadline.remaining()),
            ) as response:
                if outlet is not None and "event-stream" in response.headers.get("content-type", ""):
                    return self._streamed(effect, response.iter_bytes(), deadline, outlet)
                received = bytearray()
                for piece in response.iter_bytes():
                    received += piece
                    if len(received) > MAX_BODY:
                        return Silent("the model's server sent a far too long answer")
                    if deadline.expired():
                        return LATE
        except openai.APITimeoutError:
            return LATE
        except openai.APIStatusError as error:
            if streamed and error.status_code in (400, 422) and "stream" in _message(error.body):
                self.server.unstreamed.add(self.name)
                return self._asked(client, effect, form, again, deadline, outlet)
            return _refused(error, redaction, structured=form is not None)
        except openai.APIConnectionError as error:
            return Passing("the model's server could not be reached, or hung up", cause=error)
        except Exception as error:
            # The SDK's HTTP client raises various errors for a broken answer. The call continues without it.
            return Passing(f"the model's server broke off its answer ({type(error).__name__})", cause=error)
        return _read(effect, bytes(received))

    def _streamed(self, effect: AskModel, parts: Iterable[bytes], deadline: Deadline, outlet: Outlet) -> Attempted:
        """Read an answer as it comes, and let out its words. An error of the connection is raised."""
        written = Written(effect, outlet, thinking=self.name in self.server.unopened)
        stream = ChatStream(written.text, MAX_BODY)
        try:
            for part in parts:
                stream.feed(part)
                if deadline.expired():
                    return LATE
        except TooLongError:
            return Silent("the model's server sent a far too long answer")
        except BrokenStreamError as error:
            return Passing(f"the model's server broke off its answer: {error}", cause=error)
        if not stream.ended and stream.finish_reason is None:
            return Passing("the model's server broke off its answer")
        if written.unopened:
            self.server.unopened.add(self.name)
        completion = Completion(
            "".join(stream.content),
            ended=_ended(stream.finish_reason, refused=stream.refused),
            input_tokens=stream.input_tokens,
            output_tokens=stream.output_tokens,
            calls=tuple(tools.AskedCall(call.name, "".join(call.arguments)) for call in stream.calls),
            model=stream.model,
        )
        return attempted(written.checked(read(effect, completion)), completion)

    @property
    def _limit(self) -> str:
        """The limit's name. OpenAI's newer models refuse the old name, and most other servers lack the new one."""
        host = urlsplit(self.server.base_url).hostname or ""
        return "max_completion_tokens" if host.endswith((".openai.com", ".azure.com")) else "max_tokens"


@dataclass(frozen=True, slots=True)
class _Rejected:
    """The server refused the request. It may accept another format."""

    error: str


class _Function(BaseModel):
    name: str
    arguments: Json = ""


class _ToolCall(BaseModel):
    function: _Function


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None

    @property
    def called(self) -> list[_Function]:
        return [call.function for call in self.tool_calls or ()]


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _ChatCompletion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None
    model: object = None


def _read(effect: AskModel, received: bytes) -> Attempted:
    try:
        answer = _ChatCompletion.model_validate_json(received)
    except ValidationError:
        return Passing("the answer of the model's server is not a chat completion")
    [choice, *_] = answer.choices
    completion = Completion(
        choice.message.content or "",
        ended=_ended(choice.finish_reason, refused=bool(choice.message.refusal)),
        input_tokens=(answer.usage and answer.usage.prompt_tokens) or 0,
        output_tokens=(answer.usage and answer.usage.completion_tokens) or 0,
        calls=tuple(
            tools.AskedCall(call.function.name, call.function.arguments) for call in choice.message.tool_calls or ()
        ),
        model=answer.model,
    )
    return attempted(read(effect, completion), completion)


def _ended(finish_reason: str | None, *, refused: bool) -> Literal["whole", "cut off", "refused"]:
    if refused or finish_reason == "content_filter":
        return "refused"
    return "cut off" if finish_reason == "length" else "whole"


def _messages(effect: AskModel) -> list[Json]:
    """The messages after the system prompt, with the calls of tools and their results."""
    if not effect.tools:
        return [{"role": message.role, "content": message.content} for message in tools.with_results(effect)]
    messages: list[Json] = [{"role": message.role, "content": message.content} for message in effect.messages]
    for exchange in tools.exchanges(effect.calls):
        asked: list[Json] = [
            {
                "id": call_id,
                "type": "function",
                "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments), ensure_ascii=False)},
            }
            for call_id, call in exchange
        ]
        messages.append({"role": "assistant", "content": "", "tool_calls": asked})
        messages += [{"role": "tool", "tool_call_id": call_id, "content": call.result} for call_id, call in exchange]
    return messages


def _offered(tool: OfferedTool) -> Json:
    parameters: Json = dict(tool.parameters)
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": parameters},
    }


def _response_format(form: Format, schema: dict[str, Json]) -> Json:
    if form == "json_object":
        return {"type": "json_object", "schema": schema}
    # Not `strict`, which requires every variable, and allows only a small subset of JSON schema.
    return {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": False}}


def _refused(error: openai.APIStatusError, redaction: Redaction, *, structured: bool) -> Attempted | _Rejected:
    status = error.status_code
    message = redaction.text(_message(error.body))[:MAX_MESSAGE]
    # llama-cpp-python's server answers 500 to a request that it cannot validate.
    if structured and (status in (400, 422) or (status == 500 and "response_format" in message)):
        return _Rejected(f"the model's server refused the question ({status}): {message}")
    if status == 429 or status >= 500:
        state = "is asked too often" if status == 429 else "is in trouble"
        return Passing(f"the model's server {state} ({status})", _pause(error.response.headers), cause=error)
    if status in (401, 403):
        # Without the message: some servers repeat the key.
        return Silent(f"the model's server refused the key ({status})", error)
    return Silent(f"the model's server refused the question ({status}): {message}")


def _message(body: object) -> str:
    """The message of an error. A server sends `{"error": {"message": …}}`, and the SDK passes on the inner part."""
    message = body.get("message") if isinstance(body, Mapping) else body
    return " ".join(str(message or "").split())


def _pause(headers: Mapping[str, str]) -> float:
    asked = headers.get("retry-after", "")
    return max(PAUSE_SECONDS, float(asked)) if asked.isascii() and asked.isdigit() else PAUSE_SECONDS
