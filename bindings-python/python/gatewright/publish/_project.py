"""API projects of apictl."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gatewright import _gatewright
from gatewright._enums import KeyType, Lifecycle, ProjectLayout
from gatewright._gatewright import NativeApiProject
from gatewright._typing import StrPath, override, several

if TYPE_CHECKING:
    from gatewright.publish._publication import Target

__all__ = ["ApiProject"]


class ApiProject:
    r"""An API as apictl keeps it: a project folder, or the archive of one.

    It is read once, whole, and checked; what is sent to API-M is made of it.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from gatewright.publish import ApiProject
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "api.yaml").write_text(
    ...         "type: api\ndata: {name: Pets, version: 1.0.0, context: /pets}\n"
    ...     )
    ...     project = ApiProject.open(folder)
    >>> project.name, project.version, project.context, project.layout
    ('Pets', '1.0.0', '/pets', <ProjectLayout.CURRENT: '4.x'>)
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeApiProject) -> None:
        """Wrap the native project; `open` makes one."""
        self._native = native

    @classmethod
    def open(
        cls,
        path: StrPath,
        *,
        parameters: StrPath | None = None,
        parameters_environment: str | None = None,
    ) -> "ApiProject":
        """Read a project: a folder with `api.yaml` (4.x) or `Meta-information/api.yaml` (3.x).

        Or a zip archive of such a folder. Hidden files are left out. `parameters` is a parameters
        file of apictl, or a folder with a `params.yaml`, whose environments and endpoints replace
        the project's; `parameters_environment` says which of its environments is meant, when it
        knows several.

        >>> from gatewright import InvalidInputError
        >>> from gatewright.publish import ApiProject
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     try:
        ...         ApiProject.open(folder)
        ...     except InvalidInputError as error:
        ...         print(error.code)
        not-an-api-project
        """
        return cls(_gatewright.open_api_project(path, parameters, parameters_environment))

    @property
    def path(self) -> Path:
        """Where it was read from."""
        return self._native.path

    @property
    def layout(self) -> ProjectLayout:
        """Which releases it is made for."""
        return ProjectLayout(self._native.layout)

    @property
    def name(self) -> str:
        """The API's name."""
        return self._native.name

    @property
    def version(self) -> str:
        """The API's version."""
        return self._native.version

    @property
    def context(self) -> str:
        """The API's context, such as `/pets`."""
        return self._native.context

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle state it says the API should have; `unchanged` when it says none."""
        return self._native.lifecycle()

    @property
    def targets(self) -> "tuple[Target, ...]":
        """The environments it names.

        Those of `deployment_environments.yaml`, in 3.x of `environments`, or of the parameters,
        which replace them.
        """
        return self._native.targets()

    @property
    def digest(self) -> str:
        """SHA-256 of what the API is made of, in hexadecimal.

        The same for a folder and its archive, whatever the order of the files, and whatever
        environments and lifecycle state the project names.
        """
        return self._native.digest

    def has_endpoint(self, key_type: KeyType | str) -> bool:
        """Return whether calls with keys of this type have a back end."""
        return self._native.has_endpoint(KeyType(key_type))

    def endpoint(self, key_type: KeyType | str) -> str | None:
        """Return the back end's URL for keys of this type, when there is exactly one."""
        return self._native.endpoint(KeyType(key_type))

    def require_release(self, release: str) -> None:
        """Raise `UnsupportedError` when a server of this release does not read the project."""
        self._native.require_release(release)

    def archive_for_import(
        self, current_lifecycle: str | None = None, environments: Iterable[str] = ()
    ) -> bytes:
        """Return the archive to import, which changes the API's content alone.

        It names no environment since 4.0, so that the server makes no revision, and in 3.x exactly
        `environments`; as lifecycle state it has the one that the API has, such as `PUBLISHED`, so
        that nothing is demoted. The same project gives the same bytes.
        """
        named = several(environments, "environments")
        return self._native.archive_for_import(current_lifecycle, named)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiProject) and self._native == other._native

    @override
    def __hash__(self) -> int:
        return hash((self.layout, self.digest, self.lifecycle, self.targets))

    @override
    def __repr__(self) -> str:
        return f"<ApiProject {self.name} {self.version}: '{self.path}'>"
