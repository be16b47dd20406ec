/** A session, on or past: the flow and the path taken, what each turn did, and the conversation. */
import { useMemo, useState, type ReactNode } from "react";
import { ENDED, type FlowDefinition, type Session } from "../api/types";
import { FlowDiagram } from "../flow/diagram/FlowDiagram";
import { Tabs, type Tab } from "../ui/Tabs";
import { Wait } from "../ui/Wait";
import { Conversation } from "./conversation/Conversation";
import { Facts } from "./Facts";
import type { Live } from "./model/live";
import { NodeNote } from "./NodeNote";
import { pathOf } from "./path";
import styles from "./SessionView.module.css";
import { Splitter } from "./Splitter";
import { Stepper } from "./Stepper";
import { TurnList } from "./turns/TurnList";
import { TurnPanel } from "./turns/TurnPanel";
import { useTurns } from "./useTurns";
import { useWidth } from "./useWidth";
import { VariablesPanel } from "./variables/VariablesPanel";
import { Voices } from "./Voices";
import { endInWords } from "./model/words";

export interface SessionViewProps {
  /** Undefined until it is read. */
  session: Session | undefined;
  /** Undefined until it is read; null where it cannot be. */
  definition: FlowDefinition | undefined | null;
  /** Of a call that is on in this page. */
  live?: Live | undefined;
  /** The turn that is looked at; null: the newest, whichever it is. */
  selectedTurn: string | null;
  onSelectTurn: (turnId: string | null) => void;
  /** Notices, above all. */
  problem?: ReactNode;
  /** Of the call, above the conversation. */
  controls?: ReactNode;
  /** Under the conversation. */
  composer?: ReactNode;
}

export function SessionView(props: SessionViewProps) {
  const { session, live, selectedTurn, onSelectTurn, problem, controls, composer } = props;
  const definition = props.definition ?? undefined;
  const width = useWidth();
  const turns = useTurns(session, selectedTurn, onSelectTurn);
  const [node, setNode] = useState<string | null>(null);
  const [tab, setTab] = useState(width === "narrow" ? "conversation" : "turn");
  const { index } = turns;
  const follows = selectedTurn === null;

  const path = useMemo(
    () =>
      session === undefined || definition === undefined
        ? undefined
        : pathOf(session, definition, follows ? null : index),
    [session, definition, follows, index],
  );

  const picture =
    definition === undefined ? (
      props.definition === null ? (
        <p className={styles.none}>The flow that this session ran is not here: it cannot be drawn.</p>
      ) : (
        <Wait>Reading the flow…</Wait>
      )
    ) : (
      <FlowDiagram
        definition={definition}
        selected={node}
        onSelect={setNode}
        {...(path === undefined ? {} : { path })}
      />
    );

  const conversation =
    session === undefined ? (
      <Wait>Reading the session…</Wait>
    ) : (
      <Conversation
        session={session}
        live={live}
        selectedTurn={selectedTurn}
        onSelectTurn={onSelectTurn}
        end={endInWords(session, definition)}
      />
    );

  const empty = <Wait>Reading the session…</Wait>;
  const panels: Tab[] = [
    {
      id: "turn",
      label: width === "narrow" ? "Turn" : "This turn",
      content:
        session === undefined ? (
          empty
        ) : (
          <TurnPanel
            {...{ session, definition, index }}
            times={live?.times.get(turns.turnId ?? "")}
            onSelectNode={setNode}
          />
        ),
    },
    {
      id: "variables",
      label: "Variables",
      content: session === undefined ? empty : <VariablesPanel {...{ session, definition, index }} />,
    },
    {
      id: "turns",
      label: width === "narrow" ? "Turns" : "All turns",
      content:
        session === undefined ? (
          empty
        ) : (
          <TurnList {...{ session, definition, onSelectTurn }} times={live?.times} selectedTurn={turns.turnId} />
        ),
    },
  ];
  const flow: Tab = { id: "flow", label: "Flow", content: <div className={styles.fill}>{picture}</div> };
  const talk: Tab = {
    id: "conversation",
    label: "Conversation",
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
        label="What to look at"
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
        <section className={styles.flow} aria-label="The flow and its turns">
          {width === "narrow" ? controls : null}
          {width === "wide" ? <Splitter above={picture} below={lower} /> : lower}
          {width === "narrow" ? composer : null}
        </section>
        {width === "narrow" ? null : (
          <section className={styles.talk} aria-label="The call">
            {controls}
            <div className={styles.talkHead}>
              <h2>Conversation</h2>
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
