use super::answer::{Answer, Early};
use super::asked::Asked;
use super::collections::Kind;
use super::error::Problem;
use super::{State, turn};
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
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;
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
        attribution: Some(state.app.attribution()),
        ..Head::default()
    };
    let place = turn(&state.exporting).await?;
    let body = streamed(place, move |out| {
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

/// How long a client may take for one portion.
const PATIENCE: Duration = Duration::from_mins(1);

/// A body that is written off the async threads and waits for the client; a client that goes away or stalls stops the
/// writing.
fn streamed(
    place: OwnedSemaphorePermit,
    write: impl FnOnce(&mut BufWriter<Portions>) -> Result<u64, ExportError> + Send + 'static,
) -> Body {
    let (sender, receiver): (Sender<io::Result<Bytes>>, Receiver<_>) = channel(4);
    let end = End(Some(sender.clone()));
    let network = Handle::current();
    tokio::task::spawn_blocking(move || {
        let _until_written = place;
        let mut out = BufWriter::with_capacity(PORTION, Portions { sender, network });
        let written = write(&mut out).map_err(|error| error.to_string());
        match written.and_then(|_count| out.flush().map_err(|error| error.to_string())) {
            Ok(()) => end.disarm(),
            Err(cause) => tracing::debug!(cause, "an export ended early"),
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

/// Ends the connection without its proper end when writing stopped early, by an error or a panic: the client must not
/// take a part for the whole.
struct End(Option<Sender<io::Result<Bytes>>>);

impl End {
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for End {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            // Full only when the client stalls, and then it has no proper end either.
            drop(sender.try_send(Err(io::Error::other("the export ended early"))));
        }
    }
}

/// Sends what is written to the body of an answer.
struct Portions {
    sender: Sender<io::Result<Bytes>>,
    network: Handle,
}

impl Write for Portions {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let portion = Ok(Bytes::copy_from_slice(bytes));
        let sent = self
            .network
            .block_on(async { timeout(PATIENCE, self.sender.send(portion)).await });
        match sent {
            Ok(Ok(())) => Ok(bytes.len()),
            Ok(Err(_gone)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_elapsed) => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
