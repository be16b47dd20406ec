/** The dialog that revokes an API key. */
import { useState } from "react";
import { asFailure, type ApiFailure } from "../../api/failure";
import { revokeApiKey, type ApiKey } from "../../api/organization";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { FailureNotice } from "../../ui/FailureNotice";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";

interface Props {
  of: ApiKey;
  onRevoked: () => void;
  onClose: () => void;
}

export function RevokeDialog({ of: { keyId, name, lastUsedAt }, onRevoked, onClose }: Props) {
  const words = texts.apiKeys;
  const now = useNow();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const revoke = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await revokeApiKey(keyId);
      onRevoked();
    } catch (thrown) {
      const why = asFailure(thrown);
      // Somebody else has revoked it.
      if (why.kind === "missing") onRevoked();
      else setFailure(why);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      title={words.revokeDialog.title(name)}
      description={words.revokeDialog.description}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button kind="danger" busy={busy} onClick={() => void revoke()}>
            {words.revoke}
          </Button>
        </>
      }
    >
      <p>
        {words.revokeDialog.lastUsed} {lastUsedAt === undefined ? words.neverUsed : <When at={lastUsedAt} now={now} />}
      </p>
      {failure === null ? null : <FailureNotice failure={failure} onAgain={null} />}
    </Dialog>
  );
}
