//! §5.1: errors of the management APIs. Rows that belong to an operation are with it.

use serde_json::json;

use super::{alone, row};

#[tokio::test]
async fn the_body_of_an_error() {
    for version in ["3.0", "3.2", "4.0", "4.7"] {
        let world = alone(version).await;
        {
            let _row = row("§5.1", "unauthenticated **or missing scope**");
            world.emulator.add_user("subscriber", "s", &["Internal/subscriber"]).await;
            for call in [
                world.portal("GET", "p/apis"),
                world.portal("GET", "p/apis").bearer("none"),
                world.portal("GET", "p/apis").basic("admin", "wrong"),
                world.portal("GET", "p/apis").basic("subscriber", "s"),
            ] {
                let body = call.send().await.expect(401).json();
                let expected = json!({
                    "code": 401, "message": "", "description": "Unauthenticated request", "moreInfo": "",
                });
                assert_eq!(body, expected);
            }
        }
        let unknown = {
            let _row = row("§5.1", "unknown API");
            world.admin("GET", "p/apis/none").send().await.refuses(404, 900_308).json()
        };
        {
            let _row = row(
                "§5.1",
                "`code` is an **integer** that is either the HTTP status (401, 404, 409, 500) or a 9xxxxx number",
            );
            assert!(unknown["code"].is_u64() && unknown["message"].is_string());
            assert_eq!((&unknown["moreInfo"], &unknown["error"]), (&json!(""), &json!([])));
        }
        let post = async |text: &str| {
            world.admin("POST", "p/apis").json_text(text).send().await.expect(400)
        };
        for text in ["{", "[]", "{\"name\": }", "nothing", "{\"tags\": \"a\"}"] {
            let _row = row("§5.1", "\"Malformed request body.\"");
            assert_eq!(post(text).await.field("description"), "Malformed request body.", "{text}");
        }
        {
            let _row = row("§5.1", "\"Request payload cannot be empty.\"");
            assert_eq!(post("").await.field("description"), "Request payload cannot be empty.");
        }
        {
            let _row = row("§5.1", "unknown property in the body");
            let said = post("{\"colour\": \"red\"}").await.field("description");
            assert_eq!(said, "Unrecognized property 'colour'");
        }
        world.stop().await;
    }
}
