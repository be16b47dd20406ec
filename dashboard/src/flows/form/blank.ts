/** A new entry of a list: with an id that no other has, where it needs one. */
import { freeName } from "../edit/draft";
import { at } from "../json";
import type { Shape } from "./shape";

export function blankEntry(list: Shape, entries: readonly unknown[]): unknown {
  const item = list.item;
  if (item === null || item.plain || item.kind !== "object") return "";
  const required = item.fields.filter(({ shape }) => shape.required);
  const ids = entries.map((entry) => String(at(entry, ["id"])));
  const blank = required.map(({ name }) => [name, name === "id" ? freeId(ids) : ""] as const);
  return Object.fromEntries(blank);
}

function freeId(ids: readonly string[]): string {
  return freeName("cond-1", ids) === "cond-1" ? "cond-1" : freeNumber(ids, 2);
}

function freeNumber(ids: readonly string[], number: number): string {
  const id = `cond-${number}`;
  return ids.includes(id) ? freeNumber(ids, number + 1) : id;
}
