"""Talking to a running API-M: what is listed, applications, keys, tokens, calls through gateways.

The connection itself is `gatewright.ControlPlane`, or `gatewright.AsyncControlPlane`; publishing is
in `gatewright.publish`.

>>> from gatewright.client import Credentials
>>> Credentials.password("admin", "hunter2")
Credentials.password('admin', ***)
"""

from gatewright._enums import ProbeState
from gatewright.client._application import Application, AsyncApplication
from gatewright.client._async_control_plane import AsyncControlPlane
from gatewright.client._control_plane import ControlPlane
from gatewright.client._credentials import Credentials
from gatewright.client._listing import (
    ApiSummary,
    EndpointUrls,
    GatewayEnvironment,
    TokenEndpoint,
    VirtualHost,
)
from gatewright.client._probe import Probe
from gatewright.client._ready import wait_until_ready
from gatewright.client._request import ApiRequest, ApiResponse, GatewayFault
from gatewright.client._token import AccessToken, ApplicationKeys, Grant

__all__ = [
    "AccessToken",
    "ApiRequest",
    "ApiResponse",
    "ApiSummary",
    "Application",
    "ApplicationKeys",
    "AsyncApplication",
    "AsyncControlPlane",
    "ControlPlane",
    "Credentials",
    "EndpointUrls",
    "GatewayEnvironment",
    "GatewayFault",
    "Grant",
    "Probe",
    "ProbeState",
    "TokenEndpoint",
    "VirtualHost",
    "wait_until_ready",
]
