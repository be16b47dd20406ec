"""The program of a JavaScript child: it answers one expression after another, each in a fresh context.

It knows the standard library and the engine only, and never anything of flows, the meaning of variables or deadlines.

On its standard output it says READY when the next context is built, then REPLY for each request: what came of it as one
character, then a JSON text. FALSE and TRUE: a value and its truth. THREW: why there is no value. TRUE_BUT_NO_JSON: the
same, of an expression that came to something true. NO_MEMORY.
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

LENGTH = struct.Struct("<I")
READY, REPLY, UNUSABLE = b"R", b"=", b"!"
FALSE, TRUE, THREW, NO_MEMORY, TRUE_BUT_NO_JSON = "0", "1", "2", "3", "4"

MIB = 1 << 20
MEMORY_LIMIT = 32 * MIB
PROCESS_MARGIN = 64 * MIB
"""What the interpreter and the copies of a request and a reply may take beyond the expression's own memory."""
STACK_LIMIT = 4 * MIB
CPU_BACKSTOP_SECONDS = 3
CONTEXTS_KEPT = 4
"""Built while nobody asks, so that a turn of a few expressions waits for none."""
PAUSE_MS = 3
"""Without a request, before one more is built: the next expression of a turn comes sooner than that."""
QUICK_SECONDS = 0.001
"""What took longer may have left a context full of things: the child is not ready before that is taken down."""
MOST_READ_BYTES = 1 << 16
"""As much as a pipe holds. Python allocates it before each read, which for a mebibyte takes 14 µs."""

# Whatever runs after an author's code must be held in constants here: the author may have changed every built-in.
# It is a block, whose names nobody sees from outside; the engine would read a function in parentheses twice.
PRELUDE = r"""
"use strict";
{
const { apply, construct } = Reflect, { parse, stringify } = JSON;
const MakeFunction = Function, EngineError = InternalError, WrongSyntax = SyntaxError, textOf = String;
const { slice, includes } = String.prototype, sourceOf = Function.prototype.toString;
const TrueDate = Date, dateMethods = Date.prototype;
const MOST_JSON = 1048576, MOST_TEXT = 1000;
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
// The engine leaves out the name of the zone, which ECMAScript leaves open and browsers give.
const dateText = dateMethods.toString, timeText = dateMethods.toTimeString;
const zoned = (text) => text === "Invalid Date" ? text : text + " (Coordinated Universal Time)";
const TurnDate = new Proxy(TrueDate, {
  apply: () => zoned(apply(dateText, new TrueDate(now), [])),
  construct: (target, given, made) => construct(target, given.length === 0 ? [now] : given, made),
});
// Assignment leaves an existing property as hidden from enumeration as it was.
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
// A raw number is any text of digits, such as 1e999: what is written here must be what JSON.stringify makes of a value.
delete JSON.rawJSON;
delete JSON.isRawJSON;

// A call site hands out the functions that it passed, these ones among them.
Error.prepareStackTrace = (error, sites) => sites;
const callSite = Object.getPrototypeOf(new Error().stack[0]);
Error.prepareStackTrace = undefined;
delete callSite.getFunction;

let answer = null;
const shortened = (text) => apply(slice, text, [0, MOST_TEXT]);
const failed = (kind, text) => { answer = stringify(shortened(text)); return kind; };
// With no memory left for the error itself the engine throws null.
const isNoMemory = (error, expression) => error === null
  ? !apply(includes, expression, ["throw"])
  : error instanceof EngineError && error.message === "out of memory";
const describe = (error, expression, kind) => {
  try {
    return isNoMemory(error, expression) ? failed(3, "") : failed(kind, textOf(error));
  } catch {
    return failed(kind, "Error: what was thrown cannot be shown");
  }
};
const compile = (expression, names) => {
  const body = "return " + expression + ";";
  const source = "function anonymous(" + names.join(",") + "\n) {\n" + body + "\n}";
  const compiled = construct(MakeFunction, [...names, body]);
  // The engine pastes the body into a function's text and parses the whole: `1 }, function () {` would pass.
  if (typeof compiled !== "function" || apply(sourceOf, compiled, []) !== source) {
    throw new WrongSyntax("Unexpected token '}'");
  }
  return compiled;
};
// Nothing of the author's is run here, so that one context will do for all of them.
const syntaxErrors = (expressions) => expressions.map((expression) => {
  try {
    compile(expression, []);
    return null;
  } catch (error) {
    if (isNoMemory(error, "")) throw null;
    return shortened(textOf(error));
  }
});

// Called with a request it tells what came of it; called with none it gives the text. The two are not joined, because
// a joined string may be a rope, which the engine's Python side does not know.
(request) => {
  if (request === undefined) return answer;
  const [at, high, low, expression, names, values] = parse(request);
  if (at === null) {
    try {
      answer = stringify(syntaxErrors(expression));
      return 0;
    } catch {
      return failed(3, "");
    }
  }
  now = at;
  a = low | 0; b = high | 0; c = 0x9e3779b9 | 0; d = 1;
  for (let round = 0; round < 12; round++) draw();
  let kind = 2;
  try {
    const result = apply(compile(expression, names), undefined, values);
    if (result) kind = 4;
    if (typeof result === "bigint") {
      return failed(kind, "TypeError: a BigInt is no JSON value, Number(...) makes it one");
    }
    answer = stringify(result);
    if (answer === undefined) answer = "null";
    if (answer.length > MOST_JSON) return failed(kind, "RangeError: the result is larger than 1 MiB of JSON");
    return kind === 4 ? 1 : 0;
  } catch (error) {
    return describe(error, expression, kind);
  }
};
}
"""


