/** The caller of the API: a role, and the requests that it does not allow. */
import { api, body } from "./client";
import type { components, paths } from "./generated/openapi";

export type Me = components["schemas"]["Me"];
export type Role = Me["role"];

type RequestTo<Path extends keyof paths> = {
  [Method in keyof paths[Path] & ("get" | "put" | "post" | "delete" | "patch")]: [paths[Path][Method]] extends [
    undefined,
  ]
    ? never
    : `${Uppercase<Method>} ${Path}`;
}[keyof paths[Path] & ("get" | "put" | "post" | "delete" | "patch")];

/** A request of the API by its method and path template, such as `PUT /api/flows/{flowId}`. */
export type ApiRequest = { [Path in keyof paths]: RequestTo<Path> }[keyof paths];

export const meKey = ["me"] as const;

export async function readMe(): Promise<Me> {
  return body(await api.GET("/api/me"));
}
