/** Recorded calls, folded through a version: how many go another way, and where. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { asFailure } from "../api/failure";
import { keys, readFlow } from "../api/flows";
import { replayCalls } from "../api/versions";
import { FlowHead } from "../nav/FlowHead";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Field } from "../ui/Field";
import { Wait } from "../ui/Wait";
import { numberIn } from "./model/number-in";
import { ReplayResult } from "./replay/ReplayResult";
import styles from "./replay/replay.module.css";

/** The most calls that a replay takes. */
const MAX_LAST = 10_000;

export default function ReplayPage({ flowId }: { flowId: string }) {
  const words = texts.versions.replayPage;
  const [params, setParams] = useSearchParams();
  const version = versionIn(params.get("version"));
  const [lastText, setLastText] = useState("100");
  const last = numberIn(lastText, 1, MAX_LAST, true);
  const flow = useQuery({
    queryKey: keys.version(flowId, version),
    queryFn: () => readFlow(flowId, version),
  });
  const replay = useMutation({ mutationFn: (calls: number) => replayCalls(flowId, version, calls) });
  const latest = flow.data?.latestVersion ?? 0;
  const choose = (chosen: string) => {
    replay.reset();
    setParams(chosen === "draft" ? {} : { version: chosen }, { replace: true });
  };
  const failure = replay.error ?? flow.error;
  return (
    <div className={styles.page}>
      <FlowHead flowId={flowId} name={flow.data?.name ?? flowId} current="replay" />
      <div className={styles.content}>
        <p className={styles.soft}>{words.intro}</p>
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (last !== null) replay.mutate(last);
          }}
        >
          <Field label={words.version}>
            {(control) => (
              <select {...control} value={version} onChange={({ target }) => choose(target.value)}>
                <option value="draft">{words.draft}</option>
                {Array.from({ length: latest }, (_, index) => latest - index).map((number) => (
                  <option key={number} value={number}>
                    {words.option(number)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={words.last} error={last === null ? texts.versions.gateDialog.replayWrong(MAX_LAST) : null}>
            {(control) => (
              <input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                value={lastText}
                onChange={({ target }) => setLastText(target.value)}
              />
            )}
          </Field>
          <Button kind="primary" type="submit" busy={replay.isPending} disabled={last === null}>
            {words.run}
          </Button>
        </form>
        {failure === null ? null : <FailureNotice failure={asFailure(failure)} onAgain={null} />}
        {replay.isPending ? <Wait>{words.running(replay.variables)}</Wait> : null}
        {replay.data === undefined ? null : (
          <ReplayResult replay={replay.data} definition={flow.data?.definition ?? null} />
        )}
      </div>
    </div>
  );
}

/** The version in the address: a number, or the draft. */
function versionIn(text: string | null): number | "draft" {
  return (text === null ? null : numberIn(text, 1, 1e9, true)) ?? "draft";
}
