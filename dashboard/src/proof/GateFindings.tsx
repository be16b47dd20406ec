/** What a gate found in a draft: the tests that failed, the calls that would go another way, and the nodes without a test. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { FlowDefinition, GateResult } from "../api/types";
import { nodeById } from "../flow/definition/edits";
import { titleOf } from "../flow/definition/node-title";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Badge } from "../ui/Badge";
import styles from "./proof.module.css";
import { ReplayGroups } from "./ReplayGroups";

/** The fields of a gate that can refuse a draft. */
type Field = "tests" | "replayLast" | "mostDiffering" | "leastNodeCoverage";

interface Props {
  flowId: string;
  result: GateResult;
  /** The fields that refuse the draft. */
  refusing: ReadonlySet<string>;
  definition: FlowDefinition | null;
}

/** The most nodes that the list names. */
const MAX_NODES = 20;

export function GateFindings({ flowId, result, refusing, definition }: Props) {
  const words = texts.proof.result;
  const { tests, replay, coverage } = result;
  const refused = (...fields: Field[]) => fields.some((field) => refusing.has(field));
  return (
    <div className={styles.findings} role="group" aria-label={words.title}>
      {tests === undefined ? null : (
        <Part title={words.tests} refused={refused("tests")}>
          <p>{words.testsPassed(tests.passed, tests.passed + tests.failed)}</p>
          <ul className={styles.bullets}>
            {tests.failures.map(({ testId, turn, field }) => (
              <li key={testId}>
                <Link href={paths.tests(flowId, testId)}>{testId}</Link>
                <span className={styles.soft}> {words.failedTest(turn, field)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {replay === undefined ? null : (
        <Part title={words.replay} refused={refused("mostDiffering")} goesOn={refused("replayLast")}>
          <p>
            {words.counted(replay.counted, replay.same + replay.differ + replay.cannot)}{" "}
            {replay.cannot === 0 ? "" : words.cannot(replay.cannot)}
          </p>
          <ReplayGroups groups={replay.groups} definition={definition} />
        </Part>
      )}
      {coverage === undefined ? null : (
        <Part title={words.coverage} refused={refused("leastNodeCoverage")}>
          <p>{words.reached(coverage.nodes)}</p>
          {coverage.missed.length === 0 ? null : (
            <p className={styles.soft}>
              {words.missed}{" "}
              {coverage.missed
                .slice(0, MAX_NODES)
                .map((nodeId) => titleOfNode(definition, nodeId))
                .join(", ")}{" "}
              {coverage.missed.length > MAX_NODES ? words.more(coverage.missed.length - MAX_NODES) : ""}
            </p>
          )}
        </Part>
      )}
    </div>
  );
}

interface PartProps {
  title: string;
  refused: boolean;
  /** The results are not complete. */
  goesOn?: boolean;
  children: ReactNode;
}

function Part({ title, refused, goesOn = false, children }: PartProps) {
  const words = texts.proof.result;
  const badge = refused
    ? ({ kind: "bad", text: words.refusedPart } as const)
    : goesOn
      ? ({ kind: "warning", text: words.goesOnPart } as const)
      : ({ kind: "good", text: words.passed } as const);
  return (
    <section className={styles.part}>
      <h3 className={styles.partTitle}>
        {title} <Badge kind={badge.kind}>{badge.text}</Badge>
      </h3>
      {children}
    </section>
  );
}

function titleOfNode(definition: FlowDefinition | null, nodeId: string): string {
  const node = definition === null ? undefined : nodeById(definition, nodeId);
  return node === undefined ? nodeId : titleOf(node);
}
