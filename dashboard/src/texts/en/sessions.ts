/** Texts of the list of sessions, and of a session's own page. */
export const sessions = {
  title: "Sessions",
  refresh: "Refresh",
  loading: "Loading sessions…",
  none: "No sessions yet. To create one, press Test chat or Test audio in the list of flows.",
  noneFound: "No session fits all of these filters. A session that has just ended can take some seconds to be found.",
  noneYet: "None of the newest sessions fits. Older ones were not searched yet.",
  searchOn: "Search older sessions",
  more: "Show more",
  showing: (count: number, more: boolean) => {
    const sessions = count === 1 ? "1 session" : `${count} sessions`;
    return more ? `The newest ${sessions}.` : `${sessions}, newest first.`;
  },

  filters: "Filters",
  anyFlow: "Any flow",
  anyStatus: "Any status",
  anyAgent: "Any agent",
  anyTest: "Calls and tests",
  words: "Caller's words",
  caller: "Caller's number",
  called: "Called number",
  agent: "Agent",
  outcome: "Outcome",
  node: "Id of a node it reached",
  from: "From",
  to: "To",
  test: "Tests",
  testModes: { none: "Calls, no tests", chat: "Chat test", audio: "Audio test", simulated: "Simulated caller" },
  moreFilters: (set: number) => (set === 0 ? "More filters" : `More filters (${set})`),
  fewerFilters: "Fewer filters",
  clear: "Clear all",

  began: "Started",
  flow: "Flow",
  status: "Status",
  version: "Version",
  callerOrRoom: "Caller or room",
  calledAt: (number: string) => `to ${number}`,
  byAgent: (name: string) => `Agent ${name}`,

  page: {
    title: "Session",
    titleOf: (flow: string) => `Session of ${flow}`,
    openFlow: "Open flow",
    repeat: "Run again with the same inputs",
    flowMissing: "The flow of this session no longer exists.",
    withoutFlow: "The conversation and the turns are shown without the diagram.",
    draftChanged: "This draft has changed since the session ran.",
    draftChangedBody:
      "The diagram and the expressions are from the current draft. They may differ from those that ran.",
    turnMissing: "The turn in the address is not in this session.",
    newestTurn: "The newest turn is shown.",
    missing: "There is no such session.",
    missingBody:
      "The address may be incomplete, the session may belong to another organization, or it may have been deleted.",
    allSessions: "All sessions",
  },

  transcript: {
    label: "Transcript",
    formats: {
      text: { label: "As text", hint: "One line for each message, with its time" },
      json: { label: "As JSON", hint: "For a program" },
      vtt: { label: "As subtitles", hint: "WebVTT, with estimated times" },
    },
  },
};
