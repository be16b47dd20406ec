/** Texts of simulated callers. */
import { count } from "../plural";

const number = new Intl.NumberFormat("en");
const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD", maximumSignificantDigits: 2 });

export const simulated = {
  title: "Simulated callers",
  about:
    "A model calls the flow with a goal, and another one judges the call. Real models are asked, which costs money.",
  region: "Simulated callers",
  calls: "Calls of each caller",
  budget: "Budget in tokens",
  estimate: (tokens: number, cost: number | null) => `At most about ${used(tokens, cost)}`,
  used: (tokens: number, cost: number | null) => `${used(tokens, cost)} used`,
  begin: (calls: number) => (calls === 1 ? "Make the call" : `Make ${count(calls, "call")}`),
  stop: "Stop",
  going: (left: number) => `${count(left, "call")} left…`,
  done: (passed: number, all: number) => `${passed} of ${all} passed`,
  results: "Simulated calls",
  passed: "Passed",
  failed: "Failed",
  on: "On the line",
  turns: (turns: number) => count(turns, "turn"),
  show: "Show the call",
  ended: {
    goalReached: "the caller reached the goal",
    callerHungUp: "the caller gave up",
    flowEnded: "the flow ended the call",
    turnsUsedUp: "the caller used up the turns",
    bothSilent: "both sides were silent",
    budgetUsedUp: "the budget is used up",
    noAnswer: "a tool or a model has no answer in the test",
    failed: "the call could not go on",
  },
  answers: { yes: "Yes", no: "No", unknown: "Not answered" },
  failure: (field: string, expected: string, came: string) => `${field}: expected ${expected}, came ${came}`,
  add: "New caller",
  edit: "Edit",
  editNamed: (name: string) => `Edit ${name}`,
  form: {
    title: "Simulated caller",
    description:
      "Tools answer as the test says. Every call is kept as a session, and can become a test with fixed words.",
    name: "Name",
    caller: "Who calls, and how",
    callerHint:
      "For example: Ann, impatient. Known manners: impatient, two things at once, hard of hearing, breaks the rules, changes the mind, vague.",
    goal: "What the caller wants",
    judge: "What must be true of the call",
    judgeHint: "One statement in a line. For example: The agent promises no refund.",
    maxTurns: "Turns at most",
    needed: "Fill in this field.",
    save: "Save caller",
    id: "caller",
  },
};

function used(tokens: number, cost: number | null): string {
  return `${number.format(tokens)} tokens${cost === null ? "" : ` (${dollars.format(cost)})`}`;
}
