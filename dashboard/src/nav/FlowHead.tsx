/** The top of a page about one flow, outside of its editor: the way back, the flow's name, and the links between its pages. */
import type { ComponentProps } from "react";
import { Link } from "wouter";
import { texts } from "../texts";
import styles from "./FlowHead.module.css";
import { FlowNav } from "./FlowNav";
import { paths } from "./paths";

interface Props {
  flowId: string;
  /** The flow's name; its id until the name is known. */
  name: string;
  current: ComponentProps<typeof FlowNav>["current"];
}

export function FlowHead({ flowId, name, current }: Props) {
  return (
    <>
      <div className={styles.head}>
        <Link href={paths.flows} className={styles.back}>
          {texts.app.header.flows}
        </Link>
        <span aria-hidden="true" className={styles.back}>
          /
        </span>
        <h1>
          {name}
          <span className="unseen">: {texts.app.flowNav.pages[current]}</span>
        </h1>
        {name === flowId ? null : <code className={styles.back}>{flowId}</code>}
      </div>
      <FlowNav flowId={flowId} current={current} />
    </>
  );
}
