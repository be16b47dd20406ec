/** The tests of a flow: their results, what they reach in the diagram, and one test to edit. */
import { useMemo, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { useMay } from "../access/access";
import { MayButton } from "../access/MayButton";
import { ReadOnlyNotice } from "../access/ReadOnlyNotice";
import { readUnsaved } from "../editor/draft/unsaved";
import { FlowHead } from "../nav/FlowHead";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import { NewTestDialog } from "./list/NewTestDialog";
import { OpenTest } from "./OpenTest";
import { Overview } from "./Overview";
import { SimulatedCallers } from "./simulated/SimulatedCallers";
import styles from "./TestsPage.module.css";
import { useRun } from "./useRun";
import { UNSAVED, useSubject } from "./useSubject";
import { useTests } from "./useTests";
import { VersionChoice } from "./VersionChoice";

const words = texts.flowTests;

export default function TestsPage({ flowId }: { flowId: string }) {
  const [params, setParams] = useSearchParams();
  const [, go] = useLocation();
  const testId = params.get("test");
  const version = params.get("version") ?? "draft";
  const [unsaved] = useState(() => readUnsaved(flowId));
  const { subject, definition, flow, failure } = useSubject(flowId, version, unsaved);
  const used = useTests(flowId);
  const { tests } = used;
  // A test without turns has a caller that a model plays, and runs by itself at no time.
  const written = useMemo(() => tests.filter(({ turns }) => turns.length > 0), [tests]);
  const mayRun = useMay("POST /api/flows/{flowId}/tests/run");
  const { run, running, failure: notRun, start } = useRun(flowId, written, mayRun ? subject : null);
  const results = useMemo(() => new Map(run?.results.map((each) => [each.testId, each])), [run]);
  const [creating, setCreating] = useState(false);
  const stored = tests.find((each) => each.testId === testId);

  const address = (changes: Readonly<Record<string, string | null>>, replace: boolean) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === null) after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace },
    );
  const chooseVersion = (chosen: string) => address({ version: chosen === "draft" ? null : chosen }, true);
  const open = (id: string | null) => {
    used.forget();
    if (id === null) go(paths.tests(flowId));
    else address({ test: id }, false);
  };

  return (
    <div className={styles.page}>
      <FlowHead flowId={flowId} name={flow?.name ?? flowId} current="tests" />
      <div className={styles.bar}>
        <p role="status" className={styles.summary} data-failed={run !== undefined && run.failed > 0}>
          {running ? words.running(written.length) : run === undefined ? "" : words.summary(run.passed, run.failed)}
        </p>
        <VersionChoice
          value={version}
          latest={flow?.latestVersion ?? null}
          unsaved={unsaved !== null}
          onChoose={chooseVersion}
        />
        <MayButton need="PUT /api/flows/{flowId}/tests/{testId}" onClick={() => setCreating(true)}>
          {words.create.title}
        </MayButton>
        <MayButton
          need="POST /api/flows/{flowId}/tests/run"
          kind="primary"
          busy={running}
          disabled={written.length === 0 || subject === null}
          onClick={start}
        >
          {words.runAll}
        </MayButton>
      </div>
      <div className={styles.notices}>
        <ReadOnlyNotice need="PUT /api/flows/{flowId}/tests/{testId}" />
        {failure === null ? null : <FailureNotice failure={failure} onAgain={null} />}
        {used.failure === null ? null : <FailureNotice failure={used.failure} onAgain={used.retry} />}
        {notRun === null ? null : <FailureNotice failure={notRun} onAgain={start} />}
        {unsaved !== null && version === "draft" ? (
          <Notice
            kind="info"
            title={words.unsaved}
            actions={
              <Button small onClick={() => chooseVersion(UNSAVED)}>
                {words.testUnsaved}
              </Button>
            }
          />
        ) : null}
        {testId !== null && stored === undefined && !used.loading && used.failure === null ? (
          <Notice kind="warning" title={words.missing(testId)} />
        ) : null}
      </div>
      {used.loading && used.failure === null ? (
        <Wait>{words.loading}</Wait>
      ) : stored === undefined ? (
        <Overview {...{ flowId, definition, results, run }} tests={written} changed={new Set(used.edits.keys())}>
          <SimulatedCallers
            {...{ flowId, tests }}
            version={/^\d+$/.test(version) ? Number(version) : "draft"}
            saving={used.saving}
            failure={used.refusal}
            onSave={used.save}
          />
        </Overview>
      ) : (
        <OpenTest
          key={stored.testId}
          {...{ flowId, definition, stored, used, running }}
          result={results.get(stored.testId)}
          onRun={start}
          onOpen={open}
        />
      )}
      {creating ? (
        <NewTestDialog
          taken={new Set(tests.map((each) => each.testId))}
          busy={used.saving}
          failure={used.refusal}
          onClose={() => {
            used.forget();
            setCreating(false);
          }}
          onCreate={(id, name) => {
            // A request without input begins the call: the flow greets and listens.
            void used.save(id, { name, turns: [{ expect: { action: "listen" } }] }).then((saved) => {
              if (!saved) return;
              setCreating(false);
              open(id);
            });
          }}
        />
      ) : null}
    </div>
  );
}
