// Writes dates and numbers as people do: toLocaleDateString, toLocaleTimeString, toLocaleString, Intl.DateTimeFormat and
// Intl.NumberFormat.
//
// The engine has no Intl. A child runs this in the context of an expression that names one of them, before the
// expression. It has the languages of flows, whose data is in locale_data.js, and the common options, in UTC. What
// it does not have is an error, never another text. The texts are those of Node 24.
"use strict";
{
const DATA =
$DATA$;
const FOR_THE_EAR = "use a filter, such as {{ day | date }}";
const refuse = (text) => { throw new RangeError(text + "; " + FOR_THE_EAR); };
const dataOf = (tags) => {
  const tag = String((Array.isArray(tags) ? tags[0] : tags) ?? "en-US");
  if (DATA[tag]) return DATA[tag];
  const language = tag.slice(0, 2).toLowerCase(), region = tag.slice(3);
  if (tag.length > 2 && tag[2] !== "-") refuse("the engine knows no formats of " + tag);
  const known = Object.keys(DATA).filter((each) => each.startsWith(language + "-"));
  if (known.length === 0) refuse("the engine knows no formats of " + tag);
  // Regions that write as another one does. The others write as the first region of the language.
  const like = { en: ["US", "CA", "PH"], es: ["ES"], pt: ["BR"] }[language];
  return DATA[region && like && !like.includes(region) && known[1] ? known[1] : known[0]];
};
const checked = (options, allowed) => {
  const given = options ?? {};
  for (const name of Object.keys(given)) {
    if (given[name] !== undefined && !allowed.includes(name)) refuse("the engine knows no option " + name);
  }
  return given;
};
const one = (given, name, values) => {
  const value = given[name];
  if (value !== undefined && !values.includes(value)) throw new RangeError(name + " cannot be " + value);
  return value;
};
const pad = (number) => String(number).padStart(2, "0");

const DATE = ["weekday", "year", "month", "day"], CLOCK = ["hour", "minute", "second"];
const DATE_OPTIONS = [...DATE, ...CLOCK, "hour12", "dateStyle", "timeStyle", "timeZone"];
const NUMERIC = ["numeric", "2-digit"], STYLES = ["full", "long", "medium", "short"];
const dateFormat = (tags, options, wanted, filled) => {
  const data = dataOf(tags), given = { ...checked(options, DATE_OPTIONS) };
  if (given.timeZone !== undefined && !["UTC", "GMT", "Etc/UTC"].includes(given.timeZone)) {
    refuse("the engine knows the time zone UTC only");
  }
  const weekday = one(given, "weekday", ["long", "short"]), month = one(given, "month", [...NUMERIC, "long", "short"]);
  for (const name of ["year", "day", ...CLOCK]) one(given, name, NUMERIC);
  const dateStyle = one(given, "dateStyle", STYLES), timeStyle = one(given, "timeStyle", STYLES);
  let text;
  if (dateStyle || timeStyle) {
    if ([...DATE, ...CLOCK].some((name) => given[name] !== undefined)) {
      throw new TypeError("dateStyle and timeStyle go with no other option of a date");
    }
    if (["full", "long"].includes(timeStyle)) refuse("the engine knows no timeStyle " + timeStyle);
    const day = dateStyle && data.styles[STYLES.indexOf(dateStyle)];
    const clock = timeStyle && clockOf(data, given.hour12, timeStyle === "medium" ? 2 : 1);
    const joint = ["full", "long"].includes(dateStyle) ? data.styleJoint : data.joints[3];
    text = day && clock ? day + joint + clock : day || clock;
  } else {
    if (!(wanted.some((name) => given[name] !== undefined))) for (const name of filled) given[name] = "numeric";
    const index = (((weekday === "long" ? 2 : weekday ? 1 : 0) * 2 + (given.year ? 1 : 0)) * 4
      + [undefined, "numeric", "short", "long"].indexOf(given.month === "2-digit" ? "numeric" : given.month)) * 2
      + (given.day ? 1 : 0);
    let day = data.dates[index];
    if (given.day === "2-digit") day = day.replace("{d}", "{dd}");
    if (given.month === "2-digit") day = day.replace("{m}", "{mm}");
    if (given.year === "2-digit") day = day.replace("{Y}", "{y}");
    const until = given.second ? 2 : given.minute ? 1 : 0;
    if (!given.hour && (given.minute || given.second)) refuse("the engine formats minutes with their hour only");
    let clock = given.hour ? clockOf(data, given.hour12, until + (given.minute === "2-digit" ? 3 : 0)) : "";
    if (given.hour === "2-digit") clock = clock.replace("{h}", "{hh}");
    const joint = data.joints[given.month === "long" ? (weekday ? 0 : 1) : given.month === "short" ? 2 : 3];
    text = day && clock ? day + joint + clock : day || clock;
  }
  return (date) => {
    if (Number.isNaN(+date)) return "Invalid Date";
    const hour = date.getUTCHours(), twelve = text.includes("{p}"), shown = twelve ? hour % 12 || 12 : hour;
    const values = {
      E: data.weekdays[0][date.getUTCDay()], e: data.weekdays[text === "{e}" ? 2 : 1][date.getUTCDay()],
      Y: String(date.getUTCFullYear()), y: pad(date.getUTCFullYear() % 100),
      M: data.months[0][date.getUTCMonth()], o: data.months[1][date.getUTCMonth()],
      m: String(date.getUTCMonth() + 1), mm: pad(date.getUTCMonth() + 1),
      d: String(date.getUTCDate()), dd: pad(date.getUTCDate()),
      h: String(shown), hh: pad(shown), i: pad(date.getUTCMinutes()), s: pad(date.getUTCSeconds()),
      p: data.halves[hour < 12 ? 0 : 1],
    };
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
  };
};
const clockOf = (data, hour12, until) => data.times[hour12 === undefined ? 0 : hour12 ? 1 : 2][until];

const NUMBER_OPTIONS = ["style", "currency", "minimumFractionDigits", "maximumFractionDigits", "useGrouping"];
const numberFormat = (tags, options) => {
  const data = dataOf(tags), given = checked(options, NUMBER_OPTIONS);
  const style = one(given, "style", ["decimal", "percent", "currency"]) ?? "decimal";
  const currency = style === "currency" ? String(given.currency ?? "").toUpperCase() : "";
  if (style === "currency" && !/^[A-Z]{3}$/.test(currency)) throw new TypeError("the style currency needs a currency");
  const usual = style === "currency" ? (currency === "JPY" ? [0, 0] : [2, 2]) : style === "percent" ? [0, 0] : [0, 3];
  let [least, most] = [given.minimumFractionDigits, given.maximumFractionDigits];
  if (least === undefined) least = most === undefined ? usual[0] : Math.min(usual[0], most);
  if (most === undefined) most = Math.max(usual[1], least);
  if (!(least >= 0 && least <= most && most <= 20)) throw new RangeError("the fraction digits are out of range");
  const [group, mark, grouped] = data.numbers;
  const pattern = style === "currency" ? data.money[currency] ?? data.otherMoney.replace("{c}", currency)
    : style === "percent" ? data.percent : "{n}";
  return (number) => {
    const value = Number(number);
    if (!Number.isFinite(value) || Math.abs(value) >= 1e21) refuse("the engine formats numbers below 1e21 only");
    let [whole, fraction] = rounded(Math.abs(value), most, style === "percent" ? 2 : 0);
    fraction = fraction.replace(/0+$/, "").padEnd(least, "0");
    if (given.useGrouping !== false && whole.length >= grouped) whole = whole.replace(/\B(?=(\d{3})+$)/g, group);
    const figures = fraction ? whole + mark + fraction : whole;
    const minus = value < 0 || Object.is(value, -0) ? "-" : "";
    return style === "currency" && data.minusInside
      ? pattern.replace("{n}", () => minus + figures) : minus + pattern.replace("{n}", () => figures);
  };
};
// The shortest decimal text of the number is rounded, half away from zero, as Node does.
const rounded = (value, most, shift) => {
  const [digits, exponent] = value.toExponential().split("e");
  let [first, rest = ""] = digits.split(".");
  let all = BigInt(first + rest), places = rest.length - Number(exponent) - shift;
  if (places > most) {
    const unit = 10n ** BigInt(places - most);
    all = (all * 2n + unit) / (unit * 2n);
    places = most;
  }
  if (places < 0) { all *= 10n ** BigInt(-places); places = 0; }
  const text = String(all).padStart(places + 1, "0");
  return [text.slice(0, text.length - places), places ? text.slice(text.length - places) : ""];
};
const methods = {
  toLocaleDateString(tags, options) { return dateFormat(tags, options, DATE, ["year", "month", "day"])(this); },
  toLocaleTimeString(tags, options) { return dateFormat(tags, options, CLOCK, CLOCK)(this); },
  toLocaleString(tags, options) {
    return dateFormat(tags, options, [...DATE, ...CLOCK], ["year", "month", "day", ...CLOCK])(this);
  },
};
for (const name of Object.keys(methods)) Date.prototype[name] = methods[name];
const numberMethods = { toLocaleString(tags, options) { return numberFormat(tags, options)(this); } };
Number.prototype.toLocaleString = numberMethods.toLocaleString;
class DateTimeFormat {
  #format;
  constructor(tags, options) {
    this.#format = dateFormat(tags, options, [...DATE, ...CLOCK], ["year", "month", "day"]);
  }
  format(date) { return this.#format(date === undefined ? new Date() : new Date(date)); }
}
class NumberFormat {
  #format;
  constructor(tags, options) { this.#format = numberFormat(tags, options); }
  format(number) { return this.#format(number); }
}
globalThis.Intl = { DateTimeFormat, NumberFormat };
}
