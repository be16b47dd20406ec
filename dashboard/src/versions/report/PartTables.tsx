/** The numbers of each channel, agent, called number and day. */
import type { Report, ReportPart } from "../../api/types";
import { texts } from "../../texts";
import styles from "./report.module.css";
import { ScrollBox } from "./ScrollBox";

export function PartTables({ report }: { report: Report }) {
  const words = texts.versions.report;
  const channels: Readonly<Record<string, string>> = words.channels;
  return (
    <>
      <PartTable id="report-agents" title={words.parts.agents} parts={report.byAgent} />
      <PartTable id="report-numbers" title={words.parts.numbers} parts={report.byNumber} />
      <PartTable
        id="report-channels"
        title={words.parts.channels}
        parts={report.byChannel}
        nameOf={(channel) => channels[channel] ?? channel}
      />
      <PartTable id="report-days" title={words.parts.days(report.timeZone)} parts={report.byDay} newestFirst />
    </>
  );
}

interface Props {
  id: string;
  title: string;
  parts: Readonly<Record<string, ReportPart>>;
  nameOf?: (name: string) => string;
  newestFirst?: boolean;
}

function PartTable({ id, title, parts, nameOf = (name) => name, newestFirst = false }: Props) {
  const words = texts.versions.report;
  const { columns } = words.parts;
  const rows = Object.entries(parts).toSorted(([one], [other]) => one.localeCompare(other) * (newestFirst ? -1 : 1));
  if (rows.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ScrollBox labelledBy={id}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.sessions}</th>
              <th scope="col">{columns.containment}</th>
              <th scope="col">{columns.abandoned}</th>
              <th scope="col">{columns.failed}</th>
              <th scope="col">{columns.duration}</th>
              <th scope="col">{columns.firstWord}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, part]) => (
              <tr key={name}>
                <th scope="row">{nameOf(name)}</th>
                <td>{part.sessions}</td>
                <td>{words.share(part.containment)}</td>
                <td>{part.byStatus.abandoned ?? 0}</td>
                <td data-bad={(part.byStatus.failed ?? 0) > 0}>{part.byStatus.failed ?? 0}</td>
                <td>{words.spread(part.durationSeconds.median, part.durationSeconds.p95, words.seconds)}</td>
                <td>{words.spread(part.firstWordMillis.median, part.firstWordMillis.p95, words.millis)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
