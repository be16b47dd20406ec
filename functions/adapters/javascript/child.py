"""The program of a JavaScript child: it evaluates one expression after another, each in a fresh context.

It imports the standard library and the engine only. Flows, the meaning of variables and deadlines are elsewhere.

On its standard output the child writes READY when its next context is built. For each request it writes REPLY, the
length, one character for the kind of the result, and a JSON text. The kinds are FALSE and TRUE (a value, by its truth),
THREW (the text is the error), TRUE_BUT_NO_JSON (the same, of a result that is true) and NO_MEMORY.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import os
import resource
import select
import signal
import struct
import sys
import time
from collections import deque
from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

LENGTH = struct.Struct("<I")
"""The length in bytes before each request and reply."""
READY, REPLY, UNUSABLE = b"R", b"=", b"!"
FALSE, TRUE, THREW, NO_MEMORY, TRUE_BUT_NO_JSON = "0", "1", "2", "3", "4"

MIB = 1 << 20
MEMORY_LIMIT = 32 * MIB
"""Bytes that the engine may allocate for one expression."""
PROCESS_MARGIN = 64 * MIB
"""Bytes that the interpreter and the copies of a request and a reply may take beyond the expression's own memory."""
STACK_LIMIT = 4 * MIB
"""Bytes of the engine's stack."""
MAX_JSON = MIB
"""Characters of JSON that a result may have."""
TOO_LARGE = "RangeError: the result is larger than 1 MiB of JSON"
CPU_BACKSTOP_SECONDS = 3
"""Seconds of processor time after which the kernel ends a child that works on one request."""
CONTEXTS_KEPT = 4
"""Contexts that are built while there is no request, so that a turn of a few expressions waits for none."""
PAUSE_MS = 3
"""Milliseconds without a request before one more context is built. A turn's next expression comes sooner than that."""
QUICK_SECONDS = 0.001
"""Seconds. A slower expression may have filled its context: the child is not ready before that context is freed."""
LOCALE_NAMES = ("toLocale", "Intl")
"""The beginnings of the names in locale_texts.js. A request without them does not need that text."""
MAX_READ_BYTES = 1 << 16
"""Bytes of one read: as many as a pipe holds. Python allocates them before each read; 1 MiB takes 14 µs."""

