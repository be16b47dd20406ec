/** The page before a call: the setup and the flow's diagram. */
import type { ReactNode } from "react";
import { FlowDiagram } from "../../flow/diagram/FlowDiagram";
import type { UsedSession } from "../../session/read/useSession";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import styles from "./BeforeCall.module.css";
import { isOver, type CallSnapshot } from "../model/call";
import type { Input } from "../run/repeat";
import { SetUp, type SetUpProps } from "./SetUp";
import { phaseText } from "../controls/call-texts";

interface Props extends Omit<SetUpProps, "busy"> {
  /** The session whose inputs the call repeats. */
  again: { sessionId: string; inputs: readonly Input[]; read: UsedSession } | null;
  /** A call that is starting or has failed to start. */
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
            <Wait>{phaseText(beginning.snapshot)}</Wait>
            <Button small onClick={beginning.onCancel}>
              {texts.common.cancel}
            </Button>
          </div>
        ) : null}
        <SetUp busy={begins} definition={definition} {...rest} />
      </div>
      <div className={styles.picture}>
        {definition === undefined ? (
          <Wait>{texts.session.loading.version}</Wait>
        ) : (
          <FlowDiagram definition={definition} />
        )}
      </div>
    </div>
  );
}

function Again({ again: { sessionId, inputs, read } }: { again: NonNullable<Props["again"]> }) {
  if (read.session === undefined) {
    return read.failure === null ? (
      <Wait>{texts.session.loading.session}</Wait>
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
      <Notice kind="info" title={texts.call.repeat.title(inputs.length)}>
        {texts.call.repeat.body(sessionId)}
      </Notice>
    </div>
  );
}
