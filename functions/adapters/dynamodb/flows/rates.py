"""What organizations do in a minute or a day, in DynamoDB: in the flows' table, an item for each of these times."""

from __future__ import annotations

from botocore.exceptions import ClientError
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, key
from functions.ports.organizations import MINUTE

_KEPT_SECONDS = 3600
"""Seconds for which a count is kept, beside its own time."""


class RateItem(Item):
    """What an organization did in one minute, or another time. The sort key is its number."""

    done = NumberAttribute()


@raises_unavailable
class DynamoRates:
    """`Rates` in the flows' table.

    Args:
        table: The flows' table.
    """

    def __init__(self, table: Table) -> None:
        self.items = bound(RateItem, table)

    def take(self, organization_id: str, what: str, *, limit: int, at: int, span: int = MINUTE) -> bool:
        """One conditional write: concurrent requests never pass the limit together."""
        item = self.items(f"RATE#{key(organization_id, what)}", str(at // span))
        try:
            item.update(
                actions=[
                    RateItem.done.add(1),
                    RateItem.expires_at.set((at + span) // 1000 + _KEPT_SECONDS),
                ],
                condition=RateItem.done.does_not_exist() | (RateItem.done < limit),
            )
        except UpdateError as error:
            refused = isinstance(error.cause, ClientError)
            if refused and error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True
