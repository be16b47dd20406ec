"""SigV4 signatures for API Gateway, by botocore and with the credentials of the process."""

from __future__ import annotations

from collections.abc import Mapping

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.session import get_session

from agent_worker.backend.client import Sign
from agent_worker.backend.errors import ApiUnavailableError


def sigv4(region: str) -> Sign:
    """Return a function that signs requests to API Gateway.

    Args:
        region: The AWS region of the API.

    Returns:
        The function. It raises `ApiUnavailableError` if the credentials cannot be renewed at the moment.

    Raises:
        RuntimeError: The process has no credentials.
    """
    credentials = get_session().get_credentials()
    if credentials is None:
        raise RuntimeError(
            "No AWS credentials to call the API with. Give the task a role, or set CALLFLOW_API_AUTH=none for a "
            "Callflow on this machine."
        )

    def sign(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        request = AWSRequest(method, url, headers=dict(headers), data=body)
        # Read at each request: ECS renews a task's credentials every few hours.
        try:
            SigV4Auth(credentials.get_frozen_credentials(), "execute-api", region).add_auth(request)
        except BotoCoreError as error:
            raise ApiUnavailableError(f"no AWS credentials: {type(error).__name__}") from error
        return dict(request.headers.items())

    return sign
