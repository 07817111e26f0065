//! A server whose search does not know yet what it has just taken in: API-M indexes APIs in the background.

use super::*;

#[tokio::test]
async fn an_api_that_the_search_does_not_find_at_once_is_waited_for() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = world(release).await;
        let (files, _) = of_release(&world, &[PRODUCTION]);
        let publication = published_as(&files);
        let plan = world.control_plane.plan([publication.clone()]).await.unwrap();
        // The first search is that before the first write.
        let nothing =
            r#"{"count": 0, "list": [], "pagination": {"offset": 0, "limit": 25, "total": 0}}"#;
        let unknown = Fault::new(Action::Status(200, nothing.to_owned()));
        let search = unknown.method("GET").path("/publisher/*/apis?").after(1).times(2);
        world.emulator.faults().add(search);
        world.control_plane.apply(&plan).await.into_result().unwrap();
        assert_eq!(world.emulator.faults().list()[0].met(), 2, "{release}");
        require_nothing_to_do(&world, &publication).await;
        let found = landed(&world, "Pets").await;
        assert_eq!(found.lifecycle, "PUBLISHED");
        assert_eq!(found.revisions, usize::from(!release.is_classic()));
        world.emulator.stop().await;
    }
}
