/** Asks the API once what the user may do, for all controls of the page. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { meKey, readMe } from "../api/me";
import { AccessContext } from "./access";

/** Milliseconds after which it is asked again, when the window gets the focus. A role changes seldom. */
const FRESH = 300_000;

export function Access({ children }: { children: ReactNode }) {
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: FRESH });
  return <AccessContext value={me.data ?? null}>{children}</AccessContext>;
}
