/** The dialog of the versions' page that gives a version to a part of the new calls, for one agent. */
import { useQuery } from "@tanstack/react-query";
import { asFailure } from "../../api/failure";
import { keys, newestVersions } from "../../api/flows";
import type { Agent } from "../../api/types";
import { texts } from "../../texts";
import { Dialog } from "../../ui/Dialog";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import { RolloutDialog } from "../../versions/agents/RolloutDialog";
import { useChanges } from "../../versions/changes/useChanges";
import { useGivers } from "../../versions/useGivers";
import { environmentOf } from "../model/agent-form";

interface Props {
  agent: Agent;
  onClose: () => void;
}

export function RollOutAgent({ agent: { agentId, flowId, flowVersion }, onClose }: Props) {
  const words = texts.versions;
  const versions = useQuery({ queryKey: keys.versions(flowId), queryFn: () => newestVersions(flowId) });
  const givers = useGivers(flowId);
  const changes = useChanges(flowId);
  const latest = versions.data?.[0]?.version;
  const environment = environmentOf(flowVersion);
  const own = givers.data?.filter(({ kind, id }) =>
    environment === null ? kind === "agent" && id === agentId : kind === "environment" && id === environment,
  );
  const error = versions.error ?? givers.error;
  if (latest !== undefined && own !== undefined) {
    return (
      <RolloutDialog
        flowId={flowId}
        version={latest}
        latest={latest}
        givers={own}
        changes={changes}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog open title={words.rollout.title} onClose={onClose}>
      {error !== null ? (
        <FailureNotice failure={asFailure(error)} onAgain={null} />
      ) : versions.data?.length === 0 ? (
        <Notice kind="warning" title={words.none} />
      ) : (
        <Wait>{words.loading}</Wait>
      )}
    </Dialog>
  );
}
