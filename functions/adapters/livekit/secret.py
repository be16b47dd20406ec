"""Reads LiveKit's address and keys from AWS Secrets Manager, once, when a process starts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.secrets.secrets_manager import SecretsManagerClient, connected
from functions.settings import Settings, SettingsError

_VARIABLE = "CALLFLOW_LIVEKIT_SECRET"
_SHAPE = '{"url": "wss://…", "apiKey": "…", "apiSecret": "…"}'


def with_livekit(settings: Settings, client: SecretsManagerClient | None = None) -> Settings:
    """Add the address and keys from the secret that `settings.livekit_secret` names.

    Args:
        settings: Returned unchanged if they name no secret.
        client: By default boto3's.

    Returns:
        The settings with LiveKit's address and keys.

    SettingsError is raised if the secret cannot be read or is malformed. Its text names the variable, the secret and
    the remedy. It never quotes the secret's content.
    """
    name = settings.livekit_secret
    if name is None:
        return settings
    values = _read(name, client or connected(settings.region))
    found = {key: values.get(key) for key in ("url", "apiKey", "apiSecret")}
    missing = [key for key, value in found.items() if not (isinstance(value, str) and value.strip())]
    if missing:
        _refuse(name, f"has no {' and no '.join(missing)}", f"store {_SHAPE} there")
    if not str(found["url"]).startswith(("ws://", "wss://", "http://", "https://")):
        _refuse(name, "has a url that is not an address", f"store {_SHAPE} there")
    return replace(
        settings,
        livekit_url=str(found["url"]).strip(),
        livekit_api_key=str(found["apiKey"]).strip(),
        livekit_api_secret=str(found["apiSecret"]).strip(),
    )


def _read(name: str, client: SecretsManagerClient) -> Mapping[str, object]:
    try:
        answer = client.get_secret_value(SecretId=name)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ResourceNotFoundException":
            remedy = f"create it: aws secretsmanager create-secret --name {name} --secret-string '{_SHAPE}'"
            _refuse(name, "does not exist", remedy)
        remedy = "let this function's role call secretsmanager:GetSecretValue on it"
        _refuse(name, f"cannot be read ({code})", remedy)
    except BotoCoreError as error:
        remedy = "let this function reach Secrets Manager: a NAT gateway or a VPC endpoint"
        _refuse(name, f"is out of reach ({type(error).__name__})", remedy)
    try:
        values = json.loads(str(answer.get("SecretString", "")))
    except ValueError:
        values = None
    if not isinstance(values, dict):
        _refuse(name, "is not a JSON object", f"store {_SHAPE} there")
    return values


def _refuse(name: str, problem: str, remedy: str) -> NoReturn:
    # `from None`: an error of botocore or json may quote the secret.
    raise SettingsError(f"{_VARIABLE} names the secret {name}, which {problem}; {remedy}") from None
