//! Places of one's own over HTTP and on the command line.

use crate::sample::at;
use crate::service::{self, Answer, Service, Serving};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sitmap::app::layers::Folder;
use sitmap::app::{App, Intake};
use sitmap::store::GeoPackage;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

const REPORT: &str =
    "Two civilians were killed when gunmen attacked the village of Zarqutan on 3 May 2021.";
const JSON: (&str, &str) = ("content-type", "application/json");

/// A service with a folder for places and one report.
async fn desk(home: &Path) -> Service {
    let store = Box::new(GeoPackage::in_memory().unwrap());
    let intake = Intake::open(store, Folder::new(home.join("g")), at()).unwrap();
    let service = Service::over(Arc::new(App::over(intake).unwrap())).await;
    let text = [("content-type", "text/plain")];
    let stored = service.with(Method::POST, "/reports", &text, REPORT).await;
    assert_eq!(stored.status, StatusCode::CREATED, "{}", stored.text());
    service
}

fn zarqutan() -> Value {
    json!({"id": "own:z", "name": "Zarqutan", "lon": 44.31, "lat": 35.21, "country": "IQ", "by": "ana"})
}

async fn post(service: &Service, query: &str, body: &Value) -> Answer {
    let path = format!("/gazetteer/additions{query}");
    service
        .with(Method::POST, &path, &[JSON], &body.to_string())
        .await
}

async fn found(service: &Service) -> u64 {
    let page = service.get("/collections/places/items?q=Zarqutan").await;
    let features = page.json()["features"].as_array().unwrap().clone();
    let is_own = |feature: &&Value| feature["id"] == "own:z";
    features.iter().filter(is_own).count() as u64
}

async fn placed(service: &Service) -> Value {
    service.get("/collections/events/items").await.json()["numberMatched"].clone()
}

#[tokio::test]
async fn a_place_is_previewed_added_used_at_once_and_taken_out() {
    let home = tempfile::tempdir().unwrap();
    let service = desk(home.path()).await;
    let before = service.get("/collections/places/items?limit=1").await;
    let previewed = post(&service, "?preview=true", &zarqutan()).await;
    assert_eq!(previewed.status, StatusCode::OK, "{}", previewed.text());
    let answer = previewed.json();
    assert_eq!(answer["preview"], true);
    assert_eq!(answer["changes"]["mentions_changed"], 1);
    let mention = &answer["changes"]["reports"][0]["mentions"][0];
    assert_eq!(mention["after"]["place"]["id"], "own:z");
    assert_eq!(
        (found(&service).await, placed(&service).await),
        (0, json!(0))
    );
    assert!(!home.path().join("g").exists());

    let added = post(&service, "", &zarqutan()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text());
    assert!(
        added
            .header("location")
            .ends_with("/collections/places/items/own%3Az")
    );
    assert_eq!(added.json()["changes"], answer["changes"]);
    assert_eq!(
        (found(&service).await, placed(&service).await),
        (1, json!(1))
    );
    let after = service.get("/collections/places/items?limit=1").await;
    assert_ne!(before.header("etag"), after.header("etag"));
    let resolved = service.get("/resolve?name=Zarqutan").await.json();
    assert_eq!(resolved["place"]["id"], "own:z");
    let text = [("content-type", "text/plain")];
    let new = "Three soldiers died in an attack on Zarqutan on 4 May 2021.";
    let new = service
        .with(Method::POST, "/reports", &text, new)
        .await
        .json();
    assert_eq!(new["events"][0]["properties"]["place_id"], "own:z");

    let again = post(&service, "", &zarqutan()).await;
    assert_eq!(
        (again.status, &again.json()["names"][0]["became"]),
        (StatusCode::OK, &json!("known"))
    );
    let listed = service.get("/gazetteer/additions").await.json();
    assert_eq!(
        (&listed["numberMatched"], &listed["additions"][0]["by"]),
        (&json!(1), &json!("ana"))
    );
    let one = service.get("/gazetteer/additions/own%3Az").await.json();
    assert_eq!(one, listed);
}

