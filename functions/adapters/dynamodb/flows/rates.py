"""What organizations do in a minute, in DynamoDB: in the flows' table, an item for each minute of an organization."""

from __future__ import annotations

from botocore.exceptions import ClientError
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, key

MINUTE = 60_000
"""Milliseconds."""
_KEPT_SECONDS = 3600
"""Seconds for which the count of a minute is kept."""


class RateItem(Item):
    """What an organization did in one minute. The sort key is the number of the minute."""

    done = NumberAttribute()


@raises_unavailable
class DynamoRates:
    """`Rates` in the flows' table.

    Args:
        table: The flows' table.
    """

    def __init__(self, table: Table) -> None:
        self.items = bound(RateItem, table)

    def take(self, organization_id: str, what: str, *, limit: int, at: int) -> bool:
        """One conditional write: concurrent requests never pass the limit together."""
        item = self.items(f"RATE#{key(organization_id, what)}", str(at // MINUTE))
        try:
            item.update(
                actions=[
                    RateItem.done.add(1),
                    RateItem.expires_at.set(at // 1000 + _KEPT_SECONDS),
                ],
                condition=RateItem.done.does_not_exist() | (RateItem.done < limit),
            )
        except UpdateError as error:
            refused = isinstance(error.cause, ClientError)
            if refused and error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True
