"""An application's subscriptions to APIs."""

from dataclasses import dataclass, field

__all__ = ["Subscription"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """An application's subscription to an API.

    >>> from gatewright.client import Application
    >>> def usable(application: Application) -> list[str]:
    ...     return [found.api_id for found in application.subscriptions() if found.is_usable]
    """

    id: str
    """API-M's identifier."""

    application_id: str
    """The identifier of the application."""

    api_id: str
    """The identifier of the API."""

    plan: str
    """The plan, such as `Unlimited`."""

    requested_plan: str | None
    """The plan that was asked for, while a change of it awaits an approval."""

    status: str
    """Its status as API-M spells it.

    `UNBLOCKED`, `ON_HOLD` while an approval is awaited, `REJECTED`, `BLOCKED`, `PROD_ONLY_BLOCKED`,
    or `TIER_UPDATE_PENDING` (since 3.2).
    """

    is_usable: bool = field(compare=False)
    """Whether calls with production and sandbox keys get through."""
