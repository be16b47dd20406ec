"""SigV4: how the worker shows API Gateway who it is. By botocore, with the credentials of the task."""

from __future__ import annotations

from collections.abc import Mapping

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.session import get_session

from agent_worker.backend.client import Sign
from agent_worker.turn.attempts import OutOfReachError


def sigv4(region: str) -> Sign:
    """Signs for API Gateway. RuntimeError where the process has no credentials."""
    credentials = get_session().get_credentials()
    if credentials is None:
        raise RuntimeError(
            "No AWS credentials to call the API with. Give the task a role, or set CALLFLOW_API_AUTH=none for a "
            "Callflow on this machine."
        )

    def sign(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        request = AWSRequest(method, url, headers=dict(headers), data=body)
        # Frozen at each request: a task's credentials are renewed every few hours.
        try:
            SigV4Auth(credentials.get_frozen_credentials(), "execute-api", region).add_auth(request)
        except BotoCoreError as error:
            raise OutOfReachError(f"no credentials at the moment: {type(error).__name__}") from error
        return dict(request.headers.items())

    return sign
