//! Searches: one API after the other.

use std::sync::Arc;

use gatewright::ControlPlane;
use gatewright::client::{ApiOrder, ApiQuery, ApiStream};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::sync::Mutex;

use crate::call::NativeCall;
use crate::client::connect::Connection;
use crate::client::control_plane::NativeControlPlane;
use crate::client::listing;
use crate::names::member;
use crate::process::PerProcess;

/// The attributes of the package's `ApiQuery`; what is absent stays as the core has it.
#[derive(FromPyObject)]
pub(crate) struct QueryAttributes {
    name: Option<String>,
    version: Option<String>,
    context: Option<String>,
    status: Option<String>,
    provider: Option<String>,
    text: Option<String>,
    order: Option<String>,
    descending: bool,
    page_size: Option<usize>,
}

impl QueryAttributes {
    fn into_core(self) -> PyResult<ApiQuery> {
        let mut query = ApiQuery::new();
        if let Some(name) = self.name {
            query = query.name(name);
        }
        if let Some(version) = self.version {
            query = query.version(version);
        }
        if let Some(context) = self.context {
            query = query.context(context);
        }
        if let Some(status) = self.status {
            query = query.status(status);
        }
        if let Some(provider) = self.provider {
            query = query.provider(provider);
        }
        if let Some(text) = self.text {
            query = query.text(text);
        }
        if let Some(name) = self.order {
            let order = member(ApiOrder::from_name(&name), &name)?;
            query = if self.descending { query.descending(order) } else { query.order(order) };
        }
        if let Some(size) = self.page_size {
            query = query.page_size(size);
        }
        Ok(query)
    }
}

/// Whose listing is searched.
#[derive(Clone, Copy)]
enum Source {
    Publisher,
    Portal,
}

impl Source {
    fn search(self, control_plane: &ControlPlane, query: ApiQuery) -> ApiStream {
        match self {
            Self::Publisher => control_plane.search_apis(query),
            Self::Portal => control_plane.search_portal_apis(query),
        }
    }

    const fn operation(self) -> &'static str {
        match self {
            Self::Publisher => "search_apis",
            Self::Portal => "search_portal_apis",
        }
    }
}

/// A search; it goes on in the process that began it.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeApiStream {
    connection: Arc<Connection>,
    query: ApiQuery,
    source: Source,
    found: PerProcess<Arc<Mutex<Option<ApiStream>>>>,
}

#[pymethods]
impl NativeControlPlane {
    fn search_apis(&self, query: QueryAttributes) -> PyResult<NativeApiStream> {
        self.search(query, Source::Publisher)
    }

    fn search_portal_apis(&self, query: QueryAttributes) -> PyResult<NativeApiStream> {
        self.search(query, Source::Portal)
    }
}

impl NativeControlPlane {
    fn search(&self, query: QueryAttributes, source: Source) -> PyResult<NativeApiStream> {
        Ok(NativeApiStream {
            connection: Arc::clone(&self.connection),
            query: query.into_core()?,
            source,
            found: PerProcess::new(Arc::default()),
        })
    }
}

#[pymethods]
impl NativeApiStream {
    /// The next API, or None after the last one.
    fn next(&self, py: Python<'_>) -> PyResult<NativeCall> {
        let Some(found) = self.found.get(py) else {
            let message = "a search goes on in the process that began it: search again";
            return Err(PyRuntimeError::new_err(message));
        };
        let (control_plane, query) = (self.connection.get(py), self.query.clone());
        let source = self.source;
        let work = async move {
            let mut found = found.lock().await;
            let stream = match found.take() {
                Some(stream) => stream,
                None => source.search(&control_plane.await?, query),
            };
            found.insert(stream).next().await.transpose()
        };
        Ok(NativeCall::new(source.operation(), work, |py, api| match api {
            Some(api) => listing::api(py, &api),
            None => Ok(py.None().into_bound(py)),
        }))
    }
}
