/** The replay of a gate that goes on after the gate has refused: how far it is, and what to do. */
import { useEffect, useRef } from "react";
import { asFailure } from "../api/failure";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";
import { Notice } from "../ui/Notice";
import { ReplayProgress } from "./ReplayProgress";
import type { Attempts } from "./useAttempts";
import { useReplay } from "./useReplay";
import type { Waiting } from "./wait-for";

interface Props {
  flowId: string;
  waiting: Waiting;
  attempts: Attempts;
  /** What the dialog does when the replay has ended. */
  hint: string;
  /** Try again, without a press of a button. */
  onAgain: () => void;
}

export function GateWait({ flowId, waiting: { job, alone }, attempts, hint, onAgain }: Props) {
  const words = texts.proof.waiting;
  const { data, error } = useReplay(flowId, job, attempts.number);
  const state = data?.state ?? "running";
  const byItself = alone && attempts.goesOn;
  const tried = useRef(false);
  useEffect(() => {
    if (state !== "done" || !byItself || tried.current) return;
    tried.current = true;
    onAgain();
  }, [state, byItself, onAgain]);

  if (state === "failed") {
    return (
      <Notice kind="bad" title={words.failed(data?.why ?? "")}>
        {words.failedHint}
      </Notice>
    );
  }
  if (state === "done") {
    return (
      <Notice kind="info" title={words.ended}>
        {byItself ? null : words.again}
      </Notice>
    );
  }
  return (
    <>
      <Notice kind="info" title={words.title}>
        {byItself ? hint : alone ? words.later : words.refused}
      </Notice>
      <ReplayProgress done={data?.done ?? 0} total={data?.total ?? null} />
      {error === null ? null : <FailureNotice failure={asFailure(error)} onAgain={null} />}
    </>
  );
}
