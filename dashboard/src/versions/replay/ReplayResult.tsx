/** What a replay led to, or has led to so far: the counts, the causes, and the nodes in the picture at which calls part. */
import { useMemo, type ReactNode } from "react";
import type { FlowDefinition, Replay } from "../../api/types";
import { FlowDiagram } from "../../flow/diagram/FlowDiagram";
import type { NodeChange } from "../../flow/diagram/props";
import { ReplayGroups } from "../../proof/ReplayGroups";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { Notice } from "../../ui/Notice";
import styles from "./replay.module.css";

interface Props {
  replay: Pick<Replay, "same" | "differ" | "cannot" | "left" | "groups">;
  title: string;
  definition: FlowDefinition | null;
  /** More results follow. */
  soFar?: boolean;
  /** What is to be known about the counts. */
  children?: ReactNode;
}

export function ReplayResult({ replay, title, definition, soFar = false, children }: Props) {
  const words = texts.versions.replayPage;
  const { same, differ, cannot, left, groups } = replay;
  const marks = useMemo(
    () =>
      new Map<string, NodeChange>(
        groups.flatMap(({ nodeId }) => (nodeId === null ? [] : [[nodeId, "changed"] as const])),
      ),
    [groups],
  );
  if (!soFar && same + differ + cannot + left === 0) return <Notice kind="info" title={words.noCalls} />;
  return (
    <section className={styles.result} aria-labelledby="replay-result">
      <h2 id="replay-result">{title}</h2>
      {/* Counts that grow are not spoken. */}
      <p className={styles.counts} {...(soFar ? {} : { role: "status" })}>
        <Badge kind="good">{words.same(same)}</Badge>
        <Badge kind={differ === 0 ? "neutral" : "bad"}>{words.differ(differ)}</Badge>
        <Badge kind={cannot === 0 ? "neutral" : "warning"}>{words.cannot(cannot)}</Badge>
        {left === 0 ? null : <Badge kind="warning">{words.left(left)}</Badge>}
      </p>
      {children}
      {groups.length === 0 ? (
        <p className={styles.soft}>{soFar || left > 0 ? words.noneYet : words.allSame}</p>
      ) : (
        <div className={styles.sides}>
          <div className={styles.groups}>
            <h3>{words.groups}</h3>
            <ReplayGroups groups={groups} definition={definition} />
          </div>
          {definition === null || marks.size === 0 ? null : (
            <div className={styles.picture}>
              <h3>{words.picture}</h3>
              <div className={styles.diagram}>
                <FlowDiagram definition={definition} changes={marks} />
              </div>
            </div>
          )}
        </div>
      )}
    </section>
  );
}
