/** Edits of a test. Each returns a new test; the order of its fields stays. */
import type { Expected, FlowTest, Mock, StoredTest, TestFailure, TestTurn, Turn } from "../../api/types";

/** A test as its author writes it. */
export function authored(stored: StoredTest): FlowTest {
  const test: FlowTest & Partial<StoredTest> = { ...stored };
  delete test.testId;
  delete test.updatedAt;
  return test;
}

/** With another value of a field; without the field if the value is undefined. */
export function withField<T extends object, K extends keyof T>(of: T, name: K, value: T[K] | undefined): T {
  const copy = { ...of };
  if (value === undefined) Reflect.deleteProperty(copy, name);
  else copy[name] = value;
  return copy;
}

export function replaced<T>(list: readonly T[], at: number, by: T): T[] {
  return list.map((one, index) => (index === at ? by : one));
}

export function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at);
}

export type InputKind = "say" | "press" | "silence" | "none";

export function inputKind({ say, press, silence }: TestTurn): InputKind {
  if (say != null) return "say";
  if (press != null) return "press";
  return silence ? "silence" : "none";
}

/** The turn with an input of another kind. A turn without input has expectations, maybe empty ones. */
export function withInput(turn: TestTurn, kind: InputKind): TestTurn {
  const expect = turn.expect ?? (kind === "none" ? {} : undefined);
  const rest: TestTurn = expect === undefined ? {} : { expect };
  switch (kind) {
    case "say":
      return { say: turn.say ?? "", ...rest };
    case "press":
      return { press: turn.press ?? "", ...rest };
    case "silence":
      return { silence: true, ...rest };
    case "none":
      return rest;
  }
}

/** The turn with other expectations. Empty ones are left out, except in a turn without input. */
export function withExpected(turn: TestTurn, expected: Expected): TestTurn {
  const empty = Object.keys(expected).length === 0;
  return withField(turn, "expect", empty && inputKind(turn) !== "none" ? undefined : expected);
}

/** The expectations with which the turn, as it came, passes. Wordings stay, and a status changes if it is not the one. */
export function asItCame(
  expected: Expected,
  came: Turn,
  nodeId: string | null,
  failures: readonly TestFailure[],
): Expected {
  const { says, notSays } = expected;
  const status = statusOf(failures.find(({ field }) => field === "status")?.actual) ?? expected.status;
  return {
    ...(nodeId === null ? {} : { node: nodeId }),
    ...(says == null ? {} : { says }),
    ...(notSays == null ? {} : { notSays }),
    ...(Object.keys(came.variables.changed).length === 0 ? {} : { variables: came.variables.changed }),
    action: came.action.type,
    ...(status == null ? {} : { status }),
  };
}

export const STATUSES = ["waiting", "active", "completed", "transferred", "failed"] as const;
export const ACTIONS = ["listen", "continue", "transfer", "hangup"] as const;

export function statusOf(value: unknown): (typeof STATUSES)[number] | undefined {
  return STATUSES.find((status) => status === value);
}

/** With the answers for a node; without the node if there are none. */
export function withAnswers(test: FlowTest, nodeId: string, answers: readonly Mock[]): FlowTest {
  const mocks = withField(test.mocks ?? {}, nodeId, answers.length === 0 ? undefined : [...answers]);
  return withField(test, "mocks", Object.keys(mocks).length === 0 ? undefined : mocks);
}

export type AnswerKind = "tool" | "model" | "error";

export function answerKind({ status, error }: Mock): AnswerKind {
  if (status != null) return "tool";
  return error == null ? "model" : "error";
}

/** An answer of another kind, to be filled in. */
export function newAnswer(kind: AnswerKind): Mock {
  switch (kind) {
    case "tool":
      return { status: 200, body: {} };
    case "model":
      return { reply: "" };
    case "error":
      return { error: "timeout" };
  }
}
