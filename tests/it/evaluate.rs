//! Figures of hand-made gold and predictions, worked out on paper and equal to those of the shared scorers.

use sitmap::app::evaluate::{
    self, Evaluation, GoldDocument, GoldName, GoldPair, Prediction, read_lines,
};

fn value(evaluation: &Evaluation, name: &str) -> Option<f64> {
    let metric = evaluation.metrics.iter().find(|m| m.name == name);
    metric.unwrap_or_else(|| panic!("no figure '{name}'")).value
}

/// Every row of the table is there and agrees to six digits.
fn assert_figures(evaluation: &Evaluation, expected: &[(&str, f64)]) {
    for (name, right) in expected {
        let found = value(evaluation, name).unwrap_or(f64::NAN);
        assert!(
            (found - right).abs() < 1e-6,
            "{name}: {right} expected, {found} found"
        );
    }
}

const TEXTS: &str = r#"
{"id": "a", "text": "The Hague and Mosul's suburbs near Erbil", "toponyms": [{"start": 0, "end": 9, "lon": 4.3, "lat": 52.1, "geonameid": 5}, {"start": 14, "end": 19, "lon": 43.13, "lat": 36.34}, {"start": 35, "end": 40, "lon": null, "lat": null}]}
{"id": "b", "text": "nothing here", "toponyms": []}
"#;

#[test]
fn mentions_are_compared_with_toponyms() {
    let gold: Vec<GoldDocument> = read_lines("gold", TEXTS).unwrap();
    let predictions: Vec<Prediction> = read_lines(
        "predictions",
        r#"{"id": "a", "mentions": [{"start": 14, "end": 21, "score": 0.9, "place": {"lon": 43.13, "lat": 36.43, "radius_km": 15}}, {"start": 22, "end": 29, "score": 0.2, "place": {"lon": 0, "lat": 0}}, {"start": 35, "end": 40, "score": 0.5, "place": {"lon": 1, "lat": 1}}]}"#,
    )
    .unwrap();
    let found = evaluate::geoparse(&gold, &predictions, 50);
    let error = 0.09_f64.to_radians() * 6_371.0;
    assert_figures(
        &found,
        &[
            ("recognition exact P", 2.0 / 3.0),
            ("recognition exact R", 2.0 / 3.0),
            ("resolution answered", 0.5),
            ("resolution acc@5km", 0.0),
            ("resolution acc@25km", 0.5),
            ("resolution mean km", error),
            ("resolution median km", error),
            (
                "resolution AUC (low is good)",
                (error.ln_1p() / 20_039_f64.ln()).midpoint(1.0),
            ),
            ("resolution geonameid exact", 0.0),
            ("end-to-end P@25km", 0.5),
            ("end-to-end R@25km", 0.5),
            ("radius coverage", 1.0),
            ("selective acc@25km, top 80 % of answers", 1.0),
            ("selective calibration error (low is good)", 0.1),
            ("promise calibration error (low is good)", 0.1),
            ("promise kept: truth within the stated radius or 25 km", 1.0),
        ],
    );
    assert_eq!((found.items, found.predicted), (2, 1));
}

#[test]
fn no_answer_is_a_wrong_answer() {
    let gold: Vec<GoldDocument> = read_lines("gold", TEXTS).unwrap();
    let found = evaluate::geoparse(&gold, &[], 50);
    assert_figures(
        &found,
        &[
            ("recognition exact F1", 0.0),
            ("resolution acc@161km", 0.0),
            ("resolution AUC (low is good)", 1.0),
            ("end-to-end F1@161km", 0.0),
        ],
    );
    assert_eq!(value(&found, "resolution mean km"), None);
}

#[test]
fn one_mention_serves_one_toponym() {
    let gold: Vec<GoldDocument> = read_lines(
        "gold",
        r#"{"id": "c", "text": "south of New York City today", "toponyms": [{"start": 9, "end": 22, "lon": -74, "lat": 40.7}]}"#,
    )
    .unwrap();
    let predictions: Vec<Prediction> = read_lines(
        "predictions",
        r#"{"id": "c", "mentions": [{"start": 9, "end": 17, "score": 1, "place": {"lon": -74, "lat": 40.7}}, {"start": 18, "end": 22, "score": 1, "place": {"lon": -74, "lat": 40.7}}]}"#,
    )
    .unwrap();
    assert_figures(
        &evaluate::geoparse(&gold, &predictions, 0),
        &[
            ("recognition exact F1", 0.0),
            ("recognition overlap F1", 1.0),
            ("resolution acc@5km", 1.0),
            ("end-to-end P@10km", 0.5),
            ("end-to-end R@10km", 1.0),
        ],
    );
}

