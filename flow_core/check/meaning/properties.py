"""The properties of JavaScript's types, and what the built-in functions return. Source: ECMAScript 2026."""

from __future__ import annotations

from collections.abc import Mapping

from flow_core.check.meaning.values import (
    ANY,
    BIGINT,
    BOOLEAN,
    LIST,
    MOMENT,
    NUMBER,
    OBJECT,
    PATTERN,
    TEXT,
    Kind,
    Values,
    either,
    of,
)

_OF_ALL = frozenset(
    "constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf "
    "__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__".split()
)
PROPERTIES: Mapping[Kind, frozenset[str]] = {
    "text": _OF_ALL
    | frozenset(
        "length anchor at big blink bold charAt charCodeAt codePointAt concat endsWith fixed fontcolor "
        "fontsize includes indexOf isWellFormed italics lastIndexOf link localeCompare match matchAll "
        "normalize padEnd padStart repeat replace replaceAll search slice small split startsWith strike sub "
        "substr substring sup toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase toWellFormed trim "
        "trimEnd trimLeft trimRight trimStart".split()
    ),
    "number": _OF_ALL | frozenset("toExponential toFixed toPrecision".split()),
    "boolean": _OF_ALL,
    "bigint": _OF_ALL,
    "list": _OF_ALL
    | frozenset(
        "length at concat copyWithin entries every fill filter find findIndex findLast findLastIndex flat "
        "flatMap forEach includes indexOf join keys lastIndexOf map pop push reduce reduceRight reverse shift "
        "slice some sort splice toReversed toSorted toSpliced unshift values with".split()
    ),
    "object": _OF_ALL,
    "moment": _OF_ALL
    | frozenset(
        f"{verb}{zone}{part}"
        for verb in ("get", "set")
        for zone in ("", "UTC")
        for part in ("Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds")
    )
    | frozenset(
        "getTime getTimezoneOffset getYear setTime setYear toDateString toISOString toJSON toLocaleDateString "
        "toLocaleTimeString toTemporalInstant toTimeString toUTCString toGMTString".split()
    ),
}
"""Type -> the names of its properties. The other types are missing: their values may have any property."""

_RETURNS_NUMBER = "indexOf lastIndexOf findIndex findLastIndex search localeCompare charCodeAt push unshift getTime"
_RETURNS_TEXT = (
    "toString toLocaleString toFixed toPrecision toExponential join charAt padStart padEnd repeat replace "
    "replaceAll substring substr normalize toDateString toTimeString toUTCString "
    "toLocaleDateString toLocaleTimeString toLocaleLowerCase toLocaleUpperCase"
)
METHODS: Mapping[str, Values] = {
    **dict.fromkeys(_RETURNS_NUMBER.split(), NUMBER),
    **{name: NUMBER for name in PROPERTIES["moment"] if name.startswith("get")},
    **dict.fromkeys(_RETURNS_TEXT.split(), TEXT),
    **dict.fromkeys("includes startsWith endsWith test some every has hasOwnProperty".split(), BOOLEAN),
    **dict.fromkeys("split map filter flat flatMap toSorted toReversed".split(), LIST),
    "toLowerCase": of("text", form="lower"),
    "toUpperCase": of("text", form="upper"),
    "trim": of("text", form="trimmed"),
    "toISOString": of("text", form="datetime"),
}
"""Method -> what it returns, if that is the same for every type that has it."""

FUNCTIONS: Mapping[str, Values] = {
    "Number": NUMBER,
    "String": TEXT,
    "Boolean": BOOLEAN,
    "Date": TEXT,
    "BigInt": BIGINT,
    "parseInt": NUMBER,
    "parseFloat": NUMBER,
    "isNaN": BOOLEAN,
    "isFinite": BOOLEAN,
    "encodeURIComponent": TEXT,
    "decodeURIComponent": TEXT,
    "Array": LIST,
    "Object": ANY,
    "RegExp": PATTERN,
}
"""Global function -> what it returns."""
STATIC_METHODS: Mapping[str, Values] = {
    **dict.fromkeys("Date.now Date.parse Date.UTC Number.parseInt Number.parseFloat".split(), NUMBER),
    **dict.fromkeys(
        "Number.isInteger Number.isFinite Number.isNaN Number.isSafeInteger Array.isArray Object.hasOwn".split(),
        BOOLEAN,
    ),
    **dict.fromkeys("Object.keys Object.values Object.entries Array.from Array.of".split(), LIST),
    **dict.fromkeys("String.fromCharCode String.fromCodePoint String.raw".split(), TEXT),
    "JSON.stringify": either([TEXT, of("nothing")]),
    "JSON.parse": ANY,
}
"""Function of a global object -> what it returns. Those of Math return a number."""
MADE_BY_NEW: Mapping[str, Values] = {"Date": MOMENT, "RegExp": PATTERN, "Array": LIST, "Set": OBJECT, "Map": OBJECT}
"""Class -> the instances that `new` makes. Their properties are not known."""
