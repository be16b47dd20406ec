/** The flow as a list: for screen readers, and for screens too small for a picture. */
import { useMemo } from "react";
import { edgesOf, exitOf } from "./exits";
import styles from "./FlowOutline.module.css";
import { graphOf } from "./graph";
import { KindName } from "./KindName";
import { marked, problemWords, stateWords } from "./marks";
import type { PictureProps } from "./props";
import { CHANGES, digestOf, titleOf } from "./words";

export type OutlineProps = Omit<PictureProps, "onChange">;

export function FlowOutline({ definition, problems, path, changes, selected, onSelect }: OutlineProps) {
  const graph = useMemo(() => graphOf(definition), [definition]);
  const titles = useMemo(() => new Map(graph.nodes.map((node) => [node.id, titleOf(node)])), [graph]);
  const { node: marksOf, edge: edgeMarks } = useMemo(() => marked(problems, path, changes), [problems, path, changes]);
  if (graph.nodes.length === 0) return <p className={styles.none}>This flow has no nodes yet.</p>;
  return (
    <ol className={styles.outline} aria-label="Nodes of the flow">
      {graph.nodes.map((node) => {
        const marks = marksOf(node.id);
        const leaving = edgesOf(definition).filter(({ source }) => source === node.id);
        const head = (
          <>
            <KindName type={node.type} />
            <span className={styles.title}>{titleOf(node)}</span>
          </>
        );
        return (
          <li
            key={node.id}
            className={styles.node}
            data-kind={node.type}
            data-state={marks.state}
            aria-current={marks.state === "current" ? "step" : undefined}
          >
            <div className={styles.head}>
              {onSelect === undefined ? (
                <div className={styles.name}>{head}</div>
              ) : (
                <button
                  type="button"
                  className={styles.name}
                  aria-pressed={node.id === selected}
                  onClick={() => {
                    onSelect(node.id === selected ? null : node.id);
                  }}
                >
                  {head}
                </button>
              )}
              {stateWords(marks.state) ? <span className={styles.mark}>{stateWords(marks.state)}</span> : null}
              {marks.change === null ? null : <span className={styles.mark}>{CHANGES[marks.change]}</span>}
              {marks.severity === null ? null : (
                <span className={styles.problems} data-severity={marks.severity}>
                  {problemWords(marks.problems)}
                </span>
              )}
            </div>
            <p className={styles.digest}>{digestOf(node)}</p>
            {marks.problems.map(({ message, remedy }, at) => (
              <p key={at} className={styles.problem} data-severity={marks.severity}>
                {message} {remedy}
              </p>
            ))}
            {(graph.exits.get(node.id) ?? []).length === 0 ? null : (
              <ul className={styles.exits}>
                {(graph.exits.get(node.id) ?? []).map((exit) => {
                  const edge = leaving.find((one) => exitOf(one) === exit.id);
                  const of = edge === undefined ? null : edgeMarks(edge.id);
                  return (
                    <li key={exit.id} data-state={of?.state}>
                      {exit.title}
                      <span aria-hidden="true"> →</span>
                      <span className="unseen"> leads to</span>{" "}
                      {edge === undefined ? <em>nowhere</em> : (titles.get(edge.target) ?? edge.target)}
                      {of?.state === "now" || of?.state === "visited" ? <span className="unseen">, taken</span> : null}
                      {of?.change == null ? null : `, ${CHANGES[of.change].toLowerCase()}`}
                      {of?.problems.map(({ message }, at) => (
                        <span key={at} className={styles.problem} data-severity={of.severity}>
                          {` ${message}`}
                        </span>
                      ))}
                    </li>
                  );
                })}
              </ul>
            )}
          </li>
        );
      })}
    </ol>
  );
}

export default FlowOutline;
