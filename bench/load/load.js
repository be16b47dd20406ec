// Sessions for k6, each at its own pace. Each reply is checked, and each stored session at its end.
// bench/load/k6.py starts this script and passes its parameters.
import { randomSeed, sleep } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { Counter, Trend } from "k6/metrics";

const given = JSON.parse(__ENV.GIVEN);
const { urls, sessions, turns, thinkSeconds, copies, every, limitSeconds, mostTries, checksSessions } = given;

export const options = {
  scenarios: {
    sessions: {
      executor: "per-vu-iterations",
      vus: sessions,
      iterations: 1,
      maxDuration: `${limitSeconds}s`,
      gracefulStop: "60s",
    },
  },
  batchPerHost: copies,
  summaryTrendStats: ["med", "p(95)", "p(99)", "max"],
};

const millis = new Trend("turn_millis");
const begun = new Counter("turns_begun"); // sent at least once
const right = new Counter("turns_right"); // every duplicate request got the right reply
const unlike = new Counter("turns_unlike"); // duplicate requests got different replies
const again = new Counter("requests_again"); // rejected with 503 and Retry-After
const broken = new Counter("requests_broken"); // no response, for example because the server just closed an idle connection
const answered = new Counter("requests_answered");
const whole = new Counter("sessions_whole"); // the record has each turn once, in order, with its words

export default function () {
  const number = exec.vu.idInTest;
  const room = `room-${number}`;
  randomSeed(number);
  sleep(Math.random() * thinkSeconds[1]);
  const said = [];
  let sessionId = null;
  for (let turn = 1; turn <= turns; turn++) {
    if (exec.instance.currentTestRunDuration > limitSeconds * 1000) return;
    said.push(`word ${turn} of ${room}`);
    const bodies = take(room, turn, said[turn - 1]);
    begun.add(1);
    unlike.add(bodies.some((body) => body !== bodies[0]) ? 1 : 0);
    const replies = bodies.map(parsed);
    const wrong = replies.findIndex(
      (reply) =>
        reply.response !== `${turn}: ${said[turn - 1]}` || reply.turnId !== `${room}-${turn}` || reply.completed !== false,
    );
    if (wrong !== -1) {
      console.error(`wrong: turn ${turn} of ${room}: ${bodies[wrong].slice(0, 300)}`);
      return;
    }
    right.add(1);
    sessionId = replies[0].sessionId;
    if (turn < turns) sleep(thinkSeconds[0] + Math.random() * (thinkSeconds[1] - thinkSeconds[0]));
  }
  if (checksSessions) check(room, sessionId, said);
}

/** Send a turn's requests and return the response bodies. Each turn and each duplicate request uses the next process. */
function take(room, turn, userInput) {
  const body = JSON.stringify({ roomName: room, turnId: `${room}-${turn}`, userInput });
  const count = turn % every === 0 ? copies : 1;
  let waiting = Array.from({ length: count }, (_, copy) => copy);
  const bodies = [];
  for (let tries = 0; waiting.length && tries < mostTries; tries++) {
    const asked = waiting;
    waiting = [];
    const responses = http.batch(
      asked.map((copy) => ({
        method: "POST",
        url: `${urls[(exec.vu.idInTest + turn + copy) % urls.length]}/api/flows/load/process`,
        body,
        params: { headers: { "Content-Type": "application/json" }, timeout: "60s" },
      })),
    );
    let seconds = 0;
    responses.forEach((response, at) => {
      const copy = asked[at];
      bodies[copy] = response.body ?? `status ${response.status}: ${response.error}`;
      if (response.status === 503 || response.status === 0) {
        (response.status ? again : broken).add(1);
        waiting.push(copy);
        seconds = Math.max(seconds, Number(response.headers["Retry-After"] ?? 0.1));
      } else {
        answered.add(1);
        millis.add(response.timings.duration);
      }
    });
    if (waiting.length) sleep(seconds);
  }
  return bodies;
}

/** Check that the stored session has no lost, repeated or misplaced turn. */
function check(room, sessionId, said) {
  const response = http.get(`${urls[exec.vu.idInTest % urls.length]}/api/flows/sessions/${sessionId}`, { timeout: "60s" });
  const session = parsed(response.body).session;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const conversation = session?.context.conversation ?? [];
  const words = (role) => conversation.filter((entry) => entry.role === role).map((entry) => entry.content);
  const replies = said.map((words, at) => `${at + 1}: ${words}`);
  if (
    same(words("user"), said) &&
    same(words("assistant").slice(-said.length), replies) &&
    same((session?.turns ?? []).map((turn) => turn.turnId), said.map((_, at) => `${room}-${at + 1}`))
  ) {
    whole.add(1);
  } else {
    console.error(`wrong: session of ${room}: status ${response.status}, ${(response.body ?? "").slice(0, 500)}`);
  }
}

function parsed(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

export function handleSummary(data) {
  return { [__ENV.SUMMARY]: JSON.stringify(data.metrics) };
}
