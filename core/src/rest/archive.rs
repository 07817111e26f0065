//! Archives of APIs, imported and exported: `rest-api.md` §7. Releases before 4.0 take them by the Admin API.

use crate::error::Result;
use crate::model::Release;
use crate::rest::capability::Capability;
use crate::rest::encode::Part;
use crate::rest::operation::{
    ADMIN_EXPORT_ARCHIVE, ADMIN_IMPORT_ARCHIVE, EXPORT_ARCHIVE, IMPORT_ARCHIVE,
};
use crate::rest::request::{Body, Call};

/// What an import does with what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a parameter of the request, and any may be set"
)]
pub(crate) struct Import {
    pub(crate) overwrite: bool,
    pub(crate) preserve_provider: bool,
    /// Since 4.0.
    pub(crate) rotate_revision: bool,
    /// Since 4.5.
    pub(crate) dry_run: bool,
}

/// What an export holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Export {
    pub(crate) provider: Option<String>,
    pub(crate) preserve_status: bool,
    /// Since 4.0; the working copy without it.
    pub(crate) revision_number: Option<u64>,
    /// Since 4.0.
    pub(crate) latest_revision: bool,
}

/// The answer is the server's own words.
pub(crate) fn import(release: Release, archive: &[u8], options: Import) -> Result<Call<String>> {
    let operation = if release.is_classic() { &ADMIN_IMPORT_ARCHIVE } else { &IMPORT_ARCHIVE };
    let mut query = vec![
        ("preserveProvider", flag(options.preserve_provider)),
        ("overwrite", flag(options.overwrite)),
    ];
    if options.rotate_revision {
        Capability::Revisions.require(release)?;
        query.push(("rotateRevision", "true"));
    }
    if options.dry_run {
        Capability::ImportDryRun.require(release)?;
        query.push(("dryRun", "true"));
    }
    let file = Part {
        name: "file",
        file_name: Some("api.zip"),
        content_type: Some("application/zip"),
        content: archive.to_vec(),
    };
    let target = operation.target(release, &[], &query);
    Ok(Call::new(operation, target, Body::Multipart(vec![file]), words))
}

pub(crate) fn export(
    release: Release,
    name: &str,
    version: &str,
    options: &Export,
) -> Result<Call<Vec<u8>>> {
    let operation = if release.is_classic() { &ADMIN_EXPORT_ARCHIVE } else { &EXPORT_ARCHIVE };
    let number = options.revision_number.map(|number| number.to_string());
    let mut query = vec![("name", name), ("version", version)];
    if let Some(provider) = &options.provider {
        query.push(("providerName", provider));
    }
    query.extend([("format", "YAML"), ("preserveStatus", flag(options.preserve_status))]);
    if number.is_some() || options.latest_revision {
        Capability::Revisions.require(release)?;
    }
    if let Some(number) = &number {
        query.push(("revisionNumber", number));
    } else if options.latest_revision {
        query.push(("latestRevision", "true"));
    }
    Ok(Call::new(operation, operation.target(release, &[], &query), Body::Empty, zip))
}

const fn flag(is_set: bool) -> &'static str {
    if is_set { "true" } else { "false" }
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of what reads an answer")]
fn words(body: &[u8]) -> Result<String, String> {
    Ok(String::from_utf8_lossy(body).trim().to_owned())
}

/// Anything else would be kept as an archive that nobody can open.
fn zip(body: &[u8]) -> Result<Vec<u8>, String> {
    if !body.starts_with(b"PK") {
        return Err("the answer is no zip archive".to_owned());
    }
    // The directory stands at the end, before a comment at most; of an archive that was cut off it is missing.
    let end = body.get(body.len().saturating_sub(LONGEST_END)..).unwrap_or_default();
    if !end.windows(SHORTEST_END).any(|window| window.starts_with(END)) {
        return Err("the answer is a zip archive whose end is missing".to_owned());
    }
    Ok(body.to_vec())
}

/// How the end of a zip archive's directory begins, and how long it is without a comment and with the longest.
const END: &[u8] = b"PK\x05\x06";
const SHORTEST_END: usize = 22;
const LONGEST_END: usize = SHORTEST_END + 65_535;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn each_release_imports_at_its_path() {
        let options = Import { overwrite: true, ..Import::default() };
        for (release, path) in [
            (Release::V3_0, "/api/am/admin/v0.15/import/api"),
            (Release::V3_1, "/api/am/admin/v0.16/import/api"),
            (Release::V3_2, "/api/am/admin/v1/import/api"),
            (Release::V4_0, "/api/am/publisher/v2/apis/import"),
            (Release::V4_1, "/api/am/publisher/v3/apis/import"),
            (Release::V4_7, "/api/am/publisher/v4/apis/import"),
        ] {
            let call = import(release, b"PK\x03\x04\xff", options).unwrap();
            let expected = format!("POST {path}?preserveProvider=false&overwrite=true");
            assert_eq!(call.request.line(), expected);
            let (_, bytes) = call.request.body.encode().unwrap();
            assert!(bytes.windows(5).any(|window| window == b"PK\x03\x04\xff"));
            assert_eq!(
                call.read(b"API imported successfully.\n").unwrap(),
                "API imported successfully."
            );
        }
    }

    #[test]
    fn revisions_and_dry_runs_have_their_release() {
        let rotate = Import { rotate_revision: true, ..Import::default() };
        let dry = Import { dry_run: true, ..Import::default() };
        for (options, first) in [(rotate, Release::V4_0), (dry, Release::V4_5)] {
            for release in Release::KNOWN {
                let call = import(release, b"PK", options);
                if release < first {
                    assert_eq!(call.unwrap_err().kind(), ErrorKind::Unsupported);
                } else {
                    assert!(call.unwrap().request.target.ends_with("=true"));
                }
            }
        }
    }

    #[test]
    fn each_release_exports_at_its_path() {
        let options = Export { provider: Some("admin".to_owned()), ..Export::default() };
        for (release, path) in [
            (Release::V3_2, "/api/am/admin/v1/export/api"),
            (Release::V4_7, "/api/am/publisher/v4/apis/export"),
        ] {
            let call = export(release, "Pets", "1.0.0", &options).unwrap();
            let query =
                "name=Pets&version=1.0.0&providerName=admin&format=YAML&preserveStatus=false";
            assert_eq!(call.request.line(), format!("GET {path}?{query}"));
            let whole = [&b"PK\x03\x04 and so on PK\x05\x06"[..], &[0; 18]].concat();
            assert_eq!(call.read(&whole).unwrap(), whole);
            for cut in [4, whole.len() - 1] {
                assert!(call.read(&whole[..cut]).unwrap_err().contains("end is missing"));
            }
            assert!(call.read(b"<html>").is_err());
        }
        let third = Export { revision_number: Some(3), ..Export::default() };
        assert!(export(Release::V3_2, "a", "1", &third).is_err());
        let target = export(Release::V4_0, "a", "1", &third).unwrap().request.target;
        assert!(target.ends_with("&revisionNumber=3"), "{target}");
    }
}
