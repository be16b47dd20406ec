/** The phone numbers as a table. On a phone, each row is a card. */
import { Link } from "wouter";
import { MayButton } from "../../access/MayButton";
import type { Agent, FlowSummary, PhoneNumber } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import styles from "../../ui/List.module.css";

interface Props {
  numbers: readonly PhoneNumber[];
  /** Undefined while they load. */
  agents: readonly Agent[] | undefined;
  /** Undefined while they load. */
  flows: readonly FlowSummary[] | undefined;
  onChange: (number: PhoneNumber) => void;
  onTakeBack: (number: PhoneNumber) => void;
}

export function NumberTable({ numbers, agents, flows, onChange, onTakeBack }: Props) {
  const words = texts.phoneNumbers;
  const { columns } = words;
  const agentOf = new Map(agents?.map((agent) => [agent.agentId, agent]));
  const names = new Map(flows?.map(({ flowId, name }) => [flowId, name]));
  const nameOf = (flowId: string) => {
    const name = names.get(flowId) ?? "";
    return name === "" ? flowId : name;
  };
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{columns.number}</th>
          <th scope="col">{columns.agent}</th>
          <th scope="col">{columns.flow}</th>
          <th scope="col">
            <span className="unseen">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {numbers.map((number) => {
          const agent = agentOf.get(number.agentId);
          return (
            <tr key={number.e164}>
              <th scope="row" className={styles.first}>
                <span className={styles.number}>{number.e164}</span>
              </th>
              <td data-label={columns.agent}>
                {agent === undefined ? (
                  <code>{number.agentId}</code>
                ) : (
                  <Link href={paths.agent(agent.agentId)}>{agent.name}</Link>
                )}
                {agents !== undefined && agent === undefined ? (
                  <span className={styles.bad}>{words.agentMissing}</span>
                ) : null}
              </td>
              <td data-label={columns.flow}>
                {agent === undefined ? null : <Link href={paths.flow(agent.flowId)}>{nameOf(agent.flowId)}</Link>}
              </td>
              <td className={styles.rowActions}>
                <MayButton
                  need="PUT /api/phone-numbers/{e164}"
                  small
                  onClick={() => onChange(number)}
                  aria-label={words.ofNumber(words.change, number.e164)}
                >
                  {words.change}
                </MayButton>
                <MayButton
                  need="DELETE /api/phone-numbers/{e164}"
                  small
                  kind="quiet"
                  onClick={() => onTakeBack(number)}
                  aria-label={words.ofNumber(words.takeBack, number.e164)}
                >
                  {words.takeBack}
                </MayButton>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
