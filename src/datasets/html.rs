use super::RowError;
use super::json::published_day;
use crate::domain::ReportDraft;
use dom_query::{Document, NodeId};
use dom_smoothie::{Article, Config, Readability, TextMode};
use std::collections::HashMap;

/// Elements whose text nobody sees.
const UNSEEN: &str = "script, style, noscript, template, head, iframe, object, svg";

/// Elements after which article extraction is not tried: its time grows faster than the page.
const MAX_ELEMENTS: usize = 100_000;

/// Nesting beyond which a page is refused: real pages stay below 100, and reading grows with its square.
const MAX_DEPTH: usize = 500;

/// Reads the article of a page; a page without one gives all its visible text, one with neither is refused.
pub(super) fn draft(page: &str) -> Result<ReportDraft, RowError> {
    let document = Document::from(page);
    if is_too_deep(&document) {
        return Err(RowError::new(
            format!("elements nested at most {MAX_DEPTH} deep"),
            "deeper nesting",
        ));
    }
    match article(document.clone()) {
        Some(article) if !article.text_content.trim().is_empty() => Ok(from_article(&article)),
        _ => visible(&document),
    }
}

fn is_too_deep(document: &Document) -> bool {
    let mut depths: HashMap<NodeId, usize> = HashMap::new();
    document.root().descendants_it().any(|node| {
        let above = node
            .parent()
            .and_then(|parent| depths.get(&parent.id).copied())
            .unwrap_or(0);
        depths.insert(node.id, above + 1);
        above >= MAX_DEPTH
    })
}

fn article(document: Document) -> Option<Article> {
    let config = Config {
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MAX_ELEMENTS,
        ..Config::default()
    };
    Readability::with_document(document, None, Some(config))
        .ok()?
        .parse()
        .ok()
}

fn from_article(article: &Article) -> ReportDraft {
    ReportDraft {
        title: filled(&article.title),
        text: article.text_content.trim().to_owned(),
        published_at: article
            .published_time
            .as_deref()
            .and_then(|time| published_day(time).ok()),
        url: article.url.as_deref().and_then(filled),
        publisher: article.site_name.as_deref().and_then(filled),
        ..ReportDraft::default()
    }
}

fn visible(document: &Document) -> Result<ReportDraft, RowError> {
    let title = filled(&document.select("title").text());
    document.select(UNSEEN).remove();
    let text = document.formatted_text().trim().to_owned();
    if text.is_empty() {
        return Err(RowError::new(
            "a page with text",
            "a page without visible text",
        ));
    }
    Ok(ReportDraft {
        title,
        text,
        ..ReportDraft::default()
    })
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPH: &str = "A patrol of the border guards searched three hamlets near the old canal on Monday morning, \
        and two men were wounded when a roadside bomb went off beside the second vehicle.";

    fn page(body: &str) -> String {
        format!(
            "<!doctype html><html><head><title>News</title><style>p{{color:red}}</style><script>var hidden=1;</script></head><body>{body}</body></html>"
        )
    }

    #[test]
    fn an_article_keeps_its_words_and_loses_scripts() {
        let paragraphs = format!("<p>{PARAGRAPH}</p>").repeat(6);
        let draft = draft(&page(&format!("<nav><a href=/>Home</a></nav><article><h1>Canal</h1>{paragraphs}<script>alert('x')</script></article>"))).unwrap();
        assert!(draft.text.contains("roadside bomb"));
        for unseen in ["alert", "hidden", "color", "<p>"] {
            assert!(!draft.text.contains(unseen), "{unseen}: {}", draft.text);
        }
    }

    #[test]
    fn a_page_without_article_gives_its_visible_text() {
        let draft = draft(&page("<div>Shots in Daquq.</div><script>bad()</script>")).unwrap();
        assert_eq!(draft.text, "Shots in Daquq.");
    }

    #[test]
    fn a_page_of_scripts_is_refused() {
        assert!(draft(&page("<script>bad()</script>")).is_err());
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = page(&format!(
            "{}Shots in Daquq.{}",
            "<div>".repeat(2_000),
            "</div>".repeat(2_000)
        ));
        assert_eq!(
            draft(&deep).unwrap_err().to_string(),
            "expected elements nested at most 500 deep, found deeper nesting"
        );
    }
}
