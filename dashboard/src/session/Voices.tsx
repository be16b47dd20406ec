/** Who is speaking, or what is being waited for, in a call that is on. */
import styles from "./SessionView.module.css";
import type { Live } from "./model/live";

const AGENT: Record<Live["agent"], string> = {
  away: "The agent is not in the call",
  joining: "The agent is joining",
  listening: "The agent listens",
  thinking: "The agent is thinking",
  speaking: "The agent speaks",
};

export function Voices({ live }: { live: Live }) {
  const words = live.callerSpeaks ? "The caller speaks" : AGENT[live.agent];
  return (
    <span className={styles.voices} data-loud={live.callerSpeaks || live.agent === "speaking"}>
      <i aria-hidden="true" />
      {words}
    </span>
  );
}
