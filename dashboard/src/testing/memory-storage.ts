/** Storage for tests, in memory. */
import type { SafeStorage } from "../state/storage";

export class MemoryStorage implements SafeStorage {
  private readonly values = new Map<string, string>();

  read(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  write(key: string, value: string): boolean {
    this.values.set(key, value);
    return true;
  }

  remove(key: string): void {
    this.values.delete(key);
  }
}
