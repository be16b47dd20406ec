/** Copies a flow to another id: its draft or latest version, and its tests. */
import { asFailure, type ApiFailure } from "../../../api/failure";
import { allTests, saveTest } from "../../../api/flow-tests";
import { findDraft, readFlow, saveFlow } from "../../../api/flows";
import type { FlowTest, StoredTest } from "../../../api/types";
import { setName } from "../../../flow/definition/edits";

export interface Copy {
  from: string;
  version: "draft" | "latest";
  flowId: string;
  name: string;
  tests: boolean;
}

export type Copied =
  | { kind: "copied" }
  /** The id is taken, and nothing was written. */
  | { kind: "taken" }
  /** The flow was copied, and these tests were not. */
  | { kind: "partly"; left: readonly StoredTest[]; all: number; failure: ApiFailure };

/** Throws an `ApiFailure` if nothing was copied. */
export async function copyFlow({ from, version, flowId, name, tests }: Copy): Promise<Copied> {
  if ((await findDraft(flowId)) !== null) return { kind: "taken" };
  const { definition } = await readFlow(from, version);
  // They are read first: if they cannot be, nothing is written.
  const read = tests ? await allTests(from, new AbortController().signal) : [];
  await saveFlow(flowId, setName(definition, name));
  return saveTests(flowId, read);
}

/** One after the other: the API refuses changes of one flow's tests that come at the same moment. */
export async function saveTests(flowId: string, tests: readonly StoredTest[]): Promise<Copied> {
  for (const [index, test] of tests.entries()) {
    try {
      await saveTest(flowId, test.testId, authored(test));
    } catch (thrown) {
      return { kind: "partly", left: tests.slice(index), all: tests.length, failure: asFailure(thrown) };
    }
  }
  return { kind: "copied" };
}

function authored(stored: StoredTest): FlowTest {
  const test: FlowTest & Partial<StoredTest> = { ...stored };
  delete test.testId;
  delete test.updatedAt;
  return test;
}
