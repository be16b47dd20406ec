/** What is not as expected in a turn: the field, what was expected, and what came. */
import type { FlowDefinition, TestFailure } from "../../api/types";
import { nodeById } from "../../flow/definition/edits";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import styles from "./detail.module.css";

const words = texts.flowTests.failure;

interface Props {
  failures: readonly TestFailure[];
  definition: FlowDefinition | undefined;
  onShowNode: (nodeId: string) => void;
}

export function Failures({ failures, definition, onShowNode }: Props) {
  return (
    <ul className={styles.failures}>
      {failures.map(({ field, expected, actual }) => (
        <li key={field} className={styles.failure}>
          <strong>{fieldTitle(field)}</strong>
          <dl>
            <dt>{words.expected(field === "notSays")}</dt>
            <dd className={styles.expected}>
              <Side field={field} value={expected} {...{ definition, onShowNode }} />
            </dd>
            <dt>{words.came}</dt>
            <dd className={styles.came}>
              <Side field={field} value={actual} {...{ definition, onShowNode }} />
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}

interface SideProps {
  field: string;
  value: unknown;
  definition: FlowDefinition | undefined;
  onShowNode: (nodeId: string) => void;
}

function Side({ field, value, definition, onShowNode }: SideProps) {
  if (field === "node" && typeof value === "string") {
    const node = definition === undefined ? undefined : nodeById(definition, value);
    return (
      <button
        type="button"
        className={styles.link}
        title={texts.session.turn.showNode}
        onClick={() => onShowNode(value)}
      >
        {node === undefined ? value : titleOf(node)}
      </button>
    );
  }
  const isText = typeof value === "string" && !field.startsWith("variables.");
  return isText ? <>{value === "" ? words.nothing : value}</> : <code>{shown(value)}</code>;
}

function shown(value: unknown): string {
  return value === undefined || value === null ? words.nothing : JSON.stringify(value, null, 1);
}

/** `variables.name`, `mocks.node.0`, or a field of the expectations. */
export function fieldTitle(field: string): string {
  const [first = "", ...rest] = field.split(".");
  const name = rest.join(".");
  const titles: Readonly<Record<string, string>> = words.fields;
  if (first === "variables") return words.variable(name);
  if (first === "mocks") return words.answer(name);
  return titles[first] ?? field;
}
