/** One turn: its input, its reply and next action, its time, each node's run, and the variables it changed. */
import type { FlowDefinition, Session } from "../../api/types";
import { texts } from "../../texts";
import { timeText } from "../model/clock";
import type { TurnTimes } from "../model/live";
import { StepCard } from "./StepCard";
import { failuresOf, stepsOf } from "./steps";
import { Timing } from "./Timing";
import styles from "./TurnPanel.module.css";
import { Value } from "../variables/Value";
import { variablesAt } from "../variables/variables";
import { actionText, noInputText } from "../model/session-texts";

const { turn: labels } = texts.session;

interface Props {
  session: Session;
  definition: FlowDefinition | undefined;
  /** Index of the turn; -1 if there is none yet. */
  index: number;
  times: TurnTimes | undefined;
  onSelectNode: (nodeId: string) => void;
  /** The turn is one of a test: its clock stands. */
  untimed?: boolean;
}

export function TurnPanel({ session, definition, index, times, onSelectNode, untimed = false }: Props) {
  const turn = session.turns[index];
  if (turn === undefined) return <p className={styles.nothing}>{labels.noneHere}</p>;
  const failures = failuresOf(turn);
  const changed = variablesAt(session, definition, index).filter((row) => row.changed);
  const breaking = session.turns.findIndex((each) => each.interrupted?.turnId === turn.turnId);
  const cut = turn.interrupted;
  const cutTurn = cut === undefined ? -1 : session.turns.findIndex((each) => each.turnId === cut.turnId);
  return (
    <div className={styles.panel}>
      <h2 className="unseen">{labels.heading(index + 1)}</h2>
      {failures > 0 ? (
        <p className={styles.failures}>
          <span aria-hidden="true">! </span>
          {labels.failures(failures)}
        </p>
      ) : null}
      <dl className={styles.exchange}>
        <dt>{labels.caller}</dt>
        <dd>
          {turn.input ?? <span className={styles.soft}>{noInputText(session.turns[index - 1])}</span>}
          {cut === undefined ? null : <p className={styles.interrupted}>{labels.brokeInto(cutTurn + 1, cut.heard)}</p>}
          {(turn.whispers ?? []).map((text, index) => (
            <p key={index} className={styles.interrupted}>
              {labels.whispered(text)}
            </p>
          ))}
        </dd>
        <dt>{labels.agent}</dt>
        <dd>
          {turn.response === "" ? <span className={styles.soft}>{labels.saidNothing}</span> : turn.response}
          {breaking < 0 ? null : (
            <p className={styles.interrupted}>
              {labels.interruptedIn(breaking + 1, session.turns[breaking]?.interrupted?.heard ?? "")}
            </p>
          )}
        </dd>
        <dt>{labels.next}</dt>
        <dd>
          {actionText(turn.action)} <span className={styles.soft}>{timeText(turn.at)}</span>
        </dd>
      </dl>

      {untimed ? null : (
        <section className={styles.section}>
          <h3>{labels.timing}</h3>
          <Timing turn={turn} times={times} />
        </section>
      )}

      <section className={styles.section}>
        <h3>{labels.steps}</h3>
        {turn.nodes.length === 0 && turn.decisions.length === 0 ? (
          <p className={styles.soft}>{labels.noStep}</p>
        ) : (
          <ol className={styles.steps}>
            {stepsOf(turn, definition).map((step, at) => (
              <StepCard key={`${at}:${step.nodeId}`} step={step} definition={definition} onSelectNode={onSelectNode} />
            ))}
          </ol>
        )}
      </section>

      {changed.length === 0 ? null : (
        <section className={styles.section}>
          <h3>{labels.changed}</h3>
          <dl className={styles.changes}>
            {changed.map(({ name, value, was }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <span className={styles.was}>
                    <Value value={was} />
                  </span>
                  <span aria-hidden="true">→</span>
                  <span className="unseen">{labels.became}</span>
                  <Value value={value} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
