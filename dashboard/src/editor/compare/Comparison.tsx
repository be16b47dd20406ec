/** The differences: counted, marked in the picture, and told one by one. */
import { useMemo, useState } from "react";
import type { FlowDefinition } from "../../api/types";
import { FlowDiagram } from "../../flow/diagram/FlowDiagram";
import { Badge, type BadgeKind } from "../../ui/Badge";
import styles from "./compare.module.css";
import { compare, count, marks, union, type Change, type ChangeKind } from "./compare";
import { FieldDiff } from "./FieldDiff";

const KINDS: readonly (readonly [ChangeKind, string, BadgeKind])[] = [
  ["added", "added", "good"],
  ["removed", "removed", "bad"],
  ["changed", "changed", "warning"],
  ["moved", "moved", "neutral"],
];

const WHAT: readonly (readonly [Change["what"], string])[] = [
  ["flow", "Flow"],
  ["variable", "Variables"],
  ["node", "Nodes"],
  ["edge", "Edges"],
];

export function Comparison({ flowId, from, to }: { flowId: string; from: FlowDefinition; to: FlowDefinition }) {
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
          <Badge kind="good">No difference</Badge>
        ) : (
          KINDS.map(([kind, words, badge]) =>
            counts[kind] === 0 ? null : <Badge key={kind} kind={badge}>{`${counts[kind]} ${words}`}</Badge>,
          )
        )}
        {changes.some(({ fields }) => fields.some(({ path }) => path[0] === "position")) ? (
          <label className={styles.toggle}>
            <input type="checkbox" checked={withMoved} onChange={(event) => setWithMoved(event.target.checked)} />
            Tell places in the picture too
          </label>
        ) : null}
      </div>
      <div className={styles.work}>
        <div className={styles.picture}>
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
            <p className={styles.none}>
              {changes.length === 0 ? "Both are the same." : "Only places in the picture are different."}
            </p>
          ) : (
            WHAT.map(([what, title]) => (
              <Section
                key={what}
                title={title}
                changes={shown.filter((change) => change.what === what)}
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
            id={`change-${change.what}-${change.id}`}
            className={styles.change}
            data-kind={change.kind}
            data-selected={change.what === "node" && change.id === selected}
          >
            <details open={change.kind === "changed" || change.kind === "moved"}>
              <summary>
                <KindBadge kind={change.kind} />
                <span className={styles.name}>{change.name}</span>
                {change.name === change.id || change.id === "" ? null : <code className={styles.id}>{change.id}</code>}
              </summary>
              {change.what === "node" ? (
                <button type="button" className={styles.find} onClick={() => onSelect(change.id)}>
                  Find it in the picture
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
  const [, words, badge] = KINDS.find(([one]) => one === kind) ?? [kind, kind, "neutral" as const];
  return <Badge kind={badge}>{words}</Badge>;
}

/** Of a node that changed and moved, only the change. */
function withoutPosition(change: Change): Change {
  return change.kind === "changed" && change.what === "node"
    ? { ...change, fields: change.fields.filter(({ path }) => path[0] !== "position") }
    : change;
}
