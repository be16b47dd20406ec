/** The agents as a table. On a phone, each row is a card. */
import { Link } from "wouter";
import { useMay, useRefusal } from "../../access/access";
import { MayButton, MayLink } from "../../access/MayButton";
import type { Agent, FlowSummary, PhoneNumber } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import styles from "../../ui/List.module.css";
import { Menu } from "../../ui/Menu";
import { testedVersion, type Environments } from "../model/agent-form";
import { HearVoice } from "../voice/HearVoice";
import { versionText } from "./version-text";

interface Props {
  agents: readonly Agent[];
  /** Undefined while they load. */
  flows: readonly FlowSummary[] | undefined;
  /** Undefined while they load. */
  numbers: readonly PhoneNumber[] | undefined;
  /** The environments of a flow. */
  environments: (flowId: string) => Environments;
  onEdit: (agent: Agent) => void;
  onRollOut: (agent: Agent) => void;
  onDelete: (agent: Agent) => void;
}

/** Numbers of an agent in its row. */
const SHOWN_NUMBERS = 3;

export function AgentTable({ agents, flows, numbers, environments, ...actions }: Props) {
  const { columns } = texts.agents;
  const flowOf = new Map(flows?.map((flow) => [flow.flowId, flow]));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{columns.agent}</th>
          <th scope="col">{columns.flow}</th>
          <th scope="col">{columns.version}</th>
          <th scope="col">{columns.speech}</th>
          <th scope="col">{columns.numbers}</th>
          <th scope="col">
            <span className="unseen">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <tr key={agent.agentId}>
            <th scope="row" className={styles.first}>
              <span className={styles.name}>{agent.name}</span>
              <code className={styles.small}>{agent.agentId}</code>
            </th>
            <td data-label={columns.flow}>
              <FlowName agent={agent} flow={flowOf.get(agent.flowId)} known={flows !== undefined} />
            </td>
            <td data-label={columns.version}>
              <Version agent={agent} flow={flowOf.get(agent.flowId)} environments={environments(agent.flowId)} />
            </td>
            <td data-label={columns.speech}>
              <Speech agent={agent} />
            </td>
            <td data-label={columns.numbers}>
              {numbers === undefined ? null : (
                <Numbers agent={agent} numbers={numbers.filter(({ agentId }) => agentId === agent.agentId)} />
              )}
            </td>
            <td className={styles.rowActions}>
              <Actions agent={agent} environments={environments(agent.flowId)} {...actions} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FlowName({ agent, flow, known }: { agent: Agent; flow: FlowSummary | undefined; known: boolean }) {
  const { flowMissing, flowUnpublished } = texts.agents;
  if (flow === undefined) {
    return (
      <>
        <code>{agent.flowId}</code>
        {known ? <span className={styles.bad}>{flowMissing}</span> : null}
      </>
    );
  }
  return (
    <>
      <Link href={paths.flow(flow.flowId)}>{flow.name || flow.flowId}</Link>
      {flow.latestVersion === null && agent.flowVersion === "latest" ? (
        <span className={styles.bad}>{flowUnpublished}</span>
      ) : null}
    </>
  );
}

interface VersionProps {
  agent: Agent;
  flow: FlowSummary | undefined;
  environments: Environments;
}

function Version({ agent: { flowId, flowVersion }, flow, environments }: VersionProps) {
  const written = versionText(flowVersion, flow?.latestVersion ?? null, environments);
  const named = typeof flowVersion === "object" && "environment" in flowVersion;
  return (
    <>
      {flow === undefined ? written : <Link href={paths.versions(flowId)}>{written}</Link>}
      {named ? <span className={styles.small}>{texts.agents.environmentHint}</span> : null}
    </>
  );
}

function Speech({ agent: { name, flowId, voice, language, timeZone } }: { agent: Agent }) {
  const words = texts.agents;
  const more = [language ?? words.languageOfFlow, timeZone].filter((each) => each !== undefined);
  return (
    <>
      <span className={voice === undefined ? styles.soft : undefined}>{voice ?? words.voiceDefault}</span>
      <span className={styles.small}>{more.join(" · ")}</span>
      <HearVoice speaker={{ flowId, language: language ?? "" }} voice={voice ?? ""} of={name} small />
    </>
  );
}

function Numbers({ agent, numbers }: { agent: Agent; numbers: readonly PhoneNumber[] }) {
  const words = texts.agents;
  const mayGive = useMay("PUT /api/phone-numbers/{e164}");
  if (numbers.length === 0) {
    return (
      <>
        <span className={styles.soft}>{words.noNumber}</span>
        {mayGive ? (
          <Link
            href={paths.giveNumber(agent.agentId)}
            className={styles.small}
            aria-label={words.ofAgent(words.giveNumber, agent.name)}
          >
            {words.giveNumber}
          </Link>
        ) : null}
      </>
    );
  }
  return (
    <ul className={styles.lines}>
      {numbers.slice(0, SHOWN_NUMBERS).map(({ e164 }) => (
        <li key={e164} className={styles.number}>
          {e164}
        </li>
      ))}
      {numbers.length > SHOWN_NUMBERS ? (
        <li>
          <Link href={paths.phoneNumbers}>{words.moreNumbers(numbers.length - SHOWN_NUMBERS)}</Link>
        </li>
      ) : null}
    </ul>
  );
}

type ActionsProps = Pick<Props, "onEdit" | "onRollOut" | "onDelete"> & { agent: Agent; environments: Environments };

function Actions({ agent, environments, onEdit, onRollOut, onDelete }: ActionsProps) {
  const words = texts.agents;
  const version = testedVersion(agent.flowVersion, environments);
  const tests = [
    { label: words.testChat, mode: "chat" },
    { label: words.testAudio, mode: "audio" },
  ] as const;
  const notRolledOut = useRefusal("PUT /api/agents/{agentId}");
  const kept = useRefusal("DELETE /api/agents/{agentId}");
  const menu = (
    <>
      {words.menu} <span className="unseen">{words.forAgent(agent.name)}</span>
    </>
  );
  return (
    <>
      {tests.map(({ label, mode }) => (
        <MayLink
          key={mode}
          need={`POST /api/flows/{flowId}/test-${mode}`}
          href={paths.test(agent.flowId, { mode, version })}
          small
          aria-label={words.ofAgent(label, agent.name)}
        >
          {label}
        </MayLink>
      ))}
      <MayButton
        need="PUT /api/agents/{agentId}"
        small
        onClick={() => onEdit(agent)}
        aria-label={words.ofAgent(words.edit, agent.name)}
      >
        {words.edit}
      </MayButton>
      <Menu
        small
        kind="quiet"
        label={menu}
        items={[
          {
            label: words.rollOut,
            hint: words.rollOutHint,
            onSelect: () => onRollOut(agent),
            refusal: notRolledOut,
          },
          { label: words.delete, danger: true, onSelect: () => onDelete(agent), refusal: kept },
        ]}
      />
    </>
  );
}
