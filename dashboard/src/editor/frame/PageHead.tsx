/** The head of a flow's page: the way back, the flow's name and id, its state, and what can be done with it. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import { paths } from "../../nav/paths";
import common from "./common.module.css";
import styles from "./PageHead.module.css";

interface Props {
  /** With the page's heading. */
  name: ReactNode;
  flowId: string;
  state: ReactNode;
  actions: ReactNode;
}

export function PageHead({ name, flowId, state, actions }: Props) {
  return (
    <div className={styles.header}>
      <div className={styles.title}>
        <Link href={paths.flows} className={styles.back}>
          Flows
        </Link>
        <span aria-hidden="true" className={common.soft}>
          /
        </span>
        {name}
        <code className={styles.id} title="The flow's id">
          {flowId}
        </code>
        {state}
      </div>
      <div className={styles.actions}>{actions}</div>
    </div>
  );
}
