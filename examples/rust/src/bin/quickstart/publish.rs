//! Steps 3 and 4: an API through every environment, and what the portals say of it.

use gatewright::client::GatewayEnvironment;
use gatewright::publish::{ApiDefinition, Publication};
use gatewright::{ControlPlane, EnvironmentType, KeyType};

use crate::Result;
use crate::nodes::PATIENCE;
use crate::run::Run;
use crate::screen::{self, line};
use crate::server::Server;

/// The API: no other is called so.
pub(crate) const API: &str = "GatewrightQuickstart";
pub(crate) const VERSION: &str = "1.0.0";
const CONTEXT: &str = "/gatewright-quickstart";

/// A connection, and what was published over it.
pub(crate) struct Published {
    pub(crate) control_plane: ControlPlane,
    publication: Publication,
    environments: Vec<GatewayEnvironment>,
    /// Their names, in the order in which they were named.
    names: Vec<String>,
}

/// Where the API is offered.
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) environment_type: EnvironmentType,
    pub(crate) url: String,
    pub(crate) in_try_out: bool,
}

/// Step 3.
pub(crate) async fn publish(server: &Server, run: &mut Run) -> Result<Published> {
    run.step("3. Publish one API through every gateway").await;
    let control_plane = server.connect().await?;
    line(format_args!("connected: {}, API-M {}", control_plane.url(), control_plane.release()));
    let mut environments = control_plane.environments().await?;
    if !server.environments.is_empty() {
        environments.retain(|environment| server.environments.contains(&environment.name));
    }
    // Those that were asked for, so that one the server does not have is an error.
    let names = match server.environments.as_slice() {
        [] => environments.iter().map(|environment| environment.name.clone()).collect(),
        named => named.to_vec(),
    };
    let definition = ApiDefinition::new(CONTEXT)
        .production_endpoint(server.backend.of(KeyType::Production))
        .sandbox_endpoint(server.backend.of(KeyType::Sandbox));
    let publication = Publication::new(API, VERSION).definition(definition).environments(&names);
    let plan = control_plane.plan([publication.clone()]).await?;
    line(format_args!("plan:\n{plan}"));
    run.made.insert("the API", format!("{API} {VERSION}, begun, for {}", names.join(", ")));
    let steps = plan.steps().count();
    control_plane.apply(&plan).await.into_result()?;
    run.made.insert("the API", format!("{API} {VERSION}, in {}", names.join(", ")));
    line(format_args!("done: {steps} of {steps} steps"));

    let bar = screen::bar(names.len(), "gateways have it");
    for name in &names {
        control_plane.wait_until_live(API, VERSION, [name.as_str()], PATIENCE).await?;
        bar.inc(1);
    }
    drop(bar);
    line(format_args!("live: {}", names.join(", ")));
    Ok(Published { control_plane, publication, environments, names })
}

/// Step 4.
pub(crate) async fn read_back(published: &Published, run: &mut Run) -> Result<Vec<Place>> {
    run.step("4. Read back what the portals say").await;
    let control_plane = &published.control_plane;
    let verified = control_plane.verify(&published.publication).await?;
    line(format_args!("Publisher: {API} {VERSION} is {}", verified.lifecycle));
    if !verified.is_ok() {
        return Err("the API is not in every environment, or the portal does not show it".into());
    }
    let listed = control_plane.endpoint_urls(API, VERSION).await?;
    let mut places = Vec::new();
    for name in &published.names {
        let environment = published.environments.iter().find(|known| known.name == *name);
        let urls = listed.iter().find(|urls| urls.environment == *name);
        let url = urls.and_then(|urls| urls.https.clone());
        let (Some(environment), Some(url)) = (environment, url) else { continue };
        line(format_args!("Developer Portal: {name}: {url}"));
        places.push(Place {
            name: name.clone(),
            environment_type: environment.environment_type,
            url,
            in_try_out: environment.display_in_api_console,
        });
    }
    let shown = places.iter().filter(|place| place.in_try_out).map(|place| place.name.as_str());
    let shown: Vec<&str> = shown.collect();
    line(format_args!("the try-out lists: {}", shown.join(", ")));
    Ok(places)
}
