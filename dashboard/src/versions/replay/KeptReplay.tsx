/** A replay that goes on after its request, or went on: followed until it has ended. */
import { useQuery } from "@tanstack/react-query";
import { asFailure } from "../../api/failure";
import { keys, readFlow } from "../../api/flows";
import { ReplayProgress } from "../../proof/ReplayProgress";
import { useReplay } from "../../proof/useReplay";
import { texts } from "../../texts";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import { ReplayResult } from "./ReplayResult";
import styles from "./replay.module.css";

export function KeptReplay({ flowId, job }: { flowId: string; job: string }) {
  const words = texts.versions.replayPage;
  const { data: replay, error } = useReplay(flowId, job);
  const version = replay?.version ?? null;
  const flow = useQuery({
    queryKey: keys.version(flowId, version),
    queryFn: () => readFlow(flowId, version ?? "draft"),
    enabled: version !== null,
  });
  const failure = error === null ? null : <FailureNotice failure={asFailure(error)} onAgain={null} />;
  if (replay === undefined) return failure ?? <Wait>{words.loadingKept}</Wait>;
  const { state, total, done, revision } = replay;
  const name = replay.version === "draft" ? words.draftAt(revision) : words.versionAt(replay.version);
  const moved = version === "draft" && flow.data !== undefined && flow.data.revision !== revision;
  const left = state === "failed" ? (total ?? 0) - done : 0;
  return (
    <>
      {failure}
      {state === "running" ? (
        <>
          <Notice kind="info" title={words.goesOn}>
            {words.goesOnHint}
          </Notice>
          <ReplayProgress done={done} total={total} />
        </>
      ) : null}
      {state === "failed" ? (
        <Notice kind="bad" title={words.givenUp(replay.why ?? "")}>
          {words.givenUpHint}
        </Notice>
      ) : null}
      <ReplayResult
        replay={{ ...replay, left }}
        title={words.titleOf(name)}
        definition={flow.data?.definition ?? null}
        soFar={state === "running"}
      >
        {moved ? <p className={styles.soft}>{words.draftMoved}</p> : null}
      </ReplayResult>
    </>
  );
}
