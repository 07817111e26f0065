"""The closed sets of names. Every member is a string: its spelling in files and reports."""

from enum import Enum
from typing import TYPE_CHECKING

from gatewright import _gatewright
from gatewright._typing import override

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "AccessAction",
    "ActionKind",
    "ApiOrder",
    "Decision",
    "EnvironmentChange",
    "EnvironmentType",
    "ErrorKind",
    "EventKind",
    "FaultAction",
    "Fixes",
    "Format",
    "Handover",
    "KeyType",
    "Lifecycle",
    "OutcomeFormat",
    "Pack",
    "PlanFormat",
    "Port",
    "ProbeState",
    "ProjectLayout",
    "Retry",
    "Role",
    "Safety",
    "SecretFileFormat",
    "SecretKind",
    "Severity",
    "SourceKind",
    "Verdict",
]


class _Name(str, Enum):
    _value_: str

    def __new__(cls, value: str) -> "Self":
        member = super().__new__(cls, value)
        member._value_ = value
        return member

    @override
    def __str__(self) -> str:
        return self._value_


class KeyType(_Name):
    """The kind of an application's key.

    >>> from gatewright import KeyType
    >>> KeyType("SANDBOX")
    <KeyType.SANDBOX: 'SANDBOX'>
    """

    PRODUCTION = "PRODUCTION"
    SANDBOX = "SANDBOX"


class EnvironmentType(_Name):
    """What kind of keys an environment accepts.

    >>> from gatewright import EnvironmentType
    >>> EnvironmentType.HYBRID == "hybrid"
    True
    """

    PRODUCTION = "production"
    SANDBOX = "sandbox"
    HYBRID = "hybrid"

    def accepts(self, key_type: KeyType | str) -> bool:
        """Return whether a gateway of this type takes a key of that type.

        >>> from gatewright import EnvironmentType, KeyType
        >>> EnvironmentType.PRODUCTION.accepts(KeyType.SANDBOX)
        False
        >>> EnvironmentType.HYBRID.accepts("SANDBOX")
        True
        """
        return _gatewright.accepts(self, KeyType(key_type))


class Role(_Name):
    """What a node does in the topology.

    >>> from gatewright import Role
    >>> [str(role) for role in Role]
    ['control-plane', 'gateway', 'traffic-manager', 'key-manager']
    """

    CONTROL_PLANE = "control-plane"
    GATEWAY = "gateway"
    TRAFFIC_MANAGER = "traffic-manager"
    KEY_MANAGER = "key-manager"


class Pack(_Name):
    """What is started on a node: the whole product, a profile (3.0 to 4.4) or a distribution.

    WSO2's names of profiles and distributions are understood as well.

    >>> from gatewright import Pack
    >>> Pack("gateway-worker")
    <Pack.GATEWAY: 'gateway'>
    """

    ALL_IN_ONE = "all-in-one"
    CONTROL_PLANE = "control-plane"
    GATEWAY = "gateway"
    TRAFFIC_MANAGER = "traffic-manager"
    KEY_MANAGER = "key-manager"

    @override
    @classmethod
    def _missing_(cls, value: object) -> "Self | None":
        name = _gatewright.pack_name(value) if isinstance(value, str) else None
        return None if name is None else cls(name)


class Port(_Name):
    """The names of the default ports that a node's offset shifts: the keys of `Ports`.

    >>> from gatewright import Pack, Port, Ports
    >>> Ports(Pack.GATEWAY, "4.7", 1)[Port.PASS_THROUGH_HTTPS]
    8244
    """

    SERVLET_HTTPS = "servlet-https"
    SERVLET_HTTP = "servlet-http"
    PASS_THROUGH_HTTP = "pass-through-http"  # noqa: S105 - nothing secret
    PASS_THROUGH_HTTPS = "pass-through-https"  # noqa: S105 - nothing secret
    WEBSOCKET = "websocket"
    SECURE_WEBSOCKET = "secure-websocket"
    WEBSUB_HTTP = "websub-http"
    WEBSUB_HTTPS = "websub-https"
    AMQP = "amqp"
    AMQP_TLS = "amqp-tls"
    BINARY_RECEIVER = "binary-receiver"
    BINARY_RECEIVER_AUTH = "binary-receiver-auth"
    JMX_REGISTRY = "jmx-registry"
    JMX_SERVER = "jmx-server"