def load_engine(path: str) -> ModuleType:
    """By its file, so that no other installed package is within reach."""
    spec = importlib.util.spec_from_loader("_quickjs", importlib.machinery.ExtensionFileLoader("_quickjs", path))
    assert spec is not None  # noqa: S101 - a loader was given, so there is a spec
    assert spec.loader is not None  # noqa: S101
    engine = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(engine)
    return engine


def lower_limits() -> None:
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
    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    return STACK_LIMIT if soft == resource.RLIM_INFINITY else min(STACK_LIMIT, soft // 2)


def keep_cpu_backstop() -> None:
    """For a child whose parent died while it was busy: nobody else would end it.

    PR_SET_PDEATHSIG would fire when the parent's *thread* ends that started this child, so it is not used.
    """
    soft = int(time.process_time()) + CPU_BACKSTOP_SECONDS
    if resource.getrlimit(resource.RLIMIT_CPU)[0] != soft:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


def read_request() -> str | None:
    """The next request, or None when the parent is gone."""
    data = bytearray(os.read(0, MOST_READ_BYTES))  # grows in place: a large request comes in hundreds of pieces
    while len(data) < LENGTH.size or len(data) < LENGTH.size + LENGTH.unpack_from(data)[0]:
        more = os.read(0, MOST_READ_BYTES)
        if not more:
            return None
        data += more
    return data[LENGTH.size :].decode("ascii")


def fresh_context(engine: ModuleType, stack: int) -> Callable[..., object]:
    """The prelude's function in a context of its own, which lives as long as the function does."""
    context = engine.Context()
    context.set_memory_limit(MEMORY_LIMIT)
    context.set_max_stack_size(stack)
    answer: Callable[..., object] = context.eval(PRELUDE)
    return answer


def evaluate(engine: ModuleType, answer: Callable[..., object], request: str) -> bytes:
    try:
        kind, text = answer(request), answer()
        return f"{kind}{text}".encode()
    except MemoryError:
        return b'3""'
    except engine.JSException as error:
        return b'3""' if "out of memory" in str(error) else b'2"Error: the engine failed"'


def main(engine_path: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at a terminal goes to the whole group; the parent decides
    try:
        engine = load_engine(engine_path)
        lower_limits()
        stack = stack_limit()
        requests = select.poll()
        requests.register(0, select.POLLIN)
        unused: deque[Callable[..., object]] = deque()
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
            answer = unused.popleft()
            data = evaluate(engine, answer, request)
            said_ready = bool(unused) and time.monotonic() - began < QUICK_SECONDS
            write(REPLY + LENGTH.pack(len(data)) + data + (READY if said_ready else b""))
            os.sched_yield()  # the parent goes first where both share a processor
            del request, data, answer
            # Who ran out builds all of them without a pause: the reserve is asked meanwhile.
            pause = PAUSE_MS if unused else 0
    except BrokenPipeError:
        return
    except Exception as error:
        write(UNUSABLE + f"{type(error).__name__}: {error}".encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1])
