//! §2.2: lists and searches.

use serde_json::{Value, json};

use super::{alone, row, with};
use crate::world::World;

async fn filled(version: &str) -> World {
    let world = alone(version).await;
    for (name, description) in [("Pets", "animals"), ("PetStore", "a shop"), ("Cars", "a shop")] {
        let changes = json!({"description": description, "tags": [name.to_lowercase()]});
        world.create(&with(world.document(name), &changes)).await;
    }
    world
}

async fn names(world: &World, path: &str) -> Vec<String> {
    let body = world.admin("GET", path).send().await.expect(200).json();
    let list = body["list"].as_array().unwrap();
    assert_eq!(body["count"], list.len());
    list.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

fn query(text: &str) -> String {
    text.bytes().fold("query=".to_owned(), |query, byte| format!("{query}%{byte:02X}"))
}

#[tokio::test]
async fn query_modifiers() {
    for (version, is_classic) in [("3.0", true), ("3.2", true), ("4.0", false), ("4.7", false)] {
        let world = filled(version).await;
        let rows: &[(&str, &str, &[&str])] = &[
            ("`name:\"X\"` is exact, `name:X` a partial match", "name:Pet", &["PetStore", "Pets"]),
            ("`name:\"X\"` is exact, `name:X` a partial match", "name:\"Pet\"", &[]),
            ("`name:\"X\"` is exact, `name:X` a partial match", "name:\"Pets\"", &["Pets"]),
            ("Space joins terms (AND)", "name:Pet description:shop", &["PetStore"]),
            ("query=name:\"X\" version:\"1.0.0\"", "name:\"Pets\" version:\"1.0.0\"", &["Pets"]),
            ("query=name:\"X\" version:\"1.0.0\"", "name:\"Pets\" version:\"2.0.0\"", &[]),
            (
                "version, context, name, status, description, doc, provider",
                "context:/cars",
                &["Cars"],
            ),
            (
                "version, context, name, status, description, doc, provider",
                "status:created",
                &["Cars", "PetStore", "Pets"],
            ),
            (
                "version, context, name, status, description, doc, provider",
                "provider:admin name:Cars",
                &["Cars"],
            ),
            ("version, context, name, status, description, doc, provider", "doc:anything", &[]),
        ];
        for (words, text, expected) in rows {
            let _row = row("§2.2", words);
            let mut found = names(&world, &format!("p/apis?{}", query(text))).await;
            found.sort();
            assert_eq!(found, *expected, "{version} {text}");
        }
        let _row = row(
            "§2.2",
            "3.x `version, context, name, status, description, subcontext, doc, provider, label`",
        );
        let found = names(&world, &format!("p/apis?{}", query("subcontext:/*"))).await;
        assert_eq!(found.len(), if is_classic { 3 } else { 0 }, "{version}");
        world.stop().await;
    }
}

#[tokio::test]
async fn paging() {
    for version in ["3.0", "4.0", "4.7"] {
        let world = filled(version).await;
        let _row = row("§2.2", "`limit` (25), `offset` (0), `query`");
        let page = async |query: &str| {
            world.admin("GET", &format!("p/apis{query}")).send().await.expect(200).json()
        };
        let all = page("").await;
        let paging = json!({"offset": 0, "limit": 25, "total": 3, "next": "", "previous": ""});
        assert_eq!((&all["count"], &all["pagination"]), (&json!(3), &paging));
        let first = page("?limit=2&offset=0&query=name%3A%2A").await;
        assert_eq!((&first["count"], &first["pagination"]["total"]), (&json!(2), &json!(3)));
        let next = first["pagination"]["next"].as_str().unwrap();
        assert!(next.ends_with("/apis?limit=2&offset=2&query=name%3A%2A"), "{next}");
        assert_eq!(first["pagination"]["previous"], "");
        let last = page("?limit=2&offset=2").await;
        assert_eq!((&last["count"], &last["pagination"]["next"]), (&json!(1), &json!("")));
        assert!(last["pagination"]["previous"].as_str().unwrap().ends_with("limit=2&offset=0"));
        let beyond = page("?limit=2&offset=9").await;
        assert_eq!((&beyond["count"], &beyond["pagination"]["total"]), (&json!(0), &json!(3)));
        world.stop().await;
    }
}

#[tokio::test]
async fn order() {
    let _row = row(
        "§2.2",
        "from 4.1 `sortBy` (`apiName`, `version`, `createdTime` default, `status`) and `sortOrder`",
    );
    let world = filled("4.7").await;
    assert_eq!(names(&world, "p/apis").await, ["Cars", "PetStore", "Pets"]);
    assert_eq!(names(&world, "p/apis?sortOrder=asc").await, ["Pets", "PetStore", "Cars"]);
    assert_eq!(
        names(&world, "p/apis?sortBy=apiName&sortOrder=asc").await,
        ["Cars", "Pets", "PetStore"]
    );
    assert_eq!(names(&world, "p/apis?sortBy=apiName").await, ["PetStore", "Pets", "Cars"]);
    let found = world.admin("GET", "p/apis?query=name%3A%22Pets%22").send().await.json();
    world.change_lifecycle(found["list"][0]["id"].as_str().unwrap(), "Publish").await.expect(200);
    assert_eq!(names(&world, "p/apis?sortBy=status").await[0], "Pets");
    world.admin("GET", "p/apis?sortBy=colour").send().await.expect(400);
    world.stop().await;
    // 4.0 has neither.
    let world = filled("4.0").await;
    assert_eq!(
        names(&world, "p/apis?sortBy=apiName&sortOrder=asc").await,
        ["Cars", "PetStore", "Pets"]
    );
    world.stop().await;
}

#[tokio::test]
async fn unified_search() {
    for version in ["3.2", "4.1", "4.7"] {
        let _row = row(
            "§2.2",
            "`GET /search` is a unified search over APIs, products and documents with the same paging object",
        );
        let world = filled(version).await;
        let path = format!("p/search?{}", query("name:\"Pets\" version:\"1.0.0\""));
        let found: Value = world.admin("GET", &path).send().await.expect(200).json();
        let item = &found["list"][0];
        assert_eq!(
            (&item["type"], &item["status"], &item["context"]),
            (&json!("API"), &json!("CREATED"), &json!("/pets"))
        );
        assert_eq!(found["pagination"]["total"], 1);
        world.stop().await;
    }
}
