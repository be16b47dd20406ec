/** One node of the diagram: its kind, title and digest, its exits, and its marks. */
import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { DiagramNode, Failures } from "./drawn";
import { listsExits, type Exit } from "../definition/exits";
import { KindIcon } from "../kind/KindIcon";
import { kindOf } from "../definition/kinds";
import styles from "./NodeView.module.css";
import { digestOf, titleOf } from "../definition/node-title";
import { problemCounts } from "../definition/problems";
import { texts } from "../../texts";
import { stateText } from "./description";

export const NodeView = memo(function NodeView({ data, selected, isConnectable }: NodeProps<DiagramNode>) {
  const { node, exits, joined, marks, failures } = data;
  const first = exits[0];
  return (
    <div
      className={styles.node}
      data-kind={node.type}
      data-state={marks.state}
      data-change={marks.change}
      data-note={marks.note?.kind}
      data-selected={selected || undefined}
    >
      <Dock exit={null} className={styles.entry ?? ""} joinable={isConnectable && node.type !== "start"} />
      <div className={styles.body}>
        <div className={styles.head}>
          <span className={styles.icon}>
            <KindIcon type={node.type} size={12} />
          </span>
          <span className={styles.kind}>{kindOf(node.type).name}</span>
          {failures.here ? (
            <span className={styles.role} title={texts.diagram.failuresHere}>
              <span aria-hidden="true">{texts.diagram.failures}</span>
            </span>
          ) : null}
          {marks.change === null ? null : <span className={styles.change}>{texts.diagram.change[marks.change]}</span>}
          {marks.note === null ? null : (
            <span className={styles.note} data-note={marks.note.kind} title={marks.note.title} aria-hidden="true">
              {marks.note.text}
            </span>
          )}
          {marks.severity === null ? null : (
            <span
              className={styles.problems}
              data-severity={marks.severity}
              title={marks.problems.map(({ message, remedy }) => `${message} ${remedy ?? ""}`.trim()).join("\n")}
            >
              <span aria-hidden="true">
                {marks.severity === "error" ? "✕" : "!"} {marks.problems.length}
              </span>
              <span className="unseen">{problemCounts(marks.problems)}</span>
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
            <ExitRow
              key={exit.id}
              exit={exit}
              open={!joined.has(exit.id)}
              failures={failures}
              joinable={isConnectable}
            />
          ))}
        </div>
      ) : first === undefined ? null : (
        <Dock exit={first.id} className={`${styles.handle ?? ""} ${styles.alone ?? ""}`} joinable={isConnectable} />
      )}
      {stateText(marks.state) ? <span className="unseen">{stateText(marks.state)}</span> : null}
    </div>
  );
});

interface ExitProps {
  exit: Exit;
  /** Whether the exit has no edge. */
  open: boolean;
  failures: Failures;
  joinable: boolean;
}

/** One exit. A failure exit without an edge shows where it leads all the same. */
function ExitRow({ exit, open, failures, joinable }: ExitProps) {
  const fails = open && exit.failure === true;
  return (
    <div
      className={styles.exit}
      data-open={open ? true : undefined}
      data-nowhere={fails && failures.leadTo === null ? true : undefined}
      data-stray={exit.stray}
    >
      <span className={styles.exitName} title={exit.title}>
        {exit.name}
        {fails && failures.leadTo !== null ? ` ${texts.diagram.leadsTo(failures.leadTo)}` : ""}
      </span>
      <Dock exit={exit.id} className={styles.handle ?? ""} joinable={joinable} />
    </div>
  );
}

interface DockProps {
  /** The exit's id; null for the side where edges arrive. */
  exit: string | null;
  className: string;
  joinable: boolean;
}

/** Where an edge meets a node. React Flow's `Handle` costs time on each move, so a read-only diagram has plain marks. */
function Dock({ exit, className, joinable }: DockProps) {
  const type = exit === null ? "target" : "source";
  const position = exit === null ? Position.Left : Position.Right;
  if (joinable) return <Handle type={type} position={position} id={exit} className={className} />;
  return (
    <div
      className={`react-flow__handle react-flow__handle-${position} ${type} ${className}`}
      data-handlepos={position}
      {...(exit === null ? {} : { "data-handleid": exit })}
    />
  );
}
