/** The flow itself, where no node is chosen: its variables, and its nodes as a list. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { KindName } from "../../flow/kind/KindName";
import { titleOf } from "../../flow/definition/node-title";
import { Badge } from "../../ui/Badge";
import common from "../frame/common.module.css";
import { nodeOfProblem } from "../../flow/definition/problems";
import styles from "./SettingsPanel.module.css";
import type { Editing } from "../draft/useDraft";
import { Variables } from "./Variables";

interface Props {
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  editing: Editing | null;
  onChoose: (nodeId: string) => void;
}

export function SettingsPanel({ definition, problems, editing, onChoose }: Props) {
  return (
    <div className={styles.settings}>
      <Variables definition={definition} problems={problems} editing={editing} />
      <section aria-labelledby="nodes-title">
        <h3 id="nodes-title" className={common.sectionTitle}>
          Nodes <span className={common.soft}>{definition.nodes.length}</span>
        </h3>
        <ul className={styles.nodes}>
          {definition.nodes.map((node) => (
            <li key={node.id}>
              <button type="button" className={styles.nodeItem} data-kind={node.type} onClick={() => onChoose(node.id)}>
                <KindName type={node.type} brief />
                <span className={styles.nodeItemName}>{titleOf(node)}</span>
                <Marks problems={problems.filter((problem) => nodeOfProblem(problem, definition) === node.id)} />
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Marks({ problems }: { problems: readonly ProblemItem[] }) {
  if (problems.length === 0) return null;
  const errors = problems.filter((problem) => problem.severity !== "warning").length;
  const warnings = problems.length - errors;
  const words =
    errors > 0 ? `${errors} error${errors === 1 ? "" : "s"}` : `${warnings} warning${warnings === 1 ? "" : "s"}`;
  return <Badge kind={errors > 0 ? "bad" : "warning"}>{words}</Badge>;
}
