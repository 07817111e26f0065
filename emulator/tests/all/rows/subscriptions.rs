//! §6.2: subscriptions that the Publisher blocks.

use serde_json::json;

use super::row;
use crate::world::Plan;

#[tokio::test]
async fn blocked_and_unblocked() {
    for version in ["3.2", "4.0", "4.7"] {
        let _row = row("§6.2", "API or subscription blocked");
        let world = Plan::new(version).types(["hybrid", "hybrid"]).start().await;
        let id = world.publish(&world.document("Pets")).await;
        let [production, sandbox] = world.tokens(&id).await;
        let list = world.admin("GET", &format!("p/subscriptions?apiId={id}")).send().await;
        let list = list.expect(200).json();
        assert_eq!(
            (&list["count"], &list["list"][0]["subscriptionStatus"]),
            (&json!(1), &json!("UNBLOCKED"))
        );
        assert_eq!(list["list"][0]["applicationInfo"]["name"], "app");
        let subscription = list["list"][0]["subscriptionId"].as_str().unwrap();
        let path = "/pets/1.0.0/a";
        if !world.release.is_classic() {
            world.eventually(&world.gw(1, path), 401).await;
        }
        let set = async |what: &str| {
            let path = format!("p/subscriptions/{what}&subscriptionId={subscription}");
            world.admin("POST", &path).send().await
        };
        let call = async |token: &str| {
            world.http.call("GET", world.gw(1, path)).bearer(token).send().await
        };
        call(&production).await.expect(200);
        set("block-subscription?blockState=PROD_ONLY_BLOCKED").await.expect(200);
        assert!(call(&production).await.expect(401).text.contains("900907"));
        call(&sandbox).await.expect(200);
        set("block-subscription?blockState=BLOCKED").await.expect(200);
        assert!(call(&sandbox).await.expect(401).text.contains("900907"));
        set("unblock-subscription?").await.expect(200);
        call(&production).await.expect(200);
        set("block-subscription?blockState=GONE").await.expect(400);
        let none = "p/subscriptions/unblock-subscription?subscriptionId=none";
        world.admin("POST", none).send().await.expect(404);
        world.stop().await;
    }
}
