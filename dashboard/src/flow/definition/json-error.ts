/** Explains why a text is not valid JSON: the place and the reason. */
import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import { texts } from "../../texts";

/** Null if the text is valid JSON. */
export function jsonError(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const { offset, reason } = firstError(text);
    const before = text.slice(0, offset).split("\n");
    return texts.flow.json.invalid(before.length, (before.at(-1)?.length ?? 0) + 1, reason);
  }
}

/** `JSON.parse` names no offset in every browser; jsonc-parser does. */
function firstError(text: string): { offset: number; reason: string } {
  const reasons = texts.flow.json;
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true });
  } catch (thrown) {
    // The parser is recursive: deep nesting exhausts the stack.
    if (thrown instanceof RangeError) return { offset: 0, reason: reasons.tooDeep };
    throw thrown;
  }
  const [first, second] = errors;
  if (first === undefined) return { offset: text.length, reason: reasons.unreadable };
  if (first.offset >= text.length) return { offset: first.offset, reason: reasons.incomplete };
  return { offset: first.offset, reason: reasonOf(first, second) };
}

function reasonOf({ error }: ParseError, second: ParseError | undefined): string {
  const reasons = texts.flow.json;
  switch (printParseErrorCode(error)) {
    case "PropertyNameExpected":
      return reasons.nameExpected;
    case "ColonExpected":
      return reasons.colonExpected;
    case "CommaExpected":
      return reasons.commaExpected;
    case "CloseBraceExpected":
      return reasons.closeExpected("}");
    case "CloseBracketExpected":
      return reasons.closeExpected("]");
    case "EndOfFileExpected":
      return reasons.moreAfterEnd;
    case "UnexpectedEndOfString":
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
    case "InvalidCharacter":
      return reasons.badString;
    case "UnexpectedEndOfNumber":
    case "InvalidNumberFormat":
      return reasons.badNumber;
    case "InvalidCommentToken":
    case "UnexpectedEndOfComment":
      return reasons.comment;
    case "InvalidSymbol":
      // An unknown symbol is followed by the error of the place where it stands.
      return second !== undefined && printParseErrorCode(second.error) === "PropertyNameExpected"
        ? reasons.nameExpected
        : reasons.valueExpected;
    default:
      return reasons.valueExpected;
  }
}
