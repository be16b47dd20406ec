import { beforeEach, expect, it, vi } from "vitest";
import { identified } from "./identified";

const tokens = {
  bearer: vi.fn<() => Promise<string | null>>(),
  after: vi.fn<(token: string) => Promise<string | null>>(),
  end: vi.fn<() => void>(),
};
const sent: { authorization: string | null; body: string }[] = [];
let answers: number[] = [];

async function send(request: Request): Promise<Response> {
  sent.push({ authorization: request.headers.get("Authorization"), body: await request.text() });
  return new Response(null, { status: answers.shift() ?? 200 });
}

function save(): Promise<Response> {
  const request = new Request("http://localhost/api/flows/a", { method: "PUT", body: '{"name":"a"}' });
  return identified(tokens, send)(request);
}

beforeEach(() => {
  vi.resetAllMocks();
  sent.length = 0;
  answers = [];
  tokens.bearer.mockResolvedValue("old");
});

it("sends no token where none is needed", async () => {
  tokens.bearer.mockResolvedValue(null);
  answers = [401];
  expect((await save()).status).toBe(401);
  expect(sent).toEqual([{ authorization: null, body: '{"name":"a"}' }]);
});

it("sends the token along", async () => {
  expect((await save()).status).toBe(200);
  expect(sent).toEqual([{ authorization: "Bearer old", body: '{"name":"a"}' }]);
});

it("sends it once more with a newer token, body and all", async () => {
  answers = [401, 200];
  tokens.after.mockResolvedValue("new");
  expect((await save()).status).toBe(200);
  expect(sent[1]).toEqual({ authorization: "Bearer new", body: '{"name":"a"}' });
  expect(tokens.end).not.toHaveBeenCalled();
});

it("tells when there is no newer token", async () => {
  answers = [401];
  tokens.after.mockResolvedValue(null);
  expect((await save()).status).toBe(401);
  expect(sent).toHaveLength(1);
});

it("tells when the newer token is refused, too, and tries no third time", async () => {
  answers = [401, 401];
  tokens.after.mockResolvedValue("new");
  expect((await save()).status).toBe(401);
  expect(sent).toHaveLength(2);
  expect(tokens.end).toHaveBeenCalledTimes(1);
});

it("leaves other refusals alone", async () => {
  answers = [403];
  expect((await save()).status).toBe(403);
  expect(tokens.after).not.toHaveBeenCalled();
});
