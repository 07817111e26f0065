//! Definitions as the emulator keeps them.

use serde_json::json;

use crate::model::Release;
use crate::publish::emulated::{PRODUCTION, World};
use crate::rest::definition_match::stands_in;

const WANTED: &str = crate::rest::definition_match::tests::WANTED;

/// No phantom: what the server makes of a document is never a difference, however often it is made.
#[tokio::test]
async fn what_the_emulator_keeps_of_a_document_is_no_difference() {
    let swagger = json!({
        "swagger": "2.0", "info": {"title": "Animals", "version": "0.9"}, "host": "be.example", "basePath": "/v2",
        "schemes": ["https"], "consumes": ["application/json"],
        "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X"}},
        "paths": {"/pets": {"get": {"security": [{"key": []}], "responses": {"200": {"description": "OK"}}}}},
        "definitions": {"Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}},
    });
    let swagger = serde_norway::to_string(&swagger).unwrap();
    for release in [Release::V3_2, Release::V4_3, Release::V4_7] {
        let world = World::start(release).await;
        for (name, document) in [("Pets", WANTED), ("Cars", swagger.as_str())] {
            let definition = world.definition(&format!("/{name}")).document(document);
            let publication = world.publication(name, &[PRODUCTION]).definition(definition);
            world.control_plane.publish([publication]).await.unwrap();
            let id = world.control_plane.api(name, "1.0.0").await.unwrap().id;
            let kept = world.control_plane.api_definition(&id).await.unwrap();
            assert_ne!(kept, document);
            assert!(stands_in(document, &kept).unwrap(), "{release}: {kept}");

            let other = document.replace("OK", "well");
            assert!(!stands_in(&other, &kept).unwrap(), "{release}");
            let stored = world.control_plane.update_api_definition(&id, &other).await.unwrap();
            assert_eq!(stored, world.control_plane.api_definition(&id).await.unwrap());
            assert!(stands_in(&other, &stored).unwrap(), "{release}: {stored}");

            // An update of the API rewrites the definition again.
            let mut api = world.control_plane.get_api(&id).await.unwrap();
            api.set("description", "another").unwrap();
            world.control_plane.update_api(&api).await.unwrap();
            let stored = world.control_plane.api_definition(&id).await.unwrap();
            assert!(stands_in(&other, &stored).unwrap(), "{release}: {stored}");
        }
        world.emulator.stop().await;
    }
}
