/** What went wrong between this page and the API, in words: what happened, and what to do. */
import type { components } from "./generated/openapi";

type ProblemBody = components["schemas"]["Problem"];
export type ProblemItem = NonNullable<ProblemBody["problems"]>[number];

type FailureKind =
  /** No answer: the API or the network is away. It may come back by itself. */
  | "away"
  /** Nobody is signed in, or no longer. */
  | "signedOut"
  | "missing"
  /** The API says what is wrong with what was asked. */
  | "refused"
  /** The API failed. */
  | "failed";

export class ApiFailure extends Error {
  override readonly name = "ApiFailure";

  constructor(
    readonly kind: FailureKind,
    readonly title: string,
    /** What to do about it. */
    readonly remedy: string,
    readonly problems: readonly ProblemItem[] = [],
    readonly requestId: string | null = null,
    /** Of the answer, where there was one. */
    readonly status: number | null = null,
  ) {
    super(`${title} ${remedy}`);
  }
}

export function away(): ApiFailure {
  return new ApiFailure(
    "away",
    "Callflow's API does not answer.",
    "This page tries again by itself; nothing you wrote is lost.",
  );
}

/** From an answer that is no success. `body`: as it was read, of any shape. */
export function refusal(response: Response, body: unknown): ApiFailure {
  const problem = isProblem(body) ? body : undefined;
  const detail = problem?.detail ?? "";
  const requestId = response.headers.get("X-Request-Id");
  const problems = problem?.problems ?? [];
  switch (response.status) {
    case 401:
    case 403:
      return new ApiFailure(
        "signedOut",
        "You are not signed in, or no longer.",
        "Sign in again to go on.",
        problems,
        requestId,
        response.status,
      );
    case 404:
      return new ApiFailure(
        "missing",
        detail || "That is not here.",
        "It may have been renamed, or belong to another organization.",
        problems,
        requestId,
        response.status,
      );
    case 429:
    case 502:
    case 503:
    case 504:
      return new ApiFailure(
        "away",
        detail || "Callflow's API is too busy to answer.",
        "This page tries again by itself.",
        problems,
        requestId,
        response.status,
      );
    default:
      if (response.status < 500) {
        return new ApiFailure(
          "refused",
          detail || `The API refused this (${response.status}).`,
          "",
          problems,
          requestId,
          response.status,
        );
      }
      return new ApiFailure(
        "failed",
        detail || `The API failed (${response.status}).`,
        requestId ? `Request ${requestId} finds it in the logs.` : "Try again.",
        problems,
        requestId,
        response.status,
      );
  }
}

/** Whatever was thrown, as a failure that can be told. */
export function asFailure(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiFailure) return thrown;
  if (thrown instanceof TypeError) return away();
  return new ApiFailure(
    "failed",
    "Something failed in this page.",
    thrown instanceof Error ? thrown.message : String(thrown),
  );
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "status" in body && "title" in body;
}
