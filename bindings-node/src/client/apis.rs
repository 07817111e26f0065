//! APIs in the Publisher: made, read, changed, deleted, exported and imported.

use gatewright::client::{ExportOptions, ImportOptions};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
use napi_derive::napi;

use crate::client::api_document::NativeApiDocument;
use crate::client::control_plane::NativeControlPlane;
use crate::promise::{NativeCancellation, promise};

/// What an import does with what is there; what is absent is not asked for.
#[napi(object, object_to_js = false)]
pub struct NativeImportOptions {
    /// Updates the API that is there.
    pub overwrite: Option<bool>,
    /// Keeps the provider that the archive names.
    pub preserve_provider: Option<bool>,
    /// Makes room for a revision.
    pub rotate_revision: Option<bool>,
    /// Only says what it would do.
    pub dry_run: Option<bool>,
}

impl NativeImportOptions {
    fn into_core(self) -> ImportOptions {
        let mut options = ImportOptions::new();
        if self.overwrite == Some(true) {
            options = options.overwrite();
        }
        if self.preserve_provider == Some(true) {
            options = options.preserve_provider();
        }
        if self.rotate_revision == Some(true) {
            options = options.rotate_revision();
        }
        if self.dry_run == Some(true) {
            options = options.dry_run();
        }
        options
    }
}

/// What an export holds; what is absent is not asked for.
#[napi(object, object_to_js = false)]
pub struct NativeExportOptions {
    /// Whose API.
    pub provider: Option<String>,
    /// With its lifecycle state.
    pub preserve_status: Option<bool>,
    /// The revision of this number.
    pub revision: Option<u32>,
    /// The latest revision.
    pub latest_revision: Option<bool>,
}

impl NativeExportOptions {
    fn into_core(self) -> ExportOptions {
        let mut options = ExportOptions::new();
        if let Some(provider) = self.provider {
            options = options.provider(provider);
        }
        if self.preserve_status == Some(true) {
            options = options.preserve_status();
        }
        if let Some(number) = self.revision {
            options = options.revision(number.into());
        }
        if self.latest_revision == Some(true) {
            options = options.latest_revision();
        }
        options
    }
}

#[napi]
impl NativeControlPlane {
    /// Makes an API of a document.
    #[napi]
    pub fn create_api<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api: &NativeApiDocument,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, api) = (self.control_plane.clone(), api.document.clone());
        let work = async move { control_plane.create_api(&api).await };
        promise(env, cancellation, "create_api", work, NativeApiDocument::from)
    }

    /// Makes an API of an `OpenAPI` document.
    #[napi]
    pub fn import_openapi<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        openapi: Buffer,
        properties: &NativeApiDocument,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, properties) = (self.control_plane.clone(), properties.document.clone());
        let openapi = openapi.to_vec();
        let work = async move { control_plane.import_openapi(openapi, &properties).await };
        promise(env, cancellation, "import_openapi", work, NativeApiDocument::from)
    }

    /// An API as it is stored.
    #[napi]
    pub fn get_api<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.get_api(&id).await };
        promise(env, cancellation, "get_api", work, NativeApiDocument::from)
    }

    /// Replaces an API that was read.
    #[napi]
    pub fn update_api<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api: &NativeApiDocument,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, api) = (self.control_plane.clone(), api.document.clone());
        let work = async move { control_plane.update_api(&api).await };
        promise(env, cancellation, "update_api", work, NativeApiDocument::from)
    }

    /// Reads the definition of an API.
    #[napi]
    pub fn api_definition<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.api_definition(&api_id).await };
        promise(env, cancellation, "api_definition", work, |text| text)
    }

    /// Replaces the definition of an API.
    #[napi]
    pub fn update_api_definition<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        api_id: String,
        document: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.update_api_definition(&api_id, &document).await };
        promise(env, cancellation, "update_api_definition", work, |text| text)
    }

    /// Deletes an API.
    #[napi]
    pub fn delete_api<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        id: String,
    ) -> napi::Result<Object<'env>> {
        let control_plane = self.control_plane.clone();
        let work = async move { control_plane.delete_api(&id).await };
        promise(env, cancellation, "delete_api", work, |()| ())
    }

    /// Imports the archive of an API.
    #[napi]
    pub fn import_archive<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        archive: Buffer,
        options: NativeImportOptions,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, archive) = (self.control_plane.clone(), archive.to_vec());
        let options = options.into_core();
        let work = async move { control_plane.import_archive(archive, options).await };
        promise(env, cancellation, "import_archive", work, |said| said)
    }

    /// The archive of an API.
    #[napi]
    pub fn export_archive<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        name: String,
        version: String,
        options: NativeExportOptions,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, options) = (self.control_plane.clone(), options.into_core());
        let work = async move { control_plane.export_archive(&name, &version, &options).await };
        promise(env, cancellation, "export_archive", work, Buffer::from)
    }
}
