"""A fake ECS on loopback: the API, the agent's endpoint for protection and the metadata of tasks, of one service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/callflow"
SERVICE = "worker"


@dataclass(slots=True)
class FakeTask:
    """A task of the service."""

    deployment: str
    """The id of the deployment that started the task."""
    healthy: bool = True
    protected: bool = False
    group: str = f"service:{SERVICE}"


@dataclass(slots=True)
class FakeEcs:
    """The state of the service. Tests change it."""

    primary: str = "ecs-svc/1"
    """The id of the primary deployment."""
    wanted: int = 1
    """The number of tasks that the primary deployment should have."""
    tasks: dict[str, FakeTask] = field(default_factory=dict)
    """The tasks by id."""
    error: str | None = None
    """The code of the error with which the API answers, or None."""
    asked: list[str] = field(default_factory=list)
    """The operations that were called."""
    url: str = ""

    def environment(self, task: str) -> dict[str, str]:
        """Return the variables with which ECS starts the containers of a task."""
        return {
            "ECS_AGENT_URI": f"{self.url}/agent/{task}",
            "ECS_CONTAINER_METADATA_URI_V4": f"{self.url}/metadata/{task}",
            "AWS_ENDPOINT_URL_ECS": self.url,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
        }

    def answer(self, operation: str, body: Json) -> Json:
        """Answer a request of the API."""
        match operation:
            case "DescribeServices":
                assert (body["cluster"], body["services"]) == (CLUSTER, [SERVICE])
                primary = {"id": self.primary, "status": "PRIMARY", "desiredCount": self.wanted}
                others = {each.deployment for each in self.tasks.values()} - {self.primary}
                old = [{"id": each, "status": "ACTIVE", "desiredCount": self.wanted} for each in sorted(others)]
                return {"services": [{"deployments": [*old, primary]}]}
            case "ListTasks":
                # As ECS does, with startedBy.
                assert body.keys() <= {"cluster", "startedBy", "maxResults"}
                named = [name for name, task in self.tasks.items() if task.deployment == body["startedBy"]]
                return {"taskArns": [arn(name) for name in named][: body["maxResults"]]}
            case "DescribeTasks":
                assert 0 < len(body["tasks"]) <= 100
                return {"tasks": [self._described(each.rpartition("/")[2]) for each in body["tasks"]]}
        raise AssertionError(operation)

    def _described(self, name: str) -> Json:
        task = self.tasks[name]
        health = "HEALTHY" if task.healthy else "UNKNOWN"
        return {"taskArn": arn(name), "group": task.group, "startedBy": task.deployment, "healthStatus": health}


def arn(task: str) -> str:
    """Return the ARN of a task."""
    return f"arn:aws:ecs:us-east-1:123456789012:task/callflow/{task}"


@contextmanager
def fake_ecs() -> Iterator[FakeEcs]:
    """Serve a fake ECS during a block."""
    ecs = FakeEcs()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, _, task, last = self.path.split("/")
            assert last == "task"
            self._send(200, {"Cluster": CLUSTER, "TaskARN": arn(task), "Family": "worker", "Revision": "1"})

        def do_PUT(self) -> None:
            _, _, task, _ = self.path.split("/", 3)
            assert self.path.endswith("/task-protection/v1/state")
            wanted = self._body()["ProtectionEnabled"]
            ecs.tasks[task].protected = wanted
            self._send(200, {"protection": {"ProtectionEnabled": wanted, "TaskArn": arn(task)}})

        def do_POST(self) -> None:
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            ecs.asked.append(operation)
            body = self._body()
            if ecs.error:
                self._send(400, {"__type": ecs.error, "message": "refused"})
            else:
                self._send(200, ecs.answer(operation, body))

        def _body(self) -> Json:
            body: Json = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            return body

        def _send(self, status: int, body: Json) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        server.daemon_threads = True
        ecs.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield ecs
        server.shutdown()
