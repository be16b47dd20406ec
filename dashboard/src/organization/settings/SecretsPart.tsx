/** The secrets of the organization's tools. A value can be set, and never read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asFailure } from "../../api/failure";
import { deleteSecret, listSecrets, organizationKeys, saveSecret } from "../../api/organization";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { FailureNotice } from "../../ui/FailureNotice";
import { useNow } from "../../ui/useNow";
import { When } from "../../ui/When";
import styles from "../organization.module.css";
import { ChangeResult } from "./ChangeResult";
import { messageAt } from "./settings-form";
import { TextField } from "./TextField";
import { useChange } from "./useChange";

export function SecretsPart() {
  const words = texts.settings.secrets;
  const now = useNow();
  const client = useQueryClient();
  const secrets = useQuery({ queryKey: organizationKeys.secrets, queryFn: listSecrets });
  const change = useChange();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [removing, setRemoving] = useState<string | null>(null);
  const said = (field: string) => messageAt(change.failure?.problems ?? [], field);
  const reread = () => client.invalidateQueries({ queryKey: organizationKeys.secrets });
  const save = async () => {
    const wanted = name.trim();
    if (!(await change.run(() => saveSecret(wanted, value), words.saved(wanted)))) return;
    setName("");
    setValue("");
    await reread();
  };
  const remove = async (wanted: string) => {
    setRemoving(null);
    if (await change.run(() => deleteSecret(wanted), words.removed(wanted))) await reread();
  };
  return (
    <section className={styles.part} aria-labelledby="secrets">
      <h2 id="secrets">{words.title}</h2>
      <p className={styles.soft}>{words.intro}</p>
      {secrets.error === null ? null : (
        <FailureNotice failure={asFailure(secrets.error)} onAgain={() => void secrets.refetch()} />
      )}
      {secrets.data?.secrets.length === 0 ? <p className={styles.soft}>{words.none}</p> : null}
      <ul className={styles.list}>
        {secrets.data?.secrets.map((secret) => (
          <li key={secret.name}>
            <div className={styles.what}>
              <span className={styles.name}>{secret.name}</span>
              <span className={styles.small}>
                {secret.setAt === null ? words.byOperator : <When at={secret.setAt} now={now} />}
              </span>
            </div>
            <Button
              small
              kind="danger"
              aria-label={words.removeNamed(secret.name)}
              onClick={() => setRemoving(secret.name)}
            >
              {words.remove}
            </Button>
          </li>
        ))}
      </ul>
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className={styles.two}>
          <TextField label={words.name} hint={words.nameHint} error={said("name")} value={name} onValue={setName} />
          <TextField
            label={words.value}
            error={said("value")}
            type="password"
            autoComplete="new-password"
            value={value}
            onValue={setValue}
          />
        </div>
        <div className={styles.row}>
          <Button type="submit" busy={change.busy} disabled={name.trim() === "" || value === ""}>
            {words.add}
          </Button>
        </div>
      </form>
      <ChangeResult change={change} />
      {removing === null ? null : (
        <Dialog
          open
          onClose={() => setRemoving(null)}
          title={words.question(removing)}
          description={words.consequence}
          actions={
            <>
              <Button onClick={() => setRemoving(null)}>{texts.common.cancel}</Button>
              <Button kind="danger" onClick={() => void remove(removing)}>
                {words.remove}
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </section>
  );
}
