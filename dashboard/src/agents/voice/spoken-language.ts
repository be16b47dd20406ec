/** The language of an agent's calls: its own, or else that of its flow. */
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { keys, readFlow } from "../../api/flows";

/** What a flow speaks that says nothing else. */
export const DEFAULT_LANGUAGE = "en-US";

export interface Speaker {
  flowId: string;
  /** Empty for that of the flow. */
  language: string;
}

const ofFlow = (flowId: string) => ({
  // Below the key of the flow, which a publication makes stale.
  queryKey: [...keys.flow(flowId), "language"],
  queryFn: () => readLanguage(flowId),
  staleTime: 60_000,
  retry: false,
});

/** A flow that was deleted, or has no version, answers no calls. Its agent can be heard in the usual language. */
async function readLanguage(flowId: string): Promise<string> {
  if (flowId === "") return DEFAULT_LANGUAGE;
  try {
    return (await readFlow(flowId, "latest")).definition.language ?? DEFAULT_LANGUAGE;
  } catch {
    return DEFAULT_LANGUAGE;
  }
}

async function spokenLanguage(client: QueryClient, { flowId, language }: Speaker): Promise<string> {
  return language === "" ? client.query(ofFlow(flowId)) : language;
}

/** Reads the language when it is needed: a table has many agents. */
export function useReadLanguage(speaker: Speaker): () => Promise<string> {
  const client = useQueryClient();
  return () => spokenLanguage(client, speaker);
}

/** The language; null until the flow is read. */
export function useSpokenLanguage({ flowId, language }: Speaker): string | null {
  const { data } = useQuery({ ...ofFlow(flowId), enabled: language === "" });
  return language === "" ? (data ?? null) : language;
}
