/** The agents of the organization: the flow, version and voice of each, and its phone numbers. */
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Link, useSearchParams } from "wouter";
import { MayButton, MayLink } from "../access/MayButton";
import { ReadOnlyNotice } from "../access/ReadOnlyNotice";
import { agentKeys, MOST } from "../api/agents";
import { asFailure } from "../api/failure";
import type { Agent } from "../api/types";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Button, buttonClass } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import styles from "../ui/List.module.css";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import { AgentTable } from "./agent/AgentTable";
import { DeleteAgentDialog } from "./agent/DeleteAgentDialog";
import { EditAgent } from "./agent/EditAgent";
import { AgentDialog } from "./agent/AgentDialog";
import { RollOutAgent } from "./agent/RollOutAgent";
import { useAgentPages, useFirstNumbers, useFlows, useNamedEnvironments } from "./model/useLists";

type Opened = { kind: "new" } | { kind: "delete" | "rollOut"; agent: Agent } | null;
type Done = { kind: "saved" | "deleted"; agent: Agent } | null;

export default function AgentsPage() {
  const words = texts.agents;
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const [opened, setOpened] = useState<Opened>(null);
  const [done, setDone] = useState<Done>(null);
  const pages = useAgentPages();
  const flows = useFlows();
  const numbers = useFirstNumbers();
  const agents = pages.data?.pages.flatMap((page) => page.agents);
  const environments = useNamedEnvironments(agents ?? []);
  const thrown = pages.error ?? pages.failureReason;
  const failure = thrown === null ? null : asFailure(thrown);
  const editing = search.get("agent");
  const edit = (agentId: string | null) =>
    setSearch(agentId === null ? {} : { agent: agentId }, { replace: agentId === null });
  const close = () => {
    setOpened(null);
    if (editing !== null) edit(null);
  };
  const refresh = () => void client.invalidateQueries({ queryKey: agentKeys.all });
  const finish = (kind: "saved" | "deleted") => (agent: Agent) => {
    refresh();
    setDone({ kind, agent });
    close();
  };

  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <MayButton need="PUT /api/agents/{agentId}" kind="primary" onClick={() => setOpened({ kind: "new" })}>
          {words.add}
        </MayButton>
      </div>
      <p className={styles.intro}>{words.intro}</p>
      <ReadOnlyNotice need="PUT /api/agents/{agentId}" />
      {done === null ? null : (
        <DoneNotice done={done} hasNumber={hasNumber(numbers.data, done.agent)} onClose={() => setDone(null)} />
      )}
      {failure === null ? null : (
        <FailureNotice failure={failure} onAgain={pages.error === null ? null : () => void pages.refetch()}>
          {agents === undefined ? failure.remedy : words.stale(failure.remedy)}
        </FailureNotice>
      )}
      {agents === undefined ? (
        pages.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : null
      ) : agents.length === 0 ? (
        <Empty noFlow={flows.data?.length === 0} onNew={() => setOpened({ kind: "new" })} />
      ) : (
        <AgentTable
          agents={agents}
          flows={flows.data}
          numbers={numbers.data}
          environments={environments}
          onEdit={({ agentId }) => edit(agentId)}
          onRollOut={(agent) => setOpened({ kind: "rollOut", agent })}
          onDelete={(agent) => setOpened({ kind: "delete", agent })}
        />
      )}
      {pages.hasNextPage ? (
        <Button className={styles.more} busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
      {(numbers.data?.length ?? 0) >= MOST ? <p className={styles.soft}>{words.numbersLeftOut(MOST)}</p> : null}
      {opened?.kind === "new" ? <AgentDialog agent={null} onSaved={finish("saved")} onClose={close} /> : null}
      {editing === null ? null : (
        <EditAgent key={editing} agentId={editing} onSaved={finish("saved")} onClose={close} />
      )}
      {opened?.kind === "rollOut" ? (
        <RollOutAgent
          agent={opened.agent}
          onClose={() => {
            refresh();
            close();
          }}
        />
      ) : null}
      {opened?.kind === "delete" ? (
        <DeleteAgentDialog
          agent={opened.agent}
          numbers={(numbers.data ?? []).filter(({ agentId }) => agentId === opened.agent.agentId)}
          onDeleted={finish("deleted")}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

const hasNumber = (numbers: readonly { agentId: string }[] | undefined, { agentId }: Agent) =>
  numbers?.some((number) => number.agentId === agentId) !== false;

function DoneNotice({
  done: { kind, agent },
  hasNumber,
  onClose,
}: {
  done: NonNullable<Done>;
  hasNumber: boolean;
  onClose: () => void;
}) {
  const words = texts.agents;
  const offers = kind === "saved" && !hasNumber;
  return (
    <Notice
      kind="good"
      title={kind === "saved" ? words.saved(agent.name) : words.deleted(agent.name)}
      actions={
        <>
          {offers ? (
            <MayLink need="PUT /api/phone-numbers/{e164}" href={paths.giveNumber(agent.agentId)} small>
              {words.giveNumber}
            </MayLink>
          ) : null}
          <Button small onClick={onClose}>
            {texts.common.dismiss}
          </Button>
        </>
      }
    >
      {offers ? words.savedHint : null}
    </Notice>
  );
}

function Empty({ noFlow, onNew }: { noFlow: boolean; onNew: () => void }): ReactNode {
  const words = texts.agents.empty;
  return (
    <div className={styles.empty}>
      <h2>{words.title}</h2>
      <p>{noFlow ? words.noFlow : words.text}</p>
      {noFlow ? (
        <Link href={paths.flows} className={buttonClass("primary")}>
          {words.flows}
        </Link>
      ) : (
        <MayButton need="PUT /api/agents/{agentId}" kind="primary" onClick={onNew}>
          {words.create}
        </MayButton>
      )}
    </div>
  );
}
