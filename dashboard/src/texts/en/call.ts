/** Texts of the test panel. */
import { count } from "./plural";

const noMicrophoneNeeded = "Test chat works without a microphone.";
const noLiveKitNeeded = "Simulate works without LiveKit.";
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
    simulateHint: "Simulate runs the same flow through the API only, without LiveKit, voice or worker.",
    version: "Version to test",
  },

  versions: {
    draftOnly: "Draft (not published yet)",
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
    notJson: 'This is not valid JSON. Enter names and values, such as {"name": "Ada"}.',
    notAnObject: 'Enter an object of names and values, such as {"name": "Ada"}.',
    tooMany: (number: number, most: number) => `There are ${number} variables. The maximum is ${most}.`,
    unknown: (name: string, known: readonly string[]) =>
      `The flow declares no variable ${name}. ${known.length === 0 ? "It declares none." : `It declares ${known.join(", ")}.`}`,
    wrongType: (name: string, type: string) => `${name} must be ${type}. The flow declares this type.`,
    types: {
      string: 'text ("in quotes")',
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
    nameLabel: "Preset name",
    namePlaceholder: "Name",
    save: "Save preset",
    saved: (name: string) => `Saved as ${name}.`,
    notSaved: "The preset was not saved. This browser's storage is full or blocked.",
  },

  repeat: {
    title: (inputs: number) => `This test repeats the caller's ${count(inputs, "input")}.`,
    body: (sessionId: string) =>
      `From session ${sessionId}. Each input is sent when the agent listens. An audio test sends it as text.`,
    progress: (done: number, all: number) => `Repeating inputs: ${done} of ${all} done.`,
    next: (input: string) => `Next: ${input}`,
    nextAsText: (input: string) => `Next: ${input} (as text)`,
    keys: (keys: string) => `keys ${keys}`,
    silence: "silence",
    silenceSkipped: "silence (skipped in a chat)",
    stop: "Stop repeating",
  },

  controls: {
    region: "Call",
    elapsed: "Elapsed",
    simulated: "Runs the same flow through the API only, without LiveKit, voice or worker.",
    end: "End call",
    restart: "Restart",
    restartRepeat: "Restart with the same inputs",
    restartRepeatShort: "with the same inputs",
    newTest: "New test",
  },

  past: {
    over: (outcome: string) => `This call has ended: ${outcome}.`,
    elsewhere: "This call is not connected in this tab.",
    elsewhereBody: "It may be open in another tab, or it may have ended. You can watch it here or restart it.",
  },

  microphone: {
    mute: "Mute",
    muted: "Muted",
    muteTitle: "Shortcut: M",
    you: "You",
    agent: "Agent",
    choice: "Microphone",
    unnamed: (number: number) => `Microphone ${number}`,
  },

  composer: {
    label: "Message to the agent. Press Enter to send, or Shift+Enter for a new line.",
    placeholder: "Write a message… (Enter to send)",
    placeholderAudio: "Speak or write here…",
    placeholderOver: "The call has ended.",
    send: "Send",
    keypad: "Keypad",
    keepSilent: "Stay silent",
    keepSilentTitle: "Simulates a caller who says nothing until the time limit of the node",
    charactersLeft: (number: number) => `${count(number, "character")} left`,
    charactersOver: (number: number) => `${count(number, "character")} too many`,
  },

  keypad: {
    star: "star",
    hash: "hash",
    hint: "Keys pressed within two seconds of each other are one input, and # ends an input, unless the node says otherwise.",
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
    byTransfer: "The flow transferred the caller. A test dials no number.",
    byTransferTo: (to: string) => `The flow transferred the caller to ${to}. A test dials no number.`,
    byFailure: "The flow failed. The last turn shows the reason.",
    byRoom: "The call has ended.",
  },

  actions: {
    rejoin: "Join again",
    startAgain: "Start again",
    changeTest: "Change test",
    playSound: "Play sound",
  },

  playbackBlocked: "The browser blocks the agent's voice. Press Play sound to hear it.",
  sessionAway: "The conversation below may be out of date. This page retries automatically.",

  failures: {
    insecurePage: {
      title: "Browsers block the microphone on pages without HTTPS.",
      remedy: "Open the dashboard at an https:// address or on 127.0.0.1, or use Test chat.",
    },
    microphoneDenied: {
      title: "This page does not have permission to use the microphone.",
      remedy: `Allow it in the browser's address bar or in the system settings, then try again. ${noMicrophoneNeeded}`,
    },
    microphoneMissing: {
      title: "No microphone was found.",
      remedy: `Connect one and try again. ${noMicrophoneNeeded}`,
    },
    microphoneBusy: {
      title: "The microphone is not available.",
      remedy: `Another program may be using it. Close that program and try again. ${noMicrophoneNeeded}`,
    },
    microphoneUnknown: (reason: string) => ({
      title: "The microphone did not start.",
      remedy: `Reason from the browser: ${reason}. ${noMicrophoneNeeded}`,
    }),
    roomFull: {
      title: "LiveKit does not accept more callers in this room.",
      remedy: `Wait until another call has ended, or raise the server's limits. ${noLiveKitNeeded}`,
    },
    roomRefused: {
      title: "LiveKit responded, but did not let you join the room.",
      remedy: `The room may be full. Wait until another call has ended, or raise the server's limits. The server's log shows the reason. ${noLiveKitNeeded}`,
    },
    roomGone: { title: "The room of this call no longer exists.", remedy: startAgain },
    tokenRefused: {
      title: "LiveKit rejected this call's token. The token has expired, or another key signed it.",
      remedy: `${startAgain} If that does not help, check that LIVEKIT_API_KEY and LIVEKIT_API_SECRET match the server.`,
    },
    tokenExpired: { title: "This call's token has expired.", remedy: startAgain },
    serverAway: (url: string) => ({
      title: `LiveKit is not responding at ${url}.`,
      remedy: `Start it (on this machine: make run), or set LIVEKIT_URL to its address. ${noLiveKitNeeded}`,
    }),
    workerAway: {
      title: "No worker has joined this call yet.",
      remedy:
        "Start one (python -m agent_worker, or on this machine: make run), then restart the call. Simulate works without a worker.",
    },
    apiRetrying: {
      title: "Callflow's API is not responding.",
      remedy: "Your message is not lost. This page retries automatically, and the flow receives the message only once.",
    },
    apiAway: "Try again when the API responds.",
    noLiveKit: noLiveKitNeeded,
    apiBusy: `Try again. ${noLiveKitNeeded}`,
    partNotLoaded: {
      title: "The part of this page that connects to LiveKit did not load.",
      remedy: "Check your network, then reload the page. The page may have been updated.",
    },
    elsewhere: {
      title: "This call continues in another tab.",
      remedy: "Go to that tab, or start another call here.",
    },
    removed: { title: "You were removed from the room.", remedy: startAgain },
    serverShutdown: {
      title: "The LiveKit server was shut down.",
      remedy: "Join again when the server is running, or start another call.",
    },
    connectionLost: {
      title: "The connection to LiveKit was lost.",
      remedy: "Check your network, then join again. The session waits for twenty seconds.",
    },
    latestOnly: {
      title: "Without the LiveKit settings, Simulate can only run the latest version.",
      remedy: "Choose the latest version, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.",
    },
  },
};
