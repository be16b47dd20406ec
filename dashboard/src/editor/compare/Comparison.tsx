/** The differences between two definitions: their number, their marks in the diagram, and a list. */
import { useMemo, useState } from "react";
import type { FlowDefinition } from "../../api/types";
import { FlowDiagram } from "../../flow/diagram/FlowDiagram";
import { texts } from "../../texts";
import { Badge, type BadgeKind } from "../../ui/Badge";
import styles from "./compare.module.css";
import { compare, count, marks, union, type Change, type ChangeKind } from "./compare";
import { FieldDiff } from "./FieldDiff";

const KINDS: readonly (readonly [ChangeKind, BadgeKind])[] = [
  ["added", "good"],
  ["removed", "bad"],
  ["changed", "warning"],
  ["moved", "neutral"],
];
const SUBJECTS: readonly Change["subject"][] = ["flow", "variable", "node", "edge"];

export function Comparison({ flowId, from, to }: { flowId: string; from: FlowDefinition; to: FlowDefinition }) {
  const words = texts.compare;
  const [withMoved, setWithMoved] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const changes = useMemo(() => compare(from, to), [from, to]);
  const drawn = useMemo(() => ({ definition: union(from, to), changes: marks(changes) }), [from, to, changes]);
  const counts = count(changes);
  const shown = withMoved ? changes : changes.filter(({ kind }) => kind !== "moved").map(withoutPosition);
  const show = (nodeId: string | null) => {
    setSelected(nodeId);
    if (nodeId !== null) document.getElementById(`change-node-${nodeId}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <>
      <div className={styles.summary} role="status">
        {changes.length === 0 ? (
          <Badge kind="good">{words.noDifference}</Badge>
        ) : (
          KINDS.map(([kind, badge]) =>
            counts[kind] === 0 ? null : (
              <Badge key={kind} kind={badge}>
                {words.counted(counts[kind], words.kinds[kind])}
              </Badge>
            ),
          )
        )}
        {changes.some(({ fields }) => fields.some(({ path }) => path[0] === "position")) ? (
          <label className={styles.toggle}>
            <input type="checkbox" checked={withMoved} onChange={(event) => setWithMoved(event.target.checked)} />
            {words.showMoved}
          </label>
        ) : null}
      </div>
      <div className={styles.work}>
        <div className={styles.diagram}>
          <FlowDiagram
            key={flowId}
            definition={drawn.definition}
            changes={drawn.changes}
            selected={selected}
            onSelect={show}
          />
        </div>
        <div className={styles.list}>
          {shown.length === 0 ? (
            <p className={styles.none}>{changes.length === 0 ? words.noDifference : words.onlyMoved}</p>
          ) : (
            SUBJECTS.map((subject) => (
              <Section
                key={subject}
                title={words.subjects[subject]}
                changes={shown.filter((change) => change.subject === subject)}
                selected={selected}
                onSelect={setSelected}
              />
            ))
          )}
        </div>
      </div>
    </>
  );
}

interface SectionProps {
  title: string;
  changes: readonly Change[];
  selected: string | null;
  onSelect: (nodeId: string) => void;
}

function Section({ title, changes, selected, onSelect }: SectionProps) {
  if (changes.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      <ul className={styles.changes}>
        {changes.map((change) => (
          <li
            key={change.id}
            id={`change-${change.subject}-${change.id}`}
            className={styles.change}
            data-kind={change.kind}
            data-selected={change.subject === "node" && change.id === selected}
          >
            <details open={change.kind === "changed" || change.kind === "moved"}>
              <summary>
                <KindBadge kind={change.kind} />
                <span className={styles.name}>{change.name}</span>
                {change.name === change.id || change.id === "" ? null : <code className={styles.id}>{change.id}</code>}
              </summary>
              {change.subject === "node" ? (
                <button type="button" className={styles.find} onClick={() => onSelect(change.id)}>
                  {texts.compare.find}
                </button>
              ) : null}
              <dl className={styles.fields}>
                {change.fields.map((field) => (
                  <FieldDiff key={field.path.join(".")} field={field} />
                ))}
              </dl>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function KindBadge({ kind }: { kind: ChangeKind }) {
  const [, badge] = KINDS.find(([one]) => one === kind) ?? [kind, "neutral" as const];
  return <Badge kind={badge}>{texts.compare.kinds[kind]}</Badge>;
}

/** Without the position of a node that has changed and moved. */
function withoutPosition(change: Change): Change {
  return change.kind === "changed" && change.subject === "node"
    ? { ...change, fields: change.fields.filter(({ path }) => path[0] !== "position") }
    : change;
}
