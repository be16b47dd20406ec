/** Reads a turn that the API answers with server-sent events: words as they come, then the reply or a problem. */
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { away, refusal } from "../../api/failure";
import { isObject, readJson } from "../../api/json";
import type { ProcessReply } from "../../api/types";

export const MEDIA_TYPE = "text/event-stream";
/** Milliseconds without a byte until a stream counts as broken. The API sends at least a comment every 5 s. */
export const SILENCE_MILLIS = 8_000;
/** How the comment begins that has the value of the header Server-Timing: headers are sent before the turn runs. */
const TIMING_COMMENT = "server-timing: ";

export interface StreamedReply {
  reply: ProcessReply;
  /** As the header Server-Timing; null if the stream has none. */
  serverTiming: string | null;
}

interface Reading {
  response: Response;
  turnId: string;
  /** Gets all words of this response so far. They are provisional until the reply. */
  onWords: (words: string) => void;
}

/**
 * Reads a stream to its last event.
 *
 * Throws the refusal that an event `problem` names, and `away` for a stream that breaks, stops or is not valid: the same
 * turn may be posted again. Throws the browser's error if the request is aborted.
 */
export async function readTurn(reading: Reading): Promise<StreamedReply> {
  const turn = new TurnEvents(reading);
  const parser = createParser({
    onEvent: (event) => turn.take(event),
    onComment: (comment) => turn.takeComment(comment),
  });
  const bytes = reading.response.body?.getReader();
  if (bytes === undefined) throw away();
  const decoder = new TextDecoder();
  try {
    while (turn.end === null) {
      const { done, value } = await beforeSilence(bytes);
      if (done) throw away();
      parser.feed(decoder.decode(value, { stream: true }));
    }
    return turn.end;
  } finally {
    // Nothing follows the last event. A broken stream must not hold a connection.
    void bytes.cancel().catch(() => undefined);
  }
}

/** The next bytes. A stream that is silent for too long is cancelled, and ends. */
async function beforeSilence(bytes: ReadableStreamDefaultReader<Uint8Array>) {
  const timer = setTimeout(() => void bytes.cancel().catch(() => undefined), SILENCE_MILLIS);
  try {
    return await bytes.read();
  } finally {
    clearTimeout(timer);
  }
}

class TurnEvents {
  end: StreamedReply | null = null;
  private words = "";
  /** The index of the next event `text`; null before the first one. */
  private next: number | null = null;
  private serverTiming: string | null = null;

  constructor(private readonly reading: Reading) {}

  takeComment(comment: string): void {
    if (comment.startsWith(TIMING_COMMENT)) this.serverTiming = comment.slice(TIMING_COMMENT.length);
  }

  take({ event, data }: EventSourceMessage): void {
    // One chunk may have more than one event. Nothing after the last one counts.
    if (this.end !== null) return;
    switch (event) {
      case "text":
        this.takeWords(objectOf(data));
        return;
      case "reply": {
        const reply = objectOf(data);
        if (!isReply(reply)) throw away();
        this.end = { reply, serverTiming: this.serverTiming };
        return;
      }
      case "problem":
        throw this.problem(objectOf(data));
      default:
      // A newer API may send more.
    }
  }

  private takeWords({ turnId, index, text }: Record<string, unknown>): void {
    if (typeof index !== "number" || typeof text !== "string" || turnId !== this.reading.turnId) throw away();
    if (this.next !== null && this.next !== index) throw away();
    this.next = index + 1;
    this.words += text;
    if (text !== "") this.reading.onWords(this.words);
  }

  /** The status of the response was sent before the turn ran, so the problem has its own. */
  private problem(body: Record<string, unknown>): Error {
    if (typeof body.status !== "number") return away();
    return refusal({ status: body.status, headers: this.reading.response.headers }, body);
  }
}

function objectOf(data: string): Record<string, unknown> {
  const read = readJson(data);
  if (!read.ok || !isObject(read.value)) throw away();
  return read.value;
}

function isReply(value: unknown): value is ProcessReply {
  return isObject(value) && typeof value.turnId === "string" && isObject(value.action);
}
