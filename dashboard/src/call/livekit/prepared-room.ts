/** A LiveKit room that the API has prepared for one caller. */
import type { TestRoom } from "../../api/types";

export type PreparedRoom = Pick<TestRoom, "sessionId" | "roomName" | "token" | "identity" | "serverUrl">;

/** Whether a token has expired. `now` is in milliseconds. An unreadable token is left to the server to judge. */
export function isExpired(token: string, now: number): boolean {
  try {
    const claims: unknown = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    if (typeof claims !== "object" || claims === null || !("exp" in claims)) return false;
    return typeof claims.exp === "number" && claims.exp * 1000 <= now;
  } catch {
    return false;
  }
}
