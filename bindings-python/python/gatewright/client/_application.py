"""Applications in the Developer Portal: what calls APIs."""

from collections.abc import Iterable

from gatewright._enums import KeyType
from gatewright._gatewright import NativeApplication
from gatewright._model import SecretText
from gatewright._typing import Seconds, exposed, instance, override, seconds, several
from gatewright.client._keys import (
    ApiKey,
    ApiKeyInfo,
    ApplicationKeyInfo,
    ConsumerSecret,
    api_key_options,
    key_request,
)
from gatewright.client._portal import ApplicationSummary
from gatewright.client._subscriptions import Subscription
from gatewright.client._token import AccessToken, ApplicationKeys

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
        show their secret again (4.7): keep the secret when the keys are made, or make a further one
        with `generate_secret`.
        """
        return self._native.keys(KeyType(key_type)).wait()

    def summary(self) -> ApplicationSummary:
        """Return what the Developer Portal says of it now."""
        return self._native.summary().wait()

    def update(
        self,
        *,
        name: str | None = None,
        plan: str | None = None,
        description: str | None = None,
    ) -> ApplicationSummary:
        """Change what is given; the rest is read, and written back as it was."""
        return self._native.update(name, plan, description).wait()

    def delete(self) -> None:
        """Delete it, with its subscriptions and keys."""
        self._native.delete().wait()

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Return the application's subscriptions."""
        return self._native.subscriptions().wait()

    def subscribe_with_plan(self, api_id: str, plan: str) -> Subscription:
        """Subscribe to an API, by its identifier, with this plan.

        Raises `ConflictError`, code `subscription-exists`, when there is one, with whichever plan.
        """
        return self._native.subscribe_with_plan(api_id, plan).wait()

    def change_plan(self, subscription: Subscription, plan: str) -> Subscription:
        """Ask for another plan (since 3.2).

        Where somebody has to approve it, the answer has the old plan and the status
        `TIER_UPDATE_PENDING`.
        """
        known = instance(subscription, Subscription, "subscription")
        return self._native.change_plan(known, plan).wait()

    def unsubscribe(self, subscription_id: str) -> None:
        """End a subscription."""
        self._native.unsubscribe(subscription_id).wait()

    def all_keys(self) -> tuple[ApplicationKeyInfo, ...]:
        """Return every key: one per key manager and key type since 3.2, one per type before."""
        return self._native.all_keys().wait()

    def key(self, mapping_id: str) -> ApplicationKeyInfo:
        """Return one key, by its `ApplicationKeyInfo.mapping_id` (since 3.2)."""
        return self._native.key(mapping_id).wait()

    def generate_keys(
        self,
        key_type: KeyType | str,
        *,
        grants: Iterable[str] | None = None,
        callback_url: str | None = None,
        scopes: Iterable[str] | None = None,
        key_manager: str | None = None,
    ) -> ApplicationKeyInfo:
        """Make new keys; `keys` takes those that are there.

        `grants` are client credentials, password and refresh token when None; `callback_url` is
        where authorisation codes are sent; `scopes` are those of the token that comes with the
        keys; `key_manager` is API-M's own when None (since 3.2; before there is one alone).

        Raises `ConflictError`, code `keys-exist`, when there are keys of this type and key manager.
        """
        request = key_request(
            key_type,
            grants=grants,
            callback_url=callback_url,
            scopes=scopes,
            key_manager=key_manager,
        )
        return self._native.generate_keys(request).wait()

    def portal_token(
        self,
        key: ApplicationKeyInfo,
        consumer_secret: str | SecretText,
        *,
        validity: Seconds | None = None,
        scopes: Iterable[str] = (),
    ) -> AccessToken:
        """Return a token that the Developer Portal gets with a key, by client credentials.

        It is for those who cannot reach the token endpoint themselves. Each call gets a new one.
        """
        instance(key, ApplicationKeyInfo, "key")
        life = None if validity is None else seconds(validity)
        secret = SecretText(exposed(consumer_secret))
        names = several(scopes, "scopes")
        return AccessToken(self._native.portal_token(key, secret, life, names).wait())

    def secrets(self, mapping_id: str) -> tuple[ConsumerSecret, ...]:
        """Return the secrets of a key without their values (since 4.7).

        `mapping_id` is its `ApplicationKeyInfo.mapping_id`.
        """
        return self._native.secrets(mapping_id).wait()

    def generate_secret(self, mapping_id: str) -> ConsumerSecret:
        """Make a further secret of a key (since 4.7).

        When the answer is lost, its value is lost with it, and the error's `retry` is
        `Retry.AMBIGUOUS`; `secrets` then has one more, which can be revoked.
        """
        return self._native.generate_secret(mapping_id).wait()

    def revoke_secret(self, mapping_id: str, secret_id: str) -> None:
        """Revoke a secret of a key (since 4.7)."""
        self._native.revoke_secret(mapping_id, secret_id).wait()

    def generate_api_key(
        self,
        key_type: KeyType | str,
        *,
        name: str | None = None,
        validity: Seconds | None = None,
        permitted_ips: Iterable[str] = (),
        permitted_referers: Iterable[str] = (),
    ) -> ApiKey:
        """Make an API key for the APIs that the application is subscribed to.

        It is for everybody and does not expire unless said otherwise. `name` counts since 4.7;
        `validity` is in whole seconds; `permitted_ips` are addresses and networks;
        `permitted_referers` are pages, by their header `Referer`.

        When the answer is lost, the key is lost with it, and the error's `retry` is
        `Retry.AMBIGUOUS`. A further key does no harm; since 4.7 `api_keys` has the lost one.
        """
        options = api_key_options(
            name=name,
            validity=validity,
            permitted_ips=permitted_ips,
            permitted_referers=permitted_referers,
        )
        return self._native.generate_api_key(KeyType(key_type), options).wait()

    def api_keys(self, key_type: KeyType | str) -> tuple[ApiKeyInfo, ...]:
        """Return the API keys that were made and not revoked, without the keys (since 4.7)."""
        return self._native.api_keys(KeyType(key_type)).wait()

    def revoke_api_key(self, key_type: KeyType | str, key: str | SecretText) -> None:
        """Revoke an API key (since 3.1)."""
        secret = SecretText(exposed(key))
        self._native.revoke_api_key(KeyType(key_type), secret).wait()

    def revoke_api_key_by_id(
        self,
        key_type: KeyType | str,
        id: str,  # noqa: A002 - its name everywhere
    ) -> None:
        """Revoke an API key by its identifier (since 4.7)."""
        self._native.revoke_api_key_by_id(KeyType(key_type), id).wait()

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
        show their secret again (4.7): keep the secret when the keys are made, or make a further one
        with `generate_secret`.
        """
        return await self._native.keys(KeyType(key_type))

    async def summary(self) -> ApplicationSummary:
        """Return what the Developer Portal says of it now."""
        return await self._native.summary()

    async def update(
        self,
        *,
        name: str | None = None,
        plan: str | None = None,
        description: str | None = None,
    ) -> ApplicationSummary:
        """Change what is given; the rest is read, and written back as it was."""
        return await self._native.update(name, plan, description)

    async def delete(self) -> None:
        """Delete it, with its subscriptions and keys."""
        await self._native.delete()

    async def subscriptions(self) -> tuple[Subscription, ...]:
        """Return the application's subscriptions."""
        return await self._native.subscriptions()

    async def subscribe_with_plan(self, api_id: str, plan: str) -> Subscription:
        """Subscribe to an API, by its identifier, with this plan.

        Raises `ConflictError`, code `subscription-exists`, when there is one, with whichever plan.
        """
        return await self._native.subscribe_with_plan(api_id, plan)

    async def change_plan(self, subscription: Subscription, plan: str) -> Subscription:
        """Ask for another plan (since 3.2).

        Where somebody has to approve it, the answer has the old plan and the status
        `TIER_UPDATE_PENDING`.
        """
        known = instance(subscription, Subscription, "subscription")
        return await self._native.change_plan(known, plan)

    async def unsubscribe(self, subscription_id: str) -> None:
        """End a subscription."""
        await self._native.unsubscribe(subscription_id)

    async def all_keys(self) -> tuple[ApplicationKeyInfo, ...]:
        """Return every key: one per key manager and key type since 3.2, one per type before."""
        return await self._native.all_keys()

    async def key(self, mapping_id: str) -> ApplicationKeyInfo:
        """Return one key, by its `ApplicationKeyInfo.mapping_id` (since 3.2)."""
        return await self._native.key(mapping_id)

    async def generate_keys(
        self,
        key_type: KeyType | str,
        *,
        grants: Iterable[str] | None = None,
        callback_url: str | None = None,
        scopes: Iterable[str] | None = None,
        key_manager: str | None = None,
    ) -> ApplicationKeyInfo:
        """Make new keys; `keys` takes those that are there.

        `grants` are client credentials, password and refresh token when None; `callback_url` is
        where authorisation codes are sent; `scopes` are those of the token that comes with the
        keys; `key_manager` is API-M's own when None (since 3.2; before there is one alone).

        Raises `ConflictError`, code `keys-exist`, when there are keys of this type and key manager.
        """
        request = key_request(
            key_type,
            grants=grants,
            callback_url=callback_url,
            scopes=scopes,
            key_manager=key_manager,
        )
        return await self._native.generate_keys(request)

    async def portal_token(
        self,
        key: ApplicationKeyInfo,
        consumer_secret: str | SecretText,
        *,
        validity: Seconds | None = None,
        scopes: Iterable[str] = (),
    ) -> AccessToken:
        """Return a token that the Developer Portal gets with a key, by client credentials.

        It is for those who cannot reach the token endpoint themselves. Each call gets a new one.
        """
        instance(key, ApplicationKeyInfo, "key")
        life = None if validity is None else seconds(validity)
        secret = SecretText(exposed(consumer_secret))
        names = several(scopes, "scopes")
        return AccessToken(await self._native.portal_token(key, secret, life, names))

    async def secrets(self, mapping_id: str) -> tuple[ConsumerSecret, ...]:
        """Return the secrets of a key without their values (since 4.7).

        `mapping_id` is its `ApplicationKeyInfo.mapping_id`.
        """
        return await self._native.secrets(mapping_id)

    async def generate_secret(self, mapping_id: str) -> ConsumerSecret:
        """Make a further secret of a key (since 4.7).

        When the answer is lost, its value is lost with it, and the error's `retry` is
        `Retry.AMBIGUOUS`; `secrets` then has one more, which can be revoked.
        """
        return await self._native.generate_secret(mapping_id)

    async def revoke_secret(self, mapping_id: str, secret_id: str) -> None:
        """Revoke a secret of a key (since 4.7)."""
        await self._native.revoke_secret(mapping_id, secret_id)

    async def generate_api_key(
        self,
        key_type: KeyType | str,
        *,
        name: str | None = None,
        validity: Seconds | None = None,
        permitted_ips: Iterable[str] = (),
        permitted_referers: Iterable[str] = (),
    ) -> ApiKey:
        """Make an API key for the APIs that the application is subscribed to.

        It is for everybody and does not expire unless said otherwise. `name` counts since 4.7;
        `validity` is in whole seconds; `permitted_ips` are addresses and networks;
        `permitted_referers` are pages, by their header `Referer`.

        When the answer is lost, the key is lost with it, and the error's `retry` is
        `Retry.AMBIGUOUS`. A further key does no harm; since 4.7 `api_keys` has the lost one.
        """
        options = api_key_options(
            name=name,
            validity=validity,
            permitted_ips=permitted_ips,
            permitted_referers=permitted_referers,
        )
        return await self._native.generate_api_key(KeyType(key_type), options)

    async def api_keys(self, key_type: KeyType | str) -> tuple[ApiKeyInfo, ...]:
        """Return the API keys that were made and not revoked, without the keys (since 4.7)."""
        return await self._native.api_keys(KeyType(key_type))

    async def revoke_api_key(self, key_type: KeyType | str, key: str | SecretText) -> None:
        """Revoke an API key (since 3.1)."""
        secret = SecretText(exposed(key))
        await self._native.revoke_api_key(KeyType(key_type), secret)

    async def revoke_api_key_by_id(
        self,
        key_type: KeyType | str,
        id: str,  # noqa: A002 - its name everywhere
    ) -> None:
        """Revoke an API key by its identifier (since 4.7)."""
        await self._native.revoke_api_key_by_id(KeyType(key_type), id)

    @override
    def __repr__(self) -> str:
        return f"<AsyncApplication {self.name!r}>"
