/** The diagram of a session's flow with the path of the call, or that of a flow that one of its nodes runs. */
import { useMemo, type ReactNode } from "react";
import type { FlowDefinition, Session } from "../../api/types";
import { nodeById } from "../../flow/definition/edits";
import { titleOf } from "../../flow/definition/node-title";
import { field, line } from "../../flow/definition/read";
import { FlowDiagram } from "../../flow/diagram/FlowDiagram";
import type { DiagramNote } from "../../flow/diagram/props";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Wait } from "../../ui/Wait";
import { useDefinition } from "../read/useDefinition";
import styles from "./SessionDiagram.module.css";
import { innerPath, WITHIN } from "./inner";

interface Props {
  definition: FlowDefinition;
  /** Undefined while it loads, or if the diagram shows no path. */
  session: Session | undefined;
  /** The index of the selected turn; null for the newest. */
  turn: number | null;
  /** The ids of the subflow nodes whose flows are open, from the outermost on. */
  open: readonly string[];
  onOpen: (open: readonly string[]) => void;
  /** The selected node as the session names it, such as `identify/ask-pin`. */
  selected: string | null;
  onSelect: (nodeId: string | null) => void;
  /** The notes of a flow, by the ids that its definition has. `prefix`: as for `innerPath`. */
  notesOf?: (definition: FlowDefinition, prefix: string) => ReadonlyMap<string, DiagramNote>;
}

export function SessionDiagram(props: Props) {
  return <Level {...props} depth={0} titles={[line(props.definition.name)]} />;
}

type LevelProps = Props & {
  /** How many of the open flows are around this one. */
  depth: number;
  /** The titles of the flows around this one, and its own. */
  titles: readonly string[];
};

function Level(props: LevelProps) {
  const { definition, session, turn, open, onOpen, selected, onSelect, notesOf, depth, titles } = props;
  const prefix = open
    .slice(0, depth)
    .map((id) => id + WITHIN)
    .join("");
  const path = useMemo(
    () => (session === undefined ? undefined : innerPath(session, definition, turn, prefix)),
    [session, definition, turn, prefix],
  );
  const notes = useMemo(() => notesOf?.(definition, prefix), [notesOf, definition, prefix]);
  const next = nodeById(definition, open[depth] ?? null);
  if (next?.type === "subflow") return <Inner {...props} nodeId={next.id} data={next.data} title={titleOf(next)} />;
  const own = selected?.startsWith(prefix) ? selected.slice(prefix.length) : null;
  const chosen = nodeById(definition, own);
  const runs = chosen?.type === "subflow" ? line(field(chosen.data, "flowId")) : "";
  return (
    <Frame titles={titles} onLevel={(level) => onOpen(open.slice(0, level))}>
      {chosen === undefined || runs === "" ? null : (
        <Button small onClick={() => onOpen([...open.slice(0, depth), chosen.id])}>
          {texts.session.diagram.enter(runs)}
        </Button>
      )}
      <FlowDiagram
        key={prefix}
        definition={definition}
        selected={own}
        onSelect={(nodeId) => onSelect(nodeId === null ? null : prefix + nodeId)}
        {...(path === undefined ? {} : { path })}
        {...(notes === undefined ? {} : { notes })}
      />
    </Frame>
  );
}

/** The flow that a node runs. Publishing fixes its version; a draft runs the latest. */
function Inner({ nodeId, data, title, ...props }: LevelProps & { nodeId: string; data: unknown; title: string }) {
  const flowId = line(field(data, "flowId"));
  const version = field(data, "version");
  const { definition, pending } = useDefinition(flowId, typeof version === "number" ? version : "latest");
  const titles = [...props.titles, title];
  if (definition !== undefined) {
    return <Level {...props} key={nodeId} definition={definition} depth={props.depth + 1} titles={titles} />;
  }
  return (
    <Frame titles={titles} onLevel={(level) => props.onOpen(props.open.slice(0, level))}>
      {pending ? (
        <Wait>{texts.session.loading.flow}</Wait>
      ) : (
        <p className={styles.none}>{texts.session.diagram.missing}</p>
      )}
    </Frame>
  );
}

interface FrameProps {
  titles: readonly string[];
  /** Open the flow of a level, 0 for the session's own. */
  onLevel: (level: number) => void;
  children: ReactNode;
}

/** A diagram with the way back to the flows around it. */
function Frame({ titles, onLevel, children }: FrameProps) {
  return (
    <div className={styles.diagram}>
      {titles.length === 1 ? null : (
        <nav className={styles.levels} aria-label={texts.session.diagram.levels}>
          {titles.map((title, level) =>
            level === titles.length - 1 ? (
              <strong key={level} aria-current="true">
                {title}
              </strong>
            ) : (
              <span key={level}>
                <button type="button" onClick={() => onLevel(level)}>
                  {title}
                </button>{" "}
                <span aria-hidden="true">›</span>
              </span>
            ),
          )}
        </nav>
      )}
      {children}
    </div>
  );
}
