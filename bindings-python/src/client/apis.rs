//! APIs in the Publisher: made, read, changed, deleted, exported and imported.

use gatewright::client::{ApiDocument, ExportOptions, ImportOptions};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::call::NativeCall;
use crate::client::api_document::{NativeApiDocument, api_document};
use crate::client::control_plane::{NativeControlPlane, nothing};

#[expect(clippy::needless_pass_by_value, reason = "the form of every conversion")]
fn document(py: Python<'_>, document: ApiDocument) -> PyResult<Bound<'_, PyAny>> {
    api_document(py, &document)
}

#[pymethods]
impl NativeControlPlane {
    fn create_api(&self, py: Python<'_>, api: &Bound<'_, NativeApiDocument>) -> NativeCall {
        let api = api.get().document.clone();
        self.begin(
            py,
            "create_api",
            |control_plane| async move { control_plane.create_api(&api).await },
            document,
        )
    }

    fn import_openapi(
        &self,
        py: Python<'_>,
        openapi: Vec<u8>,
        properties: &Bound<'_, NativeApiDocument>,
    ) -> NativeCall {
        let properties = properties.get().document.clone();
        self.begin(
            py,
            "import_openapi",
            |control_plane| async move { control_plane.import_openapi(openapi, &properties).await },
            document,
        )
    }

    fn get_api(&self, py: Python<'_>, id: String) -> NativeCall {
        self.begin(
            py,
            "get_api",
            |control_plane| async move { control_plane.get_api(&id).await },
            document,
        )
    }

    fn update_api(&self, py: Python<'_>, api: &Bound<'_, NativeApiDocument>) -> NativeCall {
        let api = api.get().document.clone();
        self.begin(
            py,
            "update_api",
            |control_plane| async move { control_plane.update_api(&api).await },
            document,
        )
    }

    fn api_definition(&self, py: Python<'_>, api_id: String) -> NativeCall {
        self.begin(
            py,
            "api_definition",
            |control_plane| async move { control_plane.api_definition(&api_id).await },
            |py, text| Ok(PyString::new(py, &text).into_any()),
        )
    }

    fn update_api_definition(
        &self,
        py: Python<'_>,
        api_id: String,
        document: String,
    ) -> NativeCall {
        self.begin(
            py,
            "update_api_definition",
            |control_plane| async move {
                control_plane.update_api_definition(&api_id, &document).await
            },
            |py, text| Ok(PyString::new(py, &text).into_any()),
        )
    }

    fn delete_api(&self, py: Python<'_>, id: String) -> NativeCall {
        self.begin(
            py,
            "delete_api",
            |control_plane| async move { control_plane.delete_api(&id).await },
            nothing,
        )
    }

    fn import_archive(
        &self,
        py: Python<'_>,
        archive: Vec<u8>,
        options: ImportAttributes,
    ) -> NativeCall {
        let options = options.into_core();
        self.begin(
            py,
            "import_archive",
            move |control_plane| async move { control_plane.import_archive(archive, options).await },
            |py, said| Ok(PyString::new(py, &said).into_any()),
        )
    }

    fn export_archive(
        &self,
        py: Python<'_>,
        name: String,
        version: String,
        options: ExportAttributes,
    ) -> NativeCall {
        let options = options.into_core();
        self.begin(
            py,
            "export_archive",
            |control_plane| async move {
                control_plane.export_archive(&name, &version, &options).await
            },
            |py, archive| Ok(PyBytes::new(py, &archive).into_any()),
        )
    }
}

/// The attributes of the package's `ImportOptions`.
#[derive(FromPyObject)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct ImportAttributes {
    overwrite: bool,
    preserve_provider: bool,
    rotate_revision: bool,
    dry_run: bool,
}

impl ImportAttributes {
    fn into_core(self) -> ImportOptions {
        let mut options = ImportOptions::new();
        if self.overwrite {
            options = options.overwrite();
        }
        if self.preserve_provider {
            options = options.preserve_provider();
        }
        if self.rotate_revision {
            options = options.rotate_revision();
        }
        if self.dry_run {
            options = options.dry_run();
        }
        options
    }
}

/// The attributes of the package's `ExportOptions`.
#[derive(FromPyObject)]
pub(crate) struct ExportAttributes {
    provider: Option<String>,
    preserve_status: bool,
    revision: Option<u64>,
    latest_revision: bool,
}

impl ExportAttributes {
    fn into_core(self) -> ExportOptions {
        let mut options = ExportOptions::new();
        if let Some(provider) = self.provider {
            options = options.provider(provider);
        }
        if self.preserve_status {
            options = options.preserve_status();
        }
        if let Some(number) = self.revision {
            options = options.revision(number);
        }
        if self.latest_revision {
            options = options.latest_revision();
        }
        options
    }
}
