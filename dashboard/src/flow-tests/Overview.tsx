/** All tests of a flow: the list, and what they reach in the diagram. */
import { useMemo, useState, type ReactNode } from "react";
import type { FlowDefinition, StoredTest, TestResult, TestRun } from "../api/types";
import { SessionDiagram } from "../session/diagram/SessionDiagram";
import { texts } from "../texts";
import { Wait } from "../ui/Wait";
import { CoverageSummary } from "./list/CoverageSummary";
import { TestList } from "./list/TestList";
import { coverageNotes } from "./model/notes";
import styles from "./TestsPage.module.css";

const words = texts.flowTests;

interface Props {
  flowId: string;
  definition: FlowDefinition | undefined;
  tests: readonly StoredTest[];
  results: ReadonlyMap<string, TestResult>;
  run: TestRun | undefined;
  /** The ids of tests with changes that are not saved. */
  changed: ReadonlySet<string>;
  /** Shown below the list. */
  children: ReactNode;
}

export function Overview({ flowId, definition, tests, results, run, changed, children }: Props) {
  const [selected, setSelected] = useState<string | null>(null);
  const [open, setOpen] = useState<readonly string[]>([]);
  const coverage = run?.coverage;
  const notesOf = useMemo(
    () =>
      coverage === undefined ? undefined : (of: FlowDefinition, prefix: string) => coverageNotes(coverage, of, prefix),
    [coverage],
  );
  return (
    <div className={styles.work}>
      <div className={styles.picture}>
        {definition === undefined ? (
          <Wait>{texts.session.loading.flow}</Wait>
        ) : (
          <SessionDiagram
            definition={definition}
            session={undefined}
            turn={null}
            {...{ open, selected }}
            onOpen={setOpen}
            onSelect={setSelected}
            {...(notesOf === undefined ? {} : { notesOf })}
          />
        )}
      </div>
      <aside className={styles.side} aria-label={words.list.region}>
        {tests.length === 0 ? (
          <div className={styles.empty}>
            <h2>{words.empty.title}</h2>
            <p>{words.empty.body}</p>
          </div>
        ) : (
          <>
            {coverage === undefined || definition === undefined ? null : (
              <CoverageSummary
                {...{ coverage, definition }}
                onShowNode={(nodeId) => {
                  setOpen([]);
                  setSelected(nodeId);
                }}
              />
            )}
            <TestList {...{ flowId, tests, results, changed, definition }} />
          </>
        )}
        {children}
      </aside>
    </div>
  );
}
