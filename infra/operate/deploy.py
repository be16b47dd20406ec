"""`make deploy`: keeps what stands, shows the change set, refuses the loss of calls or data, and executes it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import yaml
from botocore.exceptions import ClientError

from infra.operate.change_set import changes, dangers, drop, make
from infra.operate.environment import Operation, RefusedError, assignments
from infra.operate.release import release, secret_versions
from infra.operate.standing import Standing, failures, finished, resources, standing
from infra.operate.versions import prune, published, rolled_back
from infra.permissions.allowed import Template

PACKAGED = Path(".aws-sam") / "packaged.yaml"
"""The packaged template, in the top folder."""
OLD_SECRETS_PREFIX = "callflow/"
"""The beginning of the names of secrets in a stack without the parameter SecretsPrefix."""


def deploy(operation: Operation, given: Mapping[str, str] | None = None) -> int:
    """Deploy.

    Args:
        operation: The command's surroundings. Options: SET, ALLOW, YES.
        given: Parameters in addition to SET, which overrides them.

    Returns:
        The exit status.

    Raises:
        RefusedError: If the change set is refused or the deployment fails.
    """
    named = {**(given or {}), **assignments(operation.options.get("SET", ""))}
    stack = _deployable(operation)
    template_path = _packaged(operation)
    template = template_path.read_text()
    declared = yaml.load(template, Template)["Parameters"]  # noqa: S506 - a SafeLoader that knows CloudFormation's tags
    unknown = sorted(named.keys() - declared.keys())
    if unknown:
        raise RefusedError(f"template.yaml has no parameter {', '.join(unknown)}; correct SET")
    parameters = values(operation, stack, declared, named)
    parameters["Release"] = _release(operation, stack, template, parameters)
    _show_parameters(operation, stack, parameters)

    arn = make(
        operation,
        _uploaded(operation, template),
        [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        update=stack is not None,
        # A nested stack that reads the image's parameter cannot be looked into before that parameter exists.
        nested=stack is not None and "WorkerImageParameter" in stack.outputs,
    )
    if arn is None:
        operation.say(f"{operation.environment.stack} is up to date")
        return 0
    _consented(operation, arn, new=stack is None)
    operation.client("cloudformation").execute_change_set(ChangeSetName=arn)
    status = finished(operation)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        reasons = "\n".join(f"  {line}" for line in failures(operation))
        raise RefusedError(f"{operation.environment.stack} is {status}\n{reasons}")
    _report(operation)
    return 0


def _deployable(operation: Operation) -> Standing | None:
    stack, name = standing(operation), operation.environment.stack
    if stack is None:
        return None
    if stack.status.endswith("_IN_PROGRESS"):
        raise RefusedError(f"{name} is {stack.status}; wait until that is over")
    if stack.status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"):
        remedy = f"delete it, then deploy again: aws cloudformation delete-stack --stack-name {name}"
        raise RefusedError(f"{name} is {stack.status}: its creation failed. It answers nobody; {remedy}")
    if stack.status == "UPDATE_ROLLBACK_FAILED":
        remedy = f"aws cloudformation continue-update-rollback --stack-name {name}"
        raise RefusedError(f"{name} is {stack.status}; mend what its events name, then: {remedy}")
    return stack


def _packaged(operation: Operation) -> Path:
    sam: str | Path = operation.root / ".cache" / "deploy" / "bin" / "sam"
    sam = sam if Path(sam).exists() else "sam"
    environment = operation.environment
    operation.run([sam, "build", "--config-env", environment.section])
    command = [sam, "package", "--resolve-s3", "--s3-prefix", environment.prefix, "--config-env", environment.section]
    operation.run([*command, "--output-template-file", PACKAGED])
    return operation.root / PACKAGED


def values(
    operation: Operation, stack: Standing | None, declared: Mapping[str, Mapping[str, object]], named: Mapping[str, str]
) -> dict[str, str]:
    """Return every parameter's value: SET, what stands, samconfig.toml, or the template's default, in this order.

    What stands counts more than samconfig.toml, because `sam deploy --guided` writes all parameters to that file, also
    those that somebody has changed since then in another way.
    """
    found = {name: str(each["Default"]) for name, each in declared.items() if "Default" in each}
    found |= {name: value for name, value in operation.environment.parameters.items() if name in declared}
    if stack is not None:
        found |= {name: value for name, value in stack.parameters.items() if name in declared}
        if "SecretsPrefix" in declared and "SecretsPrefix" not in stack.parameters:
            found["SecretsPrefix"] = OLD_SECRETS_PREFIX
        if "UsersCaseSensitive" in declared and "UsersCaseSensitive" not in stack.parameters:
            # Cognito refuses to change it for the pool of an earlier release.
            found["UsersCaseSensitive"] = "true"
        if "RoleWithoutGroup" in declared and "RoleWithoutGroup" not in stack.parameters:
            # The users of an earlier release have no group, and did everything.
            found["RoleWithoutGroup"] = "admin"
    return found | dict(named)


def _release(operation: Operation, stack: Standing | None, template: str, parameters: Mapping[str, str]) -> str:
    prefix = parameters.get("SecretsPrefix") or f"callflow/{parameters.get('Environment', '')}/"
    livekit = parameters.get("LiveKitSecret") or f"{prefix}livekit"
    named = [livekit, parameters.get("OpenAiSecret", ""), parameters.get("TracesSecret", "")]
    others = secret_versions(operation, named)
    if stack is not None:
        others.append(image(operation, stack))
        # After a rollback the same release must be published again, or the aliases would stay where they are.
        others += rolled_back(operation, published(operation, stack))
    return release(template, parameters, *others)


def image(operation: Operation, stack: Standing) -> str:
    """Return the worker's image as its parameter names it: empty without a worker, `none` before the first image."""
    parameter = stack.outputs.get("WorkerImageParameter")
    if not parameter:
        return ""
    try:
        return str(operation.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        raise RefusedError(f"the parameter {parameter} is gone; make it again: make worker-image") from None


def _show_parameters(operation: Operation, stack: Standing | None, parameters: Mapping[str, str]) -> None:
    before = stack.parameters if stack else {}
    for name, value in sorted(parameters.items()):
        if before.get(name) != value and (value or name in before):
            operation.say(f"  {name}: {before.get(name, '(new)') or '(empty)'} -> {value or '(empty)'}")
    for name, value in sorted(operation.environment.parameters.items()):
        if name != "Release" and parameters.get(name, value) != value:
            operation.say(
                f'  {name} stays {parameters[name]}; samconfig.toml has {value}, to which SET="{name}={value}" leads'
            )


def _uploaded(operation: Operation, template: str) -> str:
    """Upload the template, which may be larger than a request of CloudFormation, beside the package."""
    managed = operation.client("cloudformation").describe_stacks(StackName="aws-sam-cli-managed-default")["Stacks"][0]
    bucket = next(each["OutputValue"] for each in managed["Outputs"] if each["OutputKey"] == "SourceBucket")
    key = f"{operation.environment.prefix}/{hashlib.sha256(template.encode()).hexdigest()}.template"
    s3 = operation.client("s3")
    s3.put_object(Bucket=bucket, Key=key, Body=template.encode())
    return str(s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key}).partition("?")[0])


