/** The API keys as a table. On a phone, each row is a card. */
import { MayButton } from "../../access/MayButton";
import type { ApiKey } from "../../api/organization";
import { texts } from "../../texts";
import styles from "../../ui/List.module.css";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";

interface Props {
  keys: readonly ApiKey[];
  onRevoke: (key: ApiKey) => void;
}

export function ApiKeyTable({ keys, onRevoke }: Props) {
  const words = texts.apiKeys;
  const { columns } = words;
  const now = useNow();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{columns.key}</th>
          <th scope="col">{columns.role}</th>
          <th scope="col">{columns.created}</th>
          <th scope="col">{columns.lastUsed}</th>
          <th scope="col">{columns.expires}</th>
          <th scope="col">
            <span className="unseen">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.keyId}>
            <th scope="row" className={styles.first}>
              <span className={styles.name}>{key.name}</span>
              <code className={styles.small}>{key.keyId}</code>
            </th>
            <td data-label={columns.role}>{key.role}</td>
            <td data-label={columns.created}>
              <When at={key.createdAt} now={now} />
              <span className={styles.small}>{words.by(key.createdBy)}</span>
            </td>
            <td data-label={columns.lastUsed}>
              {key.lastUsedAt === undefined ? (
                <span className={styles.soft}>{words.neverUsed}</span>
              ) : (
                <When at={key.lastUsedAt} now={now} />
              )}
            </td>
            <td data-label={columns.expires}>
              <End expiresAt={key.expiresAt} now={now} />
            </td>
            <td className={styles.rowActions}>
              <MayButton
                need="DELETE /api/keys/{keyId}"
                small
                kind="quiet"
                aria-label={words.revokeNamed(key.name)}
                onClick={() => onRevoke(key)}
              >
                {words.revoke}
              </MayButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function End({ expiresAt, now }: { expiresAt: string | undefined; now: number }) {
  const words = texts.apiKeys;
  if (expiresAt === undefined) return <span className={styles.soft}>{words.noEnd}</span>;
  const end = new Date(expiresAt);
  return (
    <>
      <time dateTime={expiresAt} title={end.toLocaleString()}>
        {end.toLocaleDateString(texts.common.locale, { dateStyle: "medium" })}
      </time>
      {end.getTime() <= now ? <span className={styles.bad}>{words.expired}</span> : null}
    </>
  );
}
