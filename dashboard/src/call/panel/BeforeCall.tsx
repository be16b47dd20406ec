/** Before a call: the flow's picture, and what is tested. */
import type { ReactNode } from "react";
import { FlowDiagram } from "../../flow/diagram/FlowDiagram";
import type { UsedSession } from "../../session/read/useSession";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import styles from "./BeforeCall.module.css";
import { isOver, type CallSnapshot } from "../model/call";
import type { Input } from "../run/repeat";
import { SetUp, type SetUpProps } from "./SetUp";
import { phaseWords } from "../controls/words";

interface Props extends Omit<SetUpProps, "busy"> {
  /** The session whose words are said again. */
  again: { sessionId: string; inputs: readonly Input[]; read: UsedSession } | null;
  /** A call that begins, or could not. */
  beginning: { snapshot: CallSnapshot; notices: ReactNode; onCancel: () => void } | null;
}

export function BeforeCall({ again, definition, beginning, ...rest }: Props) {
  const begins = beginning !== null && !isOver(beginning.snapshot);
  return (
    <div className={styles.before}>
      <div className={styles.side}>
        {again === null ? null : <Again again={again} />}
        {beginning === null ? null : <div className={styles.notices}>{beginning.notices}</div>}
        {begins ? (
          <div className={styles.begins}>
            <Wait>{phaseWords(beginning.snapshot)}</Wait>
            <Button small onClick={beginning.onCancel}>
              Cancel
            </Button>
          </div>
        ) : null}
        <SetUp busy={begins} definition={definition} {...rest} />
      </div>
      <div className={styles.picture}>
        {definition === undefined ? <Wait>Reading this version…</Wait> : <FlowDiagram definition={definition} />}
      </div>
    </div>
  );
}

function Again({ again: { sessionId, inputs, read } }: { again: NonNullable<Props["again"]> }) {
  if (read.session === undefined) {
    return read.failure === null ? (
      <Wait>Reading the session…</Wait>
    ) : (
      <div className={styles.again}>
        <Notice kind="warning" title={read.failure.title}>
          {read.failure.remedy}
        </Notice>
      </div>
    );
  }
  return (
    <div className={styles.again}>
      <Notice kind="info" title={`The test says again what the caller said: ${inputs.length} inputs.`}>
        From session {sessionId}. Each is sent when the agent listens; in audio, as text.
      </Notice>
    </div>
  );
}
