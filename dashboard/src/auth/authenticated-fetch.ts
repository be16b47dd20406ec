/** `fetch` with the user's token. After a 401, it renews the token and sends the request a second time. */
import type { Authentication } from "./authentication";

type Tokens = Pick<Authentication, "token" | "tokenAfter" | "expire">;

export function authenticatedFetch(
  tokens: Tokens,
  send: (request: Request) => Promise<Response> = (request) => fetch(request),
) {
  return async (request: Request): Promise<Response> => {
    const token = await tokens.token();
    if (token === null) return send(request);
    // The request is cloned before it is sent, because a body can be read only once.
    const retry = request.clone();
    const response = await send(withToken(request, token));
    if (response.status !== 401) return response;
    const next = await tokens.tokenAfter(token);
    if (next === null) return response;
    const second = await send(withToken(retry, next));
    if (second.status === 401) tokens.expire();
    return second;
  };
}

function withToken(request: Request, token: string): Request {
  request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}
