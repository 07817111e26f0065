//! §2.3: new versions of an API.

use serde_json::json;

use super::{alone, row};

#[tokio::test]
async fn copy_api() {
    for version in ["3.2", "4.0", "4.7"] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let copy = async |query: String| {
            world.admin("POST", &format!("p/apis/copy-api?{query}")).send().await
        };
        let answer = copy(format!("apiId={id}&newVersion=2.0.0&defaultVersion=true")).await;
        let second = answer.expect(201);
        let (api, second) = (second.json(), second.field("id"));
        assert_ne!(second, id);
        assert_eq!((&api["version"], &api["context"]), (&json!("2.0.0"), &json!("/pets")));
        assert_eq!(
            (&api["lifeCycleStatus"], &api["isDefaultVersion"]),
            (&json!("CREATED"), &json!(true))
        );
        let definition =
            world.admin("GET", &format!("p/apis/{second}/swagger")).send().await.json();
        assert_eq!(definition["info"]["version"], "2.0.0");
        {
            let _row = row("§2.3", "copy to an existing version");
            copy(format!("apiId={id}&newVersion=2.0.0")).await.refuses(409, 900_252);
        }
        copy("apiId=none&newVersion=3.0.0".to_owned()).await.refuses(404, 900_308);
        copy(format!("apiId={id}")).await.expect(400);
        // One version of an API is its default version at most.
        copy(format!("apiId={id}&newVersion=3.0.0&defaultVersion=true")).await.expect(201);
        assert_eq!(world.api(&second).await["isDefaultVersion"], false);
        world.stop().await;
    }
}
