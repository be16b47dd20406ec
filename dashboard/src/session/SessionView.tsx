/** A session, current or past: the flow with the path taken, each turn, and the conversation. */
import { useState, type ReactNode } from "react";
import { ENDED, type FlowDefinition, type Session } from "../api/types";
import { texts } from "../texts";
import { Tabs, type Tab } from "../ui/Tabs";
import { Wait } from "../ui/Wait";
import { Conversation } from "./conversation/Conversation";
import { CostPanel } from "./cost/CostPanel";
import { Facts } from "./Facts";
import type { Live } from "./model/live";
import { NodeNote } from "./NodeNote";
import { SessionDiagram } from "./diagram/SessionDiagram";
import { WITHIN } from "./diagram/inner";
import styles from "./SessionView.module.css";
import { Splitter } from "./Splitter";
import { Stepper } from "./Stepper";
import { TurnList } from "./turns/TurnList";
import { TurnPanel } from "./turns/TurnPanel";
import { useTurns } from "./useTurns";
import { useWidth } from "./useWidth";
import { VariablesPanel } from "./variables/VariablesPanel";
import { endText } from "./model/session-texts";

const { view: labels, loading } = texts.session;

export interface SessionViewProps {
  /** Undefined while it loads. */
  session: Session | undefined;
  /** Undefined while it loads; null if it cannot be loaded. */
  definition: FlowDefinition | undefined | null;
  /** The live part of a call in this page. */
  live?: Live | undefined;
  /** The selected turn; null for the newest, also after a new one. */
  selectedTurn: string | null;
  onSelectTurn: (turnId: string | null) => void;
  /** The panel with the scores of a model; undefined if the flow asks for none. */
  scores?: ReactNode;
  /** Notices at the top. */
  problem?: ReactNode;
  /** The call's controls, above the conversation. */
  controls?: ReactNode;
  /** The message field, below the conversation. */
  composer?: ReactNode;
}

export function SessionView(props: SessionViewProps) {
  const { session, live, selectedTurn, onSelectTurn, problem, controls, composer } = props;
  const definition = props.definition ?? undefined;
  const width = useWidth();
  const turns = useTurns(session, selectedTurn, onSelectTurn);
  const [node, setNode] = useState<string | null>(null);
  const [open, setOpen] = useState<readonly string[]>([]);
  const [tab, setTab] = useState(width === "narrow" ? "conversation" : "turn");
  const { index } = turns;
  const follows = selectedTurn === null;

  /** Show a node of a step in the picture, also one of an inner flow: `identify/ask-pin`. */
  const showNode = (nodeId: string) => {
    const own = definition?.nodes.some(({ id }) => id === nodeId) ?? true;
    setOpen(own ? [] : nodeId.split(WITHIN).slice(0, -1));
    setNode(nodeId);
  };

  const picture =
    definition === undefined ? (
      props.definition === null ? (
        <p className={styles.none}>{labels.noFlow}</p>
      ) : (
        <Wait>{loading.flow}</Wait>
      )
    ) : (
      <SessionDiagram
        definition={definition}
        session={session}
        turn={follows ? null : index}
        open={open}
        onOpen={(now) => {
          setNode(null);
          setOpen(now);
        }}
        selected={node}
        onSelect={setNode}
      />
    );

  const conversation =
    session === undefined ? (
      <Wait>{loading.session}</Wait>
    ) : (
      <Conversation
        session={session}
        live={live}
        selectedTurn={selectedTurn}
        onSelectTurn={onSelectTurn}
        end={endText(session, definition)}
      />
    );

  const empty = <Wait>{loading.session}</Wait>;
  const panels: Tab[] = [
    {
      id: "turn",
      label: width === "narrow" ? labels.turn : labels.thisTurn,
      content:
        session === undefined ? (
          empty
        ) : (
          <TurnPanel
            {...{ session, definition, index }}
            times={live?.times.get(turns.turnId ?? "")}
            onSelectNode={showNode}
          />
        ),
    },
    {
      id: "variables",
      label: labels.variables,
      content: session === undefined ? empty : <VariablesPanel {...{ session, definition, index }} />,
    },
    {
      id: "turns",
      label: width === "narrow" ? labels.turns : labels.allTurns,
      content:
        session === undefined ? (
          empty
        ) : (
          <TurnList {...{ session, definition, onSelectTurn }} times={live?.times} selectedTurn={turns.turnId} />
        ),
    },
  ];
  if (session !== undefined && session.turns.length > 0) {
    panels.push({ id: "cost", label: labels.cost, content: <CostPanel session={session} /> });
  }
  if (props.scores !== undefined) panels.push({ id: "scores", label: texts.session.scores.tab, content: props.scores });
  const flow: Tab = { id: "flow", label: labels.flow, content: <div className={styles.fill}>{picture}</div> };
  const talk: Tab = {
    id: "conversation",
    label: labels.conversation,
    content: <div className={styles.fill}>{conversation}</div>,
  };
  const tabs = width === "wide" ? panels : width === "medium" ? [flow, ...panels] : [talk, flow, ...panels];

  const stepper = (
    <Stepper
      count={turns.count}
      index={index}
      follows={follows}
      live={session !== undefined && !ENDED.has(session.status)}
      onStep={turns.step}
    />
  );
  const chosen =
    node === null || session === undefined ? null : (
      <NodeNote {...{ session, definition, index }} nodeId={node} onStep={turns.step} onClose={() => setNode(null)} />
    );
  const lower = (
    <>
      {stepper}
      {chosen}
      <Tabs
        label={labels.tabs}
        tabs={tabs}
        value={tabs.some(({ id }) => id === tab) ? tab : (tabs[0]?.id ?? "")}
        onChange={setTab}
      />
    </>
  );

  return (
    <div className={styles.view}>
      {problem ? <div className={styles.problem}>{problem}</div> : null}
      {session === undefined ? null : <Facts session={session} />}
      <div className={`${styles.panes ?? ""} ${styles[width] ?? ""}`}>
        <section className={styles.flow} aria-label={labels.flowRegion}>
          {width === "narrow" ? controls : null}
          {width === "wide" ? <Splitter above={picture} below={lower} /> : lower}
          {width === "narrow" ? composer : null}
        </section>
        {width === "narrow" ? null : (
          <section className={styles.talk} aria-label={labels.callRegion}>
            {controls}
            <div className={styles.talkHead}>
              <h2>{labels.conversation}</h2>
              {live === undefined ? null : <Voices live={live} />}
            </div>
            {conversation}
            {composer}
          </section>
        )}
      </div>
    </div>
  );
}

/** The speaker in the call, or the agent's activity. */
function Voices({ live: { agent, callerSpeaks } }: { live: Live }) {
  const { voices } = texts.session;
  return (
    <span className={styles.voices} data-loud={callerSpeaks || agent === "speaking"}>
      <i aria-hidden="true" />
      {callerSpeaks ? voices.caller : voices[agent]}
    </span>
  );
}
