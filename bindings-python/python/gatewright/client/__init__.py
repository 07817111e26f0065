"""Talking to a running API-M: what is listed, applications, keys, tokens, calls through gateways.

The connection itself is `gatewright.ControlPlane`, or `gatewright.AsyncControlPlane`; publishing is
in `gatewright.publish`.

>>> from gatewright.client import Credentials
>>> Credentials.password("admin", "hunter2")
Credentials.password('admin', ***)
"""

from gatewright._enums import ApiOrder, Decision, ProbeState
from gatewright.client._admin_environment import (
    AdminEnvironment,
    AdminVirtualHost,
    GatewayInstance,
)
from gatewright.client._api_document import ApiDocument
from gatewright.client._application import Application, AsyncApplication
from gatewright.client._async_control_plane import AsyncControlPlane
from gatewright.client._control_plane import ControlPlane
from gatewright.client._credentials import Credentials
from gatewright.client._gateway_node import AsyncGatewayNode, GatewayNode
from gatewright.client._keys import ApiKey, ApiKeyInfo, ApplicationKeyInfo, ConsumerSecret
from gatewright.client._lifecycle import (
    LifecycleCheckItem,
    LifecycleEvent,
    LifecycleOutcome,
    LifecycleState,
    LifecycleTransition,
)
from gatewright.client._listing import (
    ApiSummary,
    EndpointUrls,
    GatewayEnvironment,
    TokenEndpoint,
    VirtualHost,
)
from gatewright.client._portal import ApplicationSummary, KeyManager, PortalApi
from gatewright.client._probe import Probe
from gatewright.client._ready import wait_until_ready
from gatewright.client._request import ApiRequest, ApiResponse, GatewayFault
from gatewright.client._retry import RetryOptions
from gatewright.client._revisions import Deployment, DeploymentTarget, Revision
from gatewright.client._search import ApiQuery
from gatewright.client._subscriptions import Subscription
from gatewright.client._token import AccessToken, ApplicationKeys, Grant
from gatewright.client._warning import ConnectWarning
from gatewright.client._workflows import WorkflowTask

__all__ = [
    "AccessToken",
    "AdminEnvironment",
    "AdminVirtualHost",
    "ApiDocument",
    "ApiKey",
    "ApiKeyInfo",
    "ApiOrder",
    "ApiQuery",
    "ApiRequest",
    "ApiResponse",
    "ApiSummary",
    "Application",
    "ApplicationKeyInfo",
    "ApplicationKeys",
    "ApplicationSummary",
    "AsyncApplication",
    "AsyncControlPlane",
    "AsyncGatewayNode",
    "ConnectWarning",
    "ConsumerSecret",
    "ControlPlane",
    "Credentials",
    "Decision",
    "Deployment",
    "DeploymentTarget",
    "EndpointUrls",
    "GatewayEnvironment",
    "GatewayFault",
    "GatewayInstance",
    "GatewayNode",
    "Grant",
    "KeyManager",
    "LifecycleCheckItem",
    "LifecycleEvent",
    "LifecycleOutcome",
    "LifecycleState",
    "LifecycleTransition",
    "PortalApi",
    "Probe",
    "ProbeState",
    "RetryOptions",
    "Revision",
    "Subscription",
    "TokenEndpoint",
    "VirtualHost",
    "WorkflowTask",
    "wait_until_ready",
]
