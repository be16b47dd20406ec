/** Texts of the test panel. */
import { count } from "./plural";

const noMicrophoneNeeded = "A chat needs no microphone.";
const noLiveKitNeeded = "Simulate needs no LiveKit.";
const startAgain = "Start the call again.";

export const call = {
  page: {
    kind: "Test",
    back: "Back to flow",
  },

  modes: { chat: "Chat", audio: "Audio", simulate: "Simulated" },

  phases: {
    preparing: "Preparing call…",
    preparingAudio: "Preparing… Allow the microphone if the browser asks.",
    connecting: "Connecting…",
    waitingForAgent: "Waiting for the agent…",
    agentJoining: "Agent joining…",
    reconnecting: "Connection lost. Reconnecting…",
    ended: "Ended",
    failed: "Failed",
    callerSpeaks: "You are speaking",
    bothSpeak: "You and the agent are speaking",
    listening: "Listening",
    thinking: "Thinking…",
    speaking: "Speaking",
  },

  setUp: {
    region: "Set up a test",
    testChat: "Test chat",
    testAudio: "Test audio",
    simulate: "Simulate",
    simulateHint: "Simulate uses the API only: the same flow, without LiveKit, voice or worker.",
    version: "Version to test",
  },

  versions: {
    draftOnly: "Draft (nothing is published yet)",
    draftDiffers: (latest: number) => `Draft (differs from version ${latest})`,
    draftSame: (latest: number) => `Draft (same as version ${latest})`,
    latest: (latest: number) => `Latest (version ${latest})`,
    version: (version: number) => `Version ${version}`,
  },

  variables: {
    label: "Variables (JSON)",
    noneDeclared: "This flow declares no variables.",
    declared: (names: readonly string[]) => `Declared: ${names.join(", ")}`,
    fillDefaults: "Fill in defaults",
    notJson: 'This is not JSON. Write names and values: {"name": "Ada"}',
    notAnObject: 'Write an object of names and values: {"name": "Ada"}',
    tooMany: (number: number, most: number) => `There are ${number} variables; the API accepts ${most}.`,
    unknown: (name: string, known: readonly string[]) =>
      `The flow declares no variable ${name}. ${known.length === 0 ? "It declares none." : `It declares ${known.join(", ")}.`}`,
    wrongType: (name: string, type: string) => `${name} must be ${type}, as the flow declares it.`,
    types: {
      string: 'a string ("in quotes")',
      number: "a number",
      integer: "a whole number",
      boolean: "true or false",
      object: "an object ({…})",
      array: "an array ([…])",
      any: "anything",
    },
  },

  presets: {
    label: "Preset",
    nameLabel: "Name of the preset",
    namePlaceholder: "Name",
    save: "Save preset",
    saved: (name: string) => `Saved as ${name}.`,
    notSaved: "This browser does not store presets.",
  },

  repeat: {
    title: (inputs: number) => `This test repeats the caller's ${count(inputs, "input")}.`,
    body: (sessionId: string) =>
      `From session ${sessionId}. Each input is sent when the agent listens; an audio test sends it as text.`,
    progress: (done: number, all: number) => `Repeating inputs: ${done} of ${all} done.`,
    next: (input: string) => `Next: ${input}`,
    nextAsText: (input: string) => `Next: ${input} (as text)`,
    keys: (keys: string) => `keys ${keys}`,
    silence: "silence",
    silenceSkipped: "silence, which a chat skips",
    stop: "Stop repeating",
  },

  controls: {
    region: "Call",
    elapsed: "Elapsed",
    simulated: "Uses the API only: the same flow, without LiveKit, voice or worker.",
    end: "End",
    restart: "Restart",
    restartRepeat: "Restart with the same inputs",
    restartRepeatShort: "with the same inputs",
    newTest: "New test",
  },

  past: {
    over: (outcome: string) => `This call has ended: ${outcome}.`,
    elsewhere: "This call is not in this tab.",
    elsewhereBody: "It continues in another tab, or it was ended. You can watch it here, or restart it.",
  },

  microphone: {
    mute: "Mute",
    muted: "Muted",
    muteTitle: "Key M",
    you: "You",
    agent: "Agent",
    choice: "Microphone",
    unnamed: (number: number) => `Microphone ${number}`,
  },

  composer: {
    label: "Your message to the agent. Enter sends; Shift and Enter begin a new line.",
    placeholder: "Write a message… (Enter sends)",
    placeholderAudio: "Speak, or write here…",
    placeholderOver: "The call has ended.",
    send: "Send",
    keypad: "Keypad",
    keepSilent: "Keep silent",
    keepSilentTitle: "Simulates a caller who says nothing until the flow's time limit",
    charactersLeft: (number: number) => `${count(number, "character")} left`,
    charactersOver: (number: number) => `${count(number, "character")} too many`,
  },

  keypad: {
    star: "star",
    hash: "hash",
    hint: "Keys pressed within two seconds, or up to #, are one input.",
    send: "Send keys",
  },

  unsent: {
    label: "Not sent",
    copy: "Copy",
    resend: "Send again",
  },

  notes: {
    agentLeft: "The agent left during the call. Another agent will continue the session.",
    agentReplaced: "Another agent has taken over.",
    keysNotSent: "The keys did not reach the agent. Press them again.",
  },

  endings: {
    byCaller: "You ended the call.",
    byFlow: "The flow ended the call.",
    byFlowWith: (outcome: string) => `The flow ended the call: ${outcome}.`,
    byTransfer: "The flow transferred the caller. A test calls nobody.",
    byTransferTo: (to: string) => `The flow transferred the caller to ${to}. A test calls nobody.`,
    byFailure: "The flow failed. Its last turn has the reason.",
    byRoom: "The call has ended.",
  },

  actions: {
    rejoin: "Join again",
    startAgain: "Start again",
    changeTest: "Change test",
    playSound: "Play sound",
  },

  playbackBlocked: "The browser blocks the agent's voice until you press a button.",
  sessionAway: "The conversation below is not up to date. This page retries automatically.",

  failures: {
    insecurePage: {
      title: "Browsers allow no microphone on a page without HTTPS.",
      remedy: "Open the dashboard with https:// or on 127.0.0.1, or test by chat.",
    },
    microphoneDenied: {
      title: "This page may not use the microphone.",
      remedy: `Allow it in the browser's address bar (or in the system's settings), then try again. ${noMicrophoneNeeded}`,
    },
    microphoneMissing: {
      title: "There is no microphone.",
      remedy: `Plug one in and try again. ${noMicrophoneNeeded}`,
    },
    microphoneBusy: {
      title: "The microphone gives no sound.",
      remedy: `Another program may use it: close that program and try again. ${noMicrophoneNeeded}`,
    },
    microphoneUnknown: (reason: string) => ({
      title: "The microphone could not be opened.",
      remedy: `The browser says: ${reason}. ${noMicrophoneNeeded}`,
    }),
    roomFull: {
      title: "LiveKit accepts no more callers in this room.",
      remedy: `Wait until a call has ended, or raise the server's limits. ${noLiveKitNeeded}`,
    },
    roomRefused: {
      title: "LiveKit answers, but lets you into no room.",
      remedy: `The room may be full: wait until a call has ended, or raise the server's limits. The server's log has the reason. ${noLiveKitNeeded}`,
    },
    roomGone: { title: "The room of this call does not exist any more.", remedy: startAgain },
    tokenRefused: {
      title: "LiveKit refuses this call's token: it has expired, or another key signed it.",
      remedy: `${startAgain} If that does not help, LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not the server's.`,
    },
    tokenExpired: { title: "This call's token has expired.", remedy: startAgain },
    serverAway: (url: string) => ({
      title: `LiveKit does not answer at ${url}.`,
      remedy: `Start it (make run does on this machine) or set LIVEKIT_URL. ${noLiveKitNeeded}`,
    }),
    workerAway: {
      title: "No worker took this call yet.",
      remedy:
        "Start one (python -m agent_worker, or make run on this machine), then restart the call. Simulate needs no worker.",
    },
    apiRetrying: {
      title: "Callflow's API does not answer.",
      remedy: "Your message is safe. This page posts the same turn until the API answers; the API runs it once.",
    },
    apiAway: "Try again when the API is back.",
    apiBusy: `Try again. ${noLiveKitNeeded}`,
    partNotLoaded: {
      title: "The part of this page that connects to LiveKit did not load.",
      remedy: "Check your network, then load the page again: it may have been updated.",
    },
    elsewhere: {
      title: "This call continues in another tab.",
      remedy: "Go to that tab, or start another call here.",
    },
    removed: { title: "You were removed from the room.", remedy: startAgain },
    serverShutdown: {
      title: "LiveKit was shut down.",
      remedy: "Join again when it is back, or start another call.",
    },
    connectionLost: {
      title: "The connection to LiveKit was lost.",
      remedy: "Check your network, then join again: the session waits for twenty seconds.",
    },
    latestOnly: {
      title: "Without LiveKit's settings, only the latest version can be simulated.",
      remedy: "Choose the latest version, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.",
    },
  },
};
