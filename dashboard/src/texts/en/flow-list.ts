/** Texts of the list of flows, and of the dialogs that create and import a flow. */
import { count } from "./plural";

export const flowList = {
  title: "Flows",
  loading: "Loading flows…",
  newFlow: "New flow",
  import: "Import",
  showMore: "Show more",
  stale: (remedy: string) => `This list may be out of date. ${remedy}`,
  empty: {
    title: "No flows yet",
    text: "A flow defines a conversation with a caller: the questions, the lookups, and the step that follows each answer.",
    create: "Create the first flow",
    import: "Import from a file",
  },

  columns: {
    flow: "Flow",
    version: "Version",
    draft: "Draft",
    problems: "Problems",
    sessionsToday: "Sessions today",
    lastChange: "Last change",
    actions: "Actions",
  },
  search: {
    label: "Search by name or ID",
    found: (flows: number) => (flows === 0 ? "" : count(flows, "flow found", "flows found")),
    foundOf: (flows: number, read: number) =>
      `${count(flows, "flow found", "flows found")} among the first ${read}, by ID. There are more flows.`,
    reading: "Searching…",
    readMore: "Search further",
    none: (search: string) => `No flow has “${search}” in its name or ID.`,
  },
  hasProblems: (problems: string) => `the flow has ${problems}.`,
  more: "More",
  duplicate: {
    open: "Duplicate…",
    title: (flow: string) => `Duplicate ${flow}`,
    description: "The copy is a draft with its own ID. It is not published.",
    nameOf: (flow: string) => `Copy of ${flow}`,
    what: "What to copy",
    draft: "The draft",
    latest: (version: number) => `Version ${version}, which is published`,
    tests: "Copy its tests",
    submit: "Duplicate",
    failed: (reason: string) => `Not duplicated: ${reason}`,
    partly: (tests: number, reason: string) =>
      `The flow was duplicated, but ${count(tests, "test was", "tests were")} not: ${reason}`,
    openCopy: "Open the copy",
  },
  rename: {
    open: "Rename…",
    title: "Rename flow",
    description: (id: string) =>
      `The draft gets the new name. The ID ${id} stays, and a published version keeps its name until you publish again.`,
    submit: "Rename",
    again: "Rename anyway",
    done: (name: string) => `The flow is now called ${name}.`,
    failed: (reason: string) => `Not renamed: ${reason}`,
    moved: (name: string) => `Somebody has renamed this flow to “${name}” in the meantime.`,
    movedHint: "Keep that name with Cancel, or rename the flow anyway.",
    missing: "This flow was deleted in the meantime.",
  },
  remove: {
    open: "Delete…",
    title: (flow: string) => `Delete ${flow}?`,
    description:
      "Its draft, tests, gate and environments are deleted. Its versions and sessions stay readable, and calls in progress continue.",
    looking: "Looking for agents that use this flow…",
    notLooked: "Whether agents use this flow is not known. The flow is deleted only if none does.",
    used: (agents: number) =>
      agents === 1
        ? "An agent uses this flow. Point it to another flow first:"
        : `${agents} agents use this flow. Point them to another flow first:`,
    toAgents: "Agents and environments of this flow",
    environments: (names: readonly string[]) =>
      names.length === 1
        ? `Its environment ${names[0] ?? ""} is deleted with it.`
        : `Its environments ${names.join(", ")} are deleted with it.`,
    submit: "Delete",
    failed: (reason: string) => `Not deleted: ${reason}`,
    done: (flow: string) => `${flow} was deleted.`,
    undo: "Undo",
    undoHint: "Undo brings back its draft, tests and gate, as long as this page is open.",
    undoHintPublished:
      "Undo brings back its draft, tests and gate, as long as this page is open. Publish the draft then to take calls again.",
    back: (flow: string) => `${flow} is back.`,
    notBack: (reason: string) => `Not brought back completely: ${reason}`,
    takenAgain: "Somebody has created a flow with this ID in the meantime. It was not replaced.",
  },
  notPublished: "Not published",
  version: (version: number) => `v${version}`,
  testChat: "Test chat",
  testAudio: "Test audio",
  sessions: "Sessions",
  /** The accessible name of an action in one flow's row. */
  ofFlow: (action: string, flow: string) => `${action}: ${flow}`,
  notCounted: "Not counted",
  notCountedHint: "This draft was saved before problems were counted. Save it again to count them.",
  noProblems: "None",
  warnings: (number: number) => count(number, "warning"),
  notLoaded: (reason: string) => `Not loaded: ${reason}`,
  loadingCount: "Loading",

  idField: "ID",
  create: {
    title: "New flow",
    description: "It begins with a greeting, a question and a goodbye.",
    submit: "Create",
    name: "Name",
    nameEmpty: "Enter a name.",
    idHint: "Agents, URLs and the API use this ID. You cannot change it later.",
    idTaken: "A flow with this ID already exists. Choose another ID.",
    failed: (reason: string) => `Not created: ${reason}`,
    retryLater: "Try again when the API responds.",
  },
  importDialog: {
    title: "Import a flow",
    description:
      "Choose a file that was exported from Callflow, Retell, Voiceflow (.vf), Dialogflow CX (.zip), Vapi or Pipecat. It becomes a draft and is not published.",
    reading: "Reading the file…",
    kinds: {
      retell: "Retell conversation flow",
      voiceflow: "Voiceflow project",
      "dialogflow-cx": "Dialogflow CX agent",
      vapi: "Vapi workflow",
      pipecat: "Pipecat flow",
    },
    summary: (kind: string, nodes: number, lost: number, changed: number) =>
      `${kind}. Nodes: ${nodes}. Not taken over: ${lost}. Changed: ${changed}.`,
    note: { lost: "Not taken over", changed: "Changed" },
    wholeFile: "the whole file",
    inner: (number: number) =>
      number === 1
        ? "One more flow becomes a draft, which this one calls:"
        : `${number} more flows become drafts, which this one calls:`,
    openUnsaved: "Open without saving",
    replace: "Replace draft",
    submit: "Import",
    file: "File",
    unreadable: (file: string, reason: string) => `${file} cannot be imported. ${reason}`,
    idHint: "Agents, URLs and the API use this ID.",
    taken: (id: string) => `A flow with the ID ${id} already exists.`,
    takenHint: "Choose another ID, or replace its draft. Its published versions do not change.",
    failed: (reason: string) => `Not imported: ${reason}`,
    hasProblems: (problems: string) => `Not imported: the flow has ${problems}.`,
    moreProblems: (number: number) => `… and ${number} more.`,
    retryLater: "Import again when the API responds.",
    notStored: "This browser cannot store unsaved changes.",
    notStoredHint: "Its storage is full or blocked. Fix the problems in the file, then import it again.",
  },
};
