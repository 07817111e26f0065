"""One gateway node, by its own REST API, since 4.0."""

from gatewright._gatewright import NativeGatewayNode
from gatewright._typing import override

__all__ = ["AsyncGatewayNode", "GatewayNode"]


class GatewayNode:
    """A gateway node and an account of it. The password does not print.

    >>> from gatewright import ControlPlane
    >>> def heal(control_plane: ControlPlane, password: str) -> None:
    ...     node = control_plane.gateway("https://gateway-1:9444", "admin", password)
    ...     if node.is_healthy() and not node.has_api("Pets", "1.0.0"):
    ...         node.redeploy("Pets", "1.0.0")
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeGatewayNode) -> None:
        """Wrap the native node; `ControlPlane.gateway` names one."""
        self._native = native

    @property
    def url(self) -> str:
        """The management address, without a slash at its end."""
        return self._native.url

    def has_api(self, name: str, version: str) -> bool:
        """Return whether the node holds this API."""
        return self._native.has_api(name, version).wait()

    def redeploy(self, name: str, version: str) -> None:
        """Have the node fetch the API from the control plane again.

        That is for a node that missed the news of a deployment, which the control plane does not
        repeat. Raises `ServerError`, code `redeployment-failed`, when the node says that it failed.
        """
        self._native.redeploy(name, version).wait()

    def is_healthy(self) -> bool:
        """Return whether the node has started and loaded its APIs. Since 4.1.

        Before 4.1, use `wait_until_ready`. No account is needed.
        """
        return self._native.is_healthy().wait()

    @override
    def __repr__(self) -> str:
        return f"<GatewayNode {self.url}>"


class AsyncGatewayNode:
    """A gateway node and an account of it, on an event loop. The password does not print.

    >>> from gatewright import AsyncControlPlane
    >>> async def heal(control_plane: AsyncControlPlane, password: str) -> None:
    ...     node = await control_plane.gateway("https://gateway-1:9444", "admin", password)
    ...     if await node.is_healthy() and not await node.has_api("Pets", "1.0.0"):
    ...         await node.redeploy("Pets", "1.0.0")
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeGatewayNode) -> None:
        """Wrap the native node; `AsyncControlPlane.gateway` names one."""
        self._native = native

    @property
    def url(self) -> str:
        """The management address, without a slash at its end."""
        return self._native.url

    async def has_api(self, name: str, version: str) -> bool:
        """Return whether the node holds this API."""
        return await self._native.has_api(name, version)

    async def redeploy(self, name: str, version: str) -> None:
        """Have the node fetch the API from the control plane again.

        That is for a node that missed the news of a deployment, which the control plane does not
        repeat. Raises `ServerError`, code `redeployment-failed`, when the node says that it failed.
        """
        await self._native.redeploy(name, version)

    async def is_healthy(self) -> bool:
        """Return whether the node has started and loaded its APIs. Since 4.1.

        Before 4.1, use `wait_until_ready`. No account is needed.
        """
        return await self._native.is_healthy()

    @override
    def __repr__(self) -> str:
        return f"<AsyncGatewayNode {self.url}>"
