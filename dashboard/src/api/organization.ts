/** The requests about the organization: its settings, secrets, webhook, API keys and audit. */
import { api, body } from "./client";
import type { components } from "./generated/openapi";

type Schemas = components["schemas"];

export type Settings = Schemas["OrganizationSettings"];
export type SettingsBody = Schemas["SettingsBody"];
export type SecretList = Schemas["SecretList"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type SentByHand = Schemas["SentByHand"];
export type ApiKey = Schemas["ApiKey"];
export type NewApiKey = Schemas["NewApiKey"];
export type KeyBody = Schemas["KeyBody"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditList = Schemas["AuditList"];

export const organizationKeys = {
  settings: ["organization", "settings"] as const,
  secrets: ["organization", "secrets"] as const,
  deliveries: ["organization", "deliveries"] as const,
  apiKeys: ["organization", "apiKeys"] as const,
  audit: ["organization", "audit"] as const,
};

export async function readSettings(): Promise<Settings> {
  return body(await api.GET("/api/settings"));
}

/** Replace all settings. */
export async function saveSettings(settings: SettingsBody): Promise<Settings> {
  return body(await api.PUT("/api/settings", { body: settings }));
}

/** The names of the secrets. No response has a value. */
export async function listSecrets(): Promise<SecretList> {
  return body(await api.GET("/api/settings/secrets"));
}

export async function saveSecret(name: string, value: string): Promise<void> {
  await api.PUT("/api/settings/secrets/{name}", { params: { path: { name } }, body: { value } });
}

export async function deleteSecret(name: string): Promise<void> {
  await api.DELETE("/api/settings/secrets/{name}", { params: { path: { name } } });
}

/** Set the key that signs the events of the webhook. */
export async function saveWebhookSecret(value: string): Promise<void> {
  await api.PUT("/api/settings/webhook/secret", { body: { value } });
}

/** Send a test event now. */
export async function testWebhook(): Promise<SentByHand> {
  return body(await api.POST("/api/settings/webhook/test"));
}

export async function listDeliveries(): Promise<readonly WebhookDelivery[]> {
  return body(await api.GET("/api/settings/webhook/deliveries")).deliveries;
}

/** Send an event once more. */
export async function redeliver(eventId: string): Promise<SentByHand> {
  const params = { path: { eventId } };
  return body(await api.POST("/api/settings/webhook/deliveries/{eventId}/redeliver", { params }));
}

/** The API keys, newest first, without the keys themselves. */
export async function listApiKeys(): Promise<readonly ApiKey[]> {
  return body(await api.GET("/api/keys")).keys;
}

/** Make an API key. Only this answer has the key itself. */
export async function makeApiKey(key: KeyBody): Promise<NewApiKey> {
  return body(await api.POST("/api/keys", { body: key }));
}

export async function revokeApiKey(keyId: string): Promise<void> {
  await api.DELETE("/api/keys/{keyId}", { params: { path: { keyId } } });
}

/** One page of the audit, newest first. */
export async function listAudit(cursor: string | null): Promise<AuditList> {
  const query = { limit: 50, ...(cursor === null ? {} : { cursor }) };
  return body(await api.GET("/api/audit", { params: { query } }));
}
