"""The currency of a region. Source: ISO 4217 and ISO 3166."""

from __future__ import annotations

_EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK"
_CURRENCIES = {
    "US": "USD", "PR": "USD", "EC": "USD", "SV": "USD", "CA": "CAD", "MX": "MXN", "BR": "BRL", "AR": "ARS",
    "CL": "CLP", "CO": "COP", "PE": "PEN", "UY": "UYU", "PY": "PYG", "BO": "BOB", "VE": "VES", "CR": "CRC",
    "GT": "GTQ", "HN": "HNL", "NI": "NIO", "DO": "DOP", "CU": "CUP", "PA": "PAB", "JM": "JMD", "TT": "TTD",
    "BB": "BBD", "GB": "GBP", "GG": "GBP", "JE": "GBP", "IM": "GBP", "CH": "CHF", "LI": "CHF", "DK": "DKK",
    "NO": "NOK", "SE": "SEK", "IS": "ISK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON", "BG": "EUR",
    "RS": "RSD", "BA": "BAM", "MK": "MKD", "AL": "ALL", "MD": "MDL", "UA": "UAH", "TR": "TRY", "RU": "RUB",
    "AU": "AUD", "NZ": "NZD", "JP": "JPY", "CN": "CNY", "HK": "HKD", "TW": "TWD", "SG": "SGD", "MY": "MYR",
    "ID": "IDR", "PH": "PHP", "TH": "THB", "VN": "VND", "KR": "KRW", "IN": "INR", "PK": "PKR", "LK": "LKR",
    "BD": "BDT", "NP": "NPR", "AE": "AED", "SA": "SAR", "QA": "QAR", "KW": "KWD", "BH": "BHD", "OM": "OMR",
    "IL": "ILS", "EG": "EGP", "MA": "MAD", "TN": "TND", "DZ": "DZD", "ZA": "ZAR", "NG": "NGN", "KE": "KES",
    "GH": "GHS", "UG": "UGX", "TZ": "TZS", "AO": "AOA", "MZ": "MZN", "CV": "CVE", "SR": "SRD", "AW": "AWG",
    **dict.fromkeys(_EURO.split(), "EUR"),
}  # fmt: skip
_OTHERWISE = "USD"


def currency_of(region: str) -> str:
    """Return the currency of a region as ISO 4217; the US dollar for a region that is not known here.

    Args:
        region: ISO 3166, such as "GB".
    """
    return _CURRENCIES.get(region, _OTHERWISE)
