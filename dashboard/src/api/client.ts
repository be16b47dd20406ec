/** The API, typed by its own OpenAPI document. Every call gives its answer or throws an ApiFailure. */
import createClient, { type Middleware } from "openapi-fetch";
import { identified } from "../auth/identified";
import { keeper } from "../auth/session";
import { away, refusal } from "./failure";
import type { paths } from "./generated/openapi";

const failing: Middleware = {
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return response;
    throw refusal(
      response,
      await response
        .clone()
        .json()
        .catch(() => null),
    );
  },
  onError() {
    return away();
  },
};

export const api = createClient<paths>({ baseUrl: "", fetch: identified(keeper) });
api.use(failing);

/** The body of an answer whose failures were thrown before. */
export function body<T>(answer: { data?: T }): T {
  return answer.data as T;
}
