/** The test panel: one press, and the flow is talked with, while its picture shows where the call stands. */
import { Link } from "wouter";
import { paths } from "../nav/paths";
import { useDefinition } from "../session/read/useDefinition";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import styles from "./CallPage.module.css";
import { Panel } from "./panel/Panel";

export default function CallPage({ flowId }: { flowId: string }) {
  const draft = useDefinition(flowId, "draft");
  const { flow, failure } = draft;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>
          <span className={styles.kind}>Test</span> {flow?.name ?? flowId}
        </h1>
        <Link href={paths.flow(flowId)} className={styles.back}>
          To the flow
        </Link>
      </div>
      {failure === null ? null : <FailureNotice failure={failure} onAgain={draft.again} />}
      {flow === undefined ? failure === null ? <Wait>Reading the flow…</Wait> : null : <Panel flow={flow} />}
    </div>
  );
}
