"""The body of a request that erases a caller."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.api.schemas.requests.fields import RequestModel


class EraseCallerBody(RequestModel):
    """The number of the caller, as a session shows it. A phone number may have spaces, brackets and dashes."""

    caller_number: Annotated[str, Field(min_length=1, max_length=100)]
