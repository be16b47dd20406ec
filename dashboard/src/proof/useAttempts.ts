/** The attempts of a dialog to get something through a gate. */
import { useState } from "react";

export interface Attempts {
  /** 0 before the first attempt. */
  number: number;
  /** Whether the dialog may try again by itself: once for each press of a button. */
  goesOn: boolean;
  /** `again`: the dialog tries by itself. */
  begin: (again: boolean) => void;
}

export function useAttempts(): Attempts {
  const [number, setNumber] = useState(0);
  const [goesOn, setGoesOn] = useState(false);
  return {
    number,
    goesOn,
    begin: (again) => {
      setNumber((before) => before + 1);
      setGoesOn(!again);
    },
  };
}
