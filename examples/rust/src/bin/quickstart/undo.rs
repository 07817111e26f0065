//! Step 6: off one gateway while the other serves on, and the files as they were.

use std::fs;

use gatewright::KeyType;
use gatewright::render::{WriteOptions, revert as revert_homes};

use crate::Result;
use crate::calls::{Taken, shown};
use crate::homes::Homes;
use crate::nodes::PATIENCE;
use crate::publish::{API, Place, Published, VERSION};
use crate::run::{Folder, Run};
use crate::screen::{self, line};

/// The step's first half.
pub(crate) async fn undeploy(
    published: &Published,
    places: &[Place],
    taken: &[Taken],
    run: &mut Run,
) -> Result<()> {
    run.step("6. Undeploy from one gateway, revert the files").await;
    let control_plane = &published.control_plane;
    let Some(first) = places.first() else { return Ok(()) };
    control_plane.undeploy(API, VERSION, &first.name).await?;
    let bar = screen::bar(1, "the gateway lets go of it");
    control_plane.wait_until_absent(API, VERSION, &first.name, PATIENCE).await?;
    drop(bar);
    line(format_args!("undeployed from {}", first.name));
    for place in places {
        let mut of_place = taken.iter().filter(|taken| taken.is_for(place));
        let production = of_place.find(|taken| taken.key_type == KeyType::Production);
        let Some(taken) = production else { continue };
        let answer = control_plane.call(&taken.request(place)).await?;
        line(format_args!("{}: {}", place.name, shown(&answer)));
        let should_serve = place.name != first.name;
        if answer.is_success() != should_serve {
            let state = if should_serve { "does not serve any more" } else { "still serves" };
            return Err(format!("{} {state}", place.name).into());
        }
    }
    Ok(())
}

/// The step's second half.
pub(crate) async fn revert(homes: &Homes, run: &mut Run) -> Result<()> {
    run.stop().await;
    line("nodes: stopped");
    revert_homes(homes.homes.iter().map(|home| &home.path))?;
    for home in &homes.homes {
        if fs::read(home.file())? != home.shipped {
            return Err(format!("{} is not as it was in step 1", home.file().display()).into());
        }
        line(format_args!("{}: byte for byte as in step 1", home.node));
    }
    run.written.clear();
    if let Some(Folder::Kept(_)) = run.folder {
        let files = homes.topology.render()?;
        let removing = WriteOptions::new().removing(files.removed_environments());
        run.written = files.write(&removing)?.written;
        line("written again, to be kept");
    }
    Ok(())
}
