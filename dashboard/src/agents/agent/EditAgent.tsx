/** Reads an agent, and opens its dialog. */
import { useQuery } from "@tanstack/react-query";
import { agentKeys, findAgent } from "../../api/agents";
import { asFailure } from "../../api/failure";
import type { Agent } from "../../api/types";
import { texts } from "../../texts";
import { Dialog } from "../../ui/Dialog";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import { AgentDialog } from "./AgentDialog";

interface Props {
  agentId: string;
  onSaved: (agent: Agent) => void;
  onClose: () => void;
}

export function EditAgent({ agentId, onSaved, onClose }: Props) {
  const words = texts.agents.form;
  // Read once: the form keeps what the person changes.
  const agent = useQuery({
    queryKey: [...agentKeys.all, "one", agentId],
    queryFn: () => findAgent(agentId),
    gcTime: 0,
    staleTime: Infinity,
  });
  if (agent.data) return <AgentDialog agent={agent.data} onSaved={onSaved} onClose={onClose} />;
  return (
    <Dialog open title={words.editTitle(agentId)} onClose={onClose}>
      {agent.data === null ? (
        <Notice kind="warning" title={words.missing(agentId)} />
      ) : agent.error === null ? (
        <Wait>{texts.common.loading}</Wait>
      ) : (
        <FailureNotice failure={asFailure(agent.error)} onAgain={() => void agent.refetch()} />
      )}
    </Dialog>
  );
}