#[tokio::test]
async fn a_place_that_is_taken_out_is_used_no_more() {
    let home = tempfile::tempdir().unwrap();
    let service = desk(home.path()).await;
    post(&service, "", &zarqutan()).await;
    assert_eq!(
        (found(&service).await, placed(&service).await),
        (1, json!(1))
    );
    let path = "/gazetteer/additions/own%3Az";
    let would = service
        .with(Method::DELETE, &format!("{path}?preview=true"), &[], "")
        .await;
    assert_eq!(
        (would.status, placed(&service).await),
        (StatusCode::OK, json!(1))
    );
    let removed = service.with(Method::DELETE, path, &[], "").await;
    assert_eq!(removed.json()["changes"], would.json()["changes"]);
    assert_eq!(
        (found(&service).await, placed(&service).await),
        (0, json!(0))
    );
    let gone = service.with(Method::DELETE, path, &[], "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn names_are_added_to_places_and_taken_out_by_name() {
    let home = tempfile::tempdir().unwrap();
    let service = desk(home.path()).await;
    let mosul = service.get("/resolve?name=Mosul").await.json()["place"]["id"].clone();
    let body = json!({"alias_of": mosul, "names": ["Zarqutan", "Mosul"]});
    let added = post(&service, "", &body).await.json();
    assert_eq!(added["names"][0]["became"], "added");
    assert_eq!(added["names"][1]["became"], "known");
    let event = &added["changes"]["reports"][0]["events"][0];
    assert_eq!(
        (&event["change"], &event["after"]["id"]),
        (&json!("moved"), &mosul)
    );
    let path = format!("/gazetteer/additions/{}", mosul.as_str().unwrap());
    let absent = service
        .with(Method::DELETE, &format!("{path}?name=Mosul"), &[], "")
        .await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    let removed = service
        .with(Method::DELETE, &format!("{path}?name=Zarqutan"), &[], "")
        .await;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.text());
    assert_eq!(placed(&service).await, 0);
}

#[tokio::test]
async fn what_is_wrong_is_told_and_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let service = desk(home.path()).await;
    let many: Vec<String> = (0..101).map(|n| format!("Name {n}")).collect();
    for (status, body, detail) in [
        (400, json!({"name": "Z"}), "lon and lat: expected"),
        (
            400,
            json!({"name": "Z", "lon": 190, "lat": 3}),
            "lon and lat: expected",
        ),
        (
            400,
            json!({"name": "Z", "lon": 44, "lat": 35, "colour": "red"}),
            "the body: expected",
        ),
        (
            400,
            json!({"name": "Z".repeat(2_000), "lon": 44, "lat": 35}),
            "at most 1000 bytes",
        ),
        (
            400,
            json!({"name": "Z", "lon": 44, "lat": 35, "names": many}),
            "at most 100 further names",
        ),
        (
            400,
            json!({"name": "Z", "lon": 44, "lat": 35, "radius_km": -1}),
            "expected",
        ),
        (
            400,
            json!({"name": "Z", "lon": 44, "lat": 35, "confidence": "sure"}),
            "expected",
        ),
        (
            400,
            json!({"alias_of": "geonames:0", "names": ["Z"]}),
            "the id of a place",
        ),
        (400, json!([]), "the body: expected"),
    ] {
        for query in ["", "?preview=true"] {
            let answer = post(&service, query, &body).await;
            assert_eq!(answer.status, status, "{body}: {}", answer.text());
            let told = answer.json()["detail"].as_str().unwrap().to_owned();
            assert!(told.contains(detail), "{body}: {told}");
        }
    }
    assert_eq!(
        post(&service, "?preview=perhaps", &zarqutan()).await.status,
        400
    );
    assert!(!home.path().join("g/additions.tsv").exists());
}

#[tokio::test]
async fn an_id_is_taken_once_and_a_body_has_its_size() {
    let home = tempfile::tempdir().unwrap();
    let service = desk(home.path()).await;
    post(&service, "", &zarqutan()).await;
    let other = json!({"id": "own:z", "name": "Elsewhere", "lon": 40, "lat": 33});
    assert_eq!(
        post(&service, "", &other).await.status,
        StatusCode::CONFLICT
    );
    let large = json!({"name": "Z", "lon": 44, "lat": 35, "why": "w".repeat(1_100_000)});
    assert_eq!(post(&service, "", &large).await.status, 413);
}

