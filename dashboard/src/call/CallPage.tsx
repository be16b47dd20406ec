/** The test panel of a flow: a call, and the diagram with the call's current node. */
import { Link } from "wouter";
import { paths } from "../nav/paths";
import { useDefinition } from "../session/read/useDefinition";
import { texts } from "../texts";
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
          <span className={styles.kind}>{texts.call.page.kind}</span> {flow?.name ?? flowId}
        </h1>
        <Link href={paths.flow(flowId)} className={styles.back}>
          {texts.call.page.back}
        </Link>
      </div>
      {failure === null ? null : <FailureNotice failure={failure} onAgain={draft.again} />}
      {flow === undefined ? failure === null ? <Wait>{texts.session.loading.flow}</Wait> : null : <Panel flow={flow} />}
    </div>
  );
}
