/** The account in the head, where there is one; its menu loads only then. */
import { lazy, Suspense } from "react";
import { useStanding } from "../session";

const Account = lazy(() => import("./Account"));

export function AccountSlot() {
  const standing = useStanding();
  if (standing.kind !== "signedIn") return null;
  return (
    <Suspense fallback={null}>
      <Account who={standing.who} />
    </Suspense>
  );
}
