/** Texts of the start page: three presses to the first spoken conversation. */

export const start = {
  title: "Talk to a flow",
  about: "No call has ended in the last 14 days. Three presses lead to a conversation:",
  loading: "Loading flows…",
  choose: "Choose a flow",
  chooseHint: "The agent holds the conversation that this flow defines.",
  allFlows: "All flows",
  none: "There is no flow yet. An example greets you, asks one question and says goodbye.",
  create: "Create an example",
  created: "Example",
  notCreated: (reason: string) => `Not created: ${reason}`,
  test: "Test audio",
  testHint: (flow: string) => `Calls ${flow} from this browser.`,
  speak: "Allow the microphone, and speak",
  speakHint: "The browser asks for the microphone. The agent greets you first; interrupt it when you like.",
  otherwise:
    "A spoken call needs LiveKit and a worker. If one of them does not answer, the call says so and offers another way:",
  chat: "Test chat",
  chatHint: "in writing, without a microphone",
  simulate: "Simulate",
  simulateHint: "without LiveKit and worker",
};