# Every built-in that runs after an author's code must be a constant here: the author may have changed all of them.
# The prelude is a block, so its names are not visible from outside. The engine would parse a function in parentheses
# twice.
PRELUDE = r"""
"use strict";
{
const FALSE = $FALSE$, TRUE = $TRUE$, THREW = $THREW$, NO_MEMORY = $NO_MEMORY$, TRUE_BUT_NO_JSON = $TRUE_BUT_NO_JSON$;
const { apply, construct } = Reflect, { parse, stringify } = JSON;
const MakeFunction = Function, EngineError = InternalError, WrongSyntax = SyntaxError, textOf = String;
const { slice, includes } = String.prototype, sourceOf = Function.prototype.toString;
const TrueDate = Date, dateMethods = Date.prototype;
const MAX_JSON = $MAX_JSON$, MAX_TEXT = 1000;
let now = 0, a = 0, b = 0, c = 0, d = 0;

// sfc32 of PractRand: its state is the seed, a constant and a counter.
const draw = () => {
  const sum = (a + b + d) | 0;
  d = (d + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (((c << 21) | (c >>> 11)) + sum) | 0;
  return sum >>> 0;
};
// The engine leaves out the name of the time zone. ECMAScript allows that, but browsers write the name.
const dateText = dateMethods.toString, timeText = dateMethods.toTimeString;
const zoned = (text) => text === "Invalid Date" ? text : text + " (Coordinated Universal Time)";
const TurnDate = new Proxy(TrueDate, {
  apply: () => zoned(apply(dateText, new TrueDate(now), [])),
  construct: (target, given, made) => construct(target, given.length === 0 ? [now] : given, made),
});
// An assignment keeps an existing property non-enumerable.
const replaced = {
  toString() { return zoned(apply(dateText, this, [])); },
  toTimeString() { return zoned(apply(timeText, this, [])); },
  now() { return now; },
  random() { return ((draw() >>> 5) * 67108864 + (draw() >>> 6)) / 9007199254740992; },
};
dateMethods.toString = replaced.toString;
dateMethods.toTimeString = replaced.toTimeString;
dateMethods.constructor = globalThis.Date = TurnDate;
TrueDate.now = replaced.now;
Math.random = replaced.random;
delete globalThis.performance;
// A raw number can be any digits, such as 1e999. Each result must be JSON that stringify made from a value.
delete JSON.rawJSON;
delete JSON.isRawJSON;

// A call site exposes the functions on the stack, those of this prelude among them.
Error.prepareStackTrace = (error, sites) => sites;
const callSite = Object.getPrototypeOf(new Error().stack[0]);
Error.prepareStackTrace = undefined;
delete callSite.getFunction;

let answer = null;
const shortened = (text) => apply(slice, text, [0, MAX_TEXT]);
const failed = (kind, text) => { answer = stringify(shortened(text)); return kind; };
// If no memory is left for the error itself, the engine throws null.
const isNoMemory = (error, expression) => error === null
  ? !apply(includes, expression, ["throw"])
  : error instanceof EngineError && error.message === "out of memory";
const describe = (error, expression, kind) => {
  try {
    return isNoMemory(error, expression) ? failed(NO_MEMORY, "") : failed(kind, textOf(error));
  } catch {
    return failed(kind, "Error: the thrown value cannot be shown");
  }
};
const compile = (expression, names) => {
  const body = "return " + expression + ";";
  const source = "function anonymous(" + names.join(",") + "\n) {\n" + body + "\n}";
  const compiled = construct(MakeFunction, [...names, body]);
  // The engine pastes the body into a function's text and parses all of it: `1 }, function () {` would pass.
  if (typeof compiled !== "function" || apply(sourceOf, compiled, []) !== source) {
    throw new WrongSyntax("Unexpected token '}'");
  }
  return compiled;
};
// Compiling runs no code of the author, so one context serves all expressions.
const syntaxErrors = (expressions) => expressions.map((expression) => {
  try {
    compile(expression, []);
    return null;
  } catch (error) {
    if (isNoMemory(error, "")) throw null;
    return shortened(textOf(error));
  }
});

// Called with a request it returns the kind of the result; called without one it returns the text. They are not
// joined: a joined string may be a rope, which the engine's Python binding cannot read.
(request) => {
  if (request === undefined) return answer;
  const [at, high, low, expression, names, values] = parse(request);
  if (at === null) {
    try {
      answer = stringify(syntaxErrors(expression));
      return FALSE;
    } catch {
      return failed(NO_MEMORY, "");
    }
  }
  now = at;
  a = low | 0; b = high | 0; c = 0x9e3779b9 | 0; d = 1;
  for (let round = 0; round < 12; round++) draw();
  let kind = THREW;
  try {
    const result = apply(compile(expression, names), undefined, values);
    if (result) kind = TRUE_BUT_NO_JSON;
    if (typeof result === "bigint") {
      return failed(kind, "TypeError: a BigInt is not a JSON value, convert it with Number(...)");
    }
    answer = stringify(result);
    if (answer === undefined) answer = "null";
    if (answer.length > MAX_JSON) return failed(kind, "$TOO_LARGE$");
    return kind === TRUE_BUT_NO_JSON ? TRUE : FALSE;
  } catch (error) {
    return describe(error, expression, kind);
  }
};
}
"""
# The constants above, in place of `$NAME$`. string.Template would import `re`, which delays the start of a child.
for _name in ("FALSE", "TRUE", "THREW", "NO_MEMORY", "TRUE_BUT_NO_JSON", "MAX_JSON", "TOO_LARGE"):
    PRELUDE = PRELUDE.replace(f"${_name}$", str(globals()[_name]))


def load_engine(path: str) -> ModuleType:
    """Load the engine from its file, so that the child can import no other installed package."""
    spec = importlib.util.spec_from_loader("_quickjs", importlib.machinery.ExtensionFileLoader("_quickjs", path))
    assert spec is not None  # noqa: S101 - a loader was given, so there is a spec
    assert spec.loader is not None  # noqa: S101  # for the type checker
    engine = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(engine)
    return engine


