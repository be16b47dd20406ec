"""The least of a worker: registered as `callflow`, it joins each room it is sent to and shows what it was sent with."""

from __future__ import annotations

import asyncio
import sys

from livekit.agents import AgentServer, JobContext, JobExecutorType

server = AgentServer(
    job_executor_type=JobExecutorType.THREAD,
    host="127.0.0.1",
    port=0,
    # A machine that is busy with tests would refuse every job.
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
