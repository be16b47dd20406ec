/** One test: its turns with what came of them, and all of it to edit. */
import { useState } from "react";
import { Link } from "wouter";
import { useRefusal } from "../../access/access";
import { MayButton } from "../../access/MayButton";
import { Restricted } from "../../access/Restricted";
import type { ApiFailure } from "../../api/failure";
import type { FlowDefinition, FlowTest, TestResult, Turn } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { Menu } from "../../ui/Menu";
import { Notice } from "../../ui/Notice";
import { nodeAfter } from "../model/as-session";
import { newAnswer, replaced, withAnswers, withField, without } from "../model/edits";
import { Answers, answerOf } from "./Answers";
import styles from "./detail.module.css";
import { Setting } from "./Setting";
import { TurnCard, type TurnState } from "./TurnCard";

const words = texts.flowTests.detail;

const SAVE = "PUT /api/flows/{flowId}/tests/{testId}";

export interface DetailProps {
  flowId: string;
  testId: string;
  /** As it is edited. */
  test: FlowTest;
  /** Whether it differs from the saved one. */
  changed: boolean;
  /** Undefined if it has not run. */
  result: TestResult | undefined;
  /** What each turn did in that run. */
  turns: readonly Turn[];
  definition: FlowDefinition | undefined;
  /** The index of the open turn; null if none is open. */
  openTurn: number | null;
  running: boolean;
  saving: boolean;
  failure: ApiFailure | null;
  onOpenTurn: (index: number | null) => void;
  onChange: (test: FlowTest) => void;
  onDiscard: () => void;
  onSave: () => void;
  onRun: () => void;
  onDelete: () => void;
  onDuplicate: () => void;
  onShowNode: (nodeId: string) => void;
}

export function TestDetail(props: DetailProps) {
  const { flowId, testId, test, changed, result, turns, definition, openTurn, onOpenTurn, onChange } = props;
  const [answersOpen, setAnswersOpen] = useState(false);
  const unsaved = useRefusal(SAVE);
  const kept = useRefusal("DELETE /api/flows/{flowId}/tests/{testId}");
  const change = (turn: number, by: FlowTest["turns"][number]) =>
    onChange({ ...test, turns: replaced(test.turns, turn, by) });
  const add = () => {
    onChange({ ...test, turns: [...test.turns, { say: "" }] });
    onOpenTurn(test.turns.length);
  };
  return (
    <form
      className={styles.detail}
      onInvalidCapture={(event) => {
        const fold = event.target instanceof Element ? event.target.closest("details") : null;
        if (fold !== null) fold.open = true;
      }}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave();
      }}
    >
      <div className={styles.top}>
        <Link href={paths.tests(flowId)} className={styles.back}>
          <span aria-hidden="true">←</span> {words.all}
        </Link>
        <ResultBadge result={result} changed={changed} />
        <span className={styles.buttons}>
          <MayButton
            need={SAVE}
            small
            type="submit"
            kind={changed ? "primary" : "plain"}
            disabled={!changed}
            busy={props.saving}
          >
            {words.save}
          </MayButton>
          <MayButton
            need="POST /api/flows/{flowId}/tests/run"
            small
            busy={props.running}
            disabled={changed}
            onClick={props.onRun}
          >
            {words.run}
          </MayButton>
          <Menu
            small
            kind="quiet"
            label={words.more}
            items={[
              { label: words.discard, disabled: !changed, onSelect: props.onDiscard },
              { label: words.duplicate, onSelect: props.onDuplicate, refusal: unsaved },
              { label: words.delete, danger: true, onSelect: props.onDelete, refusal: kept },
            ]}
          />
        </span>
      </div>
      <label className={styles.name}>
        <span className="unseen">{words.name}</span>
        <input
          value={test.name}
          required
          maxLength={200}
          readOnly={unsaved !== null}
          onChange={({ target }) => onChange(withField(test, "name", target.value))}
        />
      </label>
      <code className={styles.id} title={words.id}>
        {testId}
      </code>
      {props.failure === null ? null : (
        <Notice kind="bad" title={props.failure.title}>
          {props.failure.remedy}
          {props.failure.problems.length === 0 ? null : (
            <ul>
              {props.failure.problems.map(({ message, field }) => (
                <li key={`${field ?? ""} ${message}`}>{field ? `${field}: ${message}` : message}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {test.simulate == null ? null : <Notice kind="info" title={words.simulated} />}
      <ol className={styles.turns} aria-label={words.turns}>
        {test.turns.map((turn, index) => {
          const failures = result?.failures.filter((each) => each.turn === index + 1) ?? [];
          return (
            <TurnCard
              key={index}
              number={index + 1}
              turn={turn}
              came={turns[index]}
              cameTo={turns[index] === undefined ? null : nodeAfter(turns, index)}
              failures={failures}
              state={stateOf(result, index, failures.length > 0)}
              open={openTurn === index}
              definition={definition}
              readOnly={unsaved !== null}
              onlyOne={test.turns.length === 1 && test.simulate == null}
              onOpen={() => onOpenTurn(openTurn === index ? null : index)}
              onChange={(now) => change(index, now)}
              onRemove={() => {
                onChange({ ...test, turns: without(test.turns, index) });
                onOpenTurn(null);
              }}
              onShowNode={props.onShowNode}
              onAnswer={(nodeId) => {
                const answers = test.mocks?.[nodeId] ?? [];
                onChange(withAnswers(test, nodeId, [...answers, newAnswer(answerOf(definition, nodeId))]));
                setAnswersOpen(true);
              }}
            />
          );
        })}
      </ol>
      <MayButton need={SAVE} small onClick={add}>
        {words.addTurn}
      </MayButton>
      <details
        className={styles.fold}
        open={answersOpen}
        onToggle={(event) => setAnswersOpen(event.currentTarget.open)}
      >
        <summary>{words.answers(Object.keys(test.mocks ?? {}).length)}</summary>
        <Restricted need={SAVE}>
          <Answers {...{ test, definition, onChange }} />
        </Restricted>
      </details>
      <details className={styles.fold}>
        <summary>{words.setting}</summary>
        <Restricted need={SAVE}>
          <Setting {...{ test, onChange }} />
        </Restricted>
      </details>
    </form>
  );
}

function ResultBadge({ result, changed }: { result: TestResult | undefined; changed: boolean }) {
  if (changed) return <Badge kind="warning">{words.unsaved}</Badge>;
  if (result === undefined) return <Badge>{texts.flowTests.list.notRun}</Badge>;
  return (
    <Badge kind={result.passed ? "good" : "bad"}>
      {result.passed ? texts.flowTests.list.passed : texts.flowTests.list.failed}
    </Badge>
  );
}

function stateOf(result: TestResult | undefined, index: number, failed: boolean): TurnState {
  if (result === undefined) return "notRun";
  if (result.passed) return "passed";
  if (failed) return "failed";
  // A test ends with the first turn that fails.
  return index + 1 < Math.max(...result.failures.map(({ turn }) => turn)) ? "passed" : "notRun";
}
