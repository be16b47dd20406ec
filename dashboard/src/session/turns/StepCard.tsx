/** One run of a node: its decisions, what it asked for, and how it was left. */
import type { EffectRun, FlowDefinition } from "../../api/types";
import { exitTitle } from "../../flow/definition/exits";
import { KindIcon } from "../../flow/kind/KindIcon";
import { kindOf } from "../../flow/definition/kinds";
import { titleOf } from "../../flow/definition/node-title";
import { RulingRow } from "./RulingRow";
import type { StepOfTurn } from "./steps";
import { millisInWords } from "./timing";
import styles from "./TurnPanel.module.css";
import { outcomeInWords } from "../model/words";

interface Props {
  step: StepOfTurn;
  definition: FlowDefinition | undefined;
  onSelectNode: (nodeId: string) => void;
}

export function StepCard({ step, definition, onSelectNode }: Props) {
  const { node, run, nodeId } = step;
  const type = node?.type ?? run?.type;
  return (
    <li className={styles.step} data-kind={type ?? ""}>
      <div className={styles.stepHead}>
        <h4>
          <button
            type="button"
            className={styles.node}
            title="Show this node in the picture"
            onClick={() => onSelectNode(nodeId)}
          >
            {node === undefined ? nodeId : titleOf(node)}
          </button>
        </h4>
        {type === undefined ? null : (
          <span className={styles.kind}>
            <KindIcon type={type} /> {kindOf(type).name}
          </span>
        )}
        <span className={styles.soft}>
          {definition !== undefined && node === undefined ? "not in this version of the flow" : ""}
        </span>
        <span className={styles.outcome} data-bad={run?.outcome === "failed"}>
          {run === null ? "" : <Outcome step={step} />}
        </span>
        <span className={styles.millis}>{run === null ? "" : millisInWords(run.millis)}</span>
      </div>
      {step.rulings.length === 0 ? null : (
        <ul className={styles.rulings}>
          {step.rulings.map((ruling, at) => (
            <RulingRow key={at} ruling={ruling} />
          ))}
        </ul>
      )}
      {step.effects.map((effect, at) => (
        <Effect key={at} effect={effect} />
      ))}
    </li>
  );
}

function Outcome({ step: { node, run } }: { step: StepOfTurn }) {
  if (run === null) return null;
  const words = outcomeInWords(run);
  if (words !== run.outcome) return words;
  return (
    <>
      <span aria-hidden="true">→ </span>
      <span className="unseen">left by </span>
      {node === undefined ? words : exitTitle(node, run.outcome)}
    </>
  );
}

function Effect({ effect }: { effect: EffectRun }) {
  const { inputTokens, outputTokens } = effect;
  return (
    <div className={styles.effect} data-bad={!effect.ok}>
      <span>
        <span aria-hidden="true">{effect.ok ? "✓" : "✕"} </span>
        {effect.kind === "AskModel" ? "Asked the model" : "Called the tool"}
        {effect.ok ? "" : ": failed"}
      </span>
      {inputTokens === undefined && outputTokens === undefined ? null : (
        <span className={styles.soft}>
          {inputTokens ?? "?"} tokens in, {outputTokens ?? "?"} out
        </span>
      )}
      <span className={styles.millis}>{millisInWords(effect.millis)}</span>
      {effect.error === undefined ? null : <p className={styles.error}>{effect.error}</p>}
    </div>
  );
}
