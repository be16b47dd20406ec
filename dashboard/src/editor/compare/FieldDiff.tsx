/** One changed field: its old and its new value. In texts, the changed words are marked. */
import styles from "./compare.module.css";
import type { FieldChange } from "./compare";
import { wordDiff } from "./word-diff";
import { texts } from "../../texts";

export function FieldDiff({ field }: { field: FieldChange }) {
  const { before, after, path } = field;
  return (
    <div className={styles.field}>
      <dt>
        <code>{path.filter((part) => part !== "data" || path.length === 1).join(" › ")}</code>
      </dt>
      <dd>
        {typeof before === "string" && typeof after === "string" ? (
          <Texts before={before} after={after} />
        ) : (
          <>
            {before === undefined ? null : <Block kind="removed" text={shown(before)} />}
            {after === undefined ? null : <Block kind="added" text={shown(after)} />}
          </>
        )}
      </dd>
    </div>
  );
}

function Texts({ before, after }: { before: string; after: string }) {
  const parts = wordDiff(before, after);
  const shareWords = parts.some(({ kind, text }) => kind === "same" && text.trim() !== "");
  if (!shareWords) {
    return (
      <>
        <Block kind="removed" text={before} />
        <Block kind="added" text={after} />
      </>
    );
  }
  return (
    <>
      <pre className={styles.removed}>
        <Sign kind="removed" />
        {parts.map((run, index) =>
          run.kind === "same" ? run.text : run.kind === "removed" ? <del key={index}>{run.text}</del> : null,
        )}
      </pre>
      <pre className={styles.added}>
        <Sign kind="added" />
        {parts.map((run, index) =>
          run.kind === "same" ? run.text : run.kind === "added" ? <ins key={index}>{run.text}</ins> : null,
        )}
      </pre>
    </>
  );
}

function Block({ kind, text }: { kind: "removed" | "added"; text: string }) {
  return (
    <pre className={styles[kind]}>
      <Sign kind={kind} />
      {text}
    </pre>
  );
}

function Sign({ kind }: { kind: "removed" | "added" }) {
  return (
    <>
      <span className={styles.sign} aria-hidden="true">
        {kind === "removed" ? "−" : "+"}
      </span>
      <span className="unseen">{kind === "removed" ? texts.compare.before : texts.compare.after} </span>
    </>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value || texts.compare.empty : JSON.stringify(value, null, 2);
}
