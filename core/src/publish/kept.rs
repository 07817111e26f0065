//! Revisions that are an API as it shall be, though its working copy has changed since: somebody edits what the publication
//! does not name.

use crate::client::ControlPlane;
use crate::error::{ErrorKind, Result};
use crate::publish::publication::Publication;
use crate::publish::{difference, marker, standing};
use crate::rest::revision::Revision;
use crate::rest::{api, api_definition, definition_match};

impl ControlPlane {
    /// The identifiers of those that the publication's environments have. The marker says that a revision was made of this
    /// publication; that it holds it, the revision itself says.
    pub(super) async fn kept(
        &self,
        publication: &Publication,
        made: &[Revision],
        current: Option<&Revision>,
    ) -> Result<Vec<String>> {
        let Some(named) = publication.named() else { return Ok(Vec::new()) };
        let mut kept: Vec<String> = Vec::new();
        for target in &publication.targets {
            let there = standing::live(made, target.name())
                .or_else(|| standing::waiting(made, target.name()).next());
            let Some((revision, _)) = there else { continue };
            let is_known = current.is_some_and(|current| current.id == revision.id)
                || kept.contains(&revision.id);
            if !is_known
                && marker::is_made_of(revision, &named)
                && self.is_held(publication, revision).await?
            {
                kept.push(revision.id.clone());
            }
        }
        Ok(kept)
    }