#[tokio::test]
async fn only_own_pages_add_places_and_no_others_read_who_did() {
    let home = tempfile::tempdir().unwrap();
    let service = desk(home.path()).await;
    let body = zarqutan().to_string();
    for headers in [
        [JSON, ("origin", "http://evil.test")].as_slice(),
        [JSON, ("host", "evil.test")].as_slice(),
    ] {
        let answer = service
            .with(Method::POST, "/gazetteer/additions", headers, &body)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let answer = service
            .with(Method::DELETE, "/gazetteer/additions/own:z", headers, "")
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let text = [("content-type", "text/plain")];
    let simple = service
        .with(Method::POST, "/gazetteer/additions", &text, &body)
        .await;
    assert_eq!(simple.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let listed = service.get("/gazetteer/additions").await;
    assert_eq!(listed.header("access-control-allow-origin"), "");
    let nowhere = Service::of(0).await;
    let refused = post(&nowhere, "", &zarqutan()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
}

fn run(home: &Path, arguments: &[&str]) -> (bool, String, String) {
    let ran = service::run(home, arguments);
    (ran.status == 0, ran.out, ran.err)
}

#[test]
fn the_command_previews_adds_and_removes() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(home.join("r.txt"), REPORT).unwrap();
    assert!(run(home, &["ingest", "r.txt"]).0);
    let add = [
        "gazetteer",
        "add",
        "Zarqutan",
        "--id",
        "own:z",
        "--at",
        "44.31,35.21",
    ];
    let (_, previewed, _) = run(home, &[&add[..], &["--preview"]].concat());
    assert!(
        previewed.starts_with("Zarqutan: would be added (own:z)\n1 of 1 reports would change"),
        "{previewed}"
    );
    assert!(
        previewed.contains("event moved: nowhere -> Zarqutan 44.3100,35.2100"),
        "{previewed}"
    );
    assert!(!home.join("sitmap-gazetteer").exists());
    let (_, json, _) = run(home, &[&add[..], &["--dry-run", "--json"]].concat());
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["preview"], &json["changes"]["events_changed"]),
        (&json!(true), &json!(1))
    );
    let (_, added, _) = run(home, &add);
    assert!(
        added.starts_with("Zarqutan: added (own:z)\n1 of 1 reports changed"),
        "{added}"
    );
    let (_, alias, _) = run(
        home,
        &["gazetteer", "add", "--alias-of", "own:z", "Zarqistan"],
    );
    assert!(
        alias.starts_with("Zarqistan: added (own:z)\n0 of 1"),
        "{alias}"
    );
    let (_, gone, _) = run(
        home,
        &["gazetteer", "remove", "--alias-of", "own:z", "Zarqistan"],
    );
    assert!(gone.starts_with("Zarqistan: removed (own:z)"), "{gone}");
    let (_, gone, _) = run(home, &["gazetteer", "remove", "own:z"]);
    assert!(
        gone.starts_with("Zarqutan: removed (own:z)\n1 of 1 reports changed"),
        "{gone}"
    );
    let (done, _, told) = run(home, &["gazetteer", "remove", "own:z"]);
    assert!(!done && told.contains("added by hand"), "{told}");
    let (done, _, told) = run(home, &["gazetteer", "add", "Zarqutan"]);
    assert!(!done && told.contains("--at"), "{told}");
    assert!(run(home, &["check"]).0);
}

#[test]
fn removing_a_layer_reads_stored_reports_again() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(home.join("r.txt"), REPORT).unwrap();
    fs::write(
        home.join("own.csv"),
        "id,name,lon,lat,country\nx:1,Zarqutan,44.31,35.21,IQ\n",
    )
    .unwrap();
    assert!(run(home, &["gazetteer", "import", "csv", "own.csv"]).0);
    assert!(run(home, &["ingest", "r.txt"]).0);
    let (done, removed, told) = run(home, &["gazetteer", "remove", "csv-own"]);
    assert!(
        done && removed.starts_with("csv-own: removed\n1 of 1 reports changed"),
        "{removed}{told}"
    );
    assert!(run(home, &["check"]).0);
}

/// What a running service answers; waits as long as it takes to notice what others changed.
fn asked_until(address: &str, path: &str, wanted: &str) -> String {
    let mut answer = String::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
        answer.clear();
        stream.read_to_string(&mut answer).unwrap();
        if answer.contains(wanted) {
            break;
        }
        sleep(Duration::from_millis(200));
    }
    answer
}

#[test]
fn a_running_service_takes_up_what_a_command_adds_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::write(home.join("r.txt"), REPORT).unwrap();
    assert!(run(home, &["ingest", "r.txt"]).0);
    let serving = Serving::start(home, &["serve", "--listen", "127.0.0.1:0"]);
    let add = [
        "gazetteer",
        "add",
        "Zarqutan",
        "--id",
        "own:z",
        "--at",
        "44.31,35.21",
    ];
    let (done, added, told) = run(home, &add);
    assert!(
        done && added.contains("1 of 1 reports changed"),
        "{added}{told}"
    );
    for (path, wanted) in [
        ("/resolve?name=Zarqutan", "\"own:z\""),
        ("/collections/events/items", "\"place_id\":\"own:z\""),
        ("/gazetteer/additions", "\"place_id\":\"own:z\""),
    ] {
        let answer = asked_until(serving.address(), path, wanted);
        assert!(answer.contains(wanted), "{path}: {answer}");
    }
}
