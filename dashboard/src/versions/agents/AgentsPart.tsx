/** The agents of a flow, with the versions that they give to new calls. */
import type { UseQueryResult } from "@tanstack/react-query";
import { asFailure } from "../../api/failure";
import type { Agent } from "../../api/types";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Wait } from "../../ui/Wait";
import { mainVersion, sharesOf } from "../model/shares";
import part from "../part.module.css";
import styles from "./AgentsPart.module.css";

interface Props {
  agents: UseQueryResult<readonly Agent[]>;
  latest: number | null;
  /** Opens the dialog that gives new calls a version. */
  onChange: (version: number) => void;
}

export function AgentsPart({ agents, latest, onChange }: Props) {
  const words = texts.versions.agents;
  return (
    <section className={part.part} aria-labelledby="new-calls">
      <div className={part.head}>
        <h2 id="new-calls">{words.title}</h2>
        {agents.data === undefined || agents.data.length === 0 || latest === null ? null : (
          <Button small onClick={() => onChange(latest)}>
            {words.change}
          </Button>
        )}
      </div>
      {agents.data === undefined ? (
        agents.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : (
          <FailureNotice failure={asFailure(agents.error)} onAgain={() => void agents.refetch()} />
        )
      ) : agents.data.length === 0 ? (
        <p className={part.soft}>{words.none}</p>
      ) : (
        <>
          <p className={part.small}>{words.hint}</p>
          <ul className={styles.agents}>
            {agents.data.map((agent) => (
              <AgentRow key={agent.agentId} agent={agent} latest={latest} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function AgentRow({ agent, latest }: { agent: Agent; latest: number | null }) {
  const words = texts.versions.agents;
  const shares = sharesOf(agent.flowVersion, latest);
  const { flowVersion } = agent;
  const by =
    flowVersion === "latest"
      ? words.latest
      : typeof flowVersion === "object" && "environment" in flowVersion
        ? words.environment(flowVersion.environment)
        : null;
  const main = mainVersion(agent.flowVersion, latest);
  return (
    <li className={styles.agent}>
      <div className={styles.name}>
        <strong>{agent.name}</strong>
        <span className={part.small}>{by}</span>
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
