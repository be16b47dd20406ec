/** Responses of server-sent events for tests. */

/** Writes one event as the API does. */
export function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A response that sends these chunks, and then ends, breaks, or sends nothing more. */
export function chunked(chunks: readonly (string | Uint8Array)[], end: "ends" | "breaks" | "hangs" = "ends") {
  const encoder = new TextEncoder();
  const waiting = chunks.map((chunk) => (typeof chunk === "string" ? encoder.encode(chunk) : chunk));
  const state = { cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = waiting.shift();
        if (chunk !== undefined) controller.enqueue(chunk);
        else if (end === "ends") controller.close();
        else if (end === "breaks") controller.error(new TypeError("network error"));
        else return new Promise<void>(() => undefined);
        return undefined;
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "Content-Type": "text/event-stream; charset=utf-8", "X-Request-Id": "r-1" };
  return { response: new Response(body, { headers }), state };
}

export function streamOf(...chunks: readonly string[]): Response {
  return chunked(chunks).response;
}
