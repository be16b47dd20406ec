/** Texts of a flow's versions, of the agents that give them to calls, and of replays. */
import { count } from "../plural";

const v = (version: number) => `v${version}`;
/** At most one decimal. */
const percent = (number: number) => `${Math.round(number * 10) / 10} %`;

export const versions = {
  title: "Versions",
  loading: "Loading versions…",
  none: "No version is published yet. Publish the draft to create version 1.",
  more: "Show more",
  columns: {
    choose: "Compare",
    version: "Version",
    published: "Published",
    note: "Note",
    sessions: "Sessions",
    actions: "Actions",
  },
  version: v,
  draft: "Draft",
  draftHint: "Not published",
  choose: (version: string) => `Choose ${version} to compare`,
  compare: "Compare",
  compareBoth: (from: string, to: string) => `Compare ${from} with ${to}`,
  compareWithDraft: "Compare with draft",
  compareHint: "Choose two versions to compare",
  by: (name: string) => `by ${name}`,
  unknownTime: "unknown",
  noNote: "—",
  modelMoved: (now: string, before: string) => `The provider answers with ${now}, no longer with ${before}:`,
  override: "Gate overridden",
  overrideReason: (reason: string) => `Gate overridden: ${reason}`,
  newest: "Newest",
  given: (number: number, agent: string) => `${percent(number)} of ${agent}`,
  menu: "More",
  /** Follows the label of the menu, for screen readers. */
  ofVersion: (version: number) => `for ${v(version)}`,
  open: "Open",
  restore: "Restore as draft",
  restoreHint: "The draft is replaced. Nothing is published.",
  rollOut: (version: number) => `Roll out ${v(version)}`,
  rollOutShort: "Roll out",
  takeBack: "Take back",
  takeBackOf: (version: number) => `Take back ${v(version)}`,
  replay: "Replay calls through it",

  outcome: {
    restored: (version: number, revision: number) => `Version ${version} is the draft now (revision ${revision}).`,
    openDraft: "Open draft",
    takenBack: (version: number) => `Version ${version} was taken back.`,
    takenBackHint: (agents: string) => `New calls of ${agents} get other versions. Calls in progress keep theirs.`,
    undo: "Undo",
    undone: (version: number) => `Version ${version} is given to new calls again.`,
    rolledOut: (agents: string) =>
      `New calls of ${agents} get their versions as chosen. Calls in progress keep theirs.`,
    gateSaved: "The gate is saved.",
    failed: (reason: string) => `Not done: ${reason}`,
  },

  agents: {
    title: "New calls",
    hint: "The versions that the environments and agents of this flow give to new calls.",
    loading: "Loading agents…",
    none: "No agent uses this flow. Calls reach it once an agent points at it.",
    share: (version: number, number: number) => `${v(version)} ${percent(number)}`,
    latest: "always the newest",
    within: (agents: readonly string[]) => (agents.length === 0 ? "environment without agents" : agents.join(", ")),
    change: "Change",
  },

  rollout: {
    title: "Roll out a version",
    description: "Calls in progress keep their version. The id of a session decides which version it gets.",
    givers: "Environments and agents",
    version: "Version",
    percent: "Percent of new calls",
    percentWrong: "Enter a number from 0 to 100.",
    rest: "Version of the other calls",
    preview: (version: number, part: number, rest: number) =>
      part >= 100
        ? `All new calls get ${v(version)}.`
        : `Of 100 new calls, about ${Math.round(part)} get ${v(version)} and ${100 - Math.round(part)} get ${v(rest)}.`,
    none: "Choose at least one of them.",
    submit: "Roll out",
  },

  gateDialog: {
    title: "Gate",
    description: "What a draft must pass before it is published.",
    tests: "Every test of the flow must pass",
    replay: "Replay recorded calls",
    replayLast: "Calls, the newest first",
    replayWrong: (most: number) => `Enter a whole number from 1 to ${most}.`,
    mostDiffering: "Calls that may go another way",
    mostWrong: (most: number) => `Enter a whole number from 0 to ${most}.`,
    words: "Other words alone do not count",
    coverage: "The tests must reach a part of the nodes",
    percent: "Percent of the nodes",
    percentWrong: "Enter a number from 0 to 100.",
    submit: "Save gate",
  },

  replayPage: {
    intro:
      "Recorded calls run again through a version. Models and tools answer as they did, and nothing outside is asked.",
    version: "Version",
    draft: "Draft",
    option: (version: number) => `Version ${version}`,
    last: "Last calls",
    run: "Replay",
    running: (calls: number) => `Replaying ${count(calls, "call")}…`,
    title: "Result",
    same: (calls: number) => `${calls} same`,
    differ: (calls: number) => `${calls} another way`,
    cannot: (calls: number) => `${calls} cannot be told`,
    left: (calls: number) => `${calls} left out`,
    leftHint: "The time did not suffice for these calls. Replay fewer calls.",
    noCalls: "There are no recorded calls of this flow.",
    allSame: "Each call goes as it did.",
    groups: "What differs",
    picture: "Where calls part",
  },
};
