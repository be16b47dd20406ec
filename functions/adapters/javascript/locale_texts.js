// Writes dates and numbers as people do: toLocaleDateString, toLocaleTimeString and toLocaleString.
//
// The engine has no Intl. A child runs this in the context of an expression that names one of the methods, before the
// expression. It has the languages of flows and the common options, in UTC; an option that it does not have is an
// error, never another text. The forms are those of CLDR as Node 24 writes them.
"use strict";
{
  const NARROW = "\u202f",
    HARD = "\u00a0";
  const words = (text) => text.split(" ");
  const EN = {
    weekdays: words("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
    months: words("January February March April May June July August September October November December"),
    shortDays: words("Sun Mon Tue Wed Thu Fri Sat"),
    shortMonths: words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    point: ".",
    group: ",",
    percent: "%",
  };
  const plainOrder = (wd, d, m, y) => [wd, d, m, y].filter(Boolean).join(" ");
  const joinedBy = (of) => (wd, d, m, y) =>
    (wd ? wd + (d || m || y ? ", " : "") : "") + [d, m, y].filter(Boolean).join(of);
  const LANGUAGES = {
    "en-US": {
      ...EN,
      twelve: true,
      halves: ["AM", "PM"],
      numeric: "m/d/y",
      before: true,
      spoken: (wd, d, m, y) =>
        [wd, [m, d].filter(Boolean).join(" "), y].filter(Boolean).join(m && !d && !wd ? " " : ", "),
    },
    "en-GB": {
      ...EN,
      shortMonths: words("Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"),
      numeric: "dd/mm/y",
      halves: ["am", "pm"],
      signs: { USD: "US$" },
      before: true,
      spoken: (wd, d, m, y, long) => (wd && y && long ? wd + ", " + plainOrder("", d, m, y) : plainOrder(wd, d, m, y)),
    },
    es: {
      weekdays: words("domingo lunes martes miércoles jueves viernes sábado"),
      months: words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
      shortDays: words("dom lun mar mié jue vie sáb"),
      shortMonths: words("ene feb mar abr may jun jul ago sept oct nov dic"),
      point: ",",
      group: ".",
      percent: HARD + "%",
      groupFrom: 5,
      bareHour: true,
      signs: { USD: "US$" },
      numeric: "d/m/y",
      spoken: (wd, d, m, y, long) => joinedBy(long ? " de " : " ")(wd, d, m, y),
    },
    fr: {
      weekdays: words("dimanche lundi mardi mercredi jeudi vendredi samedi"),
      months: words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
      shortDays: words("dim. lun. mar. mer. jeu. ven. sam."),
      shortMonths: words("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
      point: ",",
      group: NARROW,
      percent: HARD + "%",
      signs: { USD: "$US", GBP: "£GB" },
      numeric: "dd/mm/y",
      spoken: plainOrder,
      join: " ",
    },
    de: {
      weekdays: words("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"),
      months: words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
      shortDays: words("So Mo Di Mi Do Fr Sa"),
      shortMonths: words("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
      point: ",",
      group: ".",
      percent: HARD + "%",
      styles: { medium: { year: "numeric", month: "2-digit", day: "2-digit" } },
      lastDot: true,
      numeric: "d.m.y",
      spoken: (wd, d, m, y, long) =>
        (wd ? wd + (long || !(d || m) ? "" : ".") + (d || m || y ? ", " : "") : "") +
        [d && m ? d + "." : d, m, y].filter(Boolean).join(" "),
    },
    it: {
      weekdays: words("domenica lunedì martedì mercoledì giovedì venerdì sabato"),
      months: words("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
      shortDays: words("dom lun mar mer gio ven sab"),
      shortMonths: words("gen feb mar apr mag giu lug ago set ott nov dic"),
      point: ",",
      group: ".",
      percent: "%",
      groupFrom: 5,
      signs: { USD: "USD" },
      numeric: "dd/mm/y",
      spoken: plainOrder,
    },
    pt: {
      weekdays: words("domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado"),
      months: words("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
      shortDays: words("dom. seg. ter. qua. qui. sex. sáb."),
      shortMonths: words("jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez."),
      point: ",",
      group: ".",
      percent: "%",
      before: "space",
      signFirst: true,
      signs: { USD: "US$" },
      numeric: "dd/mm/y",
      spoken: joinedBy(" de "),
    },
    nl: {
      weekdays: words("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"),
      months: words("januari februari maart april mei juni juli augustus september oktober november december"),
      shortDays: words("zo ma di wo do vr za"),
      shortMonths: words("jan feb mrt apr mei jun jul aug sep okt nov dec"),
      point: ",",
      group: ".",
      percent: "%",
      before: "space",
      signs: { USD: "US$" },
      numeric: "d-m-y",
      spoken: plainOrder,
    },
  };
  const SIGNS = { USD: "$", EUR: "€", GBP: "£" };
  const unknown = (what, value, remedy) => {
    throw new RangeError(what + " " + value + " is not known here: " + remedy);
  };
  const languageOf = (given) => {
    const tag = Array.isArray(given) ? given[0] : given;
    if (tag === undefined) return LANGUAGES["en-US"];
    const [code, region] = String(tag).split("-");
    if (code === "en") return LANGUAGES[region === undefined || region === "US" ? "en-US" : "en-GB"];
    return LANGUAGES[code] ?? unknown("The language", tag, "write one of en, es, fr, de, it, pt, nl");
  };
  const two = (number) => String(number).padStart(2, "0");
  const KNOWN = [
    "weekday",
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "hour12",
    "timeZone",
    "dateStyle",
    "timeStyle",
  ];
  const STYLES = {
    full: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
    long: { year: "numeric", month: "long", day: "numeric" },
    medium: { year: "numeric", month: "short", day: "numeric" },
  };
  const optionsOf = (given, wanted, language) => {
    const options = { ...given };
    for (const name of Object.keys(options)) if (!KNOWN.includes(name)) unknown("The option", name, "leave it out");
    const zone = options.timeZone ?? "UTC";
    if (!["UTC", "Etc/UTC", "GMT"].includes(zone))
      unknown("The zone", zone, "leave it out, and use the filter of a text");
    if (options.dateStyle)
      Object.assign(
        options,
        language.styles?.[options.dateStyle] ??
          STYLES[options.dateStyle] ??
          unknown("The dateStyle", options.dateStyle, "write long"),
      );
    if (options.timeStyle) {
      Object.assign(options, { hour: language.twelve || language.bareHour ? "numeric" : "2-digit", minute: "2-digit" });
      if (options.timeStyle !== "short") options.second = "2-digit";
    }
    const chosen = ["weekday", "year", "month", "day", "hour", "minute", "second"].some((name) => options[name]);
    if (!chosen && wanted.includes("date"))
      Object.assign(options, { year: "numeric", month: "numeric", day: "numeric" });
    if (!chosen && wanted.includes("time"))
      Object.assign(options, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    if (chosen && wanted === "date" && !["weekday", "year", "month", "day"].some((name) => options[name])) {
      Object.assign(options, { year: "numeric", month: "numeric", day: "numeric" });
    }
    if (chosen && wanted === "time" && !["hour", "minute", "second"].some((name) => options[name])) {
      Object.assign(options, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    }
    return options;
  };
  const dateOf = (date, options, language) => {
    const { weekday, year, month, day } = options;
    const y = year && (year === "2-digit" ? two(date.getUTCFullYear() % 100) : String(date.getUTCFullYear()));
    const wd = weekday && (weekday === "long" ? language.weekdays : language.shortDays)[date.getUTCDay()];
    const d = day && (day === "2-digit" ? two(date.getUTCDate()) : String(date.getUTCDate()));
    if (month === "long" || month === "short" || !month) {
      const m = month && (month === "long" ? language.months : language.shortMonths)[date.getUTCMonth()];
      return language.spoken(wd, d, m, y, month !== "short" && weekday !== "short");
    }
    const separator = /[^dmy]/.exec(language.numeric)[0];
    const padded = language.numeric.includes("dd") || (month === "2-digit" && language.lastDot);
    const parts = {
      d: day && (padded ? two(date.getUTCDate()) : d),
      m: padded || month === "2-digit" ? two(date.getUTCMonth() + 1) : String(date.getUTCMonth() + 1),
      y,
    };
    const text = language.numeric
      .replace(/(.)\1/g, "$1")
      .split(separator)
      .map((each) => parts[each])
      .filter(Boolean)
      .join(separator);
    const whole = language.lastDot && d && month && !y ? text + separator : text;
    return wd ? wd + ", " + whole : whole;
  };
  const timeOf = (date, options, language) => {
    const twelve = options.hour12 ?? language.twelve;
    const hours = date.getUTCHours(),
      hour = twelve ? hours % 12 || 12 : hours;
    const parts = [];
    const bare = twelve || language.bareHour || !(options.second || language.twelve);
    if (options.hour) parts.push(options.hour === "2-digit" || !bare ? two(hour) : String(hour));
    if (options.minute)
      parts.push(parts.length || options.second ? two(date.getUTCMinutes()) : String(date.getUTCMinutes()));
    if (options.second) parts.push(parts.length ? two(date.getUTCSeconds()) : String(date.getUTCSeconds()));
    const text = parts.join(":");
    if (!twelve || !options.hour) return text;
    if (!language.halves) unknown("The hour12 of", "this language", "leave it out");
    return text + " " + language.halves[hours < 12 ? 0 : 1];
  };
  const ofDate = (date, locale, given, wanted) => {
    if (isNaN(date)) return "Invalid Date";
    const language = languageOf(locale),
      options = optionsOf(given, wanted, language),
      parts = [];
    if (options.weekday || options.year || options.month || options.day) parts.push(dateOf(date, options, language));
    if (options.hour || options.minute || options.second) parts.push(timeOf(date, options, language));
    return parts.join(language.join ?? ", ");
  };
  const NUMBER_OPTIONS = ["style", "currency", "minimumFractionDigits", "maximumFractionDigits", "useGrouping"];
  const ofNumber = (number, locale, given) => {
    const language = languageOf(locale),
      options = { ...given };
    for (const name of Object.keys(options))
      if (!NUMBER_OPTIONS.includes(name)) unknown("The option", name, "leave it out");
    const { style = "decimal", currency, useGrouping = true } = options;
    if (!["decimal", "percent", "currency"].includes(style))
      unknown("The style", style, "write decimal, percent or currency");
    if (style === "currency" && !currency) throw new TypeError("Currency code is required with currency style.");
    const least = options.minimumFractionDigits ?? (style === "currency" ? 2 : 0);
    const most =
      options.maximumFractionDigits ?? Math.max(least, style === "currency" ? 2 : style === "percent" ? 0 : 3);
    if (!Number.isFinite(number)) return number !== number ? "NaN" : number < 0 ? "-∞" : "∞";
    const size = Math.abs(style === "percent" ? number * 100 : number);
    if (size >= 1e21) unknown("The number", number, "it is too large");
    let [whole, decimals = ""] = size.toFixed(most).split(".");
    while (decimals.length > least && decimals.endsWith("0")) decimals = decimals.slice(0, -1);
    if (useGrouping && whole.length >= (language.groupFrom ?? 4))
      whole = whole.replace(/\B(?=(\d{3})+$)/g, language.group);
    const text = decimals ? whole + language.point + decimals : whole;
    const sign = number < 0 || Object.is(number, -0) ? "-" : "";
    if (style === "percent") return sign + text + language.percent;
    if (style === "decimal") return sign + text;
    const written = language.signs?.[currency] ?? SIGNS[currency] ?? currency,
      space = written === currency ? HARD : "";
    if (language.before === true) return sign + written + space + text;
    if (language.signFirst) return sign + written + HARD + text;
    return language.before ? written + HARD + sign + text : sign + text + HARD + written;
  };
  const replaced = {
    toLocaleDateString(locale, options) {
      return ofDate(new Date(this), locale, options, "date");
    },
    toLocaleTimeString(locale, options) {
      return ofDate(new Date(this), locale, options, "time");
    },
    toLocaleString(locale, options) {
      return ofDate(new Date(this), locale, options, "date time");
    },
  };
  // An assignment keeps an existing property non-enumerable.
  for (const name of Object.keys(replaced)) Date.prototype[name] = replaced[name];
  const ofNumbers = {
    toLocaleString(locale, options) {
      return ofNumber(+this, locale, options);
    },
  };
  Number.prototype.toLocaleString = ofNumbers.toLocaleString;
}
