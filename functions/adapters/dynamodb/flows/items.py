"""The items of the flows' table: attributes, keys, and the conditions on them. Nothing is read or written here."""

from __future__ import annotations

from typing import Any, TypeAlias

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from functions.adapters.dynamodb.items import Item, key

LINE = "FLOW#"
DRAFT = "DRAFT"
DELETED = "DELETED"
"""Of a flow that was deleted: what its revisions and versions go on counting from. Never deleted itself."""
VERSION = "VERSION#"

# pynamodb types an attribute as if it were always there.
_Optional: TypeAlias = Any


class FlowItem(Item):
    flow_id = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    revision: _Optional = NumberAttribute(null=True)
    """Of the draft."""
    version: _Optional = NumberAttribute(null=True)
    """The latest published."""
    published_revision: _Optional = NumberAttribute(null=True)
    updated_at = NumberAttribute(null=True)
    warnings: _Optional = NumberAttribute(null=True)
    """How many the draft has."""
    deleted_revision: _Optional = NumberAttribute(null=True)
    """The last before the flow was deleted: in the line of a flow that was made again."""
    deleted_version: _Optional = NumberAttribute(null=True)
    """The last before the flow was deleted, 0 for none: there, and in the item that a deleted flow leaves."""
    published_at: _Optional = NumberAttribute(null=True)
    """Of a version, as are the two below."""
    published_by: _Optional = UnicodeAttribute(null=True)
    note: _Optional = UnicodeAttribute(null=True)


def organization_key(organization_id: str) -> str:
    return f"ORGANIZATION#{key(organization_id)}"


def flow_key(organization_id: str, flow_id: str) -> str:
    return f"FLOW#{key(organization_id, flow_id)}"


def line_key(flow_id: str) -> str:
    return f"{LINE}{key(flow_id)}"


def version_key(version: int) -> str:
    return f"{VERSION}{version:09d}"


def revision_key(revision: int) -> str:
    return f"REVISION#{revision:09d}"


def latest_version(line: FlowItem) -> int:
    """The last version of a flow, of before it was deleted too; 0 for none."""
    return max(int(line.version or 0), int(line.deleted_version or 0))


def unchanged(line: FlowItem) -> Condition:
    """It is there, with the same versions and deletions before it."""
    same = FlowItem.flow_id.exists()
    for attribute, value in (
        (FlowItem.version, line.version),
        (FlowItem.deleted_revision, line.deleted_revision),
    ):
        same = same & (attribute.does_not_exist() if value is None else attribute == int(value))
    return same