def _consented(operation: Operation, arn: str, *, new: bool) -> None:
    found = list(changes(operation, arn))
    for change in sorted(found, key=lambda each: each.path):
        operation.say(change.line())
    allowed = operation.options.get("ALLOW", "").replace(",", " ").split()
    refused = [] if new else dangers(found, allowed)
    if refused:
        drop(operation, arn)
        named = "\n".join(each.line() for each in refused)
        remedy = f"ALLOW={','.join(each.path for each in refused)}"
        raise RefusedError(
            f"Nothing was changed. These removals or replacements end calls, lose data or change an address:\n{named}\n"
            f"Keep them by the parameters of the last deployment. If you want this: make deploy {remedy}"
        )
    question = f"Deploy these {len(found)} changes to {operation.environment.stack}? [y/N] "
    asked = operation.environment.confirm and operation.options.get("YES") != "1"
    if asked and operation.ask(question).strip().lower() != "y":
        drop(operation, arn)
        raise RefusedError("Nothing was changed. Answer y, or set YES=1 where nobody can answer.")


def _report(operation: Operation) -> None:
    stack = standing(operation)
    if stack is None:
        raise RefusedError(f"{operation.environment.stack} is gone")
    for name, value in sorted(stack.outputs.items()):
        operation.say(f"{name:28} {value}")
    deleted = prune(operation, published(operation, stack))
    if deleted:
        operation.say(f"deleted {deleted} old versions of functions; the newest five of each stay for make rollback")
    if "WorkerRepository" in stack.outputs and not _has_worker(operation):
        operation.say("No worker runs, so no call is answered yet: make worker-image")


def _has_worker(operation: Operation) -> bool:
    return any(resource["ResourceType"] == "AWS::ECS::Service" for _, resource in resources(operation))
