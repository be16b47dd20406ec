/** A call that the API has prepared: where to join, and as whom. */
import type { TestRoom } from "../../api/types";

export type Prepared = Pick<TestRoom, "sessionId" | "roomName" | "token" | "identity" | "serverUrl">;

/** Whether a token's time is over. One that cannot be read is left to the server to judge. */
export function isExpired(token: string, now: number): boolean {
  try {
    const claims: unknown = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    if (typeof claims !== "object" || claims === null || !("exp" in claims)) return false;
    return typeof claims.exp === "number" && claims.exp * 1000 <= now;
  } catch {
    return false;
  }
}
