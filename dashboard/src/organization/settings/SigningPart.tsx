/** The secret that signs the events of the webhook. It can be set, and never read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listSecrets, organizationKeys, saveWebhookSecret } from "../../api/organization";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";
import styles from "../organization.module.css";
import { ChangeResult } from "./ChangeResult";
import { messageAt } from "./settings-form";
import { TextField } from "./TextField";
import { useChange } from "./useChange";

/** 32 random bytes as 64 hexadecimal digits. */
function randomSecret(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function SigningPart() {
  const words = texts.settings.signing;
  const now = useNow();
  const client = useQueryClient();
  const secrets = useQuery({ queryKey: organizationKeys.secrets, queryFn: listSecrets });
  const change = useChange();
  const [value, setValue] = useState("");
  const [visible, setVisible] = useState(false);
  const secret = secrets.data?.webhookSecret;
  const save = async () => {
    const saved = await change.run(() => saveWebhookSecret(value.trim()), words.saved);
    if (!saved) return;
    setValue("");
    setVisible(false);
    await client.invalidateQueries({ queryKey: organizationKeys.secrets });
  };
  return (
    <section className={styles.part} aria-labelledby="signing">
      <h2 id="signing">{words.title}</h2>
      {secret === undefined ? null : (
        <p className={styles.soft}>
          {secret === null ? (
            words.missing
          ) : secret.setAt === null ? (
            words.byOperator
          ) : (
            <>
              {words.setAt} <When at={secret.setAt} now={now} />
            </>
          )}
        </p>
      )}
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={words.value}
          hint={words.valueHint}
          error={messageAt(change.failure?.problems ?? [], "value")}
          type={visible ? "text" : "password"}
          autoComplete="new-password"
          value={value}
          onValue={setValue}
        />
        <div className={styles.row}>
          <Button type="submit" busy={change.busy} disabled={value.trim() === ""}>
            {words.save}
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              setValue(randomSecret());
              setVisible(true);
            }}
          >
            {words.generate}
          </Button>
        </div>
      </form>
      <ChangeResult change={change} />
    </section>
  );
}
