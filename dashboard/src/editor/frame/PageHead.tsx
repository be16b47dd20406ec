/** The header of a flow's page: a link to the list, the flow's name, id and state, and the actions. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { FlowNav } from "../../nav/FlowNav";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import common from "./common.module.css";
import styles from "./PageHead.module.css";

interface Props {
  /** Contains the page's heading. */
  name: ReactNode;
  flowId: string;
  state: ReactNode;
  actions: ReactNode;
}

export function PageHead({ name, flowId, state, actions }: Props) {
  return (
    <>
      <div className={styles.header}>
        <div className={styles.title}>
          <Link href={paths.flows} className={styles.back}>
            {texts.editor.header.flows}
          </Link>
          <span aria-hidden="true" className={common.soft}>
            /
          </span>
          {name}
          <code className={styles.id} title={texts.editor.flowId}>
            {flowId}
          </code>
          {state}
        </div>
        <div className={styles.actions}>{actions}</div>
      </div>
      <FlowNav flowId={flowId} current="flow" />
    </>
  );
}
