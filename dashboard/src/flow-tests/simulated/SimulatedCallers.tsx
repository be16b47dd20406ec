/** The callers of a flow that models play: their estimate, their calls, and what the judge says. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Link } from "wouter";
import { useMay } from "../../access/access";
import { MayButton } from "../../access/MayButton";
import { asFailure, type ApiFailure } from "../../api/failure";
import { estimateCalls } from "../../api/simulations";
import type { FlowTest, Simulation, StoredTest } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { CallerDialog } from "./CallerDialog";
import { CallList } from "./CallList";
import styles from "./simulated.module.css";
import { useSimulation } from "./useSimulation";

const words = texts.simulated;
const BUDGET = 100_000;

interface Props {
  flowId: string;
  tests: readonly StoredTest[];
  /** The version that they call. */
  version: number | "draft";
  saving: boolean;
  /** Why the last change was not saved. */
  failure: ApiFailure | null;
  /** False if it was refused. */
  onSave: (testId: string, test: FlowTest) => Promise<boolean>;
}

export function SimulatedCallers({ flowId, tests, version, saving, failure: refusal, onSave }: Props) {
  const id = useId();
  const callers = tests.filter((test) => test.simulate != null);
  const [calls, setCalls] = useState(1);
  const [budget, setBudget] = useState(BUDGET);
  /** The caller in the dialog; null for a new one. */
  const [edited, setEdited] = useState<StoredTest | null | undefined>(undefined);
  const mayRun = useMay("POST /api/flows/{flowId}/tests/run");
  const { simulation, going, failure, begin, stop } = useSimulation(flowId);
  const asked = { tests: callers.map(({ testId }) => testId), version, calls, budgetTokens: budget };
  const stamp = callers.map(({ testId, updatedAt }) => `${testId} ${updatedAt}`).join("\n");
  const estimate = useQuery({
    queryKey: ["estimatedCalls", flowId, version, calls, budget, stamp],
    queryFn: ({ signal }) => estimateCalls(flowId, asked, signal),
    enabled: mayRun && callers.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });

  return (
    <section className={styles.callers} aria-labelledby={`${id}-title`}>
      <header className={styles.head}>
        <h2 id={`${id}-title`}>{words.title}</h2>
        <MayButton need="PUT /api/flows/{flowId}/tests/{testId}" small onClick={() => setEdited(null)}>
          {words.add}
        </MayButton>
      </header>
      <p className={styles.soft}>{words.about}</p>
      {callers.length === 0 ? null : (
        <>
          <ul className={styles.names}>
            {callers.map((test) => (
              <li key={test.testId}>
                <Link href={paths.tests(flowId, test.testId)}>{test.name}</Link>
                <MayButton
                  need="PUT /api/flows/{flowId}/tests/{testId}"
                  small
                  aria-label={words.editNamed(test.name)}
                  onClick={() => setEdited(test)}
                >
                  {words.edit}
                </MayButton>
              </li>
            ))}
          </ul>
          <div className={styles.limits}>
            <NumberField id={`${id}-calls`} label={words.calls} value={calls} least={1} most={10} onValue={setCalls} />
            <NumberField
              id={`${id}-budget`}
              label={words.budget}
              value={budget}
              least={1000}
              most={5_000_000}
              step={1000}
              onValue={setBudget}
            />
          </div>
          <div className={styles.run}>
            <p role="status" className={styles.soft}>
              {statusText(simulation, going, estimate.data)}
            </p>
            {going ? (
              <Button onClick={stop}>{words.stop}</Button>
            ) : (
              <MayButton
                need="POST /api/flows/{flowId}/tests/run"
                kind="primary"
                disabled={estimate.isError}
                onClick={() => begin(asked)}
              >
                {words.begin(callers.length * calls)}
              </MayButton>
            )}
          </div>
        </>
      )}
      {failure !== null ? (
        <FailureNotice failure={failure} onAgain={() => begin(asked)} />
      ) : estimate.isError ? (
        <FailureNotice failure={asFailure(estimate.error)} onAgain={() => void estimate.refetch()} />
      ) : null}
      {simulation === null ? null : <CallList calls={simulation.calls} />}
      {edited === undefined ? null : (
        <CallerDialog
          stored={edited}
          taken={tests.map(({ testId }) => testId)}
          busy={saving}
          failure={refusal}
          onClose={() => setEdited(undefined)}
          onSave={(testId, test) => {
            void onSave(testId, test).then((saved) => {
              if (saved) setEdited(undefined);
            });
          }}
        />
      )}
    </section>
  );
}

function statusText(simulation: Simulation | null, going: boolean, estimate: Simulation | undefined): string {
  if (simulation === null) {
    if (going) return words.going(1);
    if (estimate === undefined) return "";
    const { inputTokens, outputTokens, dollars } = estimate.estimate;
    return words.estimate(inputTokens + outputTokens, dollars);
  }
  const { inputTokens, outputTokens, dollars } = simulation.used;
  const passed = simulation.calls.filter((call) => call.passed === true).length;
  const state = going ? words.going(simulation.left) : words.done(passed, simulation.calls.length);
  return `${state} · ${words.used(inputTokens + outputTokens, dollars)}`;
}

interface NumberProps {
  id: string;
  label: string;
  value: number;
  least: number;
  most: number;
  step?: number;
  onValue: (value: number) => void;
}

function NumberField({ id, label, value, least, most, step = 1, onValue }: NumberProps) {
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={least}
        max={most}
        step={step}
        value={value}
        onChange={({ target }) => {
          const written = Math.round(target.valueAsNumber);
          if (Number.isFinite(written)) onValue(Math.min(most, Math.max(least, written)));
        }}
      />
    </div>
  );
}
