"""A minimal worker, registered as `callflow`. It joins each dispatched room and publishes the metadata of its job."""

from __future__ import annotations

import asyncio
import sys

from livekit.agents import AgentServer, JobContext, JobExecutorType

server = AgentServer(
    job_executor_type=JobExecutorType.THREAD,
    host="127.0.0.1",
    port=0,
    # By default a worker refuses every job on a machine that is busy with tests.
    load_fnc=lambda: 0.0,
)


@server.rtc_session(agent_name="callflow")
async def join(job: JobContext) -> None:
    await job.connect()
    await job.room.local_participant.set_attributes({"sent.with": job.job.metadata})


def _registered(*_: object) -> None:
    sys.stdout.write("registered\n")
    sys.stdout.flush()


if __name__ == "__main__":
    server.on("worker_registered", _registered)
    asyncio.run(server.run())
