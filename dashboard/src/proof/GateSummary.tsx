/** What the gate of a flow asks for. */
import { useQuery } from "@tanstack/react-query";
import { asFailure } from "../api/failure";
import { readGate, versionKeys } from "../api/versions";
import { texts } from "../texts";
import { FailureNotice } from "../ui/FailureNotice";
import { Wait } from "../ui/Wait";
import { gateLines } from "./gate-lines";
import styles from "./proof.module.css";

export function useGate(flowId: string) {
  return useQuery({ queryKey: versionKeys.gate(flowId), queryFn: () => readGate(flowId) });
}

export function GateSummary({ flowId }: { flowId: string }) {
  const query = useGate(flowId);
  const words = texts.proof.gate;
  if (query.data === undefined) {
    if (query.error === null) return <Wait>{words.loading}</Wait>;
    return <FailureNotice failure={asFailure(query.error)} onAgain={() => void query.refetch()} />;
  }
  const lines = gateLines(query.data);
  if (lines.length === 0) return <p className={styles.soft}>{words.none}</p>;
  return (
    <div>
      <p className={styles.soft}>{words.asks}</p>
      <ul className={styles.bullets}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
