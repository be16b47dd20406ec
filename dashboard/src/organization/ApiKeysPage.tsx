/** The API keys of the organization: how its programs use the API. A key itself is shown once, when it is made. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { useRefusal } from "../access/access";
import { MayButton } from "../access/MayButton";
import { asFailure } from "../api/failure";
import { listApiKeys, organizationKeys, type ApiKey, type NewApiKey } from "../api/organization";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import styles from "../ui/List.module.css";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import { ApiKeyTable } from "./keys/ApiKeyTable";
import { MadeKey } from "./keys/MadeKey";
import { NewKeyDialog } from "./keys/NewKeyDialog";
import { RevokeDialog } from "./keys/RevokeDialog";

export default function ApiKeysPage() {
  const words = texts.apiKeys;
  const client = useQueryClient();
  const refusal = useRefusal("GET /api/keys");
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [revoked, setRevoked] = useState<string | null>(null);
  const list = useQuery({
    queryKey: organizationKeys.apiKeys,
    queryFn: listApiKeys,
    enabled: refusal === null,
    refetchInterval: 15_000,
  });
  const reread = () => void client.invalidateQueries({ queryKey: organizationKeys.apiKeys });
  return (
    <div className={styles.page}>
      <Link href={paths.settings}>
        <span aria-hidden="true">←</span> {words.settings}
      </Link>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <MayButton need="POST /api/keys" kind="primary" onClick={() => setAdding(true)}>
          {words.add}
        </MayButton>
      </div>
      <p className={styles.intro}>{words.intro}</p>
      {refusal === null ? null : (
        <Notice kind="info" title={words.notAllowed}>
          {refusal}
        </Notice>
      )}
      {made === null ? null : <MadeKey made={made} onDone={() => setMade(null)} />}
      {revoked === null ? null : (
        <Notice
          kind="good"
          title={words.revoked(revoked)}
          actions={
            <Button small onClick={() => setRevoked(null)}>
              {texts.common.dismiss}
            </Button>
          }
        />
      )}
      {list.error === null || refusal !== null ? null : (
        <FailureNotice failure={asFailure(list.error)} onAgain={() => void list.refetch()} />
      )}
      {refusal !== null ? null : list.data === undefined ? (
        list.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : null
      ) : list.data.length === 0 ? (
        <p className={styles.empty}>{words.none}</p>
      ) : (
        <ApiKeyTable keys={list.data} onRevoke={setRevoking} />
      )}
      {adding ? (
        <NewKeyDialog
          onClose={() => setAdding(false)}
          onMade={(key) => {
            setAdding(false);
            setRevoked(null);
            setMade(key);
            reread();
          }}
        />
      ) : null}
      {revoking === null ? null : (
        <RevokeDialog
          of={revoking}
          onClose={() => setRevoking(null)}
          onRevoked={() => {
            setRevoking(null);
            setRevoked(revoking.name);
            // A key that is revoked need not be copied any more.
            if (made?.keyId === revoking.keyId) setMade(null);
            reread();
          }}
        />
      )}
    </div>
  );
}
