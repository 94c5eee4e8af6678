//! The service without a socket, and the program as a process.

use crate::sample;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::Value;
use sitmap::app::App;
use sitmap::config::{Layer, Settings};
use sitmap::gazetteer::Gazetteer;
use sitmap::http;
use sitmap::store::{GeoPackage, Store as _};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use tower::ServiceExt as _;

/// A router over invented data of 60 reports with 5 events each.
pub(crate) struct Service {
    pub(crate) app: Arc<App>,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Service {
    pub(crate) async fn of(reports: u64) -> Self {
        let mut store = GeoPackage::in_memory().unwrap();
        for number in 0..reports {
            store
                .apply(
                    &sample::coding(&format!("r{number}"), 5, number),
                    &sample::versions(),
                    sample::at(),
                )
                .unwrap();
        }
        let app = App::open(Box::new(store), Gazetteer::embedded().unwrap()).unwrap();
        Self::over(Arc::new(app)).await
    }

    pub(crate) async fn over(app: Arc<App>) -> Self {
        let named = Layer {
            public_url: Some("http://sitmap.test".to_owned()),
            ..Layer::default()
        };
        let settings = Settings::load(named).unwrap();
        let router = http::router(Arc::clone(&app), &settings, || Timestamp::UNIX_EPOCH).await;
        Self { app, router }
    }

    pub(crate) async fn sample() -> Self {
        Self::of(60).await
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.with(Method::GET, path, &[], "").await
    }

    pub(crate) async fn with(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(encoded(path));
        let host = headers.iter().all(|(name, _)| *name != "host");
        let usual = host.then_some(("host", "sitmap.test"));
        for (name, value) in usual.iter().chain(headers) {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }
}

/// Addresses as people type them.
fn encoded(path: &str) -> String {
    path.replace(' ', "%20").replace('"', "%22")
}

/// A path of an address that the service wrote.
pub(crate) fn path_of(href: &str) -> String {
    href.strip_prefix("http://sitmap.test").unwrap().to_owned()
}

/// The href of the first link with a relation.
pub(crate) fn link(document: &Value, rel: &str) -> Option<String> {
    let links = document["links"].as_array().unwrap();
    let found = links.iter().find(|link| link["rel"] == rel);
    found.map(|link| link["href"].as_str().unwrap().to_owned())
}

/// The program, in a folder.
pub(crate) fn sitmap(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sitmap"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    for name in [
        "SITMAP_DATA",
        "SITMAP_LISTEN",
        "SITMAP_CONFIG",
        "SITMAP_LOG",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs the program to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    Ran::of(&sitmap(folder, arguments).output().unwrap())
}

/// Runs the program with something on its standard input.
pub(crate) fn run_with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let file = folder.join("standard-input");
    std::fs::write(&file, input).unwrap();
    let output = sitmap(folder, arguments)
        .stdin(std::fs::File::open(file).unwrap())
        .output()
        .unwrap();
    Ran::of(&output)
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// A serving process, ended with the test.
pub(crate) struct Serving {
    child: Child,
    /// Its address without a slash at the end.
    pub(crate) url: String,
}

impl Serving {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = sitmap(folder, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let Some(url) = line.trim().strip_prefix("Sitmap is at ") else {
            let mut said = String::new();
            child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut said)
                .unwrap();
            child.wait().unwrap();
            panic!("no address: {line}{said}");
        };
        Self {
            child,
            url: url.trim_end_matches('/').to_owned(),
        }
    }

    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end and tells its status.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
