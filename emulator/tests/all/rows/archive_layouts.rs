//! §7.3: the layouts of archives.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use serde_json::{Value, json};

use super::archives::{import, pets, zipped};
use super::{alone, row};
use crate::world::NAMES;

fn unzipped(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

/// What was given out is taken in again, elsewhere, and is the same.
#[tokio::test]
async fn layout_of_4_x() {
    for version in ["4.0", "4.3", "4.7"] {
        let _row = row("§7.3", "4.x layout");
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let revision = world.revision(&id).await;
        world.deploy(&id, &revision, &NAMES[1..]).await.expect(201);
        world.change_lifecycle(&id, "Publish").await.expect(200);
        let path = format!("p/apis/export?apiId={id}&revisionNumber=1");
        let exported = world.admin("GET", &path).send().await.expect(200);
        assert_eq!(exported.headers["content-type"], "application/zip");
        let files = unzipped(&exported.bytes);
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "Pets-1.0.0/Definitions/swagger.yaml",
                "Pets-1.0.0/api.yaml",
                "Pets-1.0.0/api_meta.yaml",
                "Pets-1.0.0/deployment_environments.yaml",
            ]
        );
        let targets = &files["Pets-1.0.0/deployment_environments.yaml"];
        assert!(targets.contains("type: deployment_environments"), "{targets}");
        assert!(targets.contains("deploymentEnvironment: Hybrid Gateway"), "{targets}");
        assert!(files["Pets-1.0.0/api.yaml"].contains(&format!("version: v{version}.0")));
        let other = alone(version).await;
        import(&other, "p/apis/import", &exported.bytes).await.expect(200);
        let there = pets(&other).await.unwrap();
        let (before, after) = (world.api(&id).await, other.api(&there).await);
        for key in [
            "name",
            "context",
            "version",
            "endpointConfig",
            "operations",
            "policies",
            "lifeCycleStatus",
        ] {
            assert_eq!(before[key], after[key], "{version} {key}");
        }
        assert_eq!(other.deployments(&there).await.len(), 1);
        // The working copy is deployed nowhere; the status is kept when it is asked for.
        let path = "p/apis/export?name=Pets&version=1.0.0&format=JSON&preserveStatus=false";
        let files = unzipped(&world.admin("GET", path).send().await.expect(200).bytes);
        assert_eq!(files.len(), 3);
        let api: Value = serde_json::from_str(&files["Pets-1.0.0/api.json"]).unwrap();
        assert_eq!(api["data"]["lifeCycleStatus"], "CREATED");
        world.admin("GET", "p/apis/export?name=Pets&version=9").send().await.expect(404);
        world.admin("GET", "p/apis/export?name=Pets").send().await.expect(400);
        {
            let _row = row(
                "§7.4",
                "The legacy `POST /import/api` and `GET /export/api` still stand in admin specs 3.2 to 4.7",
            );
            let path = "a/export/api?name=Pets&version=1.0.0";
            let exported = world.admin("GET", path).send().await.expect(200);
            import(&other, "a/import/api?overwrite=true", &exported.bytes).await.expect(200);
        }
        other.stop().await;
        world.stop().await;
    }
}

#[tokio::test]
async fn layout_of_3_x() {
    for version in ["3.0", "3.1", "3.2"] {
        let _row = row("§7.3", "3.x layout");
        let world = alone(version).await;
        let flat = format!(
            "id: {{providerName: admin, apiName: Pets, version: 1.0.0}}\ncontext: /pets/1.0.0\ntype: HTTP\n\
             availableTiers: [{{name: Gold}}]\nstatus: CREATED\nvisibility: public\ntransports: \"http,https\"\n\
             productionUrl: \"{0}\"\nsandboxUrl: \"{0}\"\nenvironments: [\"{1}\"]\n",
            world.emulator.echo_url(),
            NAMES[0],
        );
        let swagger = "{\"openapi\": \"3.0.1\", \"paths\": {\"/a\": {\"get\": {}}}}".to_owned();
        let bytes = zipped(&[
            ("Pets-1.0.0/Meta-information/api.yaml", flat),
            ("Pets-1.0.0/Meta-information/swagger.json", swagger),
        ]);
        {
            let _row = row(
                "§7.1",
                "`POST /api/am/admin/v0.15/import/api?preserveProvider=&overwrite=` multipart `file`; 3.1.0 `v0.16`; 3.2.0 `/api/am/admin/v1/import/api`",
            );
            import(&world, "a/import/api?preserveProvider=true", &bytes).await.expect(200);
            import(&world, "a/import/api", &bytes).await.refuses(409, 900_300);
            import(&world, "a/import/api?overwrite=true", &bytes).await.expect(200);
        }
        let id = pets(&world).await.unwrap();
        let api = world.api(&id).await;
        assert_eq!((&api["context"], &api["policies"]), (&json!("/pets"), &json!(["Gold"])));
        assert_eq!(api["gatewayEnvironments"], json!([NAMES[0]]));
        assert_eq!(api["transport"], json!(["http", "https"]));
        assert_eq!(api["endpointConfig"]["sandbox_endpoints"]["url"], world.emulator.echo_url());
        let path = "a/export/api?name=Pets&version=1.0.0&providerName=admin";
        let exported = world.admin("GET", path).send().await.expect(200);
        let files = unzipped(&exported.bytes);
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["Pets-1.0.0/Meta-information/api.yaml", "Pets-1.0.0/Meta-information/swagger.yaml"]
        );
        world.admin("DELETE", &format!("p/apis/{id}")).send().await.expect(200);
        import(&world, "a/import/api", &exported.bytes).await.expect(200);
        let again = world.api(&pets(&world).await.unwrap()).await;
        for key in
            ["name", "context", "gatewayEnvironments", "policies", "endpointConfig", "operations"]
        {
            assert_eq!(again[key], api[key], "{version} {key}");
        }
        world.stop().await;
    }
}
