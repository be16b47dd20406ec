/** Texts of one session. */
import { common } from "./common";
import { count } from "./plural";

const at = (node: string) => (node === "" ? "" : ` at “${node}”`);

/** `number` is a text with separators. */
const units = (number: string, one: string) => `${number} ${number === "1" ? one : `${one}s`}`;

export const session = {
  loading: {
    flow: "Loading flow…",
    version: "Loading version…",
    session: "Loading session…",
  },

  /** The API sent a continuation when the whole session was requested. */
  incomplete: "The API sent only a part of the session.",

  status: {
    pending: { text: "Pending", meaning: "The session is ready, but no caller has joined yet." },
    active: { text: "In progress", meaning: "A model or a tool is running." },
    waiting: { text: "Waiting", meaning: "The flow is waiting for the caller." },
    completed: { text: "Completed", meaning: "The flow has ended." },
    transferred: { text: "Transferred", meaning: "The caller was transferred." },
    failed: { text: "Failed", meaning: "The flow could not continue." },
    abandoned: { text: "Abandoned", meaning: "The caller left before the flow ended." },
  },

  modes: {
    chat: "Test chat",
    audio: "Test audio",
    simulated: "Simulated caller",
    phone: "Phone call",
    api: "API only",
  },

  erase: {
    button: "Erase…",
    title: "Erase this session?",
    cannotBeUndone: "This cannot be undone.",
    what: "What to erase",
    session: "This session",
    caller: (number: string) => `All sessions of ${number}`,
    open: "The call is still open. It ends when the caller speaks next.",
    goes: "What goes",
    going: [
      "The conversation, variables, turns and traces, and the entries by which searches find them",
      "Tests that were made of it, and the results of simulated callers that used them",
    ],
    stays: "What stays",
    staying: [
      "Its numbers in reports: they hold no words and no phone number",
      "A line in the audit: who erased it, and when",
      "Backups of the tables, for up to 35 days",
    ],
    confirm: "Erase session",
    confirmCaller: "Erase all sessions",
    progress: (sessions: number) => `${count(sessions, "session", "sessions")} erased so far.`,
  },

  draft: "draft",
  version: (number: number) => `version ${number}`,

  facts: {
    outcome: "Outcome",
    version: "Version",
    settings: "Settings",
    settingsOf: (hash: string) =>
      `${hash}: model, speech, language and tools as they were published. The list of versions has them.`,
    model: "Model",
    answered: (asked: string | null, name: string) => `${asked ?? "The default model"} was answered by ${name}`,
    takenOver: "Taken over",
    spoke: (who: string, since: string, until: string | null) =>
      `${who} spoke in place of the agent from ${since} ${until === null ? "on" : `until ${until}`}.`,
    mode: "Mode",
    began: "Started",
    lasted: "Duration",
    until: (time: string) => `until ${time}`,
    session: "Session",
    copyId: "Copy ID",
    copyLink: "Copy link",
  },

  duration: {
    seconds: (seconds: number) => `${seconds} s`,
    minutes: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
    hours: (hours: number, minutes: number) => `${hours} h ${minutes} min`,
  },

  view: {
    flowRegion: "Flow and turns",
    callRegion: "The call",
    tabs: "Session details",
    turn: "Turn",
    thisTurn: "This turn",
    variables: "Variables",
    turns: "Turns",
    allTurns: "All turns",
    cost: "Cost",
    flow: "Flow",
    conversation: "Conversation",
    noFlow: "The flow of this session no longer exists, so there is no diagram.",
    diagramHeight: "Diagram height",
    percent: (percent: number) => `${percent} percent`,
  },

  /** What a call costs, by part. */
  cost: {
    loading: "Loading cost…",
    caption: "What this call costs",
    part: "Part",
    quantity: "Quantity",
    amount: "Amount",
    total: "Total",
    parts: {
      model: "Language model",
      speechToText: "Speech to text",
      textToSpeech: "Text to speech",
      telephony: "Telephony",
      livekit: "LiveKit",
      platform: "Platform",
    },
    platform: { turns: "turns", session: "begin, end and search", worker: "agent worker" } as Readonly<
      Record<string, string>
    >,
    quantities: {
      inputToken: (number: string) => `${units(number, "token")} read`,
      outputToken: (number: string) => `${units(number, "token")} written`,
      second: (number: string) => `${number} s of sound`,
      character: (number: string) => units(number, "character"),
      minute: (number: string) => `${number} min`,
      participantMinute: (number: string) => `${number} min of participants`,
      turn: (number: string) => units(number, "turn"),
      session: (number: string) => units(number, "session"),
    },
    prices: {
      inputToken: (price: string) => `${price} a million`,
      outputToken: (price: string) => `${price} a million`,
      second: (price: string) => `${price} a minute`,
      character: (price: string) => `${price} a million`,
      minute: (price: string) => `${price} a minute`,
      participantMinute: (price: string) => `${price} a minute`,
      turn: (price: string) => `${price} for 1,000`,
      session: (price: string) => `${price} for 1,000`,
    },
    estimated: "estimated",
    estimatedTitle: "Computed from the times and words of the call, not measured",
    unknown: "unknown",
    noAmount: "not known",
    without: (parts: number) => `without ${count(parts, "part that has", "parts that have")} no amount`,
    soFar: "The call goes on. This is its cost until the last turn.",
    about:
      "Prices are list prices, or those of your organization's settings. Tools are not in it. Providers may round minutes up.",
  },

  scores: {
    tab: "Scores",
    loading: "Loading scores…",
    pending: "A model is about to score this call.",
    notJudged: "This call was not scored.",
    unanswered: "No answer",
    yes: "Yes",
    no: "No",
    ofFive: (score: number) => `${score} of 5`,
    judge: (model: string | null, at: string) => `Scored by ${model ?? "the deployment’s own model"}, ${at}.`,
    tokens: (read: number, written: number) => `${read} tokens read, ${written} written.`,
  },

  voices: {
    caller: "The caller is speaking",
    away: "The agent is not in the call",
    joining: "The agent is joining",
    listening: "The agent is listening",
    thinking: "The agent is thinking",
    speaking: "The agent is speaking",
  },

  stepper: {
    group: "Step through the turns",
    first: "First turn (Shift+←)",
    previous: "Previous turn (←)",
    next: "Next turn (→)",
    newest: "Newest turn (Shift+→)",
    noTurn: "No turn yet",
    place: (turn: number, turns: number) => `Turn ${turn} of ${turns}`,
    slider: "Turn",
    sliderTitle: "Press ← or → to step through the turns. Press Shift+← or Shift+→ for the first or the newest turn.",
    follow: "Follow call",
  },

  nodeNote: {
    notRun: "has not run in this session.",
    ranIn: "ran in turn",
    ranInMany: (turns: number) => `ran in ${turns} turns, most recently in`,
    close: "Deselect node",
  },

  conversation: {
    region: "Conversation",
    log: "Transcript",
    emptyLive: "Nothing has been said yet.",
    empty: "Nothing was said.",
    newest: "Newest",
    agent: "Agent:",
    caller: "Caller:",
    interrupted: "Interrupted: the caller heard this much.",
    turn: (number: number) => `Turn ${number}`,
    sending: "Sending…",
    speaking: "Speaking…",
    hearing: "Transcribing…",
    thinking: "The agent is thinking.",
  },

  /** How a session ended. `node` may be empty. */
  end: {
    completed: (node: string, outcome: string) =>
      `The flow ended${at(node)}${outcome === "" ? "" : `, with the outcome “${outcome}”`}.`,
    transferred: (node: string, to: string) => `The caller was transferred${to === "" ? "" : ` to ${to}`}${at(node)}.`,
    failed: (node: string, reason: string) =>
      `The flow could not continue${at(node)}${reason === "" ? "" : `: ${reason}`}. The agent told the caller, and the call ended.`,
    abandoned: (node: string) => `The caller left${at(node)}, before the flow ended.`,
    neverJoined: "No caller joined. The session was closed before the call began.",
  },

  actions: {
    listen: (seconds: number) => `Listens, for up to ${seconds} s of silence.`,
    listenUninterrupted: (seconds: number) =>
      `Listens, for up to ${seconds} s of silence. The caller cannot interrupt the reply.`,
    continue: "Continues immediately, while the reply is spoken.",
    transfer: (to: string) => `Transfers the caller to ${to}.`,
    hangup: "Hangs up.",
  },

  /** Why a turn without input began. */
  noInput: {
    callBegan: "The call began.",
    continued: "The flow continued without input.",
    transferReturned: "The caller came back from the transfer.",
    silence: "The caller said nothing.",
  },

  outcomes: {
    listen: "listens",
    continue: "continues",
    transfer: "transfers",
    hangup: "hangs up",
    failed: "could not continue",
  },

  turn: {
    heading: (number: number) => `Turn ${number}`,
    none: "No turn has run yet.",
    noneHere: "No turn has run yet. This panel will show what each turn does.",
    failures: (number: number) => `${count(number, "failure")} in this turn, shown below.`,
    caller: "Caller",
    agent: "Agent",
    next: "Then",
    saidNothing: "The agent said nothing.",
    brokeInto: (turn: number, heard: string) =>
      `Interrupted ${turn > 0 ? `the reply of turn ${turn}` : "an earlier reply"}${heard === "" ? " before the caller heard any of it." : ` after the caller had heard “${heard}”.`}`,
    whispered: (text: string) => `A supervisor whispered: “${text}”`,
    interruptedIn: (turn: number, heard: string) => `Interrupted in turn ${turn}; heard: “${heard}”.`,
    timing: "Timing",
    steps: "What the flow did",
    noStep: "No node ran. The flow stayed at the same node.",
    changed: "Changed variables",
    became: "changed to",
    showNode: "Show this node in the diagram",
    inFlow: (flowId: string) => `in the flow ${flowId}`,
    notInVersion: "not in this version of the flow",
    leftBy: "left by",
    askedModel: "Asked the model",
    calledTool: "Called the tool",
    effectFailed: ": failed",
    tokens: (input: number | undefined, output: number | undefined) =>
      `${input ?? "?"} tokens in, ${output ?? "?"} out`,
  },

  expressions: {
    failed: "This expression failed.",
    countsAsFalse: "It counts as false.",
    keepsOldValue: "The variable keeps its old value.",
    staysEmpty: "Its place in the text is empty.",
    notEvaluated: "not evaluated",
    chosen: "chosen",
    goesOn: "continues",
    validation: "Is the answer valid?",
    until: "Is the conversation done?",
    assign: (name: string) => `Set ${name}`,
    extract: (name: string) => `Set ${name} to the model's value`,
    variables: (name: string) => `Set ${name} to the call's value`,
    fillIn: (field: string) => `Fill in ${field}`,
  },

  /** What a caller may say at any time. */
  handlers: {
    taken: (title: string) => `⇠ at any time: ${title}`,
    reached: (title: string) => `At any time: ${title}`,
    chosen: "Which of those at any time?",
  },

  /** The diagram of a session, and those of the flows that its nodes run. */
  diagram: {
    levels: "Flows",
    enter: (flowId: string) => `Show the path in ${flowId}`,
    missing: "This flow cannot be loaded. It may have been deleted.",
  },

  reading: {
    by: (model: boolean, variable: string) =>
      `Read ${variable === "" ? "the answer" : variable} by ${model ? "the language model" : "the rules"}`,
    understood: "understood",
    notUnderstood: "not understood",
  },

  turnList: {
    turn: "Turn",
    failed: (number: number) => `${number} failed`,
    interrupts: "interrupts",
  },

  timing: {
    phases: {
      hearing: "speech to text",
      network: "network",
      load: "loading",
      wait: "waiting for another turn",
      step: "flow",
      model: "language model",
      tool: "tools",
      save: "saving",
      speaking: "text to speech",
    },
    none: "No timing recorded.",
    total: "in total",
    firstWord: "to the first word",
    traceOnly:
      "The recorded turn has only the times of the flow, the model and the tools. The tab of a call also shows the others.",
    summary: (total: string, phases: readonly string[]) => `${total} in total: ${phases.join(", ")}.`,
    under: (millis: number) => `under ${millis} ms`,
    millis: (millis: string) => `${millis} ms`,
    seconds: (seconds: string) => `${seconds} s`,
  },

  variables: {
    none: "This flow has no variables, and no turn has set one.",
    search: "Search variables",
    searchPlaceholder: (number: number) => `Search ${number} variables by name or value`,
    noMatch: (sought: string) => `No variable has “${sought}” in its name or value.`,
    name: "Variable",
    value: "Value",
    before: "Before this turn",
    unchanged: "unchanged",
    notSet: "not set",
    showLess: "Show less",
    showAll: (characters: number) => `Show all ${characters.toLocaleString(common.locale)} characters`,
  },
};
