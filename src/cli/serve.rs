use super::error::CliError;
use super::gazetteer;
use super::messages::print;
use crate::app::{App, Intake};
use crate::config::Settings;
use crate::http;
use crate::store::{GeoPackage, OpenMode};
use jiff::Timestamp;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval};

/// How often the data file is asked for what other processes stored.
const REFRESH: Duration = Duration::from_secs(2);

/// How long work under way may go on after the last answer.
const LAST_WORK: Duration = Duration::from_secs(5);

/// `sitmap serve`
pub(super) fn run(settings: &Settings) -> Result<ExitCode, CliError> {
    let store = GeoPackage::open(&settings.data, OpenMode::Create)?;
    let folder = gazetteer::folder(settings)?;
    let intake = Intake::open(Box::new(store), folder, Timestamp::now())?;
    let app = App::over(intake)?;
    answer(app, settings, &[settings.listen])
}

/// Serves on the first of the addresses that is free, until told to stop.
pub(super) fn answer(
    app: App,
    settings: &Settings,
    addresses: &[SocketAddr],
) -> Result<ExitCode, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CliError::io("the async runtime"))?;
    let served = runtime.block_on(async {
        let listener = listen(addresses).await?;
        let address = listener.local_addr().map_err(CliError::io("the socket"))?;
        let app = Arc::new(app);
        let router = http::router(Arc::clone(&app), settings, Timestamp::now).await;
        let follower = tokio::spawn(follow(app));
        print(&format!("Sitmap is at http://{address}/"))?;
        let served = http::serve(listener, router).await;
        follower.abort();
        served.map_err(CliError::io("the service"))?;
        Ok(ExitCode::SUCCESS)
    });
    // Work that nobody waits for any more must not keep the process.
    runtime.shutdown_timeout(LAST_WORK);
    served
}

async fn listen(addresses: &[SocketAddr]) -> Result<TcpListener, CliError> {
    let mut taken = CliError::Failed("no address to listen on".to_owned());
    for address in addresses {
        match TcpListener::bind(address).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                taken = CliError::AddressTaken(*address);
            }
            Err(cause) => {
                return Err(CliError::Io {
                    what: address.to_string(),
                    cause,
                });
            }
        }
    }
    Err(taken)
}

/// Shows what `sitmap ingest` stored and takes up which places were added beside this process, without a restart. The
/// same trouble is told once.
async fn follow(app: Arc<App>) {
    let mut ticks = interval(REFRESH);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = String::new();
    loop {
        ticks.tick().await;
        let app = Arc::clone(&app);
        let news = move || app.refresh().and_then(|_| app.follow(Timestamp::now()));
        let trouble = match tokio::task::spawn_blocking(news).await {
            Ok(done) => done.err().map(|error| error.to_string()),
            Err(panic) => Some(panic.to_string()),
        };
        let trouble = trouble.unwrap_or_default();
        if !trouble.is_empty() && trouble != told {
            tracing::warn!(%trouble, "what others changed could not be taken up");
        }
        told = trouble;
    }
}
