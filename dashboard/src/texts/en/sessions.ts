/** Texts of the list of sessions, and of a session's own page. */
export const sessions = {
  title: "Sessions",
  refresh: "Refresh",
  loading: "Loading sessions…",
  none: "No sessions yet. To create one, press Test chat or Test audio in the list of flows.",
  noneWithStatus: "No session has this status. Choose another status.",
  more: "Show more",
  newestOfAll: (perFlow: number) =>
    `The newest ${perFlow} sessions of each flow. Choose a flow to see all of its sessions.`,
  newestOfSome: (perFlow: number, shown: number, flows: number) =>
    `The newest ${perFlow} sessions of each of the first ${shown} of ${flows} flows. Choose a flow to see all of its sessions.`,

  filters: "Filters",
  anyFlow: "Any flow, newest first",
  anyStatus: "Any status",

  began: "Started",
  flow: "Flow",
  status: "Status",
  version: "Version",
  room: "Room",

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
