/** The environments and the agents of a flow, with the versions that they give to new calls. */
import type { UseQueryResult } from "@tanstack/react-query";
import { MayButton } from "../../access/MayButton";
import { asFailure } from "../../api/failure";
import { texts } from "../../texts";
import { FailureNotice } from "../../ui/FailureNotice";
import { Wait } from "../../ui/Wait";
import type { Giver } from "../model/givers";
import { mainVersion, sharesOf } from "../model/shares";
import part from "../part.module.css";
import styles from "./AgentsPart.module.css";

interface Props {
  givers: UseQueryResult<readonly Giver[]>;
  latest: number | null;
  /** Opens the dialog that gives new calls a version. */
  onChange: (version: number) => void;
}

export function AgentsPart({ givers, latest, onChange }: Props) {
  const words = texts.versions.agents;
  return (
    <section className={part.part} aria-labelledby="new-calls">
      <div className={part.head}>
        <h2 id="new-calls">{words.title}</h2>
        {givers.data === undefined || givers.data.length === 0 || latest === null ? null : (
          <MayButton need="PUT /api/agents/{agentId}" small onClick={() => onChange(latest)}>
            {words.change}
          </MayButton>
        )}
      </div>
      {givers.data === undefined ? (
        givers.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : (
          <FailureNotice failure={asFailure(givers.error)} onAgain={() => void givers.refetch()} />
        )
      ) : givers.data.length === 0 ? (
        <p className={part.soft}>{words.none}</p>
      ) : (
        <>
          <p className={part.small}>{words.hint}</p>
          <ul className={styles.agents}>
            {givers.data.map((giver) => (
              <GiverRow key={`${giver.kind} ${giver.id}`} giver={giver} latest={latest} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function GiverRow({ giver: { kind, name, given, agents }, latest }: { giver: Giver; latest: number | null }) {
  const words = texts.versions.agents;
  const shares = sharesOf(given, latest);
  const main = mainVersion(given, latest);
  const more = kind === "environment" ? words.within(agents) : given === "latest" ? words.latest : null;
  return (
    <li className={styles.agent}>
      <div className={styles.name}>
        <strong>{name}</strong>
        <span className={part.small}>{more}</span>
      </div>
      <div className={styles.bar} aria-hidden="true">
        {shares.map(({ version, percent }) => (
          <span key={version} data-main={version === main} style={{ flexGrow: percent }} />
        ))}
      </div>
      <p className={part.small}>{shares.map(({ version, percent }) => words.share(version, percent)).join(" · ")}</p>
    </li>
  );
}
