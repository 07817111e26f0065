"""Applications in the Developer Portal: what calls APIs."""

from gatewright._enums import KeyType
from gatewright._gatewright import NativeApplication
from gatewright._typing import override
from gatewright.client._token import ApplicationKeys

__all__ = ["Application", "AsyncApplication"]


class Application:
    """An application of the user's.

    >>> from gatewright import ControlPlane, KeyType
    >>> def keys(control_plane: ControlPlane) -> None:
    ...     application = control_plane.application("quickstart")
    ...     application.subscribe("Pets", "1.0.0")
    ...     print(application.keys(KeyType.PRODUCTION))
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeApplication) -> None:
        """Wrap the native application; `ControlPlane.application` finds or makes one."""
        self._native = native

    @property
    def id(self) -> str:
        """API-M's identifier."""
        return self._native.id

    @property
    def name(self) -> str:
        """The name."""
        return self._native.name

    def subscribe(self, api: str, version: str) -> None:
        """Subscribe the application to a published API, once.

        The plan is `Unlimited` where the API offers it, and its first plan elsewhere.
        """
        self._native.subscribe(api, version).wait()

    def keys(self, key_type: KeyType | str) -> ApplicationKeys:
        """Return the application's keys of this type: those that are there, or new ones.

        Raises `ConflictError`, code `secret-not-shown`, when there are keys and the server does not
        show their secret again (4.7): keep the secret when the keys are made.
        """
        return self._native.keys(KeyType(key_type)).wait()

    @override
    def __repr__(self) -> str:
        return f"<Application {self.name!r}>"


class AsyncApplication:
    """An application of the user's, on an event loop.

    >>> from gatewright import AsyncControlPlane, KeyType
    >>> async def keys(control_plane: AsyncControlPlane) -> None:
    ...     application = await control_plane.application("quickstart")
    ...     await application.subscribe("Pets", "1.0.0")
    ...     print(await application.keys(KeyType.PRODUCTION))
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeApplication) -> None:
        """Wrap the native application; `AsyncControlPlane.application` finds or makes one."""
        self._native = native

    @property
    def id(self) -> str:
        """API-M's identifier."""
        return self._native.id

    @property
    def name(self) -> str:
        """The name."""
        return self._native.name

    async def subscribe(self, api: str, version: str) -> None:
        """Subscribe the application to a published API, once.

        The plan is `Unlimited` where the API offers it, and its first plan elsewhere.
        """
        await self._native.subscribe(api, version)

    async def keys(self, key_type: KeyType | str) -> ApplicationKeys:
        """Return the application's keys of this type: those that are there, or new ones.

        Raises `ConflictError`, code `secret-not-shown`, when there are keys and the server does not
        show their secret again (4.7): keep the secret when the keys are made.
        """
        return await self._native.keys(KeyType(key_type))

    @override
    def __repr__(self) -> str:
        return f"<AsyncApplication {self.name!r}>"
