//! REST reference §3.1, §3.2.

use serde_json::{Value, json};

use super::Row;
use crate::http::Answer;
use crate::world::{NAMES, Plan, World};

const RELEASES: [&str; 6] = ["3.0", "3.1", "3.2", "4.0", "4.1", "4.7"];

#[tokio::test]
async fn every_row_of_applications_and_subscriptions() {
    for release in RELEASES {
        let world = Plan::new(release).start().await;
        let api = world.publish(&world.document("Pets")).await;
        let other = world.publish(&world.document("Cars")).await;
        let application = applications(&world, release).await;
        lists(&world, release).await;
        subscriptions(&world, release, &application, &api, &other).await;
        bodies(&world, release).await;
        world.stop().await;
    }
}

async fn post(world: &World, path: &str, body: &Value) -> Answer {
    world.admin("POST", path).json(body).send().await
}

async fn get(world: &World, path: &str) -> Answer {
    world.admin("GET", path).send().await
}

async fn applications(world: &World, release: &str) -> String {
    let row = Row("§3.2", "required name, throttlingPolicy");
    for body in [
        json!({}),
        json!({"name": "a"}),
        json!({"throttlingPolicy": "Unlimited"}),
        json!({"name": " ", "throttlingPolicy": "Unlimited"}),
    ] {
        row.is(release, post(world, "d/applications", &body).await, 400);
    }
    let row = Row("§3.2", "POST /applications: 201");
    let body = json!({"name": "first", "throttlingPolicy": "Unlimited", "description": "d"});
    let made = row.is(release, post(world, "d/applications", &body).await, 201);
    let id = made.field("applicationId");
    row.holds(release, made.headers["location"].to_str().unwrap().ends_with(&id), &made);
    row.same(release, made.field("status"), "APPROVED".to_owned());
    let row = Row("§3.2", "tokenType OAUTH or JWT (default JWT)");
    row.same(release, made.field("tokenType"), "JWT".to_owned());
    let wrong = json!({"name": "x", "throttlingPolicy": "Unlimited", "tokenType": "SAML"});
    row.is(release, post(world, "d/applications", &wrong).await, 400);
    let row = Row("§3.2", "same name: 409");
    row.is(release, post(world, "d/applications", &body).await, 409);
    let row = Row("§5.1", "invalid tier: 400, 900305");
    let wrong = json!({"name": "x", "throttlingPolicy": "Sapphire"});
    let refused = row.is(release, post(world, "d/applications", &wrong).await, 400);
    row.same(release, refused.json()["code"].clone(), json!(900_305));
    let row = Row("§5.1", "unknown application: 404, 900306/900307");
    for (method, path) in [("GET", "d/applications/none"), ("DELETE", "d/applications/none")] {
        let refused = row.is(release, world.admin(method, path).send().await, 404);
        row.same(release, refused.json()["code"].clone(), json!(900_307));
    }
    let path = format!("d/applications/{id}");
    let changed = json!({"name": "first", "throttlingPolicy": "10PerMin", "description": "e"});
    let put = world.admin("PUT", &path).json(&changed).send().await.expect(200).json();
    assert_eq!((&put["throttlingPolicy"], &put["description"]), (&json!("10PerMin"), &json!("e")));
    assert_eq!(get(world, &path).await.expect(200).json(), put);
    id
}

async fn lists(world: &World, release: &str) {
    let row = Row("§3.2", "list parameters query, sortBy, sortOrder, limit, offset, groupId");
    for (name, policy) in [("zoo", "10PerMin"), ("bar", "Unlimited")] {
        let body = json!({"name": name, "throttlingPolicy": policy});
        post(world, "d/applications", &body).await.expect(201);
    }
    for (parameters, expected) in [
        ("", vec!["bar", "first", "zoo"]),
        ("sortOrder=desc", vec!["zoo", "first", "bar"]),
        ("sortBy=throttlingPolicy", vec!["first", "zoo", "bar"]),
        ("query=zoo", vec!["zoo"]),
        ("limit=1&offset=1&sortBy=name&sortOrder=asc", vec!["first"]),
        ("groupId=org", vec!["bar", "first", "zoo"]),
    ] {
        let list =
            row.is(release, get(world, &format!("d/applications?{parameters}")).await, 200).json();
        let names: Vec<&str> = list["list"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["name"].as_str().unwrap())
            .collect();
        row.same(release, names, expected);
    }
    let page = get(world, "d/applications?limit=1&offset=1").await.expect(200).json();
    row.same(release, page["pagination"]["total"].clone(), json!(3));
    row.holds(release, page["pagination"]["next"].as_str().unwrap().contains("offset=2"), &page);
    row.holds(
        release,
        page["pagination"]["previous"].as_str().unwrap().contains("offset=0"),
        &page,
    );
}

