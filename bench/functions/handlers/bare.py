"""A minimal Lambda function. The other functions are compared with it."""

from __future__ import annotations

import json
from typing import Any


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return {"statusCode": 200, "headers": {}, "body": json.dumps({"path": event["path"]}), "isBase64Encoded": False}
