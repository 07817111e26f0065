"""What is wanted of one API."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gatewright import _gatewright
from gatewright._enums import KeyType, Lifecycle, SourceKind
from gatewright._typing import instance, several
from gatewright.publish._project import ApiProject

__all__ = ["ApiDefinition", "Publication", "Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """One environment an API should be in.

    >>> from gatewright.publish import Target
    >>> Target("eu-west", virtual_host="eu.gw.example.com").environment
    'eu-west'
    """

    environment: str
    """The environment's name."""

    virtual_host: str | None = None
    """The host at which its gateways offer the API (since 4.0); its default one when None."""

    hidden_in_portal: bool = False
    """Leaves the environment's URLs out of the Developer Portal (since 4.0)."""


@dataclass(frozen=True, slots=True, init=False)
class ApiDefinition:
    """What an API is made of. Its endpoints, which may hold passwords, do not print.

    >>> from gatewright.publish import ApiDefinition
    >>> ApiDefinition("/pets", plans=["Gold"]).plans
    ('Gold',)
    """

    context: str
    """Its context, such as `/pets`."""

    document: str | None = field(repr=False)
    """The text of an OpenAPI document, JSON or YAML, which replaces another one that is there.

    None for `/*` with five verbs; an API that is there keeps its own then.
    """

    production_endpoint: str | None = field(repr=False)
    """Where calls with production keys go."""

    sandbox_endpoint: str | None = field(repr=False)
    """Where calls with sandbox keys go."""

    plans: tuple[str, ...] | None
    """The plans it can be subscribed with; `Unlimited` when None."""

    transports: tuple[str, ...] | None
    """`http`, `https` or both, of a new API; `https` alone when None."""

    def __init__(  # noqa: PLR0913 - all but the context are named
        self,
        context: str,
        *,
        document: str | None = None,
        production_endpoint: str | None = None,
        sandbox_endpoint: str | None = None,
        plans: Iterable[str] | None = None,
        transports: Iterable[str] | None = None,
    ) -> None:
        """Describe an API; what is wrong with it is said when it is planned."""
        values = {
            "context": context,
            "document": document,
            "production_endpoint": production_endpoint,
            "sandbox_endpoint": sandbox_endpoint,
            "plans": None if plans is None else several(plans, "plans"),
            "transports": None if transports is None else several(transports, "transports"),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True, init=False)
class Publication:
    """An API, the environments it should be in, and the lifecycle state it should have.

    Without a definition or a project the API must exist. With a definition it is created when it
    does not, and its endpoints, plans and document are brought in line when it does: what is
    otherwise is replaced, and what the definition does not name stays. A project is imported when
    the API does not exist or is made of something else.

    >>> from gatewright.publish import Publication, Target
    >>> pets = Publication("Pets", "1.0.0", environments=["Default", Target("eu-west")])
    >>> [target.environment for target in pets.environments]
    ['Default', 'eu-west']
    """

    name: str
    """The API's name."""

    version: str
    """The API's version."""

    environments: tuple[Target, ...]
    """Where it should be."""

    definition: ApiDefinition | None
    """What it is made of, when that is a definition."""

    project: ApiProject | None
    """What it is made of, when that is a project: `from_project` says so."""

    lifecycle: Lifecycle | None
    """The state it should have; published when None."""

    def __init__(
        self,
        name: str,
        version: str,
        *,
        environments: Iterable[Target | str],
        definition: ApiDefinition | None = None,
        lifecycle: Lifecycle | str | None = None,
    ) -> None:
        """Say what is wanted; what is wrong with it is said when it is planned."""
        targets = several(environments, "environments")
        values = {
            "name": name,
            "version": version,
            "environments": tuple(
                Target(target)
                if isinstance(target, str)
                else instance(target, Target, f"environments[{index}]")
                for index, target in enumerate(targets)
            ),
            "definition": None
            if definition is None
            else instance(definition, ApiDefinition, "definition"),
            "project": None,
            "lifecycle": None if lifecycle is None else Lifecycle(lifecycle),
        }
        for field_name, value in values.items():
            object.__setattr__(self, field_name, value)

    @classmethod
    def from_project(
        cls,
        project: ApiProject,
        *,
        environments: Iterable[Target | str] | None = None,
        lifecycle: Lifecycle | str | None = None,
    ) -> "Publication":
        """Publish the API that a project holds.

        In the environments and the lifecycle state that the project names, unless others are given.

        >>> from gatewright.publish import ApiProject, Publication
        >>> def dog(path: str) -> Publication:
        ...     return Publication.from_project(ApiProject.open(path), environments=["eu-west"])
        """
        found = instance(project, ApiProject, "project")
        made = cls(
            found.name,
            found.version,
            environments=found.targets if environments is None else environments,
            lifecycle=found.lifecycle if lifecycle is None else lifecycle,
        )
        object.__setattr__(made, "project", found)
        return made

    @property
    def source(self) -> SourceKind:
        """What the API is made of.

        >>> from gatewright.publish import Publication
        >>> Publication("Pets", "1.0.0", environments=["Default"]).source
        <SourceKind.EXISTING: 'existing'>
        """
        if self.definition is not None:
            return SourceKind.DEFINITION
        return SourceKind.EXISTING if self.project is None else SourceKind.PROJECT

    @property
    def context(self) -> str | None:
        """The context that the API gets or must have; None when it must exist, with its own."""
        made_of = self.project if self.definition is None else self.definition
        return None if made_of is None else made_of.context

    def has_endpoint(self, key_type: KeyType | str) -> bool:
        """Return whether the publication itself says where calls with keys of this type go.

        An existing API may know besides.

        >>> from gatewright.publish import ApiDefinition, Publication
        >>> definition = ApiDefinition("/pets", production_endpoint="https://pets.example.com")
        >>> pets = Publication("Pets", "1.0.0", environments=["Default"], definition=definition)
        >>> pets.has_endpoint("PRODUCTION"), pets.has_endpoint("SANDBOX")
        (True, False)
        """
        return _gatewright.publication_has_endpoint(self, KeyType(key_type))

    @property
    def targets(self) -> tuple[Target, ...]:
        """The environments it should be in, in order: `environments` by the name a project uses."""
        return self.environments

    @property
    def wanted_lifecycle(self) -> Lifecycle:
        """The lifecycle state it asks for, also when nothing was said."""
        return Lifecycle.PUBLISHED if self.lifecycle is None else self.lifecycle


def _definition(  # noqa: PLR0913, PLR0917 - the native module names nothing
    context: str,
    document: str | None,
    production_endpoint: str | None,
    sandbox_endpoint: str | None,
    plans: tuple[str, ...],
    transports: tuple[str, ...],
) -> ApiDefinition:
    """Make what the native module has read."""
    return ApiDefinition(
        context,
        document=document,
        production_endpoint=production_endpoint,
        sandbox_endpoint=sandbox_endpoint,
        plans=plans,
        transports=transports,
    )


def _publication(  # noqa: PLR0913, PLR0917 - the native module names nothing
    name: str,
    version: str,
    environments: tuple[Target, ...],
    definition: ApiDefinition | None,
    project: ApiProject | None,
    lifecycle: Lifecycle,
) -> Publication:
    """Make what the native module has read."""
    if project is not None:
        return Publication.from_project(project, environments=environments, lifecycle=lifecycle)
    return Publication(
        name, version, environments=environments, definition=definition, lifecycle=lifecycle
    )
