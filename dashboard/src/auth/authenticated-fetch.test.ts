import { beforeEach, expect, it, vi } from "vitest";
import { authenticatedFetch } from "./authenticated-fetch";

const tokens = {
  token: vi.fn<() => Promise<string | null>>(),
  tokenAfter: vi.fn<(token: string) => Promise<string | null>>(),
  expire: vi.fn<() => void>(),
};
const sent: { authorization: string | null; body: string }[] = [];
let answers: number[] = [];

async function send(request: Request): Promise<Response> {
  sent.push({ authorization: request.headers.get("Authorization"), body: await request.text() });
  return new Response(null, { status: answers.shift() ?? 200 });
}

function save(): Promise<Response> {
  const request = new Request("http://localhost/api/flows/a", { method: "PUT", body: '{"name":"a"}' });
  return authenticatedFetch(tokens, send)(request);
}

beforeEach(() => {
  vi.resetAllMocks();
  sent.length = 0;
  answers = [];
  tokens.token.mockResolvedValue("old");
});

it("sends no token if the site needs none", async () => {
  tokens.token.mockResolvedValue(null);
  answers = [401];
  expect((await save()).status).toBe(401);
  expect(sent).toEqual([{ authorization: null, body: '{"name":"a"}' }]);
});

it("sends the token", async () => {
  expect((await save()).status).toBe(200);
  expect(sent).toEqual([{ authorization: "Bearer old", body: '{"name":"a"}' }]);
});

it("sends the request again, with its body, with a newer token", async () => {
  answers = [401, 200];
  tokens.tokenAfter.mockResolvedValue("new");
  expect((await save()).status).toBe(200);
  expect(sent[1]).toEqual({ authorization: "Bearer new", body: '{"name":"a"}' });
  expect(tokens.expire).not.toHaveBeenCalled();
});

it("returns the 401 if there is no newer token", async () => {
  answers = [401];
  tokens.tokenAfter.mockResolvedValue(null);
  expect((await save()).status).toBe(401);
  expect(sent).toHaveLength(1);
});

it("marks the sign-in as expired if the newer token is refused, and sends no third request", async () => {
  answers = [401, 401];
  tokens.tokenAfter.mockResolvedValue("new");
  expect((await save()).status).toBe(401);
  expect(sent).toHaveLength(2);
  expect(tokens.expire).toHaveBeenCalledTimes(1);
});

it("returns other refusals unchanged", async () => {
  answers = [403];
  expect((await save()).status).toBe(403);
  expect(tokens.tokenAfter).not.toHaveBeenCalled();
});
