"""A clean copy of the template, built by SAM and deployed into ministack: an AWS account in a process on 127.0.0.1.

With AUTH, ministack checks signatures and evaluates the roles' policies. A function with a missing permission fails.
"""

from __future__ import annotations

import json
import os
import platform
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from functions.call_capability import CallCapability, sign
from functions.turn.begin import session_id_of
from testing.processes import HOST, free_port, running

ROOT = Path(__file__).parents[1]
PROGRAMS = ROOT / ".cache" / "deploy" / "bin"
STACK, STAGE, REGION = "callflow-dev", "dev", "us-east-1"
LIVEKIT = {"url": "ws://127.0.0.1:1", "apiKey": "an-api-key", "apiSecret": "an-api-secret-of-more-than-32-bytes"}
PARAMETERS = {"DeletionProtection": "false", "Environment": STAGE}


@dataclass(frozen=True, slots=True)
class Deployed:
    endpoint: str
    outputs: Mapping[str, str]
    seconds: Mapping[str, float]
    log: Path
    built: Path

    def client(self, service: str) -> Any:
        """Return a client of an AWS service with the permissions of the account's root."""
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def network(self) -> dict[str, str]:
        """Create a network and return the worker's parameters for it: ministack has no NAT gateways."""
        ec2 = self.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.43.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.43.0.0/24")["Subnet"]["SubnetId"]
        return {"WorkerVpc": vpc, "WorkerSubnets": subnet}

    def allow_batches(self) -> None:
        """Allow sqs:SendMessageBatch, which only ministack checks. On AWS, sqs:SendMessage includes it."""
        iam = self.client("iam")
        statement = {"Effect": "Allow", "Action": "sqs:SendMessageBatch", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_role_policy(RoleName=self._role("PostCallRole"), PolicyName="ministack", PolicyDocument=policy)

    def _role(self, part: str) -> str:
        names = [str(role["RoleName"]) for role in self.client("iam").list_roles()["Roles"]]
        return next(name for name in names if part in name)

    def change_environment(self, output: str, **variables: str) -> None:
        """Change variables of a function as an operator does: publish a new version, and point the alias to it."""
        functions, name = self.client("lambda"), self.outputs[output]
        standing = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": {**standing, **variables}})
        functions.get_waiter("function_updated_v2").wait(FunctionName=name)
        version = functions.publish_version(FunctionName=name)["Version"]
        functions.update_alias(FunctionName=name, Name="live", FunctionVersion=version)

    def api(self, output: str) -> httpx.Client:
        """Return a client of the API that an output names. The Host header selects the API, as for API Gateway."""
        api_id = self.outputs[output].removeprefix("https://").split(".")[0]
        host = f"{api_id}.execute-api.localhost:{httpx.URL(self.endpoint).port}"
        return httpx.Client(base_url=f"{self.endpoint}/{STAGE}", headers={"Host": host}, timeout=40)

    def user(self, organization: str, role: str = "admin") -> httpx.Client:
        """Return a client of the dashboard's API with the token of a user of the group of a role."""
        cognito, pool = self.client("cognito-idp"), self.outputs["UserPool"]
        name = f"{organization}@users.test" if role == "admin" else f"{role}@{organization}.test"
        password = "A-long-enough-passw0rd"
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=name,
            UserAttributes=[{"Name": "email", "Value": name}, {"Name": "custom:organizationId", "Value": organization}],
            MessageAction="SUPPRESS",
        )
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=f"callflow-{role}")
        cognito.admin_set_user_password(UserPoolId=pool, Username=name, Password=password, Permanent=True)
        signed_in = cognito.admin_initiate_auth(
            UserPoolId=pool,
            ClientId=self.outputs["UserPoolClient"],
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )
        client = self.api("ApiUrl")
        client.headers["Authorization"] = f"Bearer {signed_in['AuthenticationResult']['IdToken']}"
        return client

    def worker(self, organization: str) -> httpx.Client:
        """Return a client of the worker's API. A user with the policy of the worker's role signs its requests."""
        iam = self.client("iam")
        role = iam.get_role_policy(RoleName=self._role("WorkerRole"), PolicyName="work")
        policy = role["PolicyDocument"]
        # A later stack of the same account may have a worker of the same organization.
        name = f"worker-of-{organization}-{secrets.token_hex(4)}"
        iam.create_user(UserName=name, Tags=[{"Key": "callflow-worker", "Value": STACK}])
        iam.put_user_policy(
            UserName=name, PolicyName="work", PolicyDocument=policy if isinstance(policy, str) else json.dumps(policy)
        )
        key = iam.create_access_key(UserName=name)["AccessKey"]
        client = self.api("WorkerApiUrl")
        client.headers["X-Organization-Id"] = organization
        stored = self.client("secretsmanager")
        (call_keys,) = (each["Name"] for each in stored.list_secrets()["SecretList"] if "CallKeys" in each["Name"])
        call_key = json.loads(stored.get_secret_value(SecretId=call_keys)["SecretString"])["key"]
        client.auth = _Signed(Credentials(key["AccessKeyId"], key["SecretAccessKey"]), organization, call_key)
        return client


