/** One turn of a test: what the caller does, the reply, what is expected, and what is not so. */
import { Restricted } from "../../access/Restricted";
import type { FlowDefinition, TestFailure, TestTurn, Turn } from "../../api/types";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { Button, IconButton } from "../../ui/Button";
import { asItCame, inputKind, withExpected, type InputKind } from "../model/edits";
import styles from "./detail.module.css";
import { Expectations } from "./Expectations";
import { Failures } from "./Failures";
import { InputFields } from "./InputFields";

const words = texts.flowTests.turn;

/** The inputs that a caller makes, shown like words in a conversation. */
const SPOKEN: ReadonlySet<InputKind> = new Set(["say", "press"]);

export type TurnState = "passed" | "failed" | "notRun";

interface Props {
  number: number;
  turn: TestTurn;
  /** What the turn did in the newest run; undefined if it did not run. */
  came: Turn | undefined;
  /** The node at which the test was after the turn. */
  cameTo: string | null;
  failures: readonly TestFailure[];
  state: TurnState;
  open: boolean;
  definition: FlowDefinition | undefined;
  readOnly: boolean;
  /** The only turn of a test cannot be removed. */
  onlyOne: boolean;
  onOpen: () => void;
  onChange: (turn: TestTurn) => void;
  onRemove: () => void;
  onShowNode: (nodeId: string) => void;
  onAnswer: (nodeId: string) => void;
}

export function TurnCard(props: Props) {
  const { number, turn, came, cameTo, failures, state, open, readOnly, definition, onOpen, onChange } = props;
  const unanswered = failures.flatMap(({ field }) => unansweredNode(field) ?? []);
  return (
    <li className={styles.card} data-open={open} data-state={state}>
      <div className={styles.cardHead}>
        <button type="button" className={styles.cardTitle} aria-expanded={open} onClick={onOpen}>
          <span aria-hidden="true">{open ? "▾" : "▸"}</span> {words.title(number)}
        </button>
        {state === "notRun" ? null : (
          <Badge kind={state === "passed" ? "good" : "bad"}>
            <span aria-hidden="true">{state === "passed" ? "✓" : "✕"}</span> {words.state[state]}
          </Badge>
        )}
        {open && !readOnly && !props.onlyOne ? (
          <IconButton label={words.remove(number)} small onClick={props.onRemove}>
            <span aria-hidden="true">✕</span>
          </IconButton>
        ) : null}
      </div>
      {open ? (
        <Restricted need="PUT /api/flows/{flowId}/tests/{testId}">
          <InputFields turn={turn} onChange={onChange} />
        </Restricted>
      ) : (
        <p className={SPOKEN.has(inputKind(turn)) ? styles.caller : styles.quiet}>
          <span className="unseen">{texts.session.turn.caller} </span>
          {inputText(turn)}
        </p>
      )}
      {came === undefined ? null : (
        <p className={styles.reply} data-cut={!open}>
          <span className="unseen">{texts.session.turn.agent} </span>
          {came.response === "" ? <em>{texts.session.turn.saidNothing}</em> : came.response}
        </p>
      )}
      {failures.length === 0 ? null : <Failures {...{ failures, definition }} onShowNode={props.onShowNode} />}
      {(readOnly ? [] : unanswered).map((nodeId) => (
        <Button key={nodeId} small onClick={() => props.onAnswer(nodeId)}>
          {words.addAnswer(nodeId)}
        </Button>
      ))}
      {open ? (
        <Restricted need="PUT /api/flows/{flowId}/tests/{testId}">
          <Expectations
            expected={turn.expect ?? {}}
            definition={definition}
            onChange={(expected) => onChange(withExpected(turn, expected))}
            onAsItCame={
              came === undefined || unanswered.length > 0
                ? null
                : () => onChange(withExpected(turn, asItCame(turn.expect ?? {}, came, cameTo, failures)))
            }
          />
        </Restricted>
      ) : null}
    </li>
  );
}

/** The node whose tool or model has no answer left: `mocks.<node>`. An answer that cannot be used has its number too. */
function unansweredNode(field: string): string | null {
  const nodeId = field.startsWith("mocks.") ? field.slice("mocks.".length) : "";
  return nodeId === "" || /\.\d+(\.|$)/.test(nodeId) ? null : nodeId;
}

function inputText(turn: TestTurn): string {
  const kind: InputKind = inputKind(turn);
  if (kind === "say") return turn.say ?? "";
  return kind === "press" ? words.pressed(turn.press ?? "") : words.inputs[kind];
}
