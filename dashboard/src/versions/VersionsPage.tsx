/** The versions of a flow: the list, the agents that give them to new calls, and the gate. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ReadOnlyNotice } from "../access/ReadOnlyNotice";
import { asFailure } from "../api/failure";
import { keys, readFlow } from "../api/flows";
import { listVersions, versionKeys } from "../api/versions";
import { FlowHead } from "../nav/FlowHead";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import { AgentsPart } from "./agents/AgentsPart";
import { RolloutDialog } from "./agents/RolloutDialog";
import { ChangeNotice } from "./changes/ChangeNotice";
import { useChanges } from "./changes/useChanges";
import { GatePart } from "./gate/GatePart";
import { VersionTable } from "./list/VersionTable";
import { useGivers } from "./useGivers";
import styles from "./VersionsPage.module.css";

export default function VersionsPage({ flowId }: { flowId: string }) {
  const words = texts.versions;
  const flow = useQuery({ queryKey: keys.version(flowId, "draft"), queryFn: () => readFlow(flowId, "draft") });
  const list = useInfiniteQuery({
    queryKey: versionKeys.list(flowId),
    queryFn: ({ pageParam }) => listVersions(flowId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: 30_000,
  });
  const givers = useGivers(flowId);
  const changes = useChanges(flowId);
  const [rollout, setRollout] = useState<number | null>(null);
  const versions = list.data?.pages.flatMap((page) => page.versions);
  const latest = versions?.[0]?.version ?? null;
  const thrown = list.error ?? list.failureReason;
  const failure = thrown === null ? null : asFailure(thrown);
  return (
    <div className={styles.page}>
      <FlowHead flowId={flowId} name={flow.data?.name ?? flowId} current="versions" />
      <div className={styles.content}>
        <div className={styles.main}>
          <ReadOnlyNotice need="POST /api/flows/{flowId}/versions/{version}/restore" />
          <ChangeNotice changes={changes} flowId={flowId} />
          {failure === null ? null : (
            <FailureNotice failure={failure} onAgain={list.error === null ? null : () => void list.refetch()} />
          )}
          {versions === undefined ? (
            list.error === null ? (
              <Wait>{words.loading}</Wait>
            ) : null
          ) : (
            <VersionTable
              flowId={flowId}
              versions={versions}
              givers={givers.data ?? []}
              changes={changes}
              onRollOut={setRollout}
            />
          )}
          {list.hasNextPage ? (
            <Button className={styles.more} busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {words.more}
            </Button>
          ) : null}
        </div>
        <div className={styles.aside}>
          <AgentsPart givers={givers} latest={latest} onChange={setRollout} />
          <GatePart flowId={flowId} changes={changes} />
        </div>
      </div>
      {rollout !== null && latest !== null ? (
        <RolloutDialog
          key={rollout}
          flowId={flowId}
          version={rollout}
          latest={latest}
          givers={givers.data ?? []}
          changes={changes}
          onClose={() => setRollout(null)}
        />
      ) : null}
    </div>
  );
}
