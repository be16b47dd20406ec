"""The prices of calculation.py, each with its source. Nothing is calculated here.

AWS's own pages show most prices by script, so that a stored page has none. For such a price the source is who copied
or quoted it. "From memory" is a price that nobody looked up: check it before you decide.
"""

from __future__ import annotations

from dataclasses import dataclass

from functions.cost.prices import LIVEKIT_MINUTE as PARTICIPANT_MINUTE
from functions.cost.prices import MEMORY, SPEECH_TO_TEXT, TELEPHONY_MINUTE, TEXT_TO_SPEECH, Listed


@dataclass(frozen=True, slots=True)
class Price:
    """A price."""

    what: str
    """What one unit is."""
    dollars: float
    """Dollars of one unit."""
    source: str
    """The page and its date, or `MEMORY`."""


_GATEWAY = "aws.amazon.com/api-gateway/pricing, in github.com/api-evangelist/aws-api-gateway, 2026-05-05"
_SNAPSTART = "awsnegotiations.com/blog/lambda-snapstart-cost-impact, 2026-05"
_DYNAMODB = "airbyte.com/data-engineering-resources/dynamodb-pricing, 2025-07-21"
_STORED = "gist.github.com/allenheltondev/d028926b7fe3b0656c96af9140ab55e3, 2020-03-11"
_FARGATE = "vantage.sh/blog/fargate-pricing, read 2026-11-29"
_NAT = "cloudburn.io/blog/aws-nat-gateway-pricing, 2026-02-24"
_ENDPOINT = "egresscost.com/nat-gateway, read 2026-11-29"
_METRICS = "aws.amazon.com/cloudwatch/pricing, in github.com/nishinoshake/aws-rough/issues/37, 2022-04-29"
_SECRETS = "aws.amazon.com/secrets-manager/pricing, in github.com/api-evangelist/amazon-secrets-manager, 2026-09-20"
_RETELL = "retellai.com/pricing, in github.com/api-evangelist/retell-ai, 2026-09-20"


def _of_calls(what: str, listed: Listed, units: int = 1) -> Price:
    """Return a price with which the cost of calls is calculated, too. Its own is for so many units."""
    return Price(what, float(listed.dollars / units), listed.source)


REST_REQUEST = Price("a request of API Gateway's REST API", 3.50e-6, _GATEWAY)
LAMBDA_REQUEST = Price(
    "an invocation of Lambda",
    0.20e-6,
    "aws.amazon.com/lambda/pricing, in github.com/api-evangelist/aws-lambda, 2026-09-20",
)
LAMBDA_GB_SECOND = Price(
    "a second of 1 GB of Lambda on arm64", 0.0000133334, "the table of prices in artillery 2.0.28, read 2026-11-29"
)
RESTORED_GB = Price("a restored GB of a SnapStart snapshot", 0.0001397998, _SNAPSTART)
SNAPSHOT_GB_SECOND = Price("a second of a stored GB of a snapshot", 0.0000015046, _SNAPSTART)
WRITE_UNIT = Price("a write unit of DynamoDB, on demand", 0.625e-6, _DYNAMODB)
READ_UNIT = Price("a read unit of DynamoDB, on demand", 0.125e-6, _DYNAMODB)
STORED_GB = Price("a GB in DynamoDB for a month", 0.25, _STORED)
RECOVERABLE_GB = Price("its point-in-time recovery", 0.20, _STORED)
EXPORTED_GB = Price("a GB of DynamoDB's export to S3", 0.10, MEMORY)
SQS_REQUEST = Price("a request of SQS", 0.40e-6, _STORED)
LOG_GB = Price("a GB of logs in CloudWatch", 0.50, "github.com/vreutova/infracost-idem-support/pull/2, read 2026-11-29")
ALARM = Price(
    "a metric of an alarm for a month", 0.10, "github.com/vreutova/infracost-idem-support/pull/2, read 2026-11-29"
)
METRIC = Price("a metric for a month, of the first 10,000", 0.30, _METRICS)
DASHBOARD = Price("a page of CloudWatch for a month", 3.00, _METRICS)
FARGATE_CPU_HOUR = Price("a processor of Fargate on arm64 for an hour", 0.03238, _FARGATE)
FARGATE_GB_HOUR = Price("a GB of Fargate on arm64 for an hour", 0.00356, _FARGATE)
NAT_HOUR = Price("a NAT gateway for an hour", 0.045, _NAT)
NAT_GB = Price("a GB through it, in either direction", 0.045, _NAT)
ADDRESS_HOUR = Price("a public IPv4 address for an hour", 0.005, _NAT)
OUT_GB = Price(
    "a GB out of AWS, of the first 10 TB", 0.09, "cloudpipelines.pages.dev/guides/aws-nat-gateway-pricing-2026, 2026"
)
ENDPOINT_MONTH = Price("an interface endpoint in a zone for a month", 7.20, _ENDPOINT)
ENDPOINT_GB = Price("a GB through it", 0.01, _ENDPOINT)
EDGE_GB = Price(
    "a GB of CloudFront, North America", 0.085, "github.com/vreutova/infracost-idem-support/pull/15, read 2026-11-29"
)
EDGE_REQUEST = Price("a request of CloudFront by HTTPS", 1.0e-6, MEMORY)
SECRET = Price("a secret for a month", 0.40, _SECRETS)
SECRET_READ = Price("a read of a secret", 0.05 / 10_000, _SECRETS)
KMS_REQUEST = Price("a request of KMS. A key of AWS's own costs nothing", 0.03 / 10_000, MEMORY)
TRANSCRIBE_MINUTE = _of_calls("a minute of Transcribe, streaming, of the first 250,000", SPEECH_TO_TEXT["aws"])
GENERATIVE_CHARACTER = _of_calls("a character of Polly, generative", TEXT_TO_SPEECH["aws/generative"], 1_000_000)
NEURAL_CHARACTER = _of_calls("a character of Polly, neural", TEXT_TO_SPEECH["aws/neural"], 1_000_000)
TELNYX_MINUTE = _of_calls("a minute of an inbound phone call at Telnyx", TELEPHONY_MINUTE)
LIVEKIT_MINUTE = _of_calls("a minute of a participant at LiveKit Cloud", PARTICIPANT_MINUTE)
VAPI_MINUTE = Price(
    "a minute of Vapi, the platform alone", 0.05, "vapi.ai/pricing, in github.com/api-evangelist/vapi, 2026-05-08"
)
RETELL_MINUTE = Price("a minute of Retell, the voice infrastructure alone", 0.055, _RETELL)
RETELL_ALL_MINUTE = Price("a minute of Retell, the cheapest with voice and model", 0.07, _RETELL)

METRIC_TIERS = ((10_000, 0.30), (240_000, 0.10), (750_000, 0.05), (10**12, 0.02))
"""CloudWatch's metrics: how many, and dollars each for a month. The source is that of `METRIC`."""


def prices() -> list[Price]:
    """Return all prices in the order of this file."""
    return [each for each in globals().values() if isinstance(each, Price)]