def lower_limits() -> None:
    """Set the limits of this process: memory, no core dump, no files, no new processes or descriptors."""
    with contextlib.suppress(OSError, ValueError):  # no /proc, or a kernel without RLIMIT_AS: the engine's limit holds
        with open("/proc/self/statm", "rb") as statm:
            used = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        most = used + MEMORY_LIMIT + PROCESS_MARGIN
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def stack_limit() -> int:
    """Compute the bytes of the engine's stack: at most half of what the process has."""
    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    return STACK_LIMIT if soft == resource.RLIM_INFINITY else min(STACK_LIMIT, soft // 2)


def keep_cpu_backstop() -> None:
    """Let the kernel end this child if its parent died while the child was busy.

    PR_SET_PDEATHSIG is not used: it fires when the *thread* of the parent ends that started this child.
    """
    soft = int(time.process_time()) + CPU_BACKSTOP_SECONDS
    if resource.getrlimit(resource.RLIMIT_CPU)[0] != soft:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def write(data: bytes) -> None:
    """Write all of the data to standard output."""
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


def read_request() -> str | None:
    """Read the next request; None if the parent has closed the pipe."""
    data = bytearray(os.read(0, MAX_READ_BYTES))  # grows in place: a large request arrives in hundreds of pieces
    while len(data) < LENGTH.size or len(data) < LENGTH.size + LENGTH.unpack_from(data)[0]:
        more = os.read(0, MAX_READ_BYTES)
        if not more:
            return None
        data += more
    return data[LENGTH.size :].decode("ascii")


class Context(NamedTuple):
    """A fresh context of the engine."""

    answer: Callable[..., object]
    """The prelude's function in it."""
    run: Callable[[str], object]
    """Runs a script in it."""


def fresh_context(engine: ModuleType, stack: int) -> Context:
    """Build a context with the prelude."""
    context = engine.Context()
    context.set_memory_limit(MEMORY_LIMIT)
    context.set_max_stack_size(stack)
    return Context(context.eval(PRELUDE), context.eval)


def evaluate(engine: ModuleType, context: Context, request: str, locale_texts: str) -> bytes:
    """Run one request in a fresh context, and return the kind of its result and the JSON text."""
    answer = context.answer
    try:
        if any(name in request for name in LOCALE_NAMES):
            context.run(locale_texts)
        kind, text = answer(request), answer()
        return f"{kind}{text}".encode()
    except MemoryError:
        return _NO_MEMORY_REPLY
    except engine.JSException as error:
        return _NO_MEMORY_REPLY if "out of memory" in str(error) else _FAILED_REPLY


_NO_MEMORY_REPLY = f'{NO_MEMORY}""'.encode()
_FAILED_REPLY = f'{THREW}"Error: the engine failed"'.encode()


def read_beside(name: str) -> str:
    """Read a file in the folder of this program."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def main(engine_path: str) -> None:
    """Answer requests until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at a terminal goes to the whole group; the parent decides
    try:
        engine = load_engine(engine_path)
        locale_texts = read_beside("locale_texts.js").replace("$DATA$", read_beside("locale_data.js"))
        lower_limits()
        stack = stack_limit()
        requests = select.poll()
        requests.register(0, select.POLLIN)
        unused: deque[Context] = deque()
        said_ready, pause = False, 0
        while True:
            if not unused:
                unused.append(fresh_context(engine, stack))
            if not said_ready:
                write(READY)
            while len(unused) < CONTEXTS_KEPT and not requests.poll(pause):
                unused.append(fresh_context(engine, stack))
            keep_cpu_backstop()
            request = read_request()
            if request is None:
                return
            began = time.monotonic()
            context = unused.popleft()
            data = evaluate(engine, context, request, locale_texts)
            said_ready = bool(unused) and time.monotonic() - began < QUICK_SECONDS
            write(REPLY + LENGTH.pack(len(data)) + data + (READY if said_ready else b""))
            os.sched_yield()  # the parent goes first if both share a processor
            del request, data, context
            # A child without a context builds all of them without a pause: the reserve takes the requests meanwhile.
            pause = PAUSE_MS if unused else 0
    except BrokenPipeError:
        return
    except Exception as error:
        write(UNUSABLE + f"{type(error).__name__}: {error}".encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1])
