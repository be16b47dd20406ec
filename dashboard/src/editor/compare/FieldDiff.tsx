/** One field, as it was and as it is; of texts, the words that changed are marked. */
import styles from "./compare.module.css";
import type { FieldChange } from "./compare";
import { wordRuns } from "./words";

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
            {before === undefined ? null : <Block kind="gone" text={shown(before)} />}
            {after === undefined ? null : <Block kind="new" text={shown(after)} />}
          </>
        )}
      </dd>
    </div>
  );
}

function Texts({ before, after }: { before: string; after: string }) {
  const runs = wordRuns(before, after);
  const kept = runs.some(({ kind, text }) => kind === "same" && text.trim() !== "");
  if (!kept) {
    return (
      <>
        <Block kind="gone" text={before} />
        <Block kind="new" text={after} />
      </>
    );
  }
  return (
    <>
      <pre className={styles.gone}>
        <Sign kind="gone" />
        {runs.map((run, index) =>
          run.kind === "same" ? run.text : run.kind === "gone" ? <del key={index}>{run.text}</del> : null,
        )}
      </pre>
      <pre className={styles.new}>
        <Sign kind="new" />
        {runs.map((run, index) =>
          run.kind === "same" ? run.text : run.kind === "new" ? <ins key={index}>{run.text}</ins> : null,
        )}
      </pre>
    </>
  );
}

function Block({ kind, text }: { kind: "gone" | "new"; text: string }) {
  return (
    <pre className={styles[kind]}>
      <Sign kind={kind} />
      {text}
    </pre>
  );
}

function Sign({ kind }: { kind: "gone" | "new" }) {
  return (
    <>
      <span className={styles.sign} aria-hidden="true">
        {kind === "gone" ? "−" : "+"}
      </span>
      <span className="unseen">{kind === "gone" ? "Before: " : "After: "}</span>
    </>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value || "(empty)" : JSON.stringify(value, null, 2);
}
