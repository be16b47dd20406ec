/** Three presses to the first spoken conversation: choose a flow, start the call, and allow the microphone. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { MayButton, MayLink } from "../../access/MayButton";
import { asFailure } from "../../api/failure";
import { findDraft, firstFlows, keys, saveFlow } from "../../api/flows";
import { newFlow } from "../../flow/definition/new-flow";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import { flowsToTry } from "./first-flow";
import styles from "./start.module.css";

const MOST = 6;
const EXAMPLE = "first-conversation";

export function StartPage() {
  const words = texts.start;
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const flows = useQuery({ queryKey: keys.choices, queryFn: firstFlows });
  const creating = useMutation({
    mutationFn: async () => {
      // A second press, or another tab, finds the flow of the first.
      if ((await findDraft(EXAMPLE)) === null) await saveFlow(EXAMPLE, newFlow(words.created));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.choices });
      void client.invalidateQueries({ queryKey: keys.flows });
      setChosen(EXAMPLE);
    },
  });
  const thrown = flows.error ?? flows.failureReason;
  const offered = flowsToTry(flows.data ?? [], MOST);
  const flow = offered.find(({ flowId }) => flowId === chosen);
  const version = flow?.latestVersion === null ? "draft" : undefined;
  const address = (mode: string) => (flow === undefined ? "" : paths.test(flow.flowId, { mode, version }));
  return (
    <div className={styles.page}>
      <div>
        <h1>{words.title}</h1>
        <p className={styles.soft}>{words.about}</p>
      </div>
      {thrown === null ? null : (
        <FailureNotice failure={asFailure(thrown)} onAgain={flows.error === null ? null : () => void flows.refetch()} />
      )}
      <ol className={styles.steps}>
        <li className={styles.step}>
          <h2>{words.choose}</h2>
          {flows.data === undefined ? (
            thrown === null ? (
              <Wait>{words.loading}</Wait>
            ) : null
          ) : offered.length === 0 ? (
            <>
              <p className={styles.soft}>{words.none}</p>
              <div>
                <MayButton
                  need="PUT /api/flows/{flowId}"
                  kind="primary"
                  busy={creating.isPending}
                  onClick={() => creating.mutate()}
                >
                  {words.create}
                </MayButton>
              </div>
              {creating.error === null ? null : (
                <Notice kind="bad" title={words.notCreated(asFailure(creating.error).title)}>
                  {asFailure(creating.error).remedy}
                </Notice>
              )}
            </>
          ) : (
            <>
              <fieldset className={styles.flows}>
                <legend className={styles.soft}>{words.chooseHint}</legend>
                {offered.map(({ flowId, name }) => (
                  <label key={flowId} className={styles.flow}>
                    <input
                      type="radio"
                      name="first-flow"
                      checked={flowId === chosen}
                      onChange={() => setChosen(flowId)}
                    />
                    {name || flowId}
                  </label>
                ))}
              </fieldset>
              {flows.data.length > offered.length ? <Link href={paths.flows}>{words.allFlows}</Link> : null}
            </>
          )}
        </li>
        <li className={styles.step}>
          <h2>{words.test}</h2>
          <div>
            {flow === undefined ? (
              <Button kind="primary" disabled>
                {words.test}
              </Button>
            ) : (
              <MayLink need="POST /api/flows/{flowId}/test-audio" href={address("audio")} kind="primary">
                {words.test}
              </MayLink>
            )}
          </div>
          {flow === undefined ? null : <p className={styles.soft}>{words.testHint(flow.name || flow.flowId)}</p>}
        </li>
        <li className={styles.step}>
          <h2>{words.speak}</h2>
          <p className={styles.soft}>{words.speakHint}</p>
        </li>
      </ol>
      {flow === undefined ? null : (
        <div className={styles.otherwise}>
          <p className={styles.soft}>{words.otherwise}</p>
          <ul className={styles.ways}>
            <li>
              <Link href={address("chat")}>{words.chat}</Link> <span className={styles.soft}>{words.chatHint}</span>
            </li>
            <li>
              <Link href={address("simulate")}>{words.simulate}</Link>{" "}
              <span className={styles.soft}>{words.simulateHint}</span>
            </li>
          </ul>
        </div>
      )}
    </div>
  );
}
