// Writes functions/adapters/javascript/locale_data.js from the data of Node's ICU:
//   node tests/functions/adapters/javascript/make_locale_data.mjs > functions/adapters/javascript/locale_data.js
const TAGS = ["en-US", "en-GB", "es-ES", "es-MX", "fr-FR", "de-DE", "it-IT", "pt-BR", "pt-PT", "nl-NL"];
const CURRENCIES = ["USD", "EUR", "GBP", "CHF", "CAD", "AUD", "MXN", "BRL", "JPY"];
// One figure each for month, day and hour, and a month with a shorter name in every language.
const AT = new Date(Date.UTC(2026, 8, 4, 7, 5, 9));
const UTC = { timeZone: "UTC" };
const WEEKDAYS = [undefined, "short", "long"], MONTHS = [undefined, "numeric", "short", "long"];

const patternOf = (tag, options) => {
  const parts = new Intl.DateTimeFormat(tag, { ...UTC, ...options }).formatToParts(AT);
  return parts.map(({ type, value }) => {
    switch (type) {
      case "weekday": return value.length === weekday(tag, "long", AT).length ? "{E}" : "{e}";
      case "year": return value.length === 2 ? "{y}" : "{Y}";
      case "month": return /^\d+$/.test(value) ? (value.length === 2 ? "{mm}" : "{m}")
        : value === month(tag, "long", 8) ? "{M}" : "{o}";
      case "day": return value.length === 2 ? "{dd}" : "{d}";
      case "hour": return value.length === 2 ? "{hh}" : "{h}";
      case "minute": return "{i}";
      case "second": return "{s}";
      case "dayPeriod": return "{p}";
      default: return value;
    }
  }).join("").replaceAll("\u202f", " "); // as V8 writes dates, but not their parts
};
const part = (tag, options, at, type) =>
  new Intl.DateTimeFormat(tag, { ...UTC, ...options }).formatToParts(at).find((each) => each.type === type).value;
const month = (tag, style, index) => part(tag, { month: style, day: "numeric" }, new Date(Date.UTC(2026, index, 4)), "month");
const weekday = (tag, style, at) => part(tag, { weekday: style }, at, "weekday");
const dates = (tag) => {
  const patterns = [];
  for (const weekday of WEEKDAYS) for (const year of [undefined, "numeric"])
    for (const month of MONTHS) for (const day of [undefined, "numeric"])
      patterns.push(weekday || year || month || day ? patternOf(tag, { weekday, year, month, day }) : "");
  return patterns;
};
const times = (tag) => [undefined, true, false].map((twelve) =>
  // With a minute of two digits the hour is written otherwise.
  [{}, { minute: "numeric" }, { minute: "numeric", second: "numeric" },
    {}, { minute: "2-digit" }, { minute: "2-digit", second: "2-digit" }].map((more) =>
    patternOf(tag, { hour: "numeric", hour12: twelve, ...more })));
const joints = (tag) => [["long", "long"], ["long"], ["short"], ["numeric"]].map(([style, weekday]) => {
  const clock = { hour: "numeric", minute: "2-digit" }, day = { weekday, year: "numeric", month: style, day: "numeric" };
  return patternOf(tag, { ...day, ...clock }).replace(patternOf(tag, day), "").replace(patternOf(tag, clock), "");
});
const styles = (tag) => ["full", "long", "medium", "short"].map((style) => patternOf(tag, { dateStyle: style }));
const styleJoint = (tag) =>
  patternOf(tag, { dateStyle: "full", timeStyle: "short" })
    .replace(patternOf(tag, { dateStyle: "full" }), "").replace(patternOf(tag, { timeStyle: "short" }), "");
const numbers = (tag) => {
  const parts = new Intl.NumberFormat(tag).formatToParts(1234567.5);
  const find = (type) => parts.find((each) => each.type === type).value;
  return [find("group"), find("decimal"), new Intl.NumberFormat(tag).format(1234).length > 4 ? 4 : 5];
};
const money = (tag) => Object.fromEntries(CURRENCIES.map((currency) =>
  [currency, new Intl.NumberFormat(tag, { style: "currency", currency, minimumFractionDigits: 0 }).format(1).replace("1", "{n}")]));
const otherMoney = (tag) =>
  new Intl.NumberFormat(tag, { style: "currency", currency: "XTS", minimumFractionDigits: 0 }).format(1)
    .replace("1", "{n}").replace("XTS", "{c}");
const minusInside = (tag) =>
  !new Intl.NumberFormat(tag, { style: "currency", currency: "USD" }).format(-1).startsWith("-");
const percent = (tag) => new Intl.NumberFormat(tag, { style: "percent" }).format(0.01).replace("1", "{n}");
const data = Object.fromEntries(TAGS.map((tag) => [tag, {
  dates: dates(tag),
  months: ["long", "short"].map((style) => Array.from({ length: 12 }, (_, index) => month(tag, style, index))),
  // The last list is for a weekday without a date.
  weekdays: [["long", { day: "numeric" }], ["short", { month: "short", day: "numeric" }], ["short", {}]].map(([style, more]) =>
    Array.from({ length: 7 }, (_, index) =>
      part(tag, { weekday: style, ...more }, new Date(Date.UTC(2026, 2, 1 + index)), "weekday"))),
  times: times(tag),
  halves: [7, 19].map((hour) =>
    part(tag, { hour: "numeric", hour12: true }, new Date(Date.UTC(2026, 2, 4, hour)), "dayPeriod")
      .replaceAll("\u202f", " ")),
  joints: joints(tag), styles: styles(tag), styleJoint: styleJoint(tag),
  numbers: numbers(tag), money: money(tag), otherMoney: otherMoney(tag), minusInside: minusInside(tag), percent: percent(tag),
}]));
const ascii = (value) => JSON.stringify(value)
  .replace(/[\u0080-\uffff]/g, (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"));
const rows = (object, write) => Object.entries(object).map(([name, value]) => `"${name}": ${write(value)}`).join(",\n");
console.log("// The data of locale_texts.js: one JSON object. Written by make_locale_data.mjs beside the tests.");
console.log(`{\n${rows(data, (each) => `{\n${rows(each, ascii)}\n}`)}\n}`);
