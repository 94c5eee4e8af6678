use super::State;
use super::answer::{Answer, Early};
use super::asked::Asked;
use super::collections::Kind;
use super::error::Problem;
use crate::app::FILTERS;
use crate::export::{ExportError, Head};
use axum::body::Body;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;
use bytes::Bytes;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

/// Bytes that are handed to the network at once.
const PORTION: usize = 64 * 1024;

/// `/collections/{collection}/export`: everything that fits the filter, in the canonical order, as it is written.
pub(super) async fn export(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Early> {
    let Kind::Events(collection) = Kind::read(&id)? else {
        return Err(Problem::not_found(
            "places are exported page by page: see /collections/places/items",
        )
        .into());
    };
    let params = asked.params(&FILTERS)?;
    let encoding = asked.encoding(&params, Kind::Events(collection).encodings())?;
    let query = state.app.spelled(params.filter()?);
    let data = state.app.data();
    let answer = Answer::begin(&asked, &state.generation_of(&data), encoding)?;
    let head = Head {
        time_stamp: data.at,
        ..Head::default()
    };
    let body = streamed(move |out| {
        encoding
            .format()
            .write(out, data.snapshot.select(collection, &query), &head)
    });
    let mut response = answer.body(body);
    let name = format!(
        "attachment; filename=\"{}.{}\"",
        collection.as_str(),
        encoding.format()
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A body that is written off the async threads and waits for the client; a client that goes away stops the writing.
fn streamed(
    write: impl FnOnce(&mut BufWriter<Portions>) -> Result<u64, ExportError> + Send + 'static,
) -> Body {
    let (sender, receiver): (Sender<io::Result<Bytes>>, Receiver<_>) = channel(4);
    let last_word = sender.clone();
    tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::with_capacity(PORTION, Portions(sender));
        let written = write(&mut out).map_err(|error| error.to_string());
        if let Err(cause) =
            written.and_then(|_count| out.flush().map_err(|error| error.to_string()))
        {
            tracing::debug!(cause, "an export ended early");
            // The client must not take a part for the whole: an error ends the connection without its proper end.
            drop(last_word.blocking_send(Err(io::Error::other(cause))));
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

/// Sends what is written to the body of an answer.
struct Portions(Sender<io::Result<Bytes>>);

impl Write for Portions {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len())
            .map_err(|_gone| io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
