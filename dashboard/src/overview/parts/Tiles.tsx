/** The four numbers at the top: calls today and this week, the share without a transfer, and the time of a turn. */
import type { OrganizationReport } from "../../api/types";
import { texts } from "../../texts";
import { daysBefore, DAYS } from "../model/period";
import styles from "../overview.module.css";

interface Props {
  now: OrganizationReport;
  before: OrganizationReport | null;
  today: string;
}

export function Tiles({ now, before: compared, today }: Props) {
  const words = texts.overview;
  // A week without calls has no share and no times to compare with.
  const before = compared === null || compared.sessions === 0 ? null : compared;
  const sameDay = compared?.byDay[daysBefore(today, DAYS)]?.sessions ?? 0;
  const tiles = [
    {
      label: words.today,
      value: words.calls(now.byDay[today]?.sessions ?? 0),
      note: compared === null ? null : words.todayBefore(sameDay),
    },
    {
      label: words.week,
      value: words.calls(now.sessions),
      change: before === null ? null : words.change(now.sessions, before.sessions),
      note: compared === null ? null : words.before(words.calls(compared.sessions)),
    },
    {
      label: words.contained,
      value: words.share(now.containment),
      note: before === null ? null : words.before(words.share(before.containment)),
    },
    {
      label: words.turnTime,
      title: words.turnTimeHint,
      value: words.millis(now.turnMillis.p95),
      note: before === null ? null : words.before(words.millis(before.turnMillis.p95)),
    },
  ];
  return (
    <dl className={styles.tiles}>
      {tiles.map(({ label, value, note, change, title }) => (
        <div key={label} className={styles.tile} title={title}>
          <dt>{label}</dt>
          <dd className={styles.value}>
            {value} {change === undefined || change === null ? null : <span className={styles.change}>{change}</span>}
          </dd>
          {note === null ? null : <dd className={styles.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
