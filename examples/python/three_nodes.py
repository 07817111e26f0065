"""The original procedure's three nodes: a control plane and two gateways on one computer.

Each node's home gets the file that API-M ships, cut short. Then: load the topology, check, render,
show the diffs, write, check what was written, and take it all back.
"""

import tempfile
from pathlib import Path

from gatewright import NodeFile, Topology, check, revert

# One file says which nodes there are and which gateway environments they serve. Ports follow from
# the offsets, and every link between the nodes from hosts and ports.
TOPOLOGY = """
release = "4.7"

[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"
home = '{homes}/control-plane'

[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
offset = 1
home = '{homes}/gateway-1'

[[node]]
name = "gateway-2"
roles = ["gateway"]
host = "localhost"
offset = 2
home = '{homes}/gateway-2'

[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1"]
description = "Production Gateway Environment"

[[environment]]
name = "Production and Sandbox"
type = "hybrid"
gateways = ["gateway-2"]
description = "Hybrid Gateway Environment"
"""

# What a freshly unpacked node says: no offset, and one active environment.
SHIPPED = """\
[server]
hostname = "localhost"
#offset=0
server_role = "default"

[super_admin]
username = "admin"
password = "admin"

[[apim.gateway.environment]]
name = "Default"
type = "hybrid"
gateway_type = "Regular"
provider = "wso2"
display_in_api_console = true
description = "This is a hybrid gateway that handles both production and sandbox token traffic."
show_as_token_endpoint_url = true
service_url = "https://localhost:${mgt.transport.https.port}/services/"
username= "${admin.username}"
password= "${admin.password}"
ws_endpoint = "ws://localhost:9099"
wss_endpoint = "wss://localhost:8099"
http_endpoint = "http://localhost:${http.nio.port}"
https_endpoint = "https://localhost:${https.nio.port}"

[apim.sync_runtime_artifacts.gateway]
gateway_labels =["Default"]
"""


def main(folder: Path) -> None:
    """Run the procedure on three homes below the folder, as if the pack had been copied there."""
    homes = [folder / node for node in ("control-plane", "gateway-1", "gateway-2")]
    for home in homes:
        file_in(home).parent.mkdir(parents=True)
        file_in(home).write_bytes(SHIPPED.encode())

    print("== Topology")
    path = folder / "topology.toml"
    path.write_text(TOPOLOGY.replace("{homes}", folder.as_posix()), encoding="utf-8")
    topology = Topology.load(path)
    for warning in topology.check():
        print(warning)
    for environment in topology.environments:
        urls = topology.endpoints(environment)
        print(f"{environment.name} ({environment.type}): {urls.https}")

    print("\n== Changes")
    files = topology.render()
    print(files.diff)

    print("== Write")
    outcome = files.write(removing=["Default"])
    print("restart, in this order:", ", ".join(outcome.restart))

    print("\n== Check")
    report = check(NodeFile(file_in(home), host="localhost") for home in homes)
    print(report.format("text"), end="")
    print(f"{report.count('error')} errors, {report.count('warning')} warnings")

    print("\n== Revert")
    revert(homes)
    for home in homes:
        if file_in(home).read_bytes() != SHIPPED.encode():
            raise SystemExit(f"{home.name} differs")
        print(f"{home.name}: byte for byte as before")


def file_in(home: Path) -> Path:
    """Return where a home has its configuration."""
    return home / "repository" / "conf" / "deployment.toml"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(temporary))
