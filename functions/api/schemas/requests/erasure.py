"""The body of a request that erases a caller."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.api.schemas.requests.fields import RequestModel, e164


class EraseCallerBody(RequestModel):
    """The number of the caller, as a session shows it, or written with spaces, brackets and dashes."""

    caller_number: Annotated[str, Field(min_length=1, max_length=100)]

    def numbers(self) -> tuple[str, ...]:
        """Return the number as it is written, and as E.164 if it is a phone number."""
        try:
            return tuple(dict.fromkeys((self.caller_number, e164(self.caller_number))))
        except ValueError:
            return (self.caller_number,)
