/** The kinds of subjects of the audit, and the address of each subject that has a page. */
import type { AuditEntry } from "../../api/organization";
import { paths } from "../../nav/paths";

export const KINDS = [
  "flow",
  "gate",
  "environment",
  "agent",
  "number",
  "settings",
  "key",
  "tool",
  "session",
  "other",
] as const;
export type AuditKind = (typeof KINDS)[number];

const BY_BEGINNING: Readonly<Record<string, AuditKind>> = {
  flow: "flow",
  gate: "gate",
  environment: "environment",
  agent: "agent",
  number: "number",
  settings: "settings",
  secret: "settings",
  webhookSecret: "settings",
  webhook: "settings",
  key: "key",
  tool: "tool",
  tools: "tool",
  session: "session",
  call: "session",
  caller: "session",
};

/** The kind of an action such as `flow.published`. */
export function kindOf(action: string): AuditKind {
  const beginning = action.split(".")[0] ?? "";
  return Object.hasOwn(BY_BEGINNING, beginning) ? (BY_BEGINNING[beginning] ?? "other") : "other";
}

/** The page of what was changed; null if it has none, or is gone. */
export function addressOf({ action, subject }: AuditEntry): string | null {
  if (action.endsWith(".deleted") && action.startsWith("flow.")) return null;
  switch (kindOf(action)) {
    case "flow":
    case "tool":
      return paths.flow(subject);
    case "gate":
    case "environment":
      return paths.versions(subject);
    case "settings":
      return paths.settings;
    case "key":
      return paths.apiKeys;
    default:
      return null;
  }
}
