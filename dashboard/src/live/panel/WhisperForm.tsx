/** The field for what the agent should know, and the caller does not hear. */
import { useState } from "react";
import { useRefusal } from "../../access/access";
import { whisper } from "../../api/calls/live";
import { asFailure } from "../../api/failure";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import styles from "../live.module.css";

/** Characters that the API takes. */
const MOST = 1000;

export function WhisperForm({ sessionId }: { sessionId: string }) {
  const words = texts.live.whisper;
  const refusal = useRefusal("POST /api/flows/sessions/{sessionId}/whisper");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);

  const send = async () => {
    const said = text.trim();
    setSent(null);
    setError(said === "" ? words.empty : null);
    if (said === "") return;
    setBusy(true);
    try {
      await whisper(sessionId, said);
      setText("");
      setSent(said);
    } catch (thrown) {
      const { title, remedy } = asFailure(thrown);
      setError(words.failed(`${title} ${remedy}`.trim()));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      noValidate
      className={styles.whisper}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && refusal === null) void send();
      }}
    >
      <Field label={words.label} hint={words.hint} error={error}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={MOST}
            value={text}
            disabled={refusal !== null}
            placeholder={words.placeholder}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <div className={styles.buttons}>
        <Button type="submit" small refusal={refusal} aria-busy={busy}>
          {words.send}
        </Button>
        <span role="status" className={styles.said}>
          {refusal ?? (sent === null ? "" : words.sent(sent))}
        </span>
      </div>
    </form>
  );
}
