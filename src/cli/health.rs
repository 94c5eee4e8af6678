use super::args::HealthFlags;
use super::error::CliError;
use super::messages::print;
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::Duration;

/// How long the service may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// `sitmap health`: 0 when the service answers that it works. It lets a container be watched without another program
/// in its image; a client library for one request of two lines would be more than the service itself.
pub(super) fn run(flags: &HealthFlags) -> Result<ExitCode, CliError> {
    let host = flags
        .url
        .strip_prefix("http://")
        .map(|rest| rest.trim_end_matches('/'))
        .filter(|host| !host.contains('/'));
    let host = host.ok_or_else(|| {
        CliError::Usage(format!(
            "expected an address such as http://127.0.0.1:8080, found {}",
            flags.url
        ))
    })?;
    let answer = ask(host).map_err(CliError::io(flags.url.clone()))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    if head
        .lines()
        .next()
        .is_some_and(|status| status.contains(" 200 "))
    {
        print(body)?;
        return Ok(ExitCode::SUCCESS);
    }
    Err(CliError::Failed(format!(
        "{}: expected status 200, found {}",
        flags.url,
        head.lines().next().unwrap_or("nothing")
    )))
}

fn ask(host: &str) -> std::io::Result<String> {
    let with_port = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let address = with_port
        .to_socket_addrs()?
        .next()
        .ok_or_else(|| std::io::Error::other("no such host"))?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.take(100_000).read_to_string(&mut answer)?;
    Ok(answer)
}