    /// Whether a revision holds all that a publication names.
    async fn is_held(&self, publication: &Publication, revision: &Revision) -> Result<bool> {
        let read = async {
            let api = self.send(&api::get(self.release(), &revision.id)).await?;
            let has_fields = difference::fields(publication, &api)?.is_empty();
            let Some(document) = publication.document().filter(|_| has_fields) else {
                return Ok(has_fields);
            };
            let stored = self.send(&api_definition::get(self.release(), &revision.id)).await?;
            definition_match::stands_in(document, &stored)
        };
        match read.await {
            // It was deleted meanwhile, or its context is another one.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Conflict) => {
                Ok(false)
            }
            held => held,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::client::DeploymentTarget;
    use crate::model::Release;
    use crate::publish::emulated::{HYBRID, PRODUCTION, World};

    const DOCUMENT: &str = "openapi: 3.0.1\ninfo: {title: Pets, version: 1.0.0}\n\
                            paths: {/a: {get: {responses: {}}}}\n";

    fn pets(world: &World, environments: &[&str]) -> Publication {
        let definition = world.definition("/pets").document(DOCUMENT);
        world.publication("Pets", environments).definition(definition)
    }

    async fn edit(control_plane: &ControlPlane, field: &str, value: serde_json::Value) -> String {
        let id = control_plane.api("Pets", "1.0.0").await.unwrap().id;
        let mut api = control_plane.get_api(&id).await.unwrap();
        api.set(field, &value).unwrap();
        control_plane.update_api(&api).await.unwrap();
        id
    }

    #[tokio::test]
    async fn what_a_publication_does_not_name_is_no_difference() {
        for release in [Release::V3_2, Release::V4_0, Release::V4_7] {
            let world = World::start(release).await;
            let control_plane = &world.control_plane;
            let (pets, cats) =
                (pets(&world, &[PRODUCTION]), world.publication("Cats", &[PRODUCTION]));
            control_plane.publish([pets.clone()]).await.unwrap();
            let both = || [pets.clone(), cats.clone()];
            let saved = control_plane.plan(both()).await.unwrap().save();
            for (field, value) in
                [("description", json!("being written")), ("tags", json!(["new"]))]
            {
                edit(control_plane, field, value).await;
                let plan = control_plane.plan([pets.clone()]).await.unwrap();
                assert!(plan.is_empty(), "{release}: {field}: {plan}");
                let drift = control_plane.drift(None, [pets.clone()]).await.unwrap();
                assert!(drift.is_empty(), "{release}: {field}: {drift}");
            }
            let plan = control_plane.plan_as_saved(both(), &saved).await.unwrap();
            assert_eq!(plan.steps().filter(|step| step.api == "Pets").count(), 0, "{release}");
            world.emulator.stop().await;
        }
    }

    #[tokio::test]
    async fn one_more_environment_gets_what_the_others_have() {
        let world = World::start(Release::V4_7).await;
        let control_plane = &world.control_plane;
        control_plane.publish([pets(&world, &[PRODUCTION])]).await.unwrap();
        let id = edit(control_plane, "description", json!("being written")).await;
        let both = pets(&world, &[PRODUCTION, HYBRID]);
        let plan = control_plane.plan([both.clone()]).await.unwrap();
        assert_eq!(plan.to_string(), format!("Pets 1.0.0: deploy to {HYBRID} (localhost)"));
        control_plane.apply(&plan).await.into_result().unwrap();
        assert!(control_plane.plan([both]).await.unwrap().is_empty());
        let [revision] = &control_plane.revisions(&id).await.unwrap()[..] else { panic!() };
        assert_eq!(revision.deployments.len(), 2);
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn what_it_names_is_one_and_so_is_all_of_an_api_that_is_published_as_it_is() {
        let world = World::start(Release::V4_7).await;
        let control_plane = &world.control_plane;
        let pets = pets(&world, &[PRODUCTION]);
        control_plane.publish([pets.clone()]).await.unwrap();
        let id = edit(control_plane, "description", json!("being written")).await;
        let existing = Publication::new("Pets", "1.0.0").environment(PRODUCTION);
        let steps = async |publication: &Publication| {
            let plan = control_plane.plan([publication.clone()]).await.unwrap();
            plan.steps().map(|step| step.action.kind()).collect::<Vec<_>>()
        };
        assert_eq!(steps(&existing).await, ["create-revision", "deploy"]);
        assert_eq!(steps(&pets).await, [""; 0]);
        let all = ["update-api", "create-revision", "deploy"];
        edit(control_plane, "policies", json!(["Bronze"])).await;
        assert_eq!(steps(&pets).await, all);
        edit(control_plane, "policies", json!(["Unlimited"])).await;
        assert_eq!(steps(&pets).await, [""; 0], "as it was");
        let other = DOCUMENT.replace("/a", "/b");
        control_plane.update_api_definition(&id, &other).await.unwrap();
        assert_eq!(steps(&pets).await, all);
        control_plane.update_api_definition(&id, DOCUMENT).await.unwrap();
        assert_eq!(steps(&pets).await, [""; 0], "as it was");
        let changed = pets.definition(world.definition("/pets").document(other));
        assert_eq!(steps(&changed).await, all);
        world.emulator.stop().await;
    }

    /// A description can be copied.
    #[tokio::test]
    async fn a_revision_that_only_says_that_it_holds_a_publication_is_replaced() {
        let world = World::start(Release::V4_7).await;
        let control_plane = &world.control_plane;
        let pets = pets(&world, &[PRODUCTION]);
        control_plane.publish([pets.clone()]).await.unwrap();
        let id = edit(control_plane, "policies", json!(["Bronze"])).await;
        let marker = control_plane.revisions(&id).await.unwrap()[0].description.clone();
        let copied = control_plane.create_revision(&id, &marker).await.unwrap();
        let to = [DeploymentTarget::new(PRODUCTION)];
        control_plane.deploy_revision(&id, &copied.id, to).await.unwrap();
        edit(control_plane, "policies", json!(["Unlimited"])).await;
        edit(control_plane, "description", json!("being written")).await;
        let plan = control_plane.plan([pets]).await.unwrap();
        let kinds: Vec<&str> = plan.steps().map(|step| step.action.kind()).collect();
        assert_eq!(kinds, ["create-revision", "deploy"], "{plan}");
        world.emulator.stop().await;
    }
}
