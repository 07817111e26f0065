"""The script that one would write: `requests` and a thread pool. It is here to be measured beside, not to be used.

Arguments: the control plane's address, its certificate authority as a file, how many APIs, how many threads, and the
environments. It prints the seconds that publishing took.
"""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests

url, authority, apis, threads, *environments = sys.argv[1:]
base = f"{url}/api/am/publisher/v4/apis"
local = threading.local()


def session() -> requests.Session:
    if not hasattr(local, "session"):
        local.session = requests.Session()
        local.session.auth = ("admin", "admin")
        local.session.verify = authority
    return local.session


def post(target: str, **arguments: object) -> dict:
    answer = session().post(target, **arguments)
    answer.raise_for_status()
    return answer.json()


def publish(number: int) -> None:
    api = post(
        base,
        json={
            "name": f"Api{number}",
            "version": "1.0.0",
            "context": f"/api-{number}",
            "policies": ["Unlimited"],
            "transport": ["https"],
            "endpointConfig": {
                "endpoint_type": "http",
                "production_endpoints": {"url": "https://back.end/production"},
                "sandbox_endpoints": {"url": "https://back.end/sandbox"},
            },
        },
    )
    one = f"{base}/{api['id']}"
    revision = post(f"{one}/revisions", json={"description": "published by a script"})
    targets = [
        {"name": name, "vhost": "localhost", "displayOnDevportal": True} for name in environments
    ]
    post(f"{one}/deploy-revision", params={"revisionId": revision["id"]}, json=targets)
    post(f"{base}/change-lifecycle", params={"action": "Publish", "apiId": api["id"]})


begun = time.perf_counter()
with ThreadPoolExecutor(int(threads)) as pool:
    list(pool.map(publish, range(int(apis))))
print(time.perf_counter() - begun)
