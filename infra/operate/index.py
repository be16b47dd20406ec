"""`python -m infra.operate index`: indexes the sessions of an earlier release, so that the search finds them."""

from __future__ import annotations

from functions.adapters.dynamodb.items import Table
from functions.wiring.stored_sessions import index_stored
from infra.operate.environment import Operation
from infra.operate.standing import there


def index(operation: Operation) -> int:
    """Index all stored sessions of a stack.

    Args:
        operation: The command's surroundings.

    Returns:
        The exit status.
    """
    stack = there(operation)
    table = Table(stack.outputs["SessionsTable"], operation.client("dynamodb").meta.region_name)
    days = int(stack.parameters.get("SessionDays", "90"))
    count = index_stored(table, days, lambda so_far: operation.say(f"{so_far:,} sessions"))
    operation.say(f"The search finds all {count:,} stored sessions.")
    return 0
