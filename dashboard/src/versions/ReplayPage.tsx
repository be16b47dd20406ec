/** Recorded calls, folded through a version: how many go another way, and where. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { ReadOnlyNotice } from "../access/ReadOnlyNotice";
import { asFailure } from "../api/failure";
import { keys, readFlow } from "../api/flows";
import { replayCalls, versionKeys, type ReplayChoice } from "../api/versions";
import { FlowHead } from "../nav/FlowHead";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import { numberIn } from "./model/number-in";
import { KeptReplay } from "./replay/KeptReplay";
import { KeptReplays } from "./replay/KeptReplays";
import { ReplayForm } from "./replay/ReplayForm";
import { ReplayResult } from "./replay/ReplayResult";
import styles from "./replay/replay.module.css";

export default function ReplayPage({ flowId }: { flowId: string }) {
  const words = texts.versions.replayPage;
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const version = versionIn(params.get("version"));
  const job = params.get("job");
  const flow = useQuery({
    queryKey: keys.version(flowId, version),
    queryFn: () => readFlow(flowId, version),
  });
  const show = (chosen: string, kept: string | null) =>
    setParams(
      { ...(chosen === "draft" ? {} : { version: chosen }), ...(kept === null ? {} : { job: kept }) },
      { replace: true },
    );
  const replay = useMutation({
    mutationFn: (choice: ReplayChoice) => replayCalls(flowId, version, choice),
    onSuccess: () => void client.invalidateQueries({ queryKey: versionKeys.replays(flowId), exact: true }),
  });
  const choose = (chosen: string) => {
    replay.reset();
    show(chosen, null);
  };
  const failure = replay.error ?? flow.error;
  return (
    <div className={styles.page}>
      <FlowHead flowId={flowId} name={flow.data?.name ?? flowId} current="replay" />
      <div className={styles.content}>
        <p className={styles.soft}>{words.intro}</p>
        <ReadOnlyNotice need="POST /api/flows/{flowId}/replay" />
        <ReplayForm
          version={version}
          latest={flow.data?.latestVersion ?? 0}
          busy={replay.isPending}
          onVersion={choose}
          onReplay={(choice) => {
            show(String(version), null);
            replay.mutate(choice, {
              // The address has the replay: a page that is loaded again goes on to follow it.
              onSuccess: ({ job: goesOn }) => (goesOn === undefined ? undefined : show(String(version), goesOn)),
            });
          }}
        />
        {failure === null ? null : <FailureNotice failure={asFailure(failure)} onAgain={null} />}
        {replay.isPending ? <Wait>{words.running(replay.variables.sample ?? replay.variables.last ?? 0)}</Wait> : null}
        {job !== null ? (
          <KeptReplay key={job} flowId={flowId} job={job} />
        ) : replay.data === undefined ? null : (
          <ReplayResult replay={replay.data} title={words.title} definition={flow.data?.definition ?? null}>
            {replay.data.left === 0 ? null : <p className={styles.soft}>{words.leftHint}</p>}
          </ReplayResult>
        )}
        <KeptReplays flowId={flowId} current={job} />
      </div>
    </div>
  );
}

/** The version in the address: a number, or the draft. */
function versionIn(text: string | null): number | "draft" {
  return (text === null ? null : numberIn(text, 1, 1e9, true)) ?? "draft";
}
