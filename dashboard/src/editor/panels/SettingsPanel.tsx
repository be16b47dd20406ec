/** The flow's own settings, shown while no node is selected: its fields, its variables, and a list of its nodes. */
import type { ProblemItem } from "../../api/failure";
import type { FlowDefinition } from "../../api/types";
import { titleOf } from "../../flow/definition/node-title";
import { nodeOfProblem } from "../../flow/definition/problems";
import { KindName } from "../../flow/kind/KindName";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import type { Draft } from "../draft/useDraft";
import common from "../frame/common.module.css";
import { FlowFields } from "./FlowFields";
import { Handlers } from "./Handlers";
import { Judging } from "./Judging";
import styles from "./SettingsPanel.module.css";
import { Variables } from "./Variables";

interface Props {
  definition: FlowDefinition;
  problems: readonly ProblemItem[];
  /** Null if the page is read-only. */
  draft: Draft | null;
  onSelect: (nodeId: string) => void;
}

export function SettingsPanel({ definition, problems, draft, onSelect }: Props) {
  return (
    <div className={styles.settings}>
      <FlowFields definition={definition} problems={problems} draft={draft} />
      <Variables definition={definition} problems={problems} draft={draft} />
      <Handlers definition={definition} problems={problems} draft={draft} />
      <Judging definition={definition} problems={problems} draft={draft} />
      <section aria-labelledby="nodes-title">
        <h3 id="nodes-title" className={common.sectionTitle}>
          {texts.editor.node.nodes} <span className={common.soft}>{definition.nodes.length}</span>
        </h3>
        <ul className={styles.nodes}>
          {definition.nodes.map((node) => (
            <li key={node.id}>
              <button type="button" className={styles.nodeItem} data-kind={node.type} onClick={() => onSelect(node.id)}>
                <KindName type={node.type} brief />
                <span className={styles.nodeItemName}>{titleOf(node)}</span>
                <ProblemBadge problems={problems.filter((problem) => nodeOfProblem(problem, definition) === node.id)} />
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The number of errors, or of warnings if there are no errors. */
function ProblemBadge({ problems }: { problems: readonly ProblemItem[] }) {
  if (problems.length === 0) return null;
  const errors = problems.filter(({ severity }) => severity !== "warning").length;
  if (errors > 0) return <Badge kind="bad">{texts.flow.problems.errors(errors)}</Badge>;
  return <Badge kind="warning">{texts.flow.problems.warnings(problems.length)}</Badge>;
}
