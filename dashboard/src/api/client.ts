/** The API client, typed by the API's OpenAPI document. Each call returns a response or throws an `ApiFailure`. */
import createClient, { type Middleware } from "openapi-fetch";
import { authenticatedFetch } from "../auth/authenticated-fetch";
import { authentication } from "../auth/instance";
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

/** Typed for JSON. Only a turn is asked for as a stream, and `readTurn` reads it. */
export const api = createClient<paths, "application/json">({ baseUrl: "", fetch: authenticatedFetch(authentication) });
api.use(failing);

/** The body of a successful response. The middleware has thrown for all others. */
export function body<T>(response: { data?: T }): T {
  return response.data as T;
}
