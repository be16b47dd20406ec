/** The versions of a flow, newest first, and its draft. Two of them can be compared. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { FlowVersion } from "../../api/types";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import type { Changes } from "../changes/useChanges";
import type { Giver } from "../model/givers";
import { chosenPair, DRAFT, toggle, type Chosen } from "./chosen";
import { VersionRow } from "./VersionRow";
import styles from "./VersionTable.module.css";

interface Props {
  flowId: string;
  versions: readonly FlowVersion[];
  givers: readonly Giver[];
  changes: Changes;
  onRollOut: (version: number) => void;
}

export function VersionTable({ flowId, versions, givers, changes, onRollOut }: Props) {
  const words = texts.versions;
  const now = useNow();
  const [, go] = useLocation();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const latest = versions[0]?.version ?? null;
  const pair = chosenPair(chosen);
  const nameOf = (one: Chosen) => (one === DRAFT ? words.draft : words.version(one));
  const choose = (one: Chosen) => ({
    checked: chosen.includes(one),
    onChange: () => setChosen(toggle(chosen, one)),
    "aria-label": words.choose(nameOf(one)),
  });
  return (
    <section className={styles.versions} aria-labelledby="versions">
      <div className={styles.head}>
        <h2 id="versions">{words.title}</h2>
        <Button
          small
          disabled={pair === null}
          title={pair === null ? words.compareHint : undefined}
          onClick={() => (pair === null ? undefined : go(paths.compare(flowId, String(pair[0]), String(pair[1]))))}
        >
          {pair === null ? words.compare : words.compareBoth(nameOf(pair[0]), nameOf(pair[1]))}
        </Button>
      </div>
      {latest === null ? (
        <p className={styles.none}>{words.none}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{words.columns.choose}</span>
              </th>
              <th scope="col">{words.columns.version}</th>
              <th scope="col">{words.columns.published}</th>
              <th scope="col">{words.columns.note}</th>
              <th scope="col" className={styles.number}>
                {words.columns.sessions}
              </th>
              <th scope="col">
                <span className="unseen">{words.columns.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td className={styles.choose}>
                <input type="checkbox" {...choose(DRAFT)} />
              </td>
              <th scope="row">{words.draft}</th>
              <td className={styles.soft} colSpan={4}>
                {words.draftHint}
              </td>
            </tr>
            {versions.map((version) => (
              <VersionRow
                key={version.version}
                flowId={flowId}
                version={version}
                latest={latest}
                givers={givers}
                now={now}
                changes={changes}
                choice={<input type="checkbox" {...choose(version.version)} />}
                onRollOut={onRollOut}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
