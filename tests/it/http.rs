//! The routes: OGC API Features core, reports, what the map draws, and every way to ask wrongly.

use crate::service::{Answer, Service, link, path_of};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sitmap::domain::{Collection, Query};
use std::collections::HashSet;

const COLLECTIONS: [&str; 4] = ["events", "unplaced", "background", "places"];

fn assert_problem(answer: &Answer, status: u16, path: &str) -> Value {
    assert_eq!(answer.status, status, "{path}: {}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{path}"
    );
    let problem = answer.json();
    assert_eq!(problem["status"], status, "{path}");
    assert!(
        !problem["detail"].as_str().unwrap().is_empty()
            && !problem["title"].as_str().unwrap().is_empty(),
        "{path}"
    );
    problem
}

#[tokio::test]
async fn the_landing_page_links_to_everything() {
    let service = Service::sample().await;
    let page = service.get("/").await.json();
    for rel in ["self", "service-desc", "conformance", "data", "alternate"] {
        let href = link(&page, rel).unwrap_or_else(|| panic!("no link {rel}"));
        assert_eq!(
            service.get(&path_of(&href)).await.status,
            StatusCode::OK,
            "{href}"
        );
    }
    for link in page["links"].as_array().unwrap() {
        assert!(
            link["type"].is_string() && link["rel"].is_string(),
            "{link}"
        );
    }
}

#[tokio::test]
async fn the_conformance_classes_are_those_that_hold() {
    let conformance = Service::of(0).await.get("/conformance").await.json();
    for class in ["core", "oas30", "geojson"] {
        let uri = format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}");
        assert!(
            conformance["conformsTo"]
                .as_array()
                .unwrap()
                .contains(&json!(uri)),
            "{class}"
        );
    }
}

#[tokio::test]
async fn a_browser_gets_a_page_and_everybody_else_json() {
    let service = Service::of(0).await;
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for path in ["/", "/?bbox=40,30,50,40&event=x", "/?f=html"] {
        let answer = service.with(Method::GET, path, &browser, "").await;
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'self'"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(
        service
            .with(Method::GET, "/?f=json", &browser, "")
            .await
            .header("content-type"),
        "application/json"
    );
    assert_eq!(
        service
            .with(Method::GET, "/", &[("accept", "image/png")], "")
            .await
            .header("content-type"),
        "application/json"
    );
    assert_problem(&service.get("/?f=xml").await, 400, "/?f=xml");
}

#[tokio::test]
async fn the_api_spells_out_what_is_there() {
    let service = Service::sample().await;
    let answer = service.get("/api").await;
    assert_eq!(
        answer.header("content-type"),
        "application/vnd.oai.openapi+json;version=3.0"
    );
    let api = answer.json();
    assert!(api["openapi"].as_str().unwrap().starts_with("3.0"));
    for collection in COLLECTIONS {
        let get = &api["paths"][format!("/collections/{collection}/items")]["get"];
        let names = parameters(&api, get);
        for name in ["bbox", "datetime", "limit", "next"] {
            assert!(names.contains(name), "{collection}: {name}");
        }
        for name in &names {
            let problem = service
                .get(&format!("/collections/{collection}/items?{name}="))
                .await;
            assert_eq!(
                problem.status, 400,
                "{name} is known, and nothing is no value of it"
            );
            assert_eq!(problem.json()["parameter"], name.as_str(), "{name}");
        }
    }
}

