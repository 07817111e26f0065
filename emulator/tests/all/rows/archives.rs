//! §7.4: what the server does with an archive.

use std::io::{Cursor, Write as _};

use serde_json::{Value, json};

use super::{alone, row};
use crate::http::Answer;
use crate::world::{NAMES, World};

pub(super) fn zipped(files: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        writer.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive as §7.3 shows it, with the root folder.
pub(super) fn archive(world: &World, status: &str, targets: Option<&Value>) -> Vec<u8> {
    let echo = world.emulator.echo_url();
    let api = format!(
        "type: api\nversion: v4.7.0\ndata: {{name: Pets, context: /pets, version: 1.0.0, provider: somebody, \
         lifeCycleStatus: {status}, type: HTTP, transport: [https], policies: [Unlimited],\n  \
         endpointConfig: {{endpoint_type: http, production_endpoints: {{url: \"{echo}\"}}}}}}\n"
    );
    let swagger = "openapi: 3.0.1\ninfo: {title: Pets, version: 1.0.0}\npaths: {/a: {get: {responses: {200: {description: ok}}}}}\n";
    let mut files = vec![
        ("Pets-1.0.0/api.yaml", api),
        ("Pets-1.0.0/Definitions/swagger.yaml", swagger.to_owned()),
    ];
    if let Some(targets) = targets {
        let document =
            json!({"type": "deployment_environments", "version": "v4.7.0", "data": targets});
        files.push(("Pets-1.0.0/deployment_environments.yaml", document.to_string()));
    }
    zipped(&files)
}

pub(super) async fn import(world: &World, path: &str, archive: &[u8]) -> Answer {
    let mut body = b"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\nContent-Type: application/octet-stream\r\n\r\n".to_vec();
    body.extend_from_slice(archive);
    body.extend_from_slice(b"\r\n--XX--\r\n");
    world.admin("POST", path).bytes("multipart/form-data; boundary=XX", body).send().await
}

pub(super) async fn pets(world: &World) -> Option<String> {
    let list = world.admin("GET", "p/apis?query=name:Pets").send().await.expect(200).json();
    list["list"][0]["id"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn what_an_import_does() {
    for version in ["4.0", "4.1", "4.7"] {
        let world = alone(version).await;
        {
            let _row = row("§7.4", "No deployment file: working copy only, no revision");
            import(&world, "p/apis/import", &archive(&world, "CREATED", None)).await.expect(200);
        }
        let id = pets(&world).await.unwrap();
        let api = world.api(&id).await;
        assert_eq!(api["operations"][0]["target"], "/a");
        let revisions = async || {
            let path = format!("p/apis/{id}/revisions");
            world.admin("GET", &path).send().await.expect(200).json()["count"].as_u64().unwrap()
        };
        assert_eq!((revisions().await, world.state(&id).await.as_str()), (0, "CREATED"));
        let published =
            archive(&world, "PUBLISHED", Some(&json!([{"deploymentEnvironment": NAMES[0]}])));
        import(&world, "p/apis/import", &published).await.refuses(409, 900_300);
        {
            let _row = row(
                "§7.4",
                "run lifecycle actions up to `lifeCycleStatus`, then create a revision and deploy",
            );
            import(&world, "p/apis/import?overwrite=true", &published).await.expect(200);
            assert_eq!((revisions().await, world.state(&id).await.as_str()), (1, "PUBLISHED"));
        }
        {
            let _row = row(
                "§7.4",
                "Defaults: vhost = the environment's first, `displayOnDevportal` = true",
            );
            let path = format!("p/apis/{id}/deployments");
            let deployed = world.admin("GET", &path).send().await.expect(200).json();
            assert_eq!(
                (&deployed[0]["name"], &deployed[0]["vhost"]),
                (&json!(NAMES[0]), &json!("localhost"))
            );
            assert_eq!(deployed[0]["displayOnDevportal"], true);
        }
        let again = async |query: &str| {
            import(&world, &format!("p/apis/import?overwrite=true{query}"), &published).await
        };
        for _ in 1..5 {
            again("").await.expect(200);
        }
        {
            let _row = row(
                "§7.4",
                "With `rotateRevision=true` and five revisions, the earliest is undeployed and deleted first",
            );
            if version == "4.0" {
                again("").await.expect(500);
            } else {
                again("").await.refuses(400, 900_351);
            }
            again("&rotateRevision=true").await.expect(200);
            let list = world.admin("GET", &format!("p/apis/{id}/revisions")).send().await.json();
            assert_eq!(list["list"][0]["displayName"], "Revision 2");
            assert_eq!((revisions().await, world.deployments(&id).await.len()), (5, 1));
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn an_import_is_not_atomic() {
    for version in ["4.0", "4.1", "4.7"] {
        let _row = row(
            "§7.4",
            "an unknown name ends in error 900506 with the API already changed, so import is **not atomic** (a 4.0-era version logs and skips)",
        );
        let world = alone(version).await;
        let targets = json!([{"deploymentEnvironment": "No such"}]);
        let answer =
            import(&world, "p/apis/import", &archive(&world, "PUBLISHED", Some(&targets))).await;
        if version == "4.0" {
            answer.expect(200);
            assert!(
                world
                    .emulator
                    .log("control-plane")
                    .await
                    .unwrap()
                    .iter()
                    .any(|line| line.contains("No such"))
            );
        } else {
            answer.refuses(404, 900_506);
        }
        let id = pets(&world).await.unwrap();
        assert_eq!(world.state(&id).await, "PUBLISHED");
        assert_eq!(world.deployments(&id).await, []);
        world.stop().await;
    }
}

#[tokio::test]
async fn options_of_an_import() {
    let world = alone("4.7").await;
    let created = archive(&world, "CREATED", None);
    {
        let _row = row("§7.1", "`dryRun` from 4.5");
        import(&world, "p/apis/import?dryRun=true", &created).await.expect(200);
        assert_eq!(pets(&world).await, None);
    }
    import(&world, "p/apis/import?preserveProvider=true", &created).await.expect(200);
    let id = pets(&world).await.unwrap();
    assert_eq!(world.api(&id).await["provider"], "somebody");
    world.admin("DELETE", &format!("p/apis/{id}")).send().await.expect(200);
    // With overwrite, what is not there is made.
    import(&world, "p/apis/import?preserveProvider=false&overwrite=true", &created)
        .await
        .expect(200);
    let id = pets(&world).await.unwrap();
    assert_eq!(world.api(&id).await["provider"], "admin");
    for broken in [b"no archive".to_vec(), zipped(&[("Pets/readme.txt", String::new())])] {
        import(&world, "p/apis/import", &broken).await.expect(400);
    }
    world.admin("POST", "p/apis/import").json(&json!({})).send().await.expect(415);
    let wrapped = zipped(&[
        ("SourceArchive.zip", String::new()),
        ("intermediate_params.yaml", String::new()),
    ]);
    import(&world, "p/apis/import", &wrapped).await.expect(501);
    world.stop().await;
    let world = alone("4.4").await;
    import(&world, "p/apis/import?dryRun=true", &archive(&world, "CREATED", None))
        .await
        .expect(200);
    assert!(pets(&world).await.is_some());
    world.stop().await;
}
