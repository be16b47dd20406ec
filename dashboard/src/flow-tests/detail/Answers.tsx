/** The answers of tools and models, by node, in the order in which the node asks. */
import { useId } from "react";
import type { FlowDefinition, FlowTest, Mock } from "../../api/types";
import { nodeById } from "../../flow/definition/edits";
import { titleOf } from "../../flow/definition/node-title";
import { texts } from "../../texts";
import { Button, IconButton } from "../../ui/Button";
import { newAnswer, replaced, withAnswers, without, type AnswerKind } from "../model/edits";
import { Answer } from "./Answer";
import styles from "./detail.module.css";

const words = texts.flowTests.answers;

interface Props {
  test: FlowTest;
  definition: FlowDefinition | undefined;
  onChange: (test: FlowTest) => void;
}

export function Answers({ test, definition, onChange }: Props) {
  const id = useId();
  const mocks = Object.entries(test.mocks ?? {});
  const asking = definition?.nodes.filter(({ id: nodeId, type }) => ASKS.has(type) && !test.mocks?.[nodeId]) ?? [];
  const set = (nodeId: string, answers: readonly Mock[]) => onChange(withAnswers(test, nodeId, answers));
  return (
    <div className={styles.answers}>
      {mocks.length === 0 ? <p className={styles.hint}>{words.none}</p> : null}
      {mocks.map(([nodeId, answers]) => (
        <section key={nodeId} className={styles.ofNode} aria-label={words.ofNode(titleIn(definition, nodeId))}>
          <h4>{titleIn(definition, nodeId)}</h4>
          <ol>
            {answers.map((answer, at) => (
              <li key={at} className={styles.answer}>
                <Answer answer={answer} onChange={(now) => set(nodeId, replaced(answers, at, now))} />
                <IconButton label={words.remove(at + 1)} small onClick={() => set(nodeId, without(answers, at))}>
                  <span aria-hidden="true">✕</span>
                </IconButton>
              </li>
            ))}
          </ol>
          <Button small onClick={() => set(nodeId, [...answers, newAnswer(answerOf(definition, nodeId))])}>
            {words.another}
          </Button>
        </section>
      ))}
      {asking.length === 0 ? null : (
        <div className={styles.field}>
          <label htmlFor={id}>{words.add}</label>
          <select
            id={id}
            value=""
            onChange={({ target }) => set(target.value, [newAnswer(answerOf(definition, target.value))])}
          >
            <option value="">{words.choose}</option>
            {asking.map((node) => (
              <option key={node.id} value={node.id}>
                {titleOf(node)}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}

/** The kinds of nodes that may ask a tool or a model. */
const ASKS: ReadonlySet<string> = new Set(["elicitation", "form", "llm", "decision", "tool"]);

/** The kind of answer that a node gets: of a tool, or of a model. */
export function answerOf(definition: FlowDefinition | undefined, nodeId: string): AnswerKind {
  return definition !== undefined && nodeById(definition, nodeId)?.type === "tool" ? "tool" : "model";
}

function titleIn(definition: FlowDefinition | undefined, nodeId: string): string {
  const node = definition === undefined ? undefined : nodeById(definition, nodeId);
  return node === undefined ? nodeId : titleOf(node);
}
