/** What the gate of the flow asks for, and the dialog that changes it. */
import { useState } from "react";
import { MayButton } from "../../access/MayButton";
import { GateSummary, useGate } from "../../proof/GateSummary";
import { texts } from "../../texts";
import type { Changes } from "../changes/useChanges";
import part from "../part.module.css";
import { GateDialog } from "./GateDialog";

export function GatePart({ flowId, changes }: { flowId: string; changes: Changes }) {
  const words = texts.proof.gate;
  const [open, setOpen] = useState(false);
  const gate = useGate(flowId);
  return (
    <section className={part.part} aria-labelledby="gate">
      <div className={part.head}>
        <h2 id="gate">{words.title}</h2>
        {gate.data === undefined ? null : (
          <MayButton need="PUT /api/flows/{flowId}/gate" small onClick={() => setOpen(true)}>
            {words.change}
          </MayButton>
        )}
      </div>
      <GateSummary flowId={flowId} />
      {open && gate.data !== undefined ? (
        <GateDialog gate={gate.data} changes={changes} onClose={() => setOpen(false)} />
      ) : null}
    </section>
  );
}