class Severity(_Name):
    """How bad a finding is.

    `error`: API-M rejects it, or it breaks at run time for certain. `warning`: legal, and almost
    surely wrong. `note`: worth knowing; not reported unless asked for.

    >>> from gatewright import Severity
    >>> Severity.ERROR == "error"
    True
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Safety(_Name):
    """How far a fix can be trusted: `safe`, or `unsafe` when one should look at it first.

    >>> from gatewright import Safety
    >>> Safety("unsafe") is Safety.UNSAFE
    True
    """

    SAFE = "safe"
    UNSAFE = "unsafe"


class Fixes(_Name):
    """Which of the proposed repairs `Report.fix` makes.

    `safe`: those whose meaning is certain. `all`: those that are only probable as well; look at the
    diff before writing.

    >>> from gatewright import Fixes
    >>> Fixes("all")
    <Fixes.ALL: 'all'>
    """

    SAFE = "safe"
    ALL = "all"


class Format(_Name):
    """How a report is written.

    >>> from gatewright import Format
    >>> [str(format) for format in Format]
    ['text', 'json', 'sarif', 'junit', 'github']
    """

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


class ErrorKind(_Name):
    """What went wrong, in one word. Each kind has its class of exceptions.

    >>> from gatewright import ErrorKind, InvalidInputError
    >>> InvalidInputError.kind is ErrorKind.INVALID_INPUT
    True
    """

    INVALID_INPUT = "InvalidInput"
    IO = "Io"
    CONNECT = "Connect"
    TIMEOUT = "Timeout"
    TLS = "Tls"
    UNAUTHENTICATED = "Unauthenticated"
    MISSING_SCOPE = "MissingScope"
    NOT_FOUND = "NotFound"
    CONFLICT = "Conflict"
    CONCURRENT_CHANGE = "ConcurrentChange"
    RATE_LIMITED = "RateLimited"
    REJECTED = "Rejected"
    UNSUPPORTED = "Unsupported"
    SERVER = "Server"
    CANCELLED = "Cancelled"
    UNEXPECTED = "Unexpected"


class Retry(_Name):
    """Whether the same call may be made again.

    `Never`: it will fail the same way until something changes. `Safe`: nothing was done.
    `Ambiguous`: the request may have reached the server; read before sending it again.

    >>> from gatewright import Retry
    >>> Retry.AMBIGUOUS == "Ambiguous"
    True
    """

    NEVER = "Never"
    SAFE = "Safe"
    AMBIGUOUS = "Ambiguous"


class ApiOrder(_Name):
    """In which order APIs are listed, since 4.1.

    `created-time` is API-M's own order, the newest first.

    >>> from gatewright.client import ApiOrder
    >>> ApiOrder.CREATED_TIME == "created-time"
    True
    """

    NAME = "name"
    VERSION = "version"
    CREATED_TIME = "created-time"
    STATUS = "status"


class Decision(_Name):
    """What is decided of a task: `approve` has it done, `reject` does not.

    >>> from gatewright.client import Decision
    >>> Decision.APPROVE == "approve"
    True
    """

    APPROVE = "approve"
    REJECT = "reject"


class ProbeState(_Name):
    """What a gateway's answer to a call without a token means.

    `live`: it has the API. `absent`: it is there and has no such API. `unreachable`: nobody
    answers. `unclear`: an answer from which neither follows.

    >>> from gatewright.client import ProbeState
    >>> ProbeState.LIVE == "live"
    True
    """

    LIVE = "live"
    ABSENT = "absent"
    UNREACHABLE = "unreachable"
    UNCLEAR = "unclear"


class Lifecycle(_Name):
    """Which lifecycle state an API should have: one of API-M's, or whatever it has (`unchanged`).

    >>> from gatewright.publish import Lifecycle
    >>> Lifecycle("published")
    <Lifecycle.PUBLISHED: 'published'>
    """

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    CREATED = "created"
    PROTOTYPED = "prototyped"
    BLOCKED = "blocked"
    DEPRECATED = "deprecated"
    RETIRED = "retired"


class Verdict(_Name):
    """What a plan comes to, as a whole or for one API.

    >>> from gatewright.publish import Verdict
    >>> [str(verdict) for verdict in Verdict]
    ['nothing-to-do', 'changes', 'cannot']
    """

    NOTHING_TO_DO = "nothing-to-do"
    CHANGES = "changes"
    CANNOT = "cannot"


class Certainty(_Name):
    """What evidence comes to.

    >>> from gatewright.publish import Certainty
    >>> [str(certainty) for certainty in Certainty]
    ['proven', 'unproven', 'disproved']
    """

    PROVEN = "proven"
    UNPROVEN = "unproven"
    DISPROVED = "disproved"


class ProofKind(_Name):
    """What was found out of a gateway.

    >>> from gatewright.publish import ProofKind
    >>> ProofKind("listed")
    <ProofKind.LISTED: 'listed'>
    """

    ACKNOWLEDGED = "acknowledged"
    LISTED = "listed"
    LIVE = "live"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class Fate(_Name):
    """What became of an API of an environment that is retired.

    >>> from gatewright.publish import Fate
    >>> [str(fate) for fate in Fate]
    ['moved', 'taken-off', 'kept']
    """

    MOVED = "moved"
    TAKEN_OFF = "taken-off"
    KEPT = "kept"


class DriftKind(_Name):
    """What kind of difference there is between the server and what it should be.

    >>> from gatewright.publish import DriftKind
    >>> DriftKind("missing-on-server")
    <DriftKind.MISSING_ON_SERVER: 'missing-on-server'>
    """

    MISSING_ON_SERVER = "missing-on-server"
    MISSING_IN_TOPOLOGY = "missing-in-topology"
    ENVIRONMENT_TYPE = "environment-type"
    API_CONSOLE = "api-console"
    ADDRESSES = "addresses"
    API = "api"
    API_CANNOT = "api-cannot"


class PlanFormat(_Name):
    """How a plan is written: for people, for programs, for a comment on a pull request.

    >>> from gatewright.publish import PlanFormat
    >>> PlanFormat("markdown")
    <PlanFormat.MARKDOWN: 'markdown'>
    """

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class OutcomeFormat(_Name):
    """How an outcome is written: for people, for programs, for CI servers that show JUnit results.

    >>> from gatewright.publish import OutcomeFormat
    >>> OutcomeFormat.JUNIT == "junit"
    True
    """

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


class EnvironmentChange(_Name):
    """What is done to an API in one environment.

    `keep` when it is there as it should be, `add` when it is not there, `replace` when it is there
    otherwise: with other content, or at another virtual host.

    >>> from gatewright.publish import EnvironmentChange
    >>> EnvironmentChange.ADD == "add"
    True
    """

    KEEP = "keep"
    ADD = "add"
    REPLACE = "replace"


class EventKind(_Name):
    """What is told while a plan is applied.

    >>> from gatewright.publish import EventKind
    >>> EventKind("step-done")
    <EventKind.STEP_DONE: 'step-done'>
    """

    STEP_BEGUN = "step-begun"
    STEP_DONE = "step-done"
    STEP_FAILED = "step-failed"
    API_FINISHED = "api-finished"


class ProjectLayout(_Name):
    """How a project of apictl is laid out, which differs between 3.x and 4.x.

    >>> from gatewright.publish import ProjectLayout
    >>> [str(layout) for layout in ProjectLayout]
    ['3.x', '4.x']
    """

    CLASSIC = "3.x"
    CURRENT = "4.x"


class SourceKind(_Name):
    """What the API of a publication is made of: of what is there, a definition, or a project.

    >>> from gatewright.publish import SourceKind
    >>> SourceKind("project")
    <SourceKind.PROJECT: 'project'>
    """

    EXISTING = "existing"
    DEFINITION = "definition"
    PROJECT = "project"


class ActionKind(_Name):
    """What a step of a plan does.

    >>> from gatewright.publish import ActionKind
    >>> ActionKind.DEPLOY == "deploy"
    True
    """

    CREATE_API = "create-api"
    UPDATE_API = "update-api"
    DELETE_REVISION = "delete-revision"
    CREATE_REVISION = "create-revision"
    DEPLOY = "deploy"
    CHANGE_LIFECYCLE = "change-lifecycle"


class FaultAction(_Name):
    """What goes wrong with a request to an emulator.

    `delay`: it is answered later. `reset`: the connection closes before anything was done.
    `lose-answer`: it is done, and not answered. `half-answer`: it is done, and half of the answer
    is sent. `status`: another status is answered, and nothing is done. `echo`: the same, with
    an error that quotes the request's headers and body.

    >>> from gatewright.emulator import FaultAction
    >>> FaultAction.LOSE_ANSWER == "lose-answer"
    True
    """

    DELAY = "delay"
    RESET = "reset"
    LOSE_ANSWER = "lose-answer"
    HALF_ANSWER = "half-answer"
    STATUS = "status"
    ECHO = "echo"


class AccessAction(_Name):
    """What a step of providing access does.

    >>> from gatewright.publish import AccessAction
    >>> AccessAction("generate-keys")
    <AccessAction.GENERATE_KEYS: 'generate-keys'>
    """

    LOOK_UP_API = "look-up-api"
    LOOK_UP_ENVIRONMENTS = "look-up-environments"
    CREATE_APPLICATION = "create-application"
    SUBSCRIBE = "subscribe"
    GENERATE_KEYS = "generate-keys"
    HAND_OUT_SECRET = "hand-out-secret"  # noqa: S105 - a name
    GET_TOKEN = "get-token"  # noqa: S105 - a name
    HAND_OUT_TOKEN = "hand-out-token"  # noqa: S105 - a name


class Handover(_Name):
    """Whether the sink has a secret: it was handed to it now, it had it before, or it lacks it.

    >>> from gatewright.publish import Handover
    >>> Handover("held")
    <Handover.HELD: 'held'>
    """

    HANDED_OUT = "handed-out"
    HELD = "held"
    MISSING = "missing"


class SecretKind(_Name):
    """Which secret it is.

    >>> from gatewright.publish import SecretKind
    >>> SecretKind("access-token")
    <SecretKind.ACCESS_TOKEN: 'access-token'>
    """

    CONSUMER_SECRET = "consumer-secret"  # noqa: S105 - a name
    ACCESS_TOKEN = "access-token"  # noqa: S105 - a name


class SecretFileFormat(_Name):
    """How a file of secrets is written.

    >>> from gatewright.publish import SecretFileFormat
    >>> SecretFileFormat("dotenv")
    <SecretFileFormat.DOTENV: 'dotenv'>
    """

    JSON = "json"
    DOTENV = "dotenv"
