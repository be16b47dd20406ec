/** The phone numbers of the organization, and the agent that answers each. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { MayButton } from "../access/MayButton";
import { ReadOnlyNotice } from "../access/ReadOnlyNotice";
import { agentKeys } from "../api/agents";
import { asFailure } from "../api/failure";
import type { PhoneNumber } from "../api/types";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Button, buttonClass } from "../ui/Button";
import { FailureNotice } from "../ui/FailureNotice";
import styles from "../ui/List.module.css";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import { useFirstAgents, useFlows, useNumberPages } from "./model/useLists";
import { NumberDialog } from "./number/NumberDialog";
import { NumberTable } from "./number/NumberTable";
import { TakeBackDialog } from "./number/TakeBackDialog";

type Opened = { kind: "new" } | { kind: "change" | "takeBack"; number: PhoneNumber } | null;

export default function PhoneNumbersPage() {
  const words = texts.phoneNumbers;
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const [opened, setOpened] = useState<Opened>(null);
  const [done, setDone] = useState<string | null>(null);
  const pages = useNumberPages();
  const agents = useFirstAgents();
  const flows = useFlows();
  const numbers = pages.data?.pages.flatMap((page) => page.phoneNumbers);
  const nameOf = (agentId: string) => agents.data?.find((agent) => agent.agentId === agentId)?.name ?? agentId;
  const thrown = pages.error ?? pages.failureReason;
  const failure = thrown === null ? null : asFailure(thrown);
  /** The agent that the address gives a number to. */
  const give = search.get("give");
  const close = () => {
    setOpened(null);
    if (give !== null) setSearch({}, { replace: true });
  };
  const finish = (what: string) => {
    void client.invalidateQueries({ queryKey: agentKeys.numbers });
    setDone(what);
    close();
  };
  const given = ({ e164, agentId }: PhoneNumber) => finish(words.given(e164, nameOf(agentId)));

  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <MayButton need="PUT /api/phone-numbers/{e164}" kind="primary" onClick={() => setOpened({ kind: "new" })}>
          {words.add}
        </MayButton>
      </div>
      <p className={styles.intro}>
        {words.intro} <code>{words.introCommand}</code>
      </p>
      <ReadOnlyNotice need="PUT /api/phone-numbers/{e164}" />
      {done === null ? null : (
        <Notice
          kind="good"
          title={done}
          actions={
            <Button small onClick={() => setDone(null)}>
              {texts.common.dismiss}
            </Button>
          }
        />
      )}
      {failure === null ? null : (
        <FailureNotice failure={failure} onAgain={pages.error === null ? null : () => void pages.refetch()}>
          {numbers === undefined ? failure.remedy : words.stale(failure.remedy)}
        </FailureNotice>
      )}
      {numbers === undefined ? (
        pages.error === null ? (
          <Wait>{words.loading}</Wait>
        ) : null
      ) : numbers.length === 0 ? (
        <Empty noAgent={agents.data?.length === 0} onNew={() => setOpened({ kind: "new" })} />
      ) : (
        <NumberTable
          numbers={numbers}
          agents={agents.data}
          flows={flows.data}
          onChange={(number) => setOpened({ kind: "change", number })}
          onTakeBack={(number) => setOpened({ kind: "takeBack", number })}
        />
      )}
      {pages.hasNextPage ? (
        <Button className={styles.more} busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
      {opened?.kind === "new" || (opened === null && give !== null) ? (
        <NumberDialog key={give} number={null} agentId={give} agents={agents.data} onGiven={given} onClose={close} />
      ) : null}
      {opened?.kind === "change" ? (
        <NumberDialog
          number={opened.number}
          agentId={opened.number.agentId}
          agents={agents.data}
          onGiven={given}
          onClose={close}
        />
      ) : null}
      {opened?.kind === "takeBack" ? (
        <TakeBackDialog
          number={opened.number}
          agent={nameOf(opened.number.agentId)}
          onTakenBack={({ e164 }) => finish(words.takenBack(e164))}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

function Empty({ noAgent, onNew }: { noAgent: boolean; onNew: () => void }) {
  const words = texts.phoneNumbers.empty;
  return (
    <div className={styles.empty}>
      <h2>{words.title}</h2>
      <p>{noAgent ? words.noAgent : words.text}</p>
      {noAgent ? (
        <Link href={paths.agents} className={buttonClass("primary")}>
          {words.agents}
        </Link>
      ) : (
        <MayButton need="PUT /api/phone-numbers/{e164}" kind="primary" onClick={onNew}>
          {words.create}
        </MayButton>
      )}
    </div>
  );
}
