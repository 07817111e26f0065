"""Model, check, render and publish: WSO2 API Manager with several gateways, as a program.

From a topology to the `deployment.toml` of every node, and back:

>>> import tempfile
>>> from pathlib import Path
>>> import gatewright
>>> topology = gatewright.Topology.parse(gatewright.examples.THREE_NODES)
>>> with tempfile.TemporaryDirectory() as folder:
...     outcome = topology.render().write_to(folder)
...     report = gatewright.check(outcome.written)
...     _ = gatewright.revert(Path(folder, node.name) for node in topology.nodes)
>>> report.ok
True

A running API-M is reached by `ControlPlane`, or by `AsyncControlPlane` for `asyncio`; see
`gatewright.client`, `gatewright.publish`, and `gatewright.emulator` for trying all that without a
server.
"""

import atexit

from gatewright import client, emulator, examples, publish
from gatewright._check import NodeFile, Rule, check, explain, rules
from gatewright._codes import ErrorCode, error_codes
from gatewright._draft import TopologyDraft, Undecided
from gatewright._enums import (
    EnvironmentType,
    ErrorKind,
    Fixes,
    Format,
    KeyType,
    Pack,
    Port,
    Retry,
    Role,
    Safety,
    Severity,
)
from gatewright._fix import FixedFile, FixedFiles
from gatewright._gatewright import shut_down, version
from gatewright._model import (
    Credentials,
    Endpoints,
    Environment,
    EnvironmentName,
    LoadBalancers,
    Node,
    PortOffset,
    Ports,
    Properties,
    Release,
    SecretText,
)
from gatewright._render import (
    RenderedFile,
    RenderedFiles,
    RevertOutcome,
    WriteOutcome,
    revert,
)
from gatewright._report import Diagnostic, Edit, Fix, Related, Report
from gatewright._restore import RestoredFile, restore_default_environment, restore_environment
from gatewright._topology import Topology
from gatewright.client import AsyncControlPlane, ControlPlane
from gatewright.errors import (
    CancelledError,
    ConcurrentChangeError,
    ConflictError,
    ConnectError,
    GatewrightError,
    InvalidInputError,
    IoError,
    MissingScopeError,
    NotFoundError,
    RateLimitedError,
    RejectedError,
    ServerError,
    TimedOutError,
    TlsError,
    UnauthenticatedError,
    UnexpectedError,
    UnsupportedError,
)

__all__ = [
    "AsyncControlPlane",
    "CancelledError",
    "ConcurrentChangeError",
    "ConflictError",
    "ConnectError",
    "ControlPlane",
    "Credentials",
    "Diagnostic",
    "Edit",
    "Endpoints",
    "Environment",
    "EnvironmentName",
    "EnvironmentType",
    "ErrorCode",
    "ErrorKind",
    "Fix",
    "FixedFile",
    "FixedFiles",
    "Fixes",
    "Format",
    "GatewrightError",
    "InvalidInputError",
    "IoError",
    "KeyType",
    "LoadBalancers",
    "MissingScopeError",
    "Node",
    "NodeFile",
    "NotFoundError",
    "Pack",
    "Port",
    "PortOffset",
    "Ports",
    "Properties",
    "RateLimitedError",
    "RejectedError",
    "Related",
    "Release",
    "RenderedFile",
    "RenderedFiles",
    "Report",
    "RestoredFile",
    "Retry",
    "RevertOutcome",
    "Role",
    "Rule",
    "Safety",
    "SecretText",
    "ServerError",
    "Severity",
    "TimedOutError",
    "TlsError",
    "Topology",
    "TopologyDraft",
    "UnauthenticatedError",
    "Undecided",
    "UnexpectedError",
    "UnsupportedError",
    "WriteOutcome",
    "__version__",
    "check",
    "client",
    "emulator",
    "error_codes",
    "examples",
    "explain",
    "publish",
    "restore_default_environment",
    "restore_environment",
    "revert",
    "rules",
    "version",
]

__version__: str = version()

# Registered before anybody's own, and so run after them: requests and emulators end with Python.
atexit.register(shut_down)
