/** One call that is on: what is said in it, and what a supervisor can do. */
import { useEffect } from "react";
import { Link } from "wouter";
import type { LiveCall } from "../../api/calls/live";
import { ENDED } from "../../api/types";
import type { OpenRoom } from "../../call/livekit/room-link";
import { paths } from "../../nav/paths";
import { Conversation } from "../../session/conversation/Conversation";
import { endText } from "../../session/model/session-texts";
import { useSession } from "../../session/read/useSession";
import { texts } from "../../texts";
import { buttonClass, IconButton } from "../../ui/Button";
import { FailureNotice } from "../../ui/FailureNotice";
import { Notice } from "../../ui/Notice";
import { Wait } from "../../ui/Wait";
import { callName } from "../call-name";
import styles from "../live.module.css";
import { useSupervision } from "../useSupervision";
import { Controls } from "./Controls";
import { WhisperForm } from "./WhisperForm";

interface Props {
  sessionId: string;
  /** Undefined if the list of calls does not have it: it is too new, or has ended. */
  call: LiveCall | undefined;
  onClose: () => void;
  open?: OpenRoom;
}

const nothing = () => undefined;

export function CallPanel({ sessionId, call, onClose, open }: Props) {
  const words = texts.live.panel;
  const used = useSession(sessionId, { live: true });
  const [supervised, supervision] = useSupervision(sessionId, open);
  const { session } = used;
  const ended = session !== undefined && ENDED.has(session.status);
  // A supervisor who stayed would keep the room of a call that is over.
  useEffect(() => {
    if (ended) void supervision.leave();
  }, [ended, supervision]);
  return (
    <section className={styles.panel} aria-labelledby="live-call">
      <div className={styles.head}>
        <h2 id="live-call">{call === undefined ? sessionId : words.title(callName(call))}</h2>
        <Link href={paths.session(sessionId)} className={buttonClass("quiet", true)}>
          {words.session}
        </Link>
        <IconButton label={words.close} small onClick={onClose}>
          ✕
        </IconButton>
      </div>
      {used.failure === null ? null : (
        <FailureNotice
          failure={{
            kind: used.failure.kind,
            title: used.phase === "missing" ? words.missing : used.failure.title,
            remedy: used.failure.remedy,
          }}
          onAgain={used.refresh}
        />
      )}
      {ended ? (
        <Notice kind="info" title={words.ended}>
          {words.endedHint}
        </Notice>
      ) : call === undefined ? null : (
        <Controls call={call} supervised={supervised} supervision={supervision} />
      )}
      <div className={styles.talk}>
        {session === undefined ? (
          used.failure === null ? (
            <Wait>{words.reading}</Wait>
          ) : null
        ) : (
          <Conversation
            session={session}
            live={undefined}
            selectedTurn={null}
            onSelectTurn={nothing}
            end={endText(session, undefined)}
          />
        )}
      </div>
      {ended || call === undefined ? null : <WhisperForm sessionId={sessionId} />}
    </section>
  );
}
