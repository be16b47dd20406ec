/** Something failed: what, and what to do. It warns where it comes back by itself, and is bad where it does not. */
import type { ReactNode } from "react";
import { Button } from "./Button";
import { Notice } from "./Notice";

interface Props {
  failure: { kind: string; title: string; remedy: string };
  /** Null where trying again at once does not help. */
  onAgain: (() => void) | null;
  /** In place of the failure's own remedy. */
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
            Try again
          </Button>
        )
      }
    >
      {children}
    </Notice>
  );
}