async fn subscriptions(world: &World, release: &str, application: &str, api: &str, other: &str) {
    let body = json!({"applicationId": application, "apiId": api, "throttlingPolicy": "Unlimited"});
    let row = Row("§3.2", "POST /subscriptions: 201");
    let made = row.is(release, post(world, "d/subscriptions", &body).await, 201);
    row.same(release, made.field("status"), "UNBLOCKED".to_owned());
    let row = Row("§3.2", "second subscription: 409, code 900336");
    let again = row.is(release, post(world, "d/subscriptions", &body).await, 409);
    row.same(release, again.json()["code"].clone(), json!(900_336));
    let row = Row("§5.1", "invalid tier: 400, 900305");
    let mut wrong = body.clone();
    wrong["throttlingPolicy"] = json!("Sapphire");
    wrong["apiId"] = json!(other);
    row.is(release, post(world, "d/subscriptions", &wrong).await, 400);
    let row = Row("§5.1", "unknown API: 404, 900308");
    wrong["apiId"] = json!("none");
    let refused = row.is(release, post(world, "d/subscriptions", &wrong).await, 404);
    row.same(release, refused.json()["code"].clone(), json!(900_308));

    let id = made.field("subscriptionId");
    let path = format!("d/subscriptions/{id}");
    assert_eq!(get(world, &path).await.expect(200).json(), made.json());
    for filter in [format!("apiId={api}"), format!("applicationId={application}")] {
        let list = get(world, &format!("d/subscriptions?{filter}")).await.expect(200).json();
        assert_eq!(list["list"][0]["subscriptionId"], json!(id), "{release}");
    }
    get(world, "d/subscriptions").await.expect(400);

    let row = Row("§3.2", "PUT /subscriptions/{id} from 3.2");
    let put = world.admin("PUT", &path).json(&body).send().await;
    let newer = !["3.0", "3.1"].contains(&release);
    row.is(release, put, if newer { 200 } else { 501 });

    let several = json!([
        {"applicationId": application, "apiId": other, "throttlingPolicy": "Unlimited"},
        {"applicationId": application, "apiId": api, "throttlingPolicy": "Unlimited"},
    ]);
    let made = post(world, "d/subscriptions/multiple", &several).await.expect(200).json();
    assert_eq!(made.as_array().unwrap().len(), 1, "{made}");
    world.admin("DELETE", &path).send().await.expect(200);
    get(world, &path).await.expect(404);
}

async fn bodies(world: &World, release: &str) {
    let row = Row("§5.1", "unknown property in the body: 400, \"Unrecognized property ...\"");
    let body = json!({"name": "x", "throttlingPolicy": "Unlimited", "apiName": "slip"});
    let refused = row.is(release, post(world, "d/applications", &body).await, 400);
    row.holds(release, refused.text.contains("Unrecognized property"), &refused);
    let row = Row("§3.2", "required names apiName and apiVersion: a spec slip, do not send them");
    let body = json!({
        "applicationId": "a", "apiId": "b", "throttlingPolicy": "Unlimited", "apiName": "Pets",
        "apiVersion": "1.0.0",
    });
    row.is(release, post(world, "d/subscriptions", &body).await, 400);
    let row = Row("§5.1", "malformed JSON / empty body: 400");
    let malformed = world.admin("POST", "d/applications").json_text("{").send().await;
    row.holds(
        release,
        row.is(release, malformed, 400).text.contains("Malformed request body."),
        "{",
    );
    let empty = world.admin("POST", "d/applications").json_text("").send().await;
    let text = "Request payload cannot be empty.";
    row.holds(release, row.is(release, empty, 400).text.contains(text), "");
    let row = Row("§5.1", "code, message, description, moreInfo, error");
    let fields: Vec<String> = get(world, "d/applications/none")
        .await
        .json()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    row.same(
        release,
        fields,
        ["code", "description", "error", "message", "moreInfo"].map(str::to_owned).to_vec(),
    );
}

#[tokio::test]
async fn every_row_of_apis_and_urls() {
    for release in RELEASES {
        let world = Plan::new(release).start().await;
        visibility(&world, release).await;
        urls(&world, release).await;
        world.stop().await;
    }
}

