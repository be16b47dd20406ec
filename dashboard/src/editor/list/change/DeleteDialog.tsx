/** The dialog that asks before a flow is deleted. It names the agents that keep the flow from being deleted. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { asFailure } from "../../../api/failure";
import { keys } from "../../../api/flows";
import type { FlowSummary } from "../../../api/types";
import { agentsOf, environmentsOf, versionKeys } from "../../../api/versions";
import { paths } from "../../../nav/paths";
import { texts } from "../../../texts";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { FailureNotice } from "../../../ui/FailureNotice";
import { Notice } from "../../../ui/Notice";
import { Wait } from "../../../ui/Wait";
import styles from "../list.module.css";
import { ChangeFailure } from "./ChangeFailure";
import { deleteAndKeep, type Deleted } from "./deletion";

interface Props {
  flow: FlowSummary;
  /** Null if somebody else has deleted the flow already. */
  onDone: (deleted: Deleted | null) => void;
  onClose: () => void;
}

export function DeleteDialog({ flow: { flowId, name }, onDone, onClose }: Props) {
  const client = useQueryClient();
  const words = texts.flowList.remove;
  const uses = useQuery({
    queryKey: [...versionKeys.giversOf(flowId), "uses"],
    queryFn: async () => {
      const [agents, environments] = await Promise.all([agentsOf(flowId), environmentsOf(flowId)]);
      return { agents, environments };
    },
    gcTime: 0,
  });
  const removing = useMutation({
    mutationFn: () => deleteAndKeep(flowId),
    onSuccess: (deleted) => {
      client.removeQueries({ queryKey: keys.flow(flowId) });
      void client.invalidateQueries({ queryKey: keys.flows });
      onDone(deleted);
    },
    // An agent may use the flow since the dialog opened.
    onError: () => void uses.refetch(),
  });
  const { agents = [], environments = [] } = uses.data ?? {};
  const unknown = uses.error ?? uses.failureReason;
  const looking = uses.isPending && unknown === null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title(name || flowId)}
      description={words.description}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button
            kind="danger"
            busy={removing.isPending}
            disabled={looking || agents.length > 0}
            onClick={() => removing.mutate()}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      {looking ? <Wait>{words.looking}</Wait> : null}
      {unknown === null ? null : (
        <FailureNotice failure={asFailure(unknown)} onAgain={uses.error === null ? null : () => void uses.refetch()}>
          {words.notLooked}
        </FailureNotice>
      )}
      {agents.length === 0 ? null : (
        <Notice kind="warning" title={words.used(agents.length)}>
          <ul className={styles.problems}>
            {agents.map((agent) => (
              <li key={agent.agentId}>
                <Link href={paths.agent(agent.agentId)}>{agent.name}</Link> <code>{agent.agentId}</code>
              </li>
            ))}
          </ul>
          <Link href={paths.versions(flowId)}>{words.toAgents}</Link>
        </Notice>
      )}
      {environments.length === 0 ? null : (
        <p>{words.environments(environments.map((environment) => environment.name))}</p>
      )}
      {removing.error === null ? null : <ChangeFailure failure={asFailure(removing.error)} title={words.failed} />}
    </Dialog>
  );
}
