/** Timers by name. Starting a timer stops an earlier one of the same name. */
export class Timers {
  private readonly running = new Map<string, ReturnType<typeof setTimeout>>();

  after(name: string, millis: number, then: () => void): void {
    this.stop(name);
    this.running.set(name, setTimeout(then, millis));
  }

  stop(name: string): void {
    clearTimeout(this.running.get(name));
    this.running.delete(name);
  }

  stopAll(): void {
    for (const name of [...this.running.keys()]) this.stop(name);
  }
}
