/** The requests about the voices of agents. */
import { api, body } from "../client";
import type { components } from "../generated/openapi";

export type VoiceList = components["schemas"]["VoiceList"];
export type VoicePreview = components["schemas"]["VoicePreview"];

export const voiceKeys = { of: (language: string) => ["voices", language] as const };

/** The voices that calls in a language can use. */
export async function listVoices(language: string): Promise<VoiceList> {
  return body(await api.GET("/api/voices/list", { params: { query: { language } } }));
}

/** A sentence, spoken as a call would speak it. Without a voice, by that of an agent that names none. */
export async function previewVoice(language: string, voice: string): Promise<VoicePreview> {
  return body(await api.POST("/api/voices/preview", { body: { language, ...(voice === "" ? {} : { voice }) } }));
}
