/** The newest replays of a flow that took longer than their requests. Each leads to its results. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { ReplayJobSummary } from "../../api/types";
import { listReplays, versionKeys } from "../../api/versions";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";
import styles from "./replay.module.css";

/** Between two requests, while one of the replays goes on. */
const PAUSE_MS = 5000;

export function KeptReplays({ flowId, current }: { flowId: string; current: string | null }) {
  const words = texts.versions.replayPage;
  const columns = words.keptColumns;
  const now = useNow();
  const { data: replays } = useQuery({
    queryKey: versionKeys.replays(flowId),
    queryFn: () => listReplays(flowId),
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === "running") === true ? PAUSE_MS : false),
  });
  // The page is of use without them.
  if (replays === undefined || replays.length === 0) return null;
  return (
    <section className={styles.kept} aria-labelledby="kept-replays">
      <h2 id="kept-replays">{words.kept}</h2>
      <p className={styles.soft}>{words.keptHint}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{columns.replayed}</th>
            <th scope="col">{columns.began}</th>
            <th scope="col">{columns.calls}</th>
            <th scope="col">{columns.result}</th>
          </tr>
        </thead>
        <tbody>
          {replays.map((replay) => {
            const { job, version, revision, at, by, total, done } = replay;
            return (
              <tr key={job} data-current={job === current}>
                <th scope="row">
                  <Link
                    href={paths.replay(flowId, version === "draft" ? undefined : String(version), job)}
                    {...(job === current ? { "aria-current": "true" } : {})}
                  >
                    {version === "draft" ? words.draftAt(revision) : words.versionAt(version)}
                  </Link>
                </th>
                <td className={styles.soft}>
                  <When at={at} now={now} /> {texts.versions.by(by)}
                </td>
                <td data-label={columns.calls}>{total === null || total === done ? done : `${done} / ${total}`}</td>
                <td>
                  <Result replay={replay} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Result({ replay: { state, differ, cannot, same } }: { replay: ReplayJobSummary }) {
  const words = texts.versions.replayPage;
  return (
    <span className={styles.counts}>
      {state === "done" ? null : <Badge kind={state === "failed" ? "bad" : "accent"}>{words.states[state]}</Badge>}
      <Badge kind="good">{words.same(same)}</Badge>
      {differ === 0 ? null : <Badge kind="bad">{words.differ(differ)}</Badge>}
      {cannot === 0 ? null : <Badge kind="warning">{words.cannot(cannot)}</Badge>}
    </span>
  );
}
