/** One node as it is drawn: its kind, title and digest, its exits, and what is marked at it. */
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { Dock } from "./Dock";
import type { DiagramNode } from "./drawn";
import { listsExits } from "../definition/exits";
import { KindIcon } from "../kind/KindIcon";
import { kindOf } from "../definition/kinds";
import { problemWords, stateWords } from "./marks";
import styles from "./NodeView.module.css";
import { digestOf, titleOf } from "../definition/node-title";
import { CHANGES } from "./description";

export const NodeView = memo(function NodeView({ data, selected, isConnectable }: NodeProps<DiagramNode>) {
  const { node, exits, joined, marks } = data;
  const first = exits[0];
  return (
    <div
      className={styles.node}
      data-kind={node.type}
      data-state={marks.state}
      data-change={marks.change}
      data-selected={selected || undefined}
    >
      <Dock exit={null} className={styles.entry ?? ""} joinable={isConnectable && node.type !== "start"} />
      <div className={styles.body}>
        <div className={styles.head}>
          <span className={styles.icon}>
            <KindIcon type={node.type} size={12} />
          </span>
          <span className={styles.kind}>{kindOf(node.type).word}</span>
          {marks.change === null ? null : <span className={styles.change}>{CHANGES[marks.change]}</span>}
          {marks.severity === null ? null : (
            <span
              className={styles.problems}
              data-severity={marks.severity}
              title={marks.problems.map(({ message, remedy }) => `${message} ${remedy ?? ""}`.trim()).join("\n")}
            >
              <span aria-hidden="true">
                {marks.severity === "error" ? "✕" : "!"} {marks.problems.length}
              </span>
              <span className="unseen">{problemWords(marks.problems)}</span>
            </span>
          )}
        </div>
        <div className={styles.title} title={titleOf(node)}>
          {titleOf(node)}
        </div>
        <div className={styles.digest} title={digestOf(node)}>
          {digestOf(node)}
        </div>
      </div>
      {listsExits(exits) ? (
        <div className={styles.exits}>
          {exits.map((exit) => (
            <div
              key={exit.id}
              className={styles.exit}
              data-open={joined.has(exit.id) ? undefined : true}
              data-stray={exit.stray}
            >
              <span className={styles.exitName} title={exit.title}>
                {exit.name}
              </span>
              <Dock exit={exit.id} className={styles.handle ?? ""} joinable={isConnectable} />
            </div>
          ))}
        </div>
      ) : first === undefined ? null : (
        <Dock exit={first.id} className={`${styles.handle ?? ""} ${styles.alone ?? ""}`} joinable={isConnectable} />
      )}
      {stateWords(marks.state) ? <span className="unseen">{stateWords(marks.state)}</span> : null}
    </div>
  );
});
