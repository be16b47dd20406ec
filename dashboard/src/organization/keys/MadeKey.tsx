/** A new API key with the key itself, which nobody can read again, and a request to try it with. */
import { useEffect, useId, useRef } from "react";
import { useAuthState } from "../../auth/instance";
import type { NewApiKey } from "../../api/organization";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/copy/CopyButton";
import styles from "./MadeKey.module.css";

/** The address for programs. On AWS it is another one than the page's own, which the page does not know. */
const ELSEWHERE = "$KEYS_API_URL";

export function MadeKey({ made, onDone }: { made: NewApiKey; onDone: () => void }) {
  const words = texts.apiKeys.made;
  const id = useId();
  const local = useAuthState().kind === "open";
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // After the dialog has given the focus back to the button that opened it.
    const timer = setTimeout(() => place.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  const example = `curl "${local ? window.location.origin : ELSEWHERE}/api/me" -H "Authorization: Bearer ${made.key}"`;
  return (
    <section ref={place} tabIndex={-1} className={styles.made} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{words.title(made.name)}</h2>
      <div className={styles.line}>
        <input
          readOnly
          aria-label={words.key}
          className={styles.key}
          value={made.key}
          onFocus={({ target }) => target.select()}
        />
        <CopyButton text={made.key} kind="primary" secret>
          {words.copy}
        </CopyButton>
      </div>
      <p>{words.example}</p>
      <div className={styles.line}>
        <pre className={styles.example}>{example}</pre>
        <CopyButton text={example} kind="plain" secret>
          {words.copyExample}
        </CopyButton>
      </div>
      {local ? null : <p className={styles.soft}>{words.onAws}</p>}
      <div>
        <Button onClick={onDone}>{words.done}</Button>
      </div>
    </section>
  );
}
