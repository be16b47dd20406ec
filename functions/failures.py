"""What may be logged of an exception: its kind and where it came from. Its text may hold what a caller said."""

from __future__ import annotations

_FRAMES = 12


def frames(error: BaseException) -> list[str]:
    """The innermost places that it passed, outermost first."""
    found: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-_FRAMES:]
