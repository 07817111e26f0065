//! §2.3: `import-openapi`, and definitions.

use serde_json::{Value, json};

use super::{alone, row, with};
use crate::world::World;

fn definition() -> String {
    json!({
        "openapi": "3.0.1", "info": {"title": "x", "version": "1"},
        "paths": {
            "/pets/{id}": {"get": {"responses": {}}, "post": {"x-auth-type": "None", "responses": {}}},
            "/a": {"get": {"responses": {}}},
        },
    })
    .to_string()
}

async fn import(world: &World, parts: &[(&str, &str)]) -> crate::http::Answer {
    world.admin("POST", "p/apis/import-openapi").multipart(parts).send().await
}

/// A backend that answers a GET with this text, for as long as the test runs.
async fn backend(text: String) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let count = stream.read(&mut head).await.unwrap();
            let found = String::from_utf8_lossy(&head[..count]).starts_with("GET /openapi");
            let status = if found { "200 OK" } else { "404 Not Found" };
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
                text.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    format!("http://127.0.0.1:{port}")
}

#[tokio::test]
async fn one_source_is_taken() {
    for version in ["3.0", "3.2", "4.0", "4.7"] {
        let world = alone(version).await;
        let _row = row(
            "§2.3",
            "multipart with exactly one of `file`, `url` (4.x also `inlineAPIDefinition`) plus `additionalProperties`",
        );
        let properties = world.document("Pets").to_string();
        let rest = ("additionalProperties", properties.as_str());
        let text = definition();
        let url = format!("{}/openapi", backend(text.clone()).await);
        let inline = ("inlineAPIDefinition", text.as_str());
        let mut sources = vec![("file", text.as_str()), ("url", url.as_str())];
        if version.starts_with('4') {
            sources.push(inline);
        } else {
            import(&world, &[inline, rest]).await.expect(400);
        }
        for source in &sources {
            let api = import(&world, &[*source, rest]).await.expect(201).json();
            let operations = api["operations"].as_array().unwrap();
            let shown: Vec<(&str, &str)> = operations
                .iter()
                .map(|o| (o["target"].as_str().unwrap(), o["verb"].as_str().unwrap()))
                .collect();
            assert_eq!(shown, [("/a", "GET"), ("/pets/{id}", "GET"), ("/pets/{id}", "POST")]);
            assert_eq!(operations[2]["authType"], "None");
            let path = format!("p/apis/{}", api["id"].as_str().unwrap());
            world.admin("DELETE", &path).send().await.expect(200);
        }
        import(&world, &[rest]).await.expect(400);
        import(&world, &[sources[0], sources[1], rest]).await.expect(400);
        world.stop().await;
    }
}

#[tokio::test]
async fn what_is_refused() {
    let _row = row("§2.3", "a **JSON string** with at least `name`, `version`, `context`");
    let world = alone("4.7").await;
    let text = definition();
    let file = ("file", text.as_str());
    let properties = |changes: Value| with(world.document("Pets"), &changes).to_string();
    for changes in [json!({"name": null}), json!({"version": ""}), json!({"context": null})] {
        let properties = properties(changes);
        import(&world, &[file, ("additionalProperties", &properties)]).await.expect(400);
    }
    import(&world, &[file]).await.expect(400);
    import(&world, &[file, ("additionalProperties", "name=Pets")]).await.expect(400);
    let unknown = properties(json!({"colour": "red"}));
    let said = import(&world, &[file, ("additionalProperties", &unknown)]).await.expect(400);
    assert_eq!(said.field("description"), "Unrecognized property 'colour'");
    let good = properties(json!({}));
    let rest = ("additionalProperties", good.as_str());
    for broken in ["{", "[]", "{\"paths\": {}}"] {
        import(&world, &[("file", broken), rest]).await.refuses(400, 900_754);
    }
    // Where nobody is, where nothing is, and beyond this computer.
    let nothing = format!("{}/nothing", backend(String::new()).await);
    for url in
        [nothing.as_str(), "http://127.0.0.1:1/openapi", "https://example.com/openapi", "no url"]
    {
        import(&world, &[("url", url), rest]).await.refuses(400, 900_754);
    }
    {
        let _row = row("§2.3", "201, 400, 415");
        world.admin("POST", "p/apis/import-openapi").json(&json!({})).send().await.expect(415);
        world.admin("POST", "p/apis").form("{}").send().await.expect(415);
    }
    let none = world.admin("GET", "p/apis").send().await.expect(200).json();
    assert_eq!(none["count"], 0);
    import(&world, &[file, rest]).await.expect(201);
    import(&world, &[file, rest]).await.refuses(409, 900_300);
    world.stop().await;
}

/// What is kept is rewritten: the server's extensions are there, and nothing that was written is
/// lost.
#[tokio::test]
async fn definitions_are_kept_in_the_servers_form() {
    for version in ["3.2", "4.7"] {
        let world = alone(version).await;
        let yaml = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      summary: all of them\n      responses:\n        200:\n          description: ok\n";
        let properties = world.document("Pets").to_string();
        let parts = [("file", yaml), ("additionalProperties", properties.as_str())];
        let id = import(&world, &parts).await.expect(201).field("id");
        let path = format!("p/apis/{id}/swagger");
        let kept = world.admin("GET", &path).send().await.expect(200).json();
        let get = &kept["paths"]["/a"]["get"];
        assert_eq!(
            (&get["summary"], &get["responses"]["200"]["description"]),
            (&json!("all of them"), &json!("ok"))
        );
        assert_eq!(get["x-throttling-tier"], "Unlimited");
        assert_eq!(kept["x-wso2-basePath"], "/pets/1.0.0");
        assert!(kept["components"]["securitySchemes"]["default"].is_object());
        let text = definition();
        let put = world.admin("PUT", &path).multipart(&[("apiDefinition", &text)]).send().await;
        assert_eq!(put.expect(200).json()["paths"].as_object().unwrap().len(), 2);
        assert_eq!(world.api(&id).await["operations"].as_array().unwrap().len(), 3);
        world.stop().await;
    }
}

#[tokio::test]
async fn open_api_version() {
    let _row = row(
        "§2.3",
        "Optional query `openAPIVersion` (`V2`/`V3` in 3.x, `v2`/`v3` with default `v3` from 4.0",
    );
    for (version, asked) in [("3.2", "V2"), ("4.7", "v2")] {
        let world = alone(version).await;
        let document = world.document("Pets");
        let call = world.admin("POST", &format!("p/apis?openAPIVersion={asked}"));
        let id = call.json(&document).send().await.expect(201).field("id");
        let kept = world.admin("GET", &format!("p/apis/{id}/swagger")).send().await.json();
        assert_eq!((&kept["swagger"], kept.get("openapi")), (&json!("2.0"), None));
        let id = world.create(&world.document("Cars")).await;
        let kept = world.admin("GET", &format!("p/apis/{id}/swagger")).send().await.json();
        assert_eq!(kept["openapi"], "3.0.1");
        world.stop().await;
    }
}
