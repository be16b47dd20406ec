"""The items of flows: attributes, keys, and conditions. Nothing is read or written here.

A flow has a line in its organization's partition, for the list. Its own partition has the draft, one item for each
version and each stored revision, and after a deletion the item DELETED.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from functions.adapters.dynamodb.items import Item, key

LINE = "FLOW#"
DRAFT = "DRAFT"
DELETED = "DELETED"
"""The item that a deleted flow leaves. A flow that is created again continues its revisions and versions from it. It is
never deleted itself."""
VERSION = "VERSION#"
GATE = "GATE"
"""The item of what a publication must pass, for a flow that has it."""
MODELS = "MODELS"
"""The item of the models that answered for the versions of a flow. Its `revision` counts its changes. It stays when the
flow is deleted, as the versions do."""
ENVIRONMENTS = "ENVIRONMENTS"
"""The item of all environments of a flow, for a flow that has some. Its `revision` counts its changes."""

# pynamodb types an attribute as if it were never null.
_Optional: TypeAlias = Any


class FlowItem(Item):
    """An item of a flow."""

    flow_id = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    revision: _Optional = NumberAttribute(null=True)
    """The draft's revision."""
    version: _Optional = NumberAttribute(null=True)
    """The version; in a line the latest one."""
    published_revision: _Optional = NumberAttribute(null=True)
    """The revision of the latest version."""
    updated_at = NumberAttribute(null=True)
    """Milliseconds since the epoch."""
    warnings: _Optional = NumberAttribute(null=True)
    """The number of warnings of the draft."""
    deleted_revision: _Optional = NumberAttribute(null=True)
    """The last revision before the flow was deleted: in the line of a flow that was created again."""
    deleted_version: _Optional = NumberAttribute(null=True)
    """The last version before the flow was deleted, 0 for none: in such a line, and in the item DELETED."""
    published_at: _Optional = NumberAttribute(null=True)
    """When the version was published, in milliseconds since the epoch."""
    published_by: _Optional = UnicodeAttribute(null=True)
    """The user that published the version."""
    note: _Optional = UnicodeAttribute(null=True)
    """The note of the version."""
    gate_override: _Optional = UnicodeAttribute(null=True)
    """Why the version was published although it did not pass its gate."""
    rules: _Optional = NumberAttribute(null=True)
    """The rules of a version or a stored revision, in a line those of the latest version; missing for rules 1."""
    frozen: _Optional = UnicodeAttribute(null=True)
    """The digest of the inner flows of a version or a stored revision, in a line those of the latest version. With it,
    the payload of a version is `{"definition": …, "subflows": …}`. Without it, it is the definition."""
    settings: _Optional = UnicodeAttribute(null=True)
    """The settings that are frozen with a version, as JSON; in a line the hash of those of the latest version."""


def organization_key(organization_id: str) -> str:
    """Build the partition key of an organization's lines."""
    return f"ORGANIZATION#{key(organization_id)}"


def flow_key(organization_id: str, flow_id: str) -> str:
    """Build the partition key of a flow."""
    return f"FLOW#{key(organization_id, flow_id)}"


def line_key(flow_id: str) -> str:
    """Build the sort key of a flow's line."""
    return f"{LINE}{key(flow_id)}"


def version_key(version: int) -> str:
    """Build the sort key of a version."""
    return f"{VERSION}{version:09d}"


def revision_key(revision: int, frozen: str | None) -> str:
    """Build the sort key of a stored revision of the draft. It is stored once for each set of inner flows."""
    return f"REVISION#{revision:09d}" + ("" if frozen is None else f"#{frozen}")


def latest_version(line: FlowItem) -> int:
    """Read the last version of a flow, including those before a deletion; 0 for none."""
    return max(int(line.version or 0), int(line.deleted_version or 0))


def unchanged(line: FlowItem) -> Condition:
    """Build the condition that a line still exists with the same version and the same deletion before it."""
    same = FlowItem.flow_id.exists()
    for attribute, value in (
        (FlowItem.version, line.version),
        (FlowItem.deleted_revision, line.deleted_revision),
    ):
        same = same & (attribute.does_not_exist() if value is None else attribute == int(value))
    return same
