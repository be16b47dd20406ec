/** The page of a flow while it loads, or if it could not be loaded. */
import { Link } from "wouter";
import { asFailure } from "../../api/failure";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import styles from "./FlowNotLoaded.module.css";

interface Props {
  flowId: string;
  thrown: unknown;
  gaveUp: boolean;
  /** Part of a page that already has a heading. */
  part?: boolean;
}

export function FlowNotLoaded({ flowId, thrown, gaveUp, part = false }: Props) {
  const failure = thrown === null || thrown === undefined ? null : asFailure(thrown);
  return (
    <div className={styles.page}>
      {part ? null : <h1>{flowId}</h1>}
      {failure === null ? null : (
        <Notice
          kind={gaveUp ? "bad" : "warning"}
          title={failure.kind === "missing" && !part ? texts.editor.noFlow(flowId) : failure.title}
        >
          {failure.remedy} <Link href={paths.flows}>{texts.editor.allFlows}</Link>
        </Notice>
      )}
      {gaveUp ? null : <Wait>{texts.editor.loading}</Wait>}
    </div>
  );
}
