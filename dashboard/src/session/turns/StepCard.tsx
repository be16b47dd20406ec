/** One run of a node: its expressions, its effects, and its exit. */
import type { EffectRun, FlowDefinition } from "../../api/types";
import { exitTitle } from "../../flow/definition/exits";
import { KindIcon } from "../../flow/kind/KindIcon";
import { kindOf } from "../../flow/definition/kinds";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import { EvaluationRow } from "./EvaluationRow";
import type { StepOfTurn } from "./steps";
import { millisText } from "./timing";
import styles from "./TurnPanel.module.css";
import { outcomeText } from "../model/session-texts";
import { BY_HANDLER } from "../model/taken-handler";

const { turn: labels } = texts.session;

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
          <button type="button" className={styles.node} title={labels.showNode} onClick={() => onSelectNode(nodeId)}>
            {node === undefined ? nodeId : titleOf(node)}
          </button>
        </h4>
        {type === undefined ? null : (
          <span className={styles.kind}>
            <KindIcon type={type} /> {kindOf(type).name}
          </span>
        )}
        <span className={styles.soft}>{placeText(step, definition)}</span>
        <span className={styles.outcome} data-bad={run?.outcome === "failed"}>
          {run === null ? "" : <Outcome step={step} />}
        </span>
        <span className={styles.millis}>{run === null ? "" : millisText(run.millis)}</span>
      </div>
      {step.evaluations.length === 0 ? null : (
        <ul className={styles.evaluations}>
          {step.evaluations.map((evaluation, at) => (
            <EvaluationRow key={at} evaluation={evaluation} />
          ))}
        </ul>
      )}
      {step.effects.map((effect, at) => (
        <Effect key={at} effect={effect} />
      ))}
    </li>
  );
}

/** The inner flow that has the node, or that no flow here has it. */
function placeText({ node, run }: StepOfTurn, definition: FlowDefinition | undefined): string {
  if (run?.flowId !== undefined) return labels.inFlow(run.flowId);
  return definition !== undefined && node === undefined ? labels.notInVersion : "";
}

function Outcome({ step: { node, run, handler } }: { step: StepOfTurn }) {
  if (run === null) return null;
  if (run.outcome.startsWith(BY_HANDLER)) {
    const title = handler?.title ?? run.outcome.slice(BY_HANDLER.length);
    return texts.session.handlers.taken(title);
  }
  const text = outcomeText(run);
  if (text !== null) return text;
  return (
    <>
      <span aria-hidden="true">→ </span>
      <span className="unseen">{labels.leftBy} </span>
      {node === undefined ? run.outcome : exitTitle(node, run.outcome)}
    </>
  );
}

function Effect({ effect }: { effect: EffectRun }) {
  const { inputTokens, outputTokens } = effect;
  return (
    <div className={styles.effect} data-bad={!effect.ok}>
      <span>
        <span aria-hidden="true">{effect.ok ? "✓" : "✕"} </span>
        {effect.kind === "AskModel" ? labels.askedModel : labels.calledTool}
        {effect.ok ? "" : labels.effectFailed}
      </span>
      {inputTokens === undefined && outputTokens === undefined ? null : (
        <span className={styles.soft}>{labels.tokens(inputTokens, outputTokens)}</span>
      )}
      <span className={styles.millis}>{millisText(effect.millis)}</span>
      {effect.error === undefined ? null : <p className={styles.error}>{effect.error}</p>}
    </div>
  );
}