#[test]
fn intervals_hold_the_figure_and_are_the_same_every_time() {
    let texts: Vec<String> = (0..40)
        .map(|i| format!("{{\"id\": {i}, \"text\": \"in Erbil\", \"toponyms\": [{{\"start\": 3, \"end\": 8, \"lon\": 44, \"lat\": 36.2}}]}}\n"))
        .collect();
    let answers: Vec<String> = (0..40)
        .filter(|i| i % 4 > 0)
        .map(|i| format!("{{\"id\": {i}, \"mentions\": [{{\"start\": 3, \"end\": 8, \"score\": 0.5, \"place\": {{\"lon\": 44, \"lat\": 36.2}}}}]}}\n"))
        .collect();
    let gold: Vec<GoldDocument> = read_lines("gold", &texts.concat()).unwrap();
    let predictions: Vec<Prediction> = read_lines("predictions", &answers.concat()).unwrap();
    let found = evaluate::geoparse(&gold, &predictions, 500);
    assert_eq!(found, evaluate::geoparse(&gold, &predictions, 500));
    let recall = found
        .metrics
        .iter()
        .find(|m| m.name == "recognition exact R")
        .unwrap();
    let [low, high] = recall.interval.unwrap();
    assert!(
        low < 0.75 && 0.75 < high && high - low < 0.35,
        "{low} to {high}"
    );
}

#[test]
fn names_and_pairs_are_measured() {
    let gold: Vec<GoldName> = read_lines(
        "gold",
        r#"{"id": 1, "name": "A", "lon": 44, "lat": 34, "group": "p"}
{"id": 2, "name": "B", "lon": 44, "lat": 35}
{"id": 3, "name": "C", "lon": 40, "lat": 35}
{"id": 4, "name": "D", "lon": 40, "lat": 36}"#,
    )
    .unwrap();
    let predictions: Vec<Prediction> = read_lines(
        "predictions",
        r#"{"id": 1, "place": {"lon": 44, "lat": 34.2, "radius_km": 5}, "candidates": [{"lon": 44, "lat": 34.01}]}
{"id": 2, "place": null, "candidates": []}
{"id": 3, "place": {"lon": 40, "lat": 35.01, "radius_km": 2}, "candidates": []}"#,
    )
    .unwrap();
    assert_figures(
        &evaluate::names(&gold, &predictions, 50),
        &[
            ("acc@10km", 0.25),
            ("acc@25km", 0.5),
            ("answered", 0.5),
            ("candidate recall@10km", 0.5),
            ("radius coverage", 0.5),
            ("precision@10km of answered", 0.5),
        ],
    );
    let nowhere: Vec<GoldName> = read_lines(
        "nowhere",
        r#"{"id": 3, "name": "C"}
{"id": 2, "name": "B"}"#,
    )
    .unwrap();
    assert_figures(
        &evaluate::names(&nowhere, &predictions, 0),
        &[(
            "names of no place: pinned (radius < 30 km, score > 0.5)",
            0.5,
        )],
    );
    let pairs: Vec<GoldPair> = read_lines(
        "pairs",
        r#"{"id": "s", "a": "x", "b": "y", "lon_a": 44, "lat_a": 34, "lon_b": 44, "lat_b": 34.01, "same": true}
{"id": "d", "a": "x", "b": "z", "lon_a": 44, "lat_a": 34, "lon_b": 41, "lat_b": 36, "same": false}"#,
    )
    .unwrap();
    let one_for_all: Vec<String> = ["s/a", "s/b", "d/a", "d/b"]
        .iter()
        .map(|id| format!("{{\"id\": \"{id}\", \"place\": {{\"lon\": 1, \"lat\": 1}}}}\n"))
        .collect();
    let predictions: Vec<Prediction> = read_lines("predictions", &one_for_all.concat()).unwrap();
    assert_figures(
        &evaluate::pairs(&pairs, &predictions, 50),
        &[
            ("same place: agree within 3 km", 1.0),
            ("same place: both within 10 km of gold", 0.0),
            ("different places: wrongly agree", 1.0),
        ],
    );
}

#[test]
fn a_bad_line_is_refused_with_its_number() {
    let refused = read_lines::<GoldName>("gold.jsonl", "\n{\"id\": 1}\n").unwrap_err();
    assert!(refused.starts_with("gold.jsonl, line 2: "), "{refused}");
}
