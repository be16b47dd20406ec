/** What the call costs, by part: a row for each quantity, and the total. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { asFailure } from "../../api/failure";
import { readCost, reportKeys, type CostPart, type SessionCost } from "../../api/reports";
import { ENDED, type Session } from "../../api/types";
import { texts } from "../../texts";
import { FailureNotice } from "../../ui/FailureNotice";
import { Wait } from "../../ui/Wait";
import { detailText, moneyText, priceText, quantityText, unpriced } from "./cost";
import styles from "./CostPanel.module.css";

const { cost: labels } = texts.session;

export function CostPanel({ session }: { session: Session }) {
  // A session that has changed costs more. Until its cost is read, the last one stays.
  const query = useQuery({
    queryKey: reportKeys.cost(session.sessionId, session.updatedAt),
    queryFn: () => readCost(session.sessionId),
    placeholderData: keepPreviousData,
  });
  if (query.data === undefined) {
    return query.error === null ? (
      <Wait>{labels.loading}</Wait>
    ) : (
      <FailureNotice failure={asFailure(query.error)} onAgain={() => void query.refetch()} />
    );
  }
  return (
    <div className={styles.panel}>
      <Parts cost={query.data} open={!ENDED.has(session.status)} />
    </div>
  );
}

function Parts({ cost, open }: { cost: SessionCost; open: boolean }) {
  const without = unpriced(cost.parts);
  return (
    <>
      <table className={styles.table}>
        <caption className="unseen">{labels.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.part}</th>
            <th scope="col">{labels.quantity}</th>
            <th scope="col">{labels.amount}</th>
          </tr>
        </thead>
        <tbody>
          <tr className={styles.total}>
            <th scope="row">{labels.total}</th>
            <td>{without === 0 ? null : labels.without(without)}</td>
            <td className={styles.number}>{moneyText(cost.total, cost.currency)}</td>
          </tr>
          {cost.parts.map((part, index) => (
            <Row key={`${part.part} ${part.detail ?? ""} ${part.unit} ${part.source} ${index}`} part={part} {...cost} />
          ))}
        </tbody>
      </table>
      {open ? <p className={styles.note}>{labels.soFar}</p> : null}
      <p className={styles.note}>{labels.about}</p>
    </>
  );
}

function Row({ part, currency }: { part: CostPart; currency: string }) {
  const detail = detailText(part);
  const price = priceText(part, currency);
  return (
    <tr>
      <th scope="row">
        {labels.parts[part.part]}
        {detail === "" ? null : <small className={styles.detail}>{detail}</small>}
      </th>
      <td>
        {quantityText(part)}
        {part.source === "estimated" ? (
          <small className={styles.source} title={labels.estimatedTitle}>
            {labels.estimated}
          </small>
        ) : null}
        {price === "" ? null : <small>{price}</small>}
      </td>
      <td className={styles.number}>
        {part.amount === null ? (
          <span className={styles.none}>{labels.noAmount}</span>
        ) : (
          moneyText(part.amount, currency)
        )}
      </td>
    </tr>
  );
}
