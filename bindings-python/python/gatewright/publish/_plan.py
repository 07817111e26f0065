"""What publishing takes, before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from gatewright._enums import ActionKind, EnvironmentChange, PlanFormat, Verdict
from gatewright._gatewright import NativePlan
from gatewright._typing import override
from gatewright.errors import GatewrightError

__all__ = [
    "Action",
    "ApiPlan",
    "ChangeLifecycle",
    "CreateApi",
    "CreateRevision",
    "DeleteRevision",
    "Deploy",
    "EnvironmentPlan",
    "Plan",
    "Step",
    "UpdateApi",
]


class Action:
    """What a step does: one of the classes derived from this one. `str(action)` is in words.

    >>> from gatewright.publish import Deploy, Plan
    >>> def hosts(plan: Plan) -> list[str]:
    ...     deploys = [step.action for step in plan if isinstance(step.action, Deploy)]
    ...     return [host for deploy in deploys for _, host in deploy.environments]
    """

    __slots__ = ()

    kind: ClassVar[ActionKind]
    """Which of the actions it is; the class says the same."""

    _text: str

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class ChangeLifecycle(Action):
    """Changes the lifecycle state.

    >>> from gatewright.publish import ChangeLifecycle
    >>> ChangeLifecycle.kind
    <ActionKind.CHANGE_LIFECYCLE: 'change-lifecycle'>
    """

    kind = ActionKind.CHANGE_LIFECYCLE

    action: str
    """API-M's name of the change, such as `Publish`."""

    _text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CreateApi(Action):
    """Creates the API; in 3.x with its environments.

    >>> from gatewright.publish import CreateApi
    >>> CreateApi.kind
    <ActionKind.CREATE_API: 'create-api'>
    """

    kind = ActionKind.CREATE_API

    context: str
    """Its context."""

    environments: tuple[str, ...]
    """The environments it is created with: 3.x."""

    _text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class CreateRevision(Action):
    """Makes a revision of the API as it is then.

    >>> from gatewright.publish import CreateRevision
    >>> CreateRevision.kind
    <ActionKind.CREATE_REVISION: 'create-revision'>
    """

    kind = ActionKind.CREATE_REVISION

    _text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class DeleteRevision(Action):
    """Deletes a revision of Gatewright's that is deployed nowhere, to stay within five.

    >>> from gatewright.publish import DeleteRevision
    >>> DeleteRevision.kind
    <ActionKind.DELETE_REVISION: 'delete-revision'>
    """

    kind = ActionKind.DELETE_REVISION

    id: str
    """API-M's identifier."""

    name: str
    """Its name, such as `Revision 3`."""

    _text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Deploy(Action):
    """Deploys that revision.

    >>> from gatewright.publish import Deploy
    >>> Deploy.kind
    <ActionKind.DEPLOY: 'deploy'>
    """

    kind = ActionKind.DEPLOY

    environments: tuple[tuple[str, str], ...]
    """Environments with their virtual hosts."""

    _text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class UpdateApi(Action):
    """Changes fields of the API; in 3.x also its list of environments.

    >>> from gatewright.publish import UpdateApi
    >>> UpdateApi.kind
    <ActionKind.UPDATE_API: 'update-api'>
    """

    kind = ActionKind.UPDATE_API

    fields: tuple[str, ...]
    """The fields, in API-M's own names."""

    environments: tuple[str, ...]
    """The environments that are added: 3.x."""

    _text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One change to one API. `str(step)` is one line.

    >>> from gatewright.publish import CreateRevision, Step
    >>> Step("Pets", "1.0.0", CreateRevision()).action.kind
    <ActionKind.CREATE_REVISION: 'create-revision'>
    """

    api: str
    """The API's name."""

    version: str
    """The API's version."""

    action: Action
    """What is done."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class EnvironmentPlan:
    """What becomes of an API in one environment.

    >>> from gatewright.publish import ApiPlan, EnvironmentChange
    >>> def added(api: ApiPlan) -> list[str]:
    ...     environments = api.environments
    ...     return [one.environment for one in environments if one.change is EnvironmentChange.ADD]
    """

    environment: str
    """The environment's name."""

    change: EnvironmentChange
    """What is done there."""

    why: str
    """Why, in words."""


@dataclass(frozen=True, slots=True)
class ApiPlan:
    """What one API needs.

    >>> from gatewright.publish import Plan, Verdict
    >>> def cannot(plan: Plan) -> list[str]:
    ...     return [str(api.error) for api in plan.apis if api.verdict is Verdict.CANNOT]
    """

    name: str
    """The API's name."""

    version: str
    """The API's version."""

    id: str | None
    """API-M's identifier; None when the API will be created."""

    verdict: Verdict
    """What it comes to."""

    steps: tuple[Step, ...]
    """The steps, in order."""

    environments: tuple[EnvironmentPlan, ...]
    """What becomes of it in each environment that is named; nothing when it cannot be published."""

    error: GatewrightError | None
    """Why it cannot be published."""


class Plan:
    """What is missing for publications to be true: steps, in the order in which they will be done.

    `str(plan)` is one line a step, and one for each API that cannot be published.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import Publication
    >>> def is_done(control_plane: ControlPlane, publication: Publication) -> bool:
    ...     return control_plane.plan([publication]).is_empty
    """

    __slots__ = ("_apis", "_native", "_steps")

    def __init__(self, native: NativePlan) -> None:
        """Wrap the native plan; `ControlPlane.plan` makes plans."""
        self._native = native
        self._apis = native.apis()
        self._steps = native.steps()

    @property
    def apis(self) -> tuple[ApiPlan, ...]:
        """The APIs, in the order of their publications."""
        return self._apis

    @property
    def verdict(self) -> Verdict:
        """What it comes to: `cannot` when one API cannot, else `changes` when one has steps."""
        return Verdict(self._native.verdict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in order."""
        return self._steps

    @property
    def is_empty(self) -> bool:
        """True when everything is as it should be."""
        return self._native.is_empty

    def format(self, format: PlanFormat | str = PlanFormat.TEXT) -> str:  # noqa: A002 - its name everywhere
        """Return the plan in one of the formats: a text that ends in a line break."""
        return self._native.format(PlanFormat(format))

    def save(self) -> str:
        """Return the plan as a JSON document to be applied later: see `ControlPlane.plan_as_saved`.

        It holds names, identifiers, digests and the steps in words: no document, no endpoint, no
        secret.

        >>> from pathlib import Path
        >>> def keep(plan: Plan, path: Path) -> None:
        ...     path.write_text(plan.save(), encoding="utf-8")
        """
        return self._native.save()

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)

    @override
    def __str__(self) -> str:
        return str(self._native)

    @override
    def __repr__(self) -> str:
        return f"<Plan: {len(self._steps)} steps>"
