/** What one turn did: what came in, node by node what was decided, what was said, and what comes next. */
import type { FlowDefinition, Session } from "../../api/types";
import { timeOf } from "../model/clock";
import type { TurnTimes } from "../model/live";
import { StepCard } from "./StepCard";
import { failuresOf, stepsOf } from "./steps";
import { Timing } from "./Timing";
import styles from "./TurnPanel.module.css";
import { Value } from "../variables/Value";
import { variablesAt } from "../variables/variables";
import { actionInWords, silenceInWords } from "../model/words";

interface Props {
  session: Session;
  definition: FlowDefinition | undefined;
  /** Of the turn; -1 where there is none yet. */
  index: number;
  times: TurnTimes | undefined;
  onSelectNode: (nodeId: string) => void;
}

export function TurnPanel({ session, definition, index, times, onSelectNode }: Props) {
  const turn = session.turns[index];
  if (turn === undefined)
    return <p className={styles.nothing}>No turn has been taken yet. What each one does will show here.</p>;
  const failures = failuresOf(turn);
  const changed = variablesAt(session, definition, index).filter((row) => row.changed);
  const breaking = session.turns.findIndex((each) => each.interrupted?.turnId === turn.turnId);
  const cut = turn.interrupted;
  const cutTurn = cut === undefined ? -1 : session.turns.findIndex((each) => each.turnId === cut.turnId);
  return (
    <div className={styles.panel}>
      <h2 className="unseen">Turn {index + 1}</h2>
      {failures > 0 ? (
        <p className={styles.failures}>
          <span aria-hidden="true">! </span>
          {failures === 1 ? "One thing failed in this turn" : `${failures} things failed in this turn`}, as told below.
        </p>
      ) : null}
      <dl className={styles.exchange}>
        <dt>Caller</dt>
        <dd>
          {turn.input ?? <span className={styles.soft}>{silenceInWords(session.turns[index - 1])}</span>}
          {cut === undefined ? null : (
            <p className={styles.interrupted}>
              Broke into {cutTurn < 0 ? "an earlier reply" : `the reply of turn ${cutTurn + 1}`}
              {cut.heard === "" ? ", before a word of it was heard." : `, having heard “${cut.heard}”.`}
            </p>
          )}
        </dd>
        <dt>Agent</dt>
        <dd>
          {turn.response === "" ? <span className={styles.soft}>Says nothing.</span> : turn.response}
          {breaking < 0 ? null : (
            <p className={styles.interrupted}>
              Interrupted in turn {breaking + 1}; heard: “{session.turns[breaking]?.interrupted?.heard}”.
            </p>
          )}
        </dd>
        <dt>Then</dt>
        <dd>
          {actionInWords(turn.action)} <span className={styles.soft}>{timeOf(turn.at)}</span>
        </dd>
      </dl>

      <section className={styles.section}>
        <h3>Where the time went</h3>
        <Timing turn={turn} times={times} />
      </section>

      <section className={styles.section}>
        <h3>What the flow did</h3>
        {turn.nodes.length === 0 && turn.decisions.length === 0 ? (
          <p className={styles.soft}>No node ran: the flow stayed where it stood.</p>
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
          <h3>Variables it changed</h3>
          <dl className={styles.changes}>
            {changed.map(({ name, value, was }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <span className={styles.was}>
                    <Value value={was} />
                  </span>
                  <span aria-hidden="true">→</span>
                  <span className="unseen">became</span>
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
