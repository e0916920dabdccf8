//! One question to the plugin's server: gRPC's health check over its Unix socket, which the kubelet can't ask by itself.
//!
//! The few frames of HTTP/2 that this takes are written out here: a gRPC client would be larger than the compiler.
//! <https://grpc.io/docs/guides/health-checking/>, <https://www.rfc-editor.org/rfc/rfc9113>,
//! <https://www.rfc-editor.org/rfc/rfc7541>

use std::{
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    time::Duration,
};

/// A server that needs longer than this is not well.
const PATIENCE: Duration = Duration::from_secs(2);

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const ACK: u8 = 1;

/// The only stream of the connection.
const STREAM: u32 = 1;

/// A frame is longer only if both sides agreed to it.
const LONGEST_FRAME: usize = 1 << 14;

/// A server that is well answers with three or four.
const MOST_FRAMES: usize = 64;

/// `HealthCheckResponse {status: SERVING}`, as a message of gRPC: not compressed, two bytes.
const SERVING: [u8; 7] = [0, 0, 0, 0, 2, 8, 1];

/// Whether the server at this socket serves; if not, why.
pub(crate) fn ask(socket: &Path) -> Result<(), String> {
    let said = |error: io::Error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => format!("no answer in {} s", PATIENCE.as_secs()),
        io::ErrorKind::UnexpectedEof => "the connection was closed without an answer".to_owned(),
        _ => error.to_string(),
    };
    let mut stream = UnixStream::connect(socket).map_err(said)?;
    stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.set_write_timeout(Some(PATIENCE))).map_err(said)?;
    stream.write_all(&question()).map_err(said)?;
    for _ in 0..MOST_FRAMES {
        let frame = Frame::read(&mut stream).map_err(said)?;
        match (frame.kind, frame.stream) {
            (DATA, STREAM) if frame.payload == SERVING => return Ok(()),
            (DATA, STREAM) => return Err("it says that it does not serve".to_owned()),
            (HEADERS, STREAM) if frame.flags & END_STREAM != 0 => {
                return Err("it has no health check".to_owned());
            }
            (RESET | GOAWAY, _) => return Err("it refused the question".to_owned()),
            (SETTINGS, _) if frame.flags & ACK == 0 => {
                // What has answered and gone already need not hear it.
                let _ = stream.write_all(&write(SETTINGS, ACK, 0, &[]));
            }
            _ => {}
        }
    }
    Err("it answered something else".to_owned())
}

/// The connection's beginning, and a call of `grpc.health.v1.Health/Check` with an empty message.
fn question() -> Vec<u8> {
    /// A field that neither side remembers; `name` is how RFC 7541 writes one, by number or in full.
    fn field(name: &[u8], value: &str) -> Vec<u8> {
        let mut field = name.to_vec();
        field.push(value.len() as u8);
        field.extend_from_slice(value.as_bytes());
        field
    }
    // `:method: POST` and `:scheme: http` stand in the table that both sides have.
    let mut fields = vec![0x83, 0x86];
    fields.extend(field(&[0x04], "/grpc.health.v1.Health/Check"));
    fields.extend(field(&[0x01], "localhost"));
    fields.extend(field(&[0x0f, 0x10], "application/grpc"));
    fields.extend(field(b"\x00\x02te", "trailers"));
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    bytes.extend(write(SETTINGS, 0, 0, &[]));
    bytes.extend(write(HEADERS, END_HEADERS, STREAM, &fields));
    bytes.extend(write(DATA, END_STREAM, STREAM, &[0; 5]));
    bytes
}

fn write(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = (payload.len() as u32).to_be_bytes();
    let mut frame = length.to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend_from_slice(payload);
    frame
}

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

impl Frame {
    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut head = [0; 9];
        from.read_exact(&mut head)?;
        let [a, b, c, kind, flags, stream @ ..] = head;
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        if length > LONGEST_FRAME {
            return Err(io::Error::other("it does not speak gRPC"));
        }
        let mut payload = vec![0; length];
        from.read_exact(&mut payload)?;
        Ok(Self { kind, flags, stream: u32::from_be_bytes(stream) & (u32::MAX >> 1), payload })
    }
}

#[cfg(test)]
mod tests {
    use std::{os::unix::net::UnixListener, thread};

    use super::*;

    /// A server that says these bytes to whoever asks.
    fn answer(bytes: Vec<u8>) -> Result<(), String> {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("x.sock");
        let listener = UnixListener::bind(&socket).unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = vec![0; question().len()];
            stream.read_exact(&mut asked).unwrap();
            let _ = stream.write_all(&bytes);
            asked
        });
        let answer = ask(&socket);
        assert_eq!(server.join().unwrap(), question());
        answer
    }

    #[test]
    fn only_a_server_that_serves_is_well() {
        let head =
            |rest: &[u8]| [&write(SETTINGS, 0, 0, &[]), &write(HEADERS, END_HEADERS, STREAM, &[0x88]), rest].concat();
        assert_eq!(answer(head(&write(DATA, 0, STREAM, &SERVING))), Ok(()));
        let stopped = [0, 0, 0, 0, 2, 8, 2];
        assert_eq!(answer(head(&write(DATA, 0, STREAM, &stopped))), Err("it says that it does not serve".to_owned()));
        let unknown = write(HEADERS, END_HEADERS | END_STREAM, STREAM, &[0x88]);
        assert_eq!(answer(unknown), Err("it has no health check".to_owned()));
        assert_eq!(answer(write(GOAWAY, 0, 0, &[0; 8])), Err("it refused the question".to_owned()));
        assert_eq!(answer(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), Err("it does not speak gRPC".to_owned()));
        assert_eq!(answer(Vec::new()), Err("the connection was closed without an answer".to_owned()));
        assert!(ask(Path::new("/nonexistent/x.sock")).is_err());
    }
}
