/** The tools that an MCP server lists, in the form of a tool of a language model: one of them is chosen. */
import type { ServerTool } from "../../../api/types";
import { texts } from "../../../texts";
import { Badge } from "../../../ui/Badge";
import { Button } from "../../../ui/Button";
import { FailureNotice } from "../../../ui/FailureNotice";
import { Notice } from "../../../ui/Notice";
import { parametersOf, type Server } from "./server-tools";
import styles from "./ServerTools.module.css";
import type { ServerListing } from "./useServerTools";

interface Props {
  server: Server;
  nodeId: string;
  /** The server's name of the tool that is chosen now. */
  chosen: string;
  listing: ServerListing;
  onChoose: (tool: ServerTool) => void;
}

export function ServerTools({ server, nodeId, chosen, listing, onChoose }: Props) {
  const words = texts.editor.serverTools;
  const { last } = listing;
  return (
    <div className={styles.tools}>
      <Button small className={styles.run} busy={listing.running} onClick={() => listing.run({ ...server, nodeId })}>
        {words.run}
      </Button>
      {listing.failure === null ? null : <FailureNotice failure={listing.failure} onAgain={null} />}
      {last === null ? null : last.problem === null ? (
        <ul className={styles.list} aria-label={words.title(last.tools.length)}>
          {last.tools.map((tool) => (
            <Tool key={tool.name} tool={tool} chosen={tool.name === chosen} onChoose={onChoose} />
          ))}
          {last.tools.length === 0 ? <li>{words.none}</li> : null}
        </ul>
      ) : (
        <Notice kind="warning" title={words.problem(last.problem)}>
          {words.problemHint}
        </Notice>
      )}
    </div>
  );
}

function Tool({ tool, chosen, onChoose }: { tool: ServerTool; chosen: boolean; onChoose: Props["onChoose"] }) {
  const words = texts.editor.serverTools;
  const parameters = parametersOf(tool);
  return (
    <li className={styles.tool} aria-label={tool.name}>
      <p className={styles.head}>
        <code>{tool.name}</code>
        {tool.repeatable ? <Badge>{words.repeatable}</Badge> : null}
        {chosen ? <Badge kind="good">{words.chosen}</Badge> : null}
      </p>
      {tool.description === "" ? null : <p>{tool.description}</p>}
      {parameters.length === 0 ? (
        <p className={styles.soft}>{words.noParameters}</p>
      ) : (
        <ul className={styles.parameters} aria-label={words.parameters}>
          {parameters.map(({ name, type, required, description }) => (
            <li key={name}>
              <code>{name}</code> <span className={styles.soft}>{words.parameter(type, required, description)}</span>
            </li>
          ))}
        </ul>
      )}
      {chosen ? null : (
        <Button small className={styles.run} onClick={() => onChoose(tool)}>
          {words.choose(tool.name)}
        </Button>
      )}
    </li>
  );
}
