/** The numbers of a call's cost as text. They come as decimal text, and are rounded only to be shown. */
import type { CostPart } from "../../api/reports";
import { texts } from "../../texts";

const { cost: labels } = texts.session;

const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
/** The units of which a price is shown for more than one: a price of 0.0000004 says nothing to a person. */
const SHOWN_FOR: Readonly<Partial<Record<CostPart["unit"], number>>> = {
  inputToken: 1_000_000,
  outputToken: 1_000_000,
  character: 1_000_000,
  second: 60,
  turn: 1_000,
  session: 1_000,
};

export function moneyText(amount: string, currency: string): string {
  return money(Number(amount), currency, 4);
}

/** What a unit costs, such as “$0.40 a million”; empty if it has no price. */
export function priceText({ price, unit }: CostPart, currency: string): string {
  return price === null ? "" : labels.prices[unit](money(Number(price) * (SHOWN_FOR[unit] ?? 1), currency, 2));
}

export function quantityText({ quantity, unit }: CostPart): string {
  return quantity === null ? labels.unknown : labels.quantities[unit](NUMBER.format(Number(quantity)));
}

/** The model, the engine, or the part of the platform; empty if there is nothing to tell apart. */
export function detailText({ part, detail }: CostPart): string {
  if (detail === null) return "";
  return part === "platform" ? (labels.platform[detail] ?? detail) : detail;
}

/** How many parts have no amount, and are not in the total. */
export function unpriced(parts: readonly CostPart[]): number {
  return parts.filter(({ amount }) => amount === null).length;
}

function money(amount: number, currency: string, digits: number): string {
  const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: 6 } as const;
  return new Intl.NumberFormat("en-US", style).format(amount);
}