async fn visibility(world: &World, release: &str) {
    let row = Row("§3.1", "An API not published, or retired, answers 403, not 404");
    let id = world.create(&world.document("Seen")).await;
    let path = format!("d/apis/{id}");
    let anonymous = |path: &str| world.portal("GET", path).send();
    row.is(release, anonymous(&path).await, 403);
    world.change_lifecycle(&id, "Publish").await.expect(200);
    let row = Row("§3.1", "open to anonymous callers for public APIs");
    row.is(release, anonymous(&path).await, 200);
    row.is(release, anonymous(&format!("{path}/swagger")).await, 200);
    row.same(release, anonymous("d/apis").await.expect(200).json()["count"].clone(), json!(1));
    let row =
        Row("§3.1", "Query modifiers: version, context, status, description, doc, provider, tag");
    let mut tagged = world.document("Tagged");
    tagged["tags"] = json!(["cattle"]);
    tagged["description"] = json!("about cows");
    let tagged = world.publish(&tagged).await;
    for (query, found) in [
        ("tag:cattle", true),
        ("tag:dogs", false),
        ("context:/tagged", true),
        ("description:cows", true),
        ("provider:admin%20name:Tagged", true),
        ("version:9", false),
        ("status:PUBLISHED", true),
    ] {
        let list = anonymous(&format!("d/apis?query={query}")).await.expect(200).json();
        let there = list["list"].as_array().unwrap().iter().any(|item| item["id"] == json!(tagged));
        row.holds(release, there == found, query);
    }
    let row = Row("§3.1", "An API not published, or retired, answers 403, not 404");
    for action in ["Deprecate", "Retire"] {
        world.change_lifecycle(&id, action).await.expect(200);
    }
    row.is(release, anonymous(&path).await, 403);
    row.is(release, anonymous("d/apis/none").await, 404);
}

async fn urls(world: &World, release: &str) {
    let classic = release.starts_with('3');
    let mut document = world.document("Urls");
    document["transport"] = json!(["https"]);
    document["isDefaultVersion"] = json!(true);
    if classic {
        document["gatewayEnvironments"] = json!([NAMES[1]]);
    }
    let id = world.create(&document).await;
    if !classic {
        let revision = world.revision(&id).await;
        let items = json!([
            {"name": NAMES[0], "vhost": "localhost", "displayOnDevportal": false},
            {"name": NAMES[1], "vhost": "localhost", "displayOnDevportal": true},
        ]);
        let path = format!("p/apis/{id}/deploy-revision?revisionId={revision}");
        world.admin("POST", &path).json(&items).send().await.expect(201);
    }
    world.change_lifecycle(&id, "Publish").await.expect(200);
    let path = format!("d/apis/{id}");
    let api = world.portal("GET", &path).send().await.expect(200).json();
    let row = Row("§3.1", "built only from deployments with displayOnDevportal: true");
    row.same(release, api["endpointURLs"].as_array().unwrap().len(), 1);
    let row = Row("§3.1", "environmentList names the environments");
    row.same(release, api["environmentList"].clone(), json!([NAMES[1]]));
    let urls = &api["endpointURLs"][0];
    let row = Row("§3.1", "environmentDisplayName from 4.1");
    let named = urls.get("environmentDisplayName").is_some();
    row.same(release, named, !classic && release != "4.0");
    let row = Row("§3.1", "URL = vhost base + context + version; ports are advertised exactly");
    row.same(release, urls["URLs"]["https"].clone(), json!(world.gw(2, "/urls/1.0.0")));
    let row = Row("§3.1", "http/https filtered by the API's transport");
    row.same(release, urls["URLs"]["http"].clone(), Value::Null);
    let row = Row("§3.1", "defaultVersionURLs filled only when isDefaultVersion");
    row.same(release, urls["defaultVersionURLs"]["https"].clone(), json!(world.gw(2, "/urls")));
    let plain = world.publish(&world.document("Plain")).await;
    let plain = world.portal("GET", &format!("d/apis/{plain}")).send().await.expect(200).json();
    let urls = &plain["endpointURLs"][0]["defaultVersionURLs"];
    row.same(release, urls["https"].clone(), Value::Null);
    let row = Row("§3.1", "GET /apis/{id}/swagger?environmentName= gives that gateway's servers");
    let path = format!("{path}/swagger?environmentName={}", NAMES[1].replace(' ', "%20"));
    let definition = world.portal("GET", &path).send().await.expect(200).json();
    row.same(release, definition["servers"].clone(), json!([{"url": world.gw(2, "/urls/1.0.0")}]));
    let row = Row("§3.1", "websocket APIs get only ws/wss");
    let mut socket = world.document("Socket");
    socket["type"] = json!("WS");
    let socket = world.publish(&socket).await;
    let socket = world.portal("GET", &format!("d/apis/{socket}")).send().await.expect(200).json();
    let urls = &socket["endpointURLs"][0]["URLs"];
    row.same(release, (urls["http"].clone(), urls["https"].clone()), (Value::Null, Value::Null));
}