fn parameters(api: &Value, operation: &Value) -> HashSet<String> {
    let references = operation["parameters"].as_array().unwrap().iter();
    references
        .map(|parameter| {
            api.pointer(parameter["$ref"].as_str().unwrap().trim_start_matches('#'))
                .unwrap()["name"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn every_path_of_the_api_answers() {
    let service = Service::sample().await;
    let api = service.get("/api").await.json();
    let id = service
        .get("/collections/events/items?limit=1")
        .await
        .json()["features"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for path in api["paths"].as_object().unwrap().keys() {
        let filled = path
            .replace("{id}", &id)
            .replace("{z}", "0")
            .replace("{x}", "0")
            .replace("{y}", "0");
        let query = match path.as_str() {
            "/map/view" => "?bbox=0,0,1,1&zoom=3",
            "/collections/events/aggregate" => "?by=day",
            "/map/names" => "?lang=ar&of=Kirkuk",
            "/resolve" => "?name=Mosul",
            "/locate" => "?position=43.1,36.3",
            _ => "",
        };
        let answer = service.get(&format!("{filled}{query}")).await;
        let documented = api["paths"][path]["get"]["responses"].as_object().unwrap();
        assert!(
            documented.contains_key(answer.status.as_str()),
            "{path}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn names_are_resolved_with_reasons() {
    let service = Service::of(0).await;
    let answer = service
        .get("/resolve?name=Salaheddine&country=IQ")
        .await
        .json();
    assert_eq!(answer["name"], "Salaheddine");
    assert_eq!(answer["place"]["name"], "Salah al-Din");
    assert!(answer["place"]["reasons"][0]["weight"].is_number());
    let nowhere = service.get("/resolve?name=Qwxzyv").await.json();
    assert!(nowhere["place"].is_null(), "{nowhere}");
    let list = service.with(Method::GET, "/resolve", &[], "").await;
    assert_problem(&list, 400, "no name");
    let country = service.get("/resolve?name=Mosul&country=Iraq").await;
    assert_problem(&country, 400, "a country by name");
}

#[tokio::test]
async fn a_position_has_units_around_it_and_places_near_it() {
    let service = Service::of(0).await;
    let answer = service
        .get("/locate?position=36.23,49.99&limit=3")
        .await
        .json();
    let names = |list: &Value, of: fn(&Value) -> &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|item| of(item)["properties"]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(&answer["units"], |unit| unit)[..2],
        ["Ukraine", "Kharkiv"]
    );
    assert_eq!(
        names(&answer["nearest"], |near| &near["place"])[0],
        "Kharkiv"
    );
    assert_eq!(answer["nearest"].as_array().unwrap().len(), 3);
    for bad in ["", "?position=1", "?position=200,0", "?position=a,b"] {
        let answer = service.get(&format!("/locate{bad}")).await;
        assert_problem(&answer, 400, bad);
    }
}

#[tokio::test]
async fn collections_are_described() {
    let service = Service::sample().await;
    let list = service.get("/collections").await.json();
    let ids: Vec<&str> = list["collections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, COLLECTIONS);
    for id in COLLECTIONS {
        let collection = service.get(&format!("/collections/{id}")).await.json();
        assert_eq!(collection["itemType"], "feature");
        assert_eq!(
            collection["crs"][0],
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
        );
        assert_eq!(collection["storageCrs"], collection["crs"][0]);
        for key in ["title", "description"] {
            assert!(collection[key].is_string(), "{id} {key}");
        }
        for item in collection["links"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|link| link["rel"] == "items")
        {
            let answer = service.get(&path_of(item["href"].as_str().unwrap())).await;
            assert_eq!(
                answer.header("content-type"),
                item["type"].as_str().unwrap()
            );
        }
    }
    let events = service.get("/collections/events").await.json();
    assert_eq!(
        events["extent"]["spatial"]["bbox"][0]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert_eq!(
        events["extent"]["temporal"]["interval"][0]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_problem(&service.get("/collections/nothing").await, 404, "nothing");
}

#[tokio::test]
async fn pages_add_up_to_the_number_matched() {
    let service = Service::sample().await;
    for collection in COLLECTIONS {
        for query in ["limit=7", "limit=50&status=proposed"] {
            if collection == "places" && query.contains("status") {
                continue;
            }
            let (ids, matched) = follow(
                &service,
                &format!("/collections/{collection}/items?{query}"),
            )
            .await;
            assert_eq!(ids.len() as u64, matched, "{collection} {query}");
            assert_eq!(
                ids.iter().collect::<HashSet<_>>().len(),
                ids.len(),
                "{collection} {query}: one twice"
            );
            assert!(matched > 1, "{collection} {query}: too few to test");
        }
    }
}

async fn follow(service: &Service, first: &str) -> (Vec<String>, u64) {
    let (mut ids, mut next, mut matched) = (Vec::new(), Some(first.to_owned()), 0);
    while let Some(path) = next {
        let answer = service.get(&path).await;
        let page = answer.json();
        let features = page["features"].as_array().unwrap();
        assert_eq!(page["numberReturned"], features.len());
        ids.extend(
            features
                .iter()
                .map(|feature| feature["id"].as_str().unwrap().to_owned()),
        );
        matched = page["numberMatched"].as_u64().unwrap();
        next = link(&page, "next").map(|href| path_of(&href));
        let has_header = answer
            .headers
            .get_all("link")
            .iter()
            .any(|header| header.to_str().unwrap().contains("rel=\"next\""));
        assert_eq!(has_header, next.is_some());
    }
    (ids, matched)
}

#[tokio::test]
async fn items_have_what_the_standard_asks() {
    let service = Service::sample().await;
    let answer = service.get("/collections/events/items?limit=3").await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let page = answer.json();
    assert_eq!(page["type"], "FeatureCollection");
    assert_eq!(
        page["timeStamp"], "2026-01-02T03:04:05.678Z",
        "the time of the data, not of the clock"
    );
    assert!(link(&page, "self").is_some() && link(&page, "alternate").is_some());
    let feature = &page["features"][0];
    assert_eq!(feature["type"], "Feature");
    assert_eq!(feature["geometry"]["type"], "Point");
    let id = feature["id"].as_str().unwrap();
    let item = service
        .get(&format!("/collections/events/items/{id}"))
        .await
        .json();
    assert_eq!(item["id"], id);
    assert!(item["properties"]["resolution"]["candidates"].is_array());
    assert!(feature["properties"].get("resolution").is_none());
    assert!(link(&item, "self").is_some() && link(&item, "collection").is_some());
    let extent = service
        .get(&format!("/collections/events/items/{id}/extent"))
        .await
        .json();
    assert_ne!(extent["geometry"]["type"], "Point");
    for elsewhere in ["unplaced", "background"] {
        assert_problem(
            &service
                .get(&format!("/collections/{elsewhere}/items/{id}"))
                .await,
            404,
            elsewhere,
        );
    }
    assert_problem(
        &service
            .get("/collections/events/items/00000000-0000-0000-0000-000000000000")
            .await,
        404,
        "unknown",
    );
}

#[tokio::test]
async fn unplaced_items_match_every_box_and_have_no_extent() {
    let service = Service::sample().await;
    let all = service.get("/collections/unplaced/items").await.json();
    let far = service
        .get("/collections/unplaced/items?bbox=-10,-10,-9,-9")
        .await
        .json();
    assert_eq!(all["numberMatched"], far["numberMatched"]);
    let feature = &all["features"][0];
    assert_eq!(feature["geometry"], Value::Null);
    let path = format!(
        "/collections/unplaced/items/{}/extent",
        feature["id"].as_str().unwrap()
    );
    assert_problem(&service.get(&path).await, 404, &path);
}

#[tokio::test]
async fn filters_and_boxes_are_those_of_the_index() {
    let service = Service::sample().await;
    let data = service.app.data();
    for query in [
        "bbox=40,33,44,35",
        "bbox=40,33,0,44,35,100",
        "bbox=177,65,-177,70",
        "bbox=-180,85,180,90",
        "bbox=-180,-90,180,-85",
        "bbox=-1.5,50,1.5,53",
        "bbox=-80,-5,-70,5",
        "bbox=100,-60,-100,60",
        "bbox=-180,-90,180,90",
        "datetime=2019-01-01/2019-06-30",
        "datetime=2019-01-01",
        "datetime=../2019-01-01T12:00:00Z",
        "datetime=2019-01-01/",
        "event_type=Battles,Protests",
        "sub_event_type=Armed clash",
        "location_precision=settlement",
        "status=confirmed",
        "country=IQ,SY",
        "admin1=Kirkuk",
        "actor=blue force",
        "source=Gazette",
        "source=Herald\\, the",
        "dataset=ucdp-ged",
        "sortby=-date_start",
    ] {
        let (name, value) = query.split_once('=').unwrap();
        let checked = sitmap::app::query_from([(name, value)]).unwrap();
        let expected = data.snapshot.count(Collection::Events, &checked);
        let path = format!("/collections/events/items?limit=1&{query}").replace('\\', "%5C");
        assert_eq!(
            service.get(&path).await.json()["numberMatched"],
            expected,
            "{query}"
        );
    }
    let some = |query: &str| {
        let (name, value) = query.split_once('=').unwrap();
        data.snapshot.count(
            Collection::Events,
            &sitmap::app::query_from([(name, value)]).unwrap(),
        )
    };
    let all = data.snapshot.count(Collection::Events, &Query::default());
    assert!(some("bbox=40,33,44,35") > 0 && some("bbox=40,33,44,35") < all);
    assert_eq!(
        some("bbox=100,-60,-100,60"),
        0,
        "a box over the antimeridian is not its complement"
    );
}

#[tokio::test]
async fn admin1_is_known_in_every_spelling() {
    let service = Service::sample().await;
    let count = async |name: &str| {
        service
            .get(&format!("/collections/events/items?limit=1&admin1={name}"))
            .await
            .json()["numberMatched"]
            .as_u64()
            .unwrap()
    };
    let english = count("Salah al-Din").await;
    assert!(english > 0);
    assert_eq!(count("Salahuddin").await, english);
    assert_eq!(
        count("%D8%B5%D9%84%D8%A7%D8%AD%20%D8%A7%D9%84%D8%AF%D9%8A%D9%86").await,
        english
    );
}

#[tokio::test]
async fn a_limit_above_the_maximum_is_clamped() {
    let page = Service::sample()
        .await
        .get("/collections/events/items?limit=10001")
        .await;
    assert_eq!(page.status, StatusCode::OK);
}

/// Addresses that are refused, and the parameter at fault.
const MALFORMED: &[(&str, &str)] = &[
    ("/collections/events/items?limit=0", "limit"),
    ("/collections/events/items?limit=-1", "limit"),
    ("/collections/events/items?limit=ten", "limit"),
    ("/collections/events/items?limit=", "limit"),
    ("/collections/events/items?bbox=", "bbox"),
    ("/collections/events/items?bbox=1,2,3", "bbox"),
    ("/collections/events/items?bbox=1,2,3,4,5", "bbox"),
    ("/collections/events/items?bbox=1,2,3,4,5,6,7", "bbox"),
    ("/collections/events/items?bbox=0,50,10,40", "bbox"),
    ("/collections/events/items?bbox=0,0,NaN,1", "bbox"),
    ("/collections/events/items?bbox=0,0,inf,1", "bbox"),
    ("/collections/events/items?bbox=-200,0,0,1", "bbox"),
    ("/collections/events/items?bbox=a,b,c,d", "bbox"),
    ("/collections/events/items?datetime=yesterday", "datetime"),
    ("/collections/events/items?datetime=2019-13-01", "datetime"),
    (
        "/collections/events/items?datetime=2019-02-01/2019-01-01",
        "datetime",
    ),
    (
        "/collections/events/items?datetime=2019/2020/2021",
        "datetime",
    ),
    ("/collections/events/items?event_type=Picnic", "event_type"),
    (
        "/collections/events/items?sub_event_type=Battles",
        "sub_event_type",
    ),
    (
        "/collections/events/items?location_precision=roughly",
        "location_precision",
    ),
    ("/collections/events/items?status=new", "status"),
    ("/collections/events/items?country=Iraq", "country"),
    ("/collections/events/items?country=", "country"),
    ("/collections/events/items?admin1=Kirkuk,,Diyala", "admin1"),
    ("/collections/events/items?actor=", "actor"),
    ("/collections/events/items?next=zzz", "next"),
    ("/collections/events/items?sortby=title", "sortby"),
    ("/collections/events/items?f=xml", "f"),
    ("/collections/events/items?colour=red", "colour"),
    ("/collections/events/items?Limit=5", "Limit"),
    ("/collections/events/items?limit=5&limit=6", "limit"),
    ("/collections/events/items/x?limit=5", "limit"),
    ("/collections?limit=5", "limit"),
    ("/conformance?x=1", "x"),
    ("/health?x=1", "x"),
    ("/reports?bbox=1,2,3,4", "bbox"),
    ("/reports?limit=0", "limit"),
    ("/collections/places/items?q=", "q"),
    ("/collections/places/items?f=csv", "f"),
    ("/collections/places/items?next=geonames:0", "next"),
    ("/collections/places/items?q=Daquq&next=geonames:0", "next"),
    ("/collections/places/items?q=San&bbox=0,0,1,1", "q"),
    ("/collections/events/export?limit=5", "limit"),
    ("/collections/events/export?f=shp", "f"),
    ("/map/view?zoom=5", "bbox"),
    ("/map/view?bbox=0,0,1,1", "zoom"),
    ("/map/view?bbox=0,0,1,1&zoom=25", "zoom"),
    ("/map/view?bbox=0,0,1,1&zoom=-1", "zoom"),
    ("/map/names?of=Kirkuk", "lang"),
    ("/map/names?of=Kirkuk&lang=Arabic", "lang"),
    ("/map/names?lang=ar", "of"),
    ("/map/names?lang=ar&of=Kirkuk,", "of"),
    ("/collections/events/aggregate", "by"),
    ("/collections/events/aggregate?by=hour", "by"),
];

#[tokio::test]
async fn what_is_malformed_is_refused_and_named() {
    let service = Service::of(1).await;
    for (path, parameter) in MALFORMED {
        let problem = assert_problem(&service.get(path).await, 400, path);
        assert_eq!(problem["parameter"], *parameter, "{path}");
        assert!(
            problem["detail"].as_str().unwrap().contains("expected"),
            "{path}: {problem}"
        );
    }
}

#[tokio::test]
async fn errors_of_every_kind_are_problems() {
    let service = Service::of(1).await;
    for (method, path, status) in [
        (Method::GET, "/nothing", 404),
        (Method::GET, "/collections/events/items/x/y/z", 404),
        (Method::GET, "/collections/places/items/x/extent", 404),
        (Method::GET, "/collections/places/export", 404),
        (Method::GET, "/basemap/0/5/0.mvt", 404),
        (Method::GET, "/basemap/a/b/c.mvt", 404),
        (Method::GET, "/reports/unknown", 404),
        (Method::DELETE, "/collections", 405),
        (Method::POST, "/collections/events/items", 405),
        (Method::PUT, "/reports", 405),
    ] {
        let answer = service.with(method, path, &[], "").await;
        assert_problem(&answer, status, path);
        assert_eq!(
            answer.headers.contains_key("allow"),
            status == 405,
            "{path}"
        );
    }
    let long = format!("/collections/events/items?admin1={}", "x".repeat(9_000));
    assert_problem(&service.get(&long).await, 400, "a long query");
}

#[tokio::test]
async fn head_answers_what_get_does_without_the_body() {
    let service = Service::sample().await;
    for path in [
        "/",
        "/api",
        "/conformance",
        "/collections",
        "/collections/events",
        "/collections/events/items",
        "/collections/events/export",
        "/reports",
        "/health",
    ] {
        let get = service.get(path).await;
        let head = service.with(Method::HEAD, path, &[], "").await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        for name in ["content-type", "etag"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn options_and_origins() {
    let service = Service::of(1).await;
    let options = service
        .with(
            Method::OPTIONS,
            "/reports",
            &[("origin", "https://example.org")],
            "",
        )
        .await;
    assert_eq!(options.status, StatusCode::NO_CONTENT);
    for method in ["GET", "HEAD", "POST", "OPTIONS"] {
        assert!(
            options.header("allow").contains(method),
            "{method}: {}",
            options.header("allow")
        );
    }
    let read = service
        .with(
            Method::GET,
            "/collections/events/items",
            &[("origin", "https://example.org")],
            "",
        )
        .await;
    assert_eq!(read.header("access-control-allow-origin"), "*");
    let plain = ("content-type", "text/plain");
    let foreign = service
        .with(
            Method::POST,
            "/reports",
            &[plain, ("origin", "https://example.org")],
            "Shots.",
        )
        .await;
    assert_problem(&foreign, 403, "a foreign page");
    let own = service
        .with(
            Method::POST,
            "/reports",
            &[plain, ("origin", "http://sitmap.test")],
            "Shots.",
        )
        .await;
    assert_eq!(own.status, StatusCode::CREATED);
}

/// A name that somebody pointed at this machine made the foreign page look like the service's own.
#[tokio::test]
async fn a_foreign_name_for_this_machine_cannot_write() {
    let service = Service::sample().await;
    let plain = ("content-type", "text/plain");
    let post = async |host: &str, origin: Option<&str>, text: &str| {
        let origin = origin.map(|origin| ("origin", origin));
        let headers: Vec<_> = [plain, ("host", host)].into_iter().chain(origin).collect();
        let answer = service.with(Method::POST, "/reports", &headers, text).await;
        answer.status
    };
    for (host, origin) in [
        ("evil.example", Some("http://evil.example")),
        ("evil.example:8080", None),
        ("a~b", Some("null")),
        ("127.0.0.1:8080", Some("null")),
        ("localhost", Some("http://evil.example")),
    ] {
        let refused = post(host, origin, "Shots.").await;
        assert_eq!(refused, StatusCode::FORBIDDEN, "{host} {origin:?}");
    }
    for (host, origin) in [
        ("127.0.0.1:8080", Some("http://127.0.0.1:8080")),
        ("[::1]:8080", None),
        ("localhost:8080", Some("http://localhost:8080")),
        ("10.0.0.7", Some("http://sitmap.test")),
    ] {
        let text = format!("Shots at {host}.");
        assert_eq!(
            post(host, origin, &text).await,
            StatusCode::CREATED,
            "{host} {origin:?}"
        );
    }
}

#[tokio::test]
async fn the_texts_of_reports_are_not_for_pages_of_other_sites() {
    let service = Service::sample().await;
    let foreign = [("origin", "https://example.org")];
    for (path, allowed) in [
        ("/collections/events/items", "*"),
        ("/reports", ""),
        ("/reports/r1", ""),
    ] {
        let answer = service.with(Method::GET, path, &foreign, "").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            allowed,
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_is_not_utf_8_is_refused() {
    let service = Service::sample().await;
    let answer = service.get("/collections/events/items?actor=%FF").await;
    assert_problem(&answer, 400, "a value that is no text");
    let latin = [("content-type", "text/plain; charset=iso-8859-1")];
    let answer = service
        .with(Method::POST, "/reports", &latin, "Shots.")
        .await;
    assert_problem(&answer, 415, "another charset");
    let shouted = [("content-type", "TEXT/PLAIN; charset=UTF-8")];
    let first = service
        .with(Method::POST, "/reports", &shouted, "Shots.")
        .await;
    assert_eq!(first.status, StatusCode::CREATED);
    let again = service
        .with(Method::POST, "/reports", &shouted, "Shots.")
        .await;
    assert_eq!(again.status, StatusCode::OK, "it was there already");
}

#[tokio::test]
async fn what_does_not_exist_is_not_unchanged() {
    let service = Service::sample().await;
    let any = [("if-none-match", "*")];
    let answer = service.with(Method::GET, "/reports/none", &any, "").await;
    assert_problem(&answer, 404, "no such report");
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again() {
    let service = Service::sample().await;
    let path = "/collections/events/items?limit=5";
    let etag = service.get(path).await.header("etag").to_owned();
    assert!(etag.starts_with('"'), "strong: {etag}");
    let again = service
        .with(Method::GET, path, &[("if-none-match", &etag)], "")
        .await;
    assert_eq!(
        (again.status, again.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    assert_eq!(again.header("etag"), etag);
    assert_ne!(
        service
            .get("/collections/events/items?limit=6")
            .await
            .header("etag"),
        etag
    );
    let zipped = service
        .with(Method::GET, path, &[("accept-encoding", "gzip")], "")
        .await;
    assert_ne!(zipped.header("etag"), etag, "other bytes, another tag");
    let known = service
        .with(
            Method::GET,
            path,
            &[("if-none-match", zipped.header("etag"))],
            "",
        )
        .await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    service
        .with(
            Method::POST,
            "/reports",
            &[("content-type", "text/plain")],
            "New words.",
        )
        .await;
    assert_eq!(
        service
            .with(Method::GET, path, &[("if-none-match", &etag)], "")
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn answers_are_compressed_as_the_client_likes() {
    let service = Service::sample().await;
    for coding in ["gzip", "br", "zstd"] {
        let answer = service
            .with(
                Method::GET,
                "/collections/events/items",
                &[("accept-encoding", coding)],
                "",
            )
            .await;
        assert_eq!(answer.header("content-encoding"), coding);
        assert!(answer.headers.get_all("vary").iter().any(|vary| {
            vary.to_str()
                .unwrap()
                .to_ascii_lowercase()
                .contains("accept-encoding")
        }));
    }
}

#[tokio::test]
async fn an_export_is_complete_and_the_same_as_the_items() {
    let service = Service::sample().await;
    let query = "country=IQ";
    let (ids, matched) = follow(
        &service,
        &format!("/collections/events/items?limit=20&{query}"),
    )
    .await;
    let geojson = service
        .get(&format!("/collections/events/export?f=geojson&{query}"))
        .await;
    assert_eq!(
        geojson.header("content-disposition"),
        "attachment; filename=\"events.geojson\""
    );
    let exported: Vec<String> = geojson.json()["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| feature["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(exported, ids);
    let lines = service
        .get(&format!("/collections/events/export?f=geojsonseq&{query}"))
        .await;
    assert_eq!(lines.text().matches('\u{1e}').count() as u64, matched);
    let csv = service
        .get(&format!("/collections/events/export?f=csv&{query}"))
        .await;
    assert_eq!(
        csv::Reader::from_reader(csv.body.as_slice())
            .records()
            .count() as u64,
        matched
    );
}

#[tokio::test]
async fn the_map_counts_every_event_once() {
    let service = Service::sample().await;
    for zoom in [2, 6, 12] {
        let view = service
            .get(&format!("/map/view?bbox=30,25,55,45&zoom={zoom}"))
            .await
            .json();
        let clustered: u64 = view["clusters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cluster| cluster["count"].as_u64().unwrap())
            .sum();
        assert_eq!(
            clustered + view["events"].as_array().unwrap().len() as u64,
            view["numberMatched"].as_u64().unwrap(),
            "zoom {zoom}"
        );
        assert!(view["total"].as_u64() >= view["numberMatched"].as_u64());
        assert!(view["unplaced"].as_u64() > Some(0));
    }
    let aggregate = service
        .get("/collections/events/aggregate?by=month")
        .await
        .json();
    let counted: u64 = aggregate["bins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bin| bin["count"].as_u64().unwrap())
        .sum();
    assert_eq!(
        counted + aggregate["undated"].as_u64().unwrap(),
        aggregate["numberMatched"].as_u64().unwrap()
    );
}

#[tokio::test]
async fn what_a_date_filter_only_may_hold_is_counted() {
    let service = Service::sample().await;
    let counted = |datetime: &str| format!("/collections/events/aggregate?by=event_type{datetime}");
    let open = service.get(&counted("")).await.json();
    assert!(open.get("possible").is_none());
    let all = service
        .get(&counted("&datetime=../2030-12-31"))
        .await
        .json();
    let may = all["possible"].as_u64().unwrap();
    assert!(
        may > 0 && may < all["numberMatched"].as_u64().unwrap(),
        "{all}"
    );
}

#[tokio::test]
async fn places_have_names_in_the_readers_language() {
    let service = Service::of(0).await;
    let answer = service
        .get("/map/names?lang=ar&country=IQ&of=geonames:90220,Kirkuk,Atlantis,Palmyra")
        .await
        .json();
    assert_eq!(
        answer,
        serde_json::json!({"lang": "ar", "names": {"Kirkuk": "كركوك", "geonames:90220": "داقوق"}})
    );
    let abroad = service
        .get("/map/names?lang=ar&country=SY,IQ&of=Palmyra")
        .await;
    assert_eq!(abroad.json()["names"]["Palmyra"], "تدمر");
}

#[tokio::test]
async fn places_are_found_by_name_and_listed_by_id() {
    let service = Service::of(0).await;
    let found = service
        .get("/collections/places/items?q=Daquq&limit=3")
        .await
        .json();
    assert_eq!(found["features"][0]["properties"]["name"], "Daquq");
    assert!(found["features"][0]["properties"]["score"].is_number());
    let id = found["features"][0]["id"].as_str().unwrap();
    assert_eq!(
        service
            .get(&format!("/collections/places/items/{id}"))
            .await
            .json()["id"],
        id
    );
    let nowhere = service
        .get("/collections/places/items?bbox=-10,-10,-9,-9")
        .await
        .json();
    assert_eq!(nowhere["numberMatched"], 0);
}

#[tokio::test]
async fn a_search_that_fits_more_places_than_it_shows_states_no_number() {
    let service = Service::of(0).await;
    let many = service.get("/collections/places/items?q=San").await.json();
    assert!(
        many.get("numberMatched").is_none(),
        "{}",
        many["numberMatched"]
    );
    let boxed = service
        .get("/collections/places/items?q=Daquq&bbox=44,35,45,36")
        .await
        .json();
    let shown = boxed["features"].as_array().unwrap().len();
    assert!(shown > 0);
    assert_eq!(boxed["numberMatched"], shown);
}

#[tokio::test]
async fn a_report_comes_in_and_out() {
    let service = Service::of(0).await;
    let id = "https://example.org/a b?c=1/2";
    let body = json!({"text": "Shots were heard in Daquq, داقوق, at night.", "id": id, "title": "T", "published_at": "2019-07-08T21:00:00+03:00", "country": "IQ"});
    let created = service
        .with(
            Method::POST,
            "/reports",
            &[("content-type", "application/json; charset=utf-8")],
            &body.to_string(),
        )
        .await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text());
    let answer = created.json();
    assert_eq!(answer["report"], json!({"id": id, "version": 1}));
    for list in ["events", "unplaced", "background"] {
        assert!(answer[list].is_array(), "{list}");
    }
    let report = service
        .get(&path_of(created.header("location")))
        .await
        .json();
    assert_eq!(
        (&report["id"], &report["text"], &report["published_at"]),
        (&json!(id), &body["text"], &json!("2019-07-08"))
    );
    let characters: Vec<char> = report["text"].as_str().unwrap().chars().collect();
    for mention in report["mentions"].as_array().unwrap() {
        let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
        assert_eq!(
            characters[at("start")..at("end")]
                .iter()
                .collect::<String>(),
            mention["text"].as_str().unwrap()
        );
    }
    let list = service.get("/reports").await.json();
    assert_eq!(
        (&list["numberMatched"], &list["reports"][0]["id"]),
        (&json!(1), &json!(id))
    );
}

#[tokio::test]
async fn the_list_of_reports_turns_its_pages() {
    let service = Service::of(23).await;
    let (mut seen, mut next) = (0, Some("/reports?limit=5".to_owned()));
    while let Some(path) = next {
        let page = service.get(&path).await.json();
        assert_eq!(page["numberMatched"], 23);
        seen += page["reports"].as_array().unwrap().len();
        next = link(&page, "next").map(|href| path_of(&href));
    }
    assert_eq!(seen, 23);
}

#[tokio::test]
async fn health_tells_events_and_version() {
    let health = Service::of(3).await.get("/health").await.json();
    assert_eq!(
        (&health["status"], &health["version"]),
        (&json!("ok"), &json!("3"))
    );
    assert!(health["events"].is_u64());
}
