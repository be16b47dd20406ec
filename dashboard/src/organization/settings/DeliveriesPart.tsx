/** What came of the last events, each with a button that sends it again. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { MayButton } from "../../access/MayButton";
import { asFailure, type ApiFailure } from "../../api/failure";
import { listDeliveries, organizationKeys, redeliver, type SentByHand } from "../../api/organization";
import { paths } from "../../nav/paths";
import { texts } from "../../texts";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";
import styles from "../organization.module.css";

export function DeliveriesPart() {
  const words = texts.settings.deliveries;
  const now = useNow();
  const list = useQuery({ queryKey: organizationKeys.deliveries, queryFn: listDeliveries, refetchInterval: 15_000 });
  const [busy, setBusy] = useState<string | null>(null);
  const [answer, setAnswer] = useState<SentByHand | ApiFailure | null>(null);
  const again = async (eventId: string) => {
    setBusy(eventId);
    setAnswer(null);
    try {
      setAnswer(await redeliver(eventId));
      await list.refetch();
    } catch (error) {
      setAnswer(asFailure(error));
    } finally {
      setBusy(null);
    }
  };
  return (
    <section className={styles.part} aria-labelledby="deliveries">
      <div className={styles.head}>
        <h2 id="deliveries">{words.title}</h2>
        <Button small kind="quiet" busy={list.isRefetching} onClick={() => void list.refetch()}>
          {words.refresh}
        </Button>
      </div>
      {list.error === null ? null : (
        <FailureNotice failure={asFailure(list.error)} onAgain={() => void list.refetch()} />
      )}
      {answer === null ? null : answer instanceof Error ? (
        <FailureNotice failure={answer} onAgain={null} />
      ) : answer.problem === null ? (
        <Notice kind="good" title={words.sent} />
      ) : (
        <Notice kind="bad" title={words.notTaken}>
          {answer.problem}
        </Notice>
      )}
      {list.data?.length === 0 ? <p className={styles.soft}>{words.none}</p> : null}
      <ul className={styles.list}>
        {list.data?.map(({ eventId, type, sessionId, at, triedAt, attempts, status, problem }) => (
          <li key={eventId}>
            <div className={styles.what}>
              <span className={styles.row}>
                <Badge kind={problem === null ? "good" : "bad"}>{status ?? words.noAnswer}</Badge>
                <span className={styles.name}>{type}</span>
              </span>
              <span className={styles.small}>
                <When at={triedAt} now={now} /> · {words.attempts}: {attempts}
                {problem === null ? null : ` · ${problem}`}
              </span>
            </div>
            <span className={styles.row}>
              {sessionId === null ? null : (
                <Link href={paths.session(sessionId)} aria-label={`${words.open} ${sessionId}`}>
                  {words.session}
                </Link>
              )}
              <MayButton
                need="POST /api/settings/webhook/deliveries/{eventId}/redeliver"
                small
                busy={busy === eventId}
                disabled={busy !== null || sessionId === null}
                aria-label={words.againFor(type, at)}
                onClick={() => void again(eventId)}
              >
                {words.again}
              </MayButton>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
