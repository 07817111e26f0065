"""Publishing APIs through several environments: what is wanted, what that takes, proof.

A `Publication` says which API should be in which environments. `ControlPlane.plan` checks it
against the server and says, as a `Plan`, what is missing; `ControlPlane.apply` does that and no
more. A plan after a successful apply is empty.

>>> from gatewright import ControlPlane
>>> from gatewright.publish import ApiDefinition, Publication
>>> pets = Publication(
...     "Pets",
...     "1.0.0",
...     environments=["Production Gateway", "Hybrid Gateway"],
...     definition=ApiDefinition("/pets", production_endpoint="https://pets.example.com"),
... )
>>> def publish(control_plane: ControlPlane) -> None:
...     plan = control_plane.plan([pets])
...     print(plan)
...     control_plane.apply(plan).into_result()
...     assert control_plane.verify(pets).is_ok
"""

from gatewright._enums import ActionKind, Lifecycle
from gatewright.publish._outcome import ApiOutcome, Outcome
from gatewright.publish._plan import (
    Action,
    ChangeLifecycle,
    CreateApi,
    CreateRevision,
    DeleteRevision,
    Deploy,
    Plan,
    Step,
    UpdateApi,
)
from gatewright.publish._publication import ApiDefinition, Publication, Target
from gatewright.publish._verification import EnvironmentState, Verification

__all__ = [
    "Action",
    "ActionKind",
    "ApiDefinition",
    "ApiOutcome",
    "ChangeLifecycle",
    "CreateApi",
    "CreateRevision",
    "DeleteRevision",
    "Deploy",
    "EnvironmentState",
    "Lifecycle",
    "Outcome",
    "Plan",
    "Publication",
    "Step",
    "Target",
    "UpdateApi",
    "Verification",
]
