/** Says once for a page that the user can only look at it, and which role changes it. */
import { useContext } from "react";
import { texts } from "../texts";
import { Notice } from "../ui/Notice";
import { AccessContext, missingRole, type Need } from "./access";

export function ReadOnlyNotice({ need }: { need: Need }) {
  const me = useContext(AccessContext);
  const missing = missingRole(me, need);
  if (me === null || missing === null) return null;
  return (
    <Notice kind="info" title={texts.access.readOnly}>
      {texts.access.changes(missing, me.role)}
    </Notice>
  );
}
