/** A new entry of a list: with an id that no other has, where it needs one. */
import { at } from "../../../flow/definition/json";
import type { Shape } from "./shape";

export function blankEntry(list: Shape, entries: readonly unknown[]): unknown {
  const item = list.item;
  if (item === null || item.plain || item.kind !== "object") return "";
  const required = item.fields.filter(({ shape }) => shape.required);
  const ids = entries.map((entry) => String(at(entry, ["id"])));
  const blank = required.map(({ name }) => [name, name === "id" ? freeId(ids) : ""] as const);
  return Object.fromEntries(blank);
}

function freeId(taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`cond-${number}`)) number += 1;
  return `cond-${number}`;
}
