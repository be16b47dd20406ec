/** A failure: what happened and what to do. A warning if the page retries automatically, else an error. */
import type { ReactNode } from "react";
import { texts } from "../texts";
import { Button } from "./Button";
import { Notice } from "./Notice";

interface Props {
  failure: { kind: string; title: string; remedy: string };
  /** Null if a retry does not help. */
  onAgain: (() => void) | null;
  /** Replaces the failure's remedy. */
  children?: ReactNode;
}

export function FailureNotice({ failure, onAgain, children = failure.remedy }: Props) {
  return (
    <Notice
      kind={failure.kind === "away" ? "warning" : "bad"}
      title={failure.title}
      actions={
        onAgain === null ? null : (
          <Button small onClick={onAgain}>
            {texts.common.retry}
          </Button>
        )
      }
    >
      {children}
    </Notice>
  );
}
