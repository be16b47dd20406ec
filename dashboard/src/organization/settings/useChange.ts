/** A request that changes something: whether it runs, why it failed, and the text of its success. */
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";

export interface Change {
  busy: boolean;
  failure: ApiFailure | null;
  done: string | null;
  /** Send a request. `success` is shown after it. Returns whether it succeeded. */
  run: (request: () => Promise<unknown>, success: string) => Promise<boolean>;
}

export function useChange(): Change {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const run = async (request: () => Promise<unknown>, success: string) => {
    setBusy(true);
    setFailure(null);
    setDone(null);
    try {
      await request();
      setDone(success);
      return true;
    } catch (error) {
      setFailure(asFailure(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, done, run };
}
