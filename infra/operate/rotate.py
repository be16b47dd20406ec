"""`make rotate`: replaces LiveKit's key. Between its two steps both keys are accepted."""

from __future__ import annotations

import getpass
import json
import sys
from typing import Any

from infra.operate.environment import Operation, RefusedError
from infra.operate.standing import there

_BEFORE = ("previousApiKey", "previousApiSecret")


def rotate(operation: Operation) -> int:
    """Begin or finish a rotation.

    Args:
        operation: The command's surroundings. Options: NEW_API_KEY and NEW_API_SECRET, or FINISH=1.

    Returns:
        The exit status.

    Raises:
        RefusedError: If the step does not fit, or the new key is incomplete.
    """
    stack = there(operation)
    name = stack.outputs.get("LiveKitSecret") or stack.parameters.get("LiveKitSecret", "")
    secrets = operation.client("secretsmanager")
    stored: dict[str, Any] = json.loads(secrets.get_secret_value(SecretId=name)["SecretString"])
    if operation.options.get("FINISH") == "1":
        if not any(key in stored for key in _BEFORE):
            raise RefusedError(f"the secret {name} has no key before; nothing is to be finished")
        kept = {key: value for key, value in stored.items() if key not in _BEFORE}
        secrets.put_secret_value(SecretId=name, SecretString=json.dumps(kept))
        operation.say(f"{name} has the new key alone. Delete the old key in LiveKit after five minutes.")
        return 0
    if any(key in stored for key in _BEFORE):
        raise RefusedError(f"the secret {name} has a key before already; finish that rotation: make rotate FINISH=1")
    key, secret = _new(operation)
    if key == stored["apiKey"]:
        raise RefusedError("the new key is the present one; make another key in LiveKit first")
    changed = {
        "apiKey": key,
        "apiSecret": secret,
        **dict(zip(_BEFORE, (stored["apiKey"], stored["apiSecret"]), strict=True)),
    }
    secrets.put_secret_value(SecretId=name, SecretString=json.dumps({**stored, **changed}))
    operation.say(f"{name} has the new key beside the old one. Functions use it within five minutes.")
    cluster, service = stack.outputs.get("WorkerCluster"), stack.outputs.get("WorkerService")
    if cluster and service and service != "none":
        operation.client("ecs").update_service(cluster=cluster, service=service, forceNewDeployment=True)
        operation.say("New workers start with the new key; a worker with calls ends them first.")
    operation.say(
        "Now let LiveKit sign its webhooks with the new key, wait until the old workers are gone, and finish:"
    )
    operation.say("  make rotate FINISH=1")
    return 0


def _new(operation: Operation) -> tuple[str, str]:
    key, secret = (operation.options.get(name, "").strip() for name in ("NEW_API_KEY", "NEW_API_SECRET"))
    key = key or operation.ask("The new API key: ").strip()
    if not secret and sys.stdin.isatty():
        secret = getpass.getpass("Its secret: ").strip()
    if not key or not secret:
        raise RefusedError("Nothing was changed. Set NEW_API_KEY and NEW_API_SECRET to a second key of LiveKit")
    return key, secret