class _Signed(httpx.Auth):
    """Signs requests as agent_worker/backend/signature.py does, with the capability of the call that they name.

    Args:
        credentials: The worker's.
        organization: The organization of all calls.
        call_key: The key with which the API signs capabilities.
    """

    requires_request_body = True

    def __init__(self, credentials: Credentials, organization: str, call_key: str) -> None:
        self._credentials = credentials
        self._organization = organization
        self._call_key = call_key

    def _capability(self, request: httpx.Request) -> str:
        parts = request.url.path.split("/")
        kind, thing = (*parts[parts.index("api") + 1 :], "")[:2]
        body = json.loads(request.content) if kind == "flows" and request.content.strip() else {}
        flow, room = thing, str(body.get("roomName", ""))
        session_id, agent = session_id_of(self._organization, flow, room), thing if kind == "agents" else None
        call = CallCapability(self._organization, flow, room, session_id, agent)
        return sign(call, self._call_key, time.time_ns() // 1_000_000)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers.setdefault("X-Call-Capability", self._capability(request))
        url = str(request.url).replace(request.url.netloc.decode(), request.headers["Host"], 1)
        signed = AWSRequest(request.method, url, data=request.content, headers={"Host": request.headers["Host"]})
        SigV4Auth(self._credentials, "execute-api", REGION).add_auth(signed)
        for name in ("Authorization", "X-Amz-Date"):
            request.headers[name] = signed.headers[name]
        yield request


@dataclass(frozen=True, slots=True)
class Account:
    """An AWS account in a process, and a clean copy of the repository to deploy from."""

    endpoint: str
    log: Path
    copy: Path
    environment: Mapping[str, str]
    """The environment of SAM."""
    seconds: dict[str, float]

    def deployed(self) -> Deployed:
        """Return the stack as it is now; its outputs are empty if there is none."""
        here = Deployed(self.endpoint, {}, self.seconds, self.log, self.copy / ".aws-sam" / "build")
        stacks = here.client("cloudformation").describe_stacks()["Stacks"]
        outputs: list[dict[str, str]] = next((s.get("Outputs", []) for s in stacks if s["StackName"] == STACK), [])
        return replace(here, outputs={each["OutputKey"]: each["OutputValue"] for each in outputs})

    def sam(self, *arguments: str) -> None:
        """Run SAM in the copy."""
        command = [PROGRAMS / "sam", *arguments]
        self.seconds[arguments[0]] = _timed(_run, command, self.copy, dict(self.environment))

    def parameters(self) -> dict[str, str]:
        """Return the parameters of a stack on this machine's processor, in a new network."""
        architecture = "arm64" if platform.machine() == "aarch64" else "x86_64"
        return {**PARAMETERS, "Architecture": architecture, **self.deployed().network()}

    def store_livekit(self) -> None:
        """Store LiveKit's keys as docs/deploy.md says."""
        stored = self.deployed().client("secretsmanager")
        stored.create_secret(Name=f"callflow/{STAGE}/livekit", SecretString=json.dumps(LIVEKIT))


@contextmanager
def account(directory: Path) -> Iterator[Account]:
    for program in ("sam", "ministack"):
        if not (PROGRAMS / program).exists():
            why = f"{program} is not installed; get it once: make .cache/deploy/.installed"
            pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    log, endpoint = directory / "ministack.log", f"http://{HOST}:{(port := free_port())}"
    environment = {
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "AUTH": "true",
        # By default ministack listens on every address.
        "IOT_MTLS_ENABLED": "0",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint,
    }
    with running(
        [PROGRAMS / "python", ROOT / "testing" / "emulated_account.py"],
        lambda: _answers(endpoint),
        environment=environment,
        log=log,
    ):
        copy = directory / "copy"
        seconds = {"copy": _timed(_copy, copy)}
        sam = {
            **os.environ,
            **environment,
            "SAM_CLI_TELEMETRY": "0",
            # ministack runs functions with its own Python. Lambda runs them with Python 3.13 on arm64.
            "LAMBDA_PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
            "LAMBDA_PLATFORM": f"{platform.machine()}-manylinux_2_28",
        }
        yield Account(endpoint, log, copy, sam, seconds)


@contextmanager
def deployed(directory: Path) -> Iterator[Deployed]:
    """Deploy with SAM alone, as `sam build && sam deploy` does."""
    with account(directory) as here:
        here.sam("build")
        here.store_livekit()
        here.sam("deploy", "--parameter-overrides", *(f"{name}={value}" for name, value in here.parameters().items()))
        stack = here.deployed()
        stack.allow_batches()
        yield stack


def _copy(to: Path) -> None:
    """Copy the files that a clone has, and those that are not committed yet, without build results."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    leave_out_metric_math(to / "infra" / "alarms.yaml")


def leave_out_metric_math(template: Path) -> None:
    """Remove the alarms over several metrics, which ministack refuses. tests/infra/alarms covers them."""
    resources = re.split(r"^(?=  \w+:$)", template.read_text(), flags=re.MULTILINE)
    template.write_text("".join(each for each in resources if "\n      Metrics:\n" not in each))


def _run(command: list[str | Path], directory: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, f"{command}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"


def _timed(work: Any, *given: Any) -> float:
    started = time.monotonic()
    work(*given)
    return round(time.monotonic() - started, 1)


def _answers(endpoint: str) -> bool:
    try:
        return httpx.get(f"{endpoint}/_ministack/health").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
