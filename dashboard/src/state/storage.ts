/**
 * The browser's storage, without its exceptions.
 *
 * A browser throws on each access if the user blocks site data, and on a write if the quota is used up. The dashboard
 * works without storage, so a failed read is null and a failed write is false.
 */

export interface SafeStorage {
  read(key: string): string | null;
  /** False if the browser did not store the value. */
  write(key: string, value: string): boolean;
  remove(key: string): void;
}

/** `storage` is a function because reading `window.localStorage` itself may throw. */
export function safeStorage(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): SafeStorage {
  return {
    read(key) {
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        storage().setItem(key, value);
        return true;
      } catch {
        return false;
      }
    },
    remove(key) {
      try {
        storage().removeItem(key);
      } catch {
        // There is nothing to remove.
      }
    },
  };
}

/** Stays in this browser. */
export const browserStorage = safeStorage(() => window.localStorage);

/** Stays in this tab, over a reload. */
export const tabStorage = safeStorage(() => window.sessionStorage);
