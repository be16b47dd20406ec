/** How much of the flow its tests reach, and what they miss. */
import type { Coverage, FlowDefinition } from "../../api/types";
import { exitTitle } from "../../flow/definition/exits";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import { shares } from "../model/notes";
import styles from "./list.module.css";

const words = texts.flowTests.coverage;

interface Props {
  coverage: Coverage;
  definition: FlowDefinition;
  onShowNode: (nodeId: string) => void;
}

export function CoverageSummary({ coverage, definition, onShowNode }: Props) {
  const { nodes, exits } = shares(coverage, definition);
  return (
    <section className={styles.coverage} aria-label={words.region}>
      <div className={styles.shares}>
        <Share label={words.nodes} {...nodes} />
        <Share label={words.exits} {...exits} />
      </div>
      {coverage.missed.length === 0 ? (
        <p className={styles.soft}>{words.all}</p>
      ) : (
        <details open={coverage.missed.length <= 12}>
          <summary>{words.missed(coverage.missed.length)}</summary>
          <ul className={styles.missed}>
            {coverage.missed.map((name) => {
              const [nodeId, title] = missedOf(name, definition);
              return (
                <li key={name}>
                  <button type="button" title={texts.session.turn.showNode} onClick={() => onShowNode(nodeId)}>
                    {title}
                  </button>
                </li>
              );
            })}
          </ul>
        </details>
      )}
    </section>
  );
}

function Share({ label, reached, all }: { label: string; reached: number; all: number }) {
  return (
    <label className={styles.share}>
      <span>{label}</span>
      <meter min={0} max={Math.max(1, all)} value={reached} />
      <strong>{words.share(reached, all)}</strong>
    </label>
  );
}

/** The node of a name in `missed`, and its title: a node's, or that of an exit, `node/exit`. */
function missedOf(name: string, definition: FlowDefinition): [string, string] {
  const own = definition.nodes.find(({ id }) => id === name);
  if (own !== undefined) return [own.id, titleOf(own)];
  const node = definition.nodes.find(({ id }) => name.startsWith(`${id}/`));
  if (node === undefined) return [name, name];
  return [node.id, words.exit(titleOf(node), exitTitle(node, name.slice(node.id.length + 1)))];
}
