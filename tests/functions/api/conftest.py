"""One API for all tests of a file. Each test uses its own names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from fastapi.testclient import TestClient

from testing.api.stack import LOCAL, Stack, stack_on

_numbers = count(1)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with stack_on(LOCAL) as made:
        yield made


@pytest.fixture(scope="module")
def client(stack: Stack) -> TestClient:
    return stack.client


@pytest.fixture
def fresh() -> str:
    """A name that no other test has: of a flow, a room, an organization."""
    return f"fresh-{next(_numbers)}"
