/** A value that changes and can be watched. Views read it with `useStore`. */
import { useSyncExternalStore } from "react";

/** Notifies its listeners after each `set`. React detects a change by identity: set a new object, never a changed one. */
export class Store<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: T) {}

  // Arrow functions: useSyncExternalStore calls them without their object.
  readonly get = (): T => this.value;

  readonly set = (value: T): void => {
    this.value = value;
    // A copy: a listener may unsubscribe while it is called.
    for (const listener of [...this.listeners]) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/** The part of a store that a view needs. */
export type Readable<T> = Pick<Store<T>, "get" | "subscribe">;

/** The store's value; the component renders again after each change. */
export function useStore<T>({ subscribe, get }: Readable<T>): T {
  return useSyncExternalStore(subscribe, get);
}
