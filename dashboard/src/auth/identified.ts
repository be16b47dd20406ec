/** `fetch` with the user's token. A 401 is no news at first: the token is renewed and the request sent once more. */
import type { Keeper } from "./keeper";

type Tokens = Pick<Keeper, "bearer" | "after" | "end">;

export function identified(
  tokens: Tokens,
  send: (request: Request) => Promise<Response> = (request) => fetch(request),
) {
  return async (request: Request): Promise<Response> => {
    const token = await tokens.bearer();
    if (token === null) return send(request);
    // Before it is sent: a body is read once.
    const again = request.clone();
    const answer = await send(bearing(request, token));
    if (answer.status !== 401) return answer;
    const next = await tokens.after(token);
    if (next === null) return answer;
    const second = await send(bearing(again, next));
    if (second.status === 401) tokens.end();
    return second;
  };
}

function bearing(request: Request, token: string): Request {
  request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}
