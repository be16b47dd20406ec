"""`make deploy` keeps what is not named, and refuses a change set that ends calls or loses data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.operate.deploy import deploy
from infra.operate.environment import RefusedError
from infra.operate.release import DIGITS, release
from tests.infra.operate.stage import ENVIRONMENT, STACK, Bucket, CloudFormation, Lambda, Said, operation, refusal

TEMPLATE = """
Parameters:
  Environment: {Type: String, Default: dev}
  LogDays: {Type: Number, Default: 30}
  Model: {Type: String, Default: ""}
  SecretsPrefix: {Type: String, Default: ""}
  LiveKitSecret: {Type: String, Default: ""}
  MostWorkers: {Type: Number, Default: 10}
  Release: {Type: String, Default: ""}
"""
STANDING = {"Environment": "prod", "LogDays": "14", "Model": "bedrock/a", "SecretsPrefix": "", "LiveKitSecret": ""}
ADDED = {"Action": "Add", "LogicalResourceId": "TurnLogs", "ResourceType": "AWS::Logs::LogGroup"}
WORKERS = {
    "Action": "Modify",
    "LogicalResourceId": "Workers",
    "ResourceType": "AWS::CloudFormation::Stack",
    "Replacement": "False",
    "ChangeSetId": "nested",
}
SERVICE = {"Action": "Remove", "LogicalResourceId": "Service", "ResourceType": "AWS::ECS::Service"}


class Secrets:
    """Secrets Manager with one secret."""

    version = "v1"

    def describe_secret(self, SecretId: str) -> dict[str, Any]:  # noqa: N803 - AWS's name
        if SecretId != "callflow/prod/livekit":
            raise refusal("ResourceNotFoundException")
        return {"VersionIdsToStages": {self.version: ["AWSCURRENT"], "v0": ["AWSPREVIOUS"]}}


class Stage:
    def __init__(self, root: Path, **stack: Any) -> None:
        self.cloudformation = CloudFormation(**stack)
        self.functions, self.secrets, self.bucket = Lambda(), Secrets(), Bucket()
        self.root = root
        (root / ".aws-sam").mkdir()
        (root / ".aws-sam" / "packaged.yaml").write_text(TEMPLATE)

    def operation(self, confirm: bool = False, **options: str) -> Said:
        clients = {
            "cloudformation": self.cloudformation,
            "lambda": self.functions,
            "secretsmanager": self.secrets,
            "s3": self.bucket,
        }
        return operation(self.root, clients, options, replace(ENVIRONMENT, confirm=confirm))

    def sent(self) -> dict[str, str]:
        """Return the parameters of the last change set."""
        return {each["ParameterKey"]: each["ParameterValue"] for each in self.cloudformation.made[-1]["Parameters"]}


@pytest.fixture
def standing(tmp_path: Path) -> Stage:
    return Stage(tmp_path, status="UPDATE_COMPLETE", parameters=dict(STANDING), changes={"own": [ADDED]})


def test_a_deployment_keeps_every_parameter_that_is_not_named(standing: Stage) -> None:
    done = standing.operation(SET='Model="openai/b"')
    assert deploy(done) == 0
    sent = standing.sent()
    assert {name: sent[name] for name in ("Environment", "LogDays", "Model", "MostWorkers")} == {
        "Environment": "prod",
        "LogDays": "14",
        "Model": "openai/b",
        "MostWorkers": "10",
    }
    assert "  Model: bedrock/a -> openai/b" in done.lines
    assert any(
        'LogDays stays 14; samconfig.toml has 90, to which SET="LogDays=90" leads' in each for each in done.lines
    )
    assert standing.cloudformation.done == ["execute own"]
    made = standing.cloudformation.made[0]
    assert (made["ChangeSetType"], made["Tags"]) == ("UPDATE", [{"Key": "app", "Value": "callflow"}])
    assert list(standing.bucket.files.values()) == [TEMPLATE.encode()]
    assert "?" not in made["TemplateURL"]


def test_the_first_deployment_takes_samconfig_and_the_defaults(tmp_path: Path) -> None:
    stage = Stage(tmp_path, ends="CREATE_COMPLETE", changes={"own": [ADDED]})
    assert deploy(stage.operation()) == 0
    assert (stage.sent()["LogDays"], stage.sent()["Model"]) == ("90", "")
    assert stage.cloudformation.made[0]["ChangeSetType"] == "CREATE"
    assert stage.cloudformation.made[0]["IncludeNestedStacks"] is False


def test_a_stack_from_before_the_prefix_keeps_the_names_of_its_secrets(tmp_path: Path) -> None:
    before = {name: value for name, value in STANDING.items() if name != "SecretsPrefix"}
    stage = Stage(tmp_path, status="UPDATE_COMPLETE", parameters=before, changes={"own": [ADDED]})
    deploy(stage.operation())
    assert stage.sent()["SecretsPrefix"] == "callflow/"


def test_an_unknown_parameter_is_refused(standing: Stage) -> None:
    with pytest.raises(RefusedError, match="no parameter Modell"):
        deploy(standing.operation(SET="Modell=x"))


def test_the_removal_of_the_workers_service_in_a_nested_stack_is_refused(standing: Stage) -> None:
    standing.cloudformation.changes = {"own": [ADDED, WORKERS], "nested": [SERVICE]}
    with pytest.raises(RefusedError, match=r"- Workers\.Service .*\n(.|\n)*ALLOW=Workers\.Service"):
        deploy(standing.operation())
    assert standing.cloudformation.done == ["drop own"]
    assert deploy(standing.operation(ALLOW="Tables, Workers.Service")) == 0
    assert standing.cloudformation.done == ["drop own", "execute own"]


@pytest.mark.parametrize(
    ("kind", "change", "refused"),
    [
        ("AWS::DynamoDB::Table", {"Action": "Modify", "Replacement": "True"}, True),
        ("AWS::DynamoDB::Table", {"Action": "Modify", "Replacement": "Conditional"}, False),
        ("AWS::DynamoDB::Table", {"Action": "Modify", "Replacement": "False"}, False),
        ("AWS::Cognito::UserPool", {"Action": "Remove"}, True),
        ("AWS::SSM::Parameter", {"Action": "Remove"}, True),
        ("AWS::Lambda::Version", {"Action": "Remove"}, False),
        ("AWS::ECS::TaskDefinition", {"Action": "Modify", "Replacement": "True"}, False),
    ],
)
def test_what_is_refused(standing: Stage, kind: str, change: dict[str, str], refused: bool) -> None:
    standing.cloudformation.changes = {"own": [{**change, "LogicalResourceId": "It", "ResourceType": kind}]}
    if refused:
        with pytest.raises(RefusedError, match="Nothing was changed"):
            deploy(standing.operation())
    else:
        assert deploy(standing.operation()) == 0


def test_nothing_to_change_is_said(standing: Stage) -> None:
    standing.cloudformation.fails = "The submitted information didn't contain changes."
    done = standing.operation()
    assert deploy(done) == 0
    assert done.lines[-1] == f"{STACK} is up to date"
    standing.cloudformation.fails = "Parameter Model must match pattern"
    with pytest.raises(RefusedError, match="must match pattern"):
        deploy(standing.operation())


def test_production_waits_for_consent(standing: Stage) -> None:
    with pytest.raises(RefusedError, match="YES=1"):
        deploy(standing.operation(confirm=True))
    assert standing.cloudformation.done == ["drop own"]
    assert deploy(standing.operation(confirm=True, YES="1")) == 0


def test_a_failed_deployment_names_the_cause(standing: Stage) -> None:
    standing.cloudformation.ends = "UPDATE_ROLLBACK_COMPLETE"
    with pytest.raises(RefusedError, match=r"is UPDATE_ROLLBACK_COMPLETE\n  Workers: no image$"):
        deploy(standing.operation())


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("UPDATE_IN_PROGRESS", "wait"),
        ("ROLLBACK_COMPLETE", "delete-stack"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
    ],
)
def test_a_stack_that_cannot_be_updated_is_refused_before_the_build(tmp_path: Path, status: str, remedy: str) -> None:
    with pytest.raises(RefusedError, match=remedy):
        deploy(Stage(tmp_path, status=status).operation())


def test_a_rotated_secret_makes_another_release_and_the_same_input_the_same_one(standing: Stage) -> None:
    deploy(standing.operation())
    first = standing.sent()["Release"]
    assert len(first) == DIGITS
    standing.cloudformation.parameters["Release"] = first
    deploy(standing.operation())
    assert standing.sent()["Release"] == first
    standing.secrets.version = "v2"
    deploy(standing.operation())
    assert standing.sent()["Release"] != first


def test_a_release_depends_on_package_parameters_and_the_rest() -> None:
    first = release("t", {"A": "1"}, "i")
    assert release("t", {"A": "1", "Release": "x"}, "i") == first
    assert (
        len({first, release("u", {"A": "1"}, "i"), release("t", {"A": "2"}, "i"), release("t", {"A": "1"}, "j")}) == 4
    )


def test_after_a_rollback_the_same_input_makes_another_release(standing: Stage) -> None:
    standing.cloudformation.outputs = {"TurnFunction": "turn"}
    version = {"ResourceType": "AWS::Lambda::Version", "LogicalResourceId": "TurnFunctionVersion1a"}
    standing.cloudformation.resources = {STACK: [{**version, "PhysicalResourceId": "arn:aws:lambda:::function:turn:7"}]}
    standing.functions.live, standing.functions.versions = {"turn": 7}, {"turn": [6, 7]}
    deploy(standing.operation())
    first = standing.sent()["Release"]
    standing.functions.live["turn"] = 6
    deploy(standing.operation())
    assert standing.sent()["Release"] != first


def test_versions_older_than_the_newest_five_are_deleted_but_not_the_one_in_use(standing: Stage) -> None:
    standing.cloudformation.outputs = {"TurnFunction": "turn", "ApiFunction": "api"}
    standing.functions.live = {"turn": 2, "api": 9}
    standing.functions.versions = {"turn": [1, 2, 3, 4, 5, 6, 7, 8], "api": [9, 10]}
    done = standing.operation()
    deploy(done)
    assert standing.functions.done == ["delete turn:1", "delete turn:3"]
    assert any("deleted 2 old versions" in line for line in done.lines)
