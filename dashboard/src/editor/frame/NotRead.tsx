/** Waiting for a flow, or why there is none. */
import { Link } from "wouter";
import { asFailure } from "../../api/failure";
import { paths } from "../../nav/paths";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import styles from "./NotRead.module.css";

interface Props {
  flowId: string;
  thrown: unknown;
  gaveUp: boolean;
  /** Of a page that has its heading already. */
  part?: boolean;
}

export function NotRead({ flowId, thrown, gaveUp, part = false }: Props) {
  const failure = thrown === null || thrown === undefined ? null : asFailure(thrown);
  return (
    <div className={styles.notRead}>
      {part ? null : <h1>{flowId}</h1>}
      {failure === null ? null : (
        <Notice
          kind={gaveUp ? "bad" : "warning"}
          title={failure.kind === "missing" && !part ? `There is no flow ${flowId}.` : failure.title}
        >
          {failure.remedy} <Link href={paths.flows}>All flows</Link>
        </Notice>
      )}
      {gaveUp ? null : <Wait>Reading the flow…</Wait>}
    </div>
  );
}
