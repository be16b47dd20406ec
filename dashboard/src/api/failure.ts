/** A failed request as a value that the page can show: what happened, and what to do. */
import { texts } from "../texts";
import type { components } from "./generated/openapi";

type ProblemBody = components["schemas"]["Problem"];
type GateResult = components["schemas"]["GateResult"];
export type ProblemItem = NonNullable<ProblemBody["problems"]>[number];

type FailureKind =
  /** The API or the network does not answer. A later attempt may succeed. */
  | "away"
  /** There is no valid sign-in. */
  | "signedOut"
  | "missing"
  /** The API rejects the request and names the reason. */
  | "refused"
  /** The API failed internally. */
  | "failed";

export class ApiFailure extends Error {
  override readonly name = "ApiFailure";

  constructor(
    readonly kind: FailureKind,
    readonly title: string,
    /** What the person can do. */
    readonly remedy: string,
    readonly problems: readonly ProblemItem[] = [],
    readonly requestId: string | null = null,
    /** The HTTP status; null if there was no response. */
    readonly status: number | null = null,
    /** The seconds after which the API asks to retry; null if it does not say. */
    readonly retryAfter: number | null = null,
    /** What the gate of a flow found, if it refused a draft. */
    readonly gate: GateResult | null = null,
  ) {
    super(`${title} ${remedy}`);
  }
}

export function away(): ApiFailure {
  return new ApiFailure("away", texts.failure.away.title, texts.failure.away.remedy);
}

type Refused = Pick<Response, "status" | "headers">;

/** The failure that a response outside 2xx stands for. `body` may have any shape. */
export function refusal(response: Refused, body: unknown): ApiFailure {
  const problem = isProblem(body) ? body : undefined;
  const requestId = response.headers.get("X-Request-Id");
  const { status } = response;
  const { kind, title, remedy } = meaningOf(status, problem?.detail ?? "", requestId);
  const retryAfter = retryAfterOf(response);
  return new ApiFailure(
    kind,
    title,
    remedy,
    problem?.problems ?? [],
    requestId,
    status,
    retryAfter,
    problem?.gate ?? null,
  );
}

/** The seconds of the header Retry-After. Its other form, a date, is not one that the API sends. */
function retryAfterOf(response: Refused): number | null {
  const written = response.headers.get("Retry-After") ?? "";
  return /^\d{1,9}$/.test(written) ? Number(written) : null;
}

function meaningOf(
  status: number,
  detail: string,
  requestId: string | null,
): { kind: FailureKind; title: string; remedy: string } {
  const { signedOut, missing, busy, refused, failed } = texts.failure;
  switch (status) {
    case 401:
      return { kind: "signedOut", ...signedOut };
    case 403:
      // API Gateway refuses a sign-in without a detail. The API says what is not allowed.
      if (detail === "") return { kind: "signedOut", ...signedOut };
      return { kind: "refused", title: detail, remedy: "" };
    case 404:
      return { kind: "missing", title: detail || missing.title, remedy: missing.remedy };
    case 429:
    case 502:
    case 503:
    case 504:
      return { kind: "away", title: detail || busy.title, remedy: busy.remedy };
    default:
      if (status < 500) return { kind: "refused", title: detail || refused(status), remedy: "" };
      return {
        kind: "failed",
        title: detail || failed.title(status),
        remedy: requestId ? failed.remedyWithId(requestId) : failed.remedy,
      };
  }
}

/** Any thrown value as a failure that the page can show. */
export function asFailure(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiFailure) return thrown;
  // `fetch` throws a TypeError if it gets no response.
  if (thrown instanceof TypeError) return away();
  return new ApiFailure("failed", texts.failure.page.title, thrown instanceof Error ? thrown.message : String(thrown));
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "status" in body && "title" in body;
}
