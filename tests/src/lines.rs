//! A process that is asked in lines of JSON, any number of requests at once, and answers each as it comes.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// How long a request may take, and far more: a machine that also builds is slow at anything.
pub const PATIENCE: Duration = Duration::from_secs(240);

/// The process. It ends with this, because its input does.
pub struct Lines<Answer> {
    name: &'static str,
    process: Child,
    stdin: Mutex<Option<ChildStdin>>,
    waiting: Arc<Mutex<HashMap<u64, Sender<Answer>>>>,
    next: AtomicU64,
}

/// An answer that may not be there yet.
pub struct Awaited<Answer> {
    name: &'static str,
    answer: Receiver<Answer>,
}

/// A request or an answer as it is sent, with the number that both have.
#[derive(Serialize, Deserialize)]
struct Numbered<T> {
    id: u64,
    #[serde(flatten)]
    content: T,
}

impl<Answer: DeserializeOwned + Send + 'static> Lines<Answer> {
    /// Starts a command that says in its first line what there is to know of it.
    ///
    /// # Panics
    /// If it does not start, by the name that people know it by.
    #[must_use]
    pub fn start<Started: DeserializeOwned>(name: &'static str, command: &mut Command) -> (Self, Started) {
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap_or_else(|error| panic!("{error}"));
        let stdin = Mutex::new(process.stdin.take());
        let mut stdout = BufReader::new(process.stdout.take().unwrap_or_else(|| panic!("a pipe was asked for")));
        let mut first = String::new();
        stdout.read_line(&mut first).unwrap_or_else(|error| panic!("{error}"));
        let started = serde_json::from_str(&first).unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let waiting = Arc::new(Mutex::new(HashMap::<u64, Sender<Answer>>::new()));
        let answered = Arc::clone(&waiting);
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let Numbered { id, content } =
                    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
                let asked = answered.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                // Who asked may have given up.
                let _ = asked.map(|asked| asked.send(content));
            }
            // Nobody waits for an answer that can't come any more.
            answered.lock().unwrap_or_else(PoisonError::into_inner).clear();
        });
        (Self { name, process, stdin, waiting, next: AtomicU64::new(1) }, started)
    }

    /// Puts a request without waiting for the answer.
    ///
    /// # Panics
    /// If the process has ended.
    #[must_use]
    pub fn put(&self, request: impl Serialize) -> Awaited<Answer> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id, sender);
        let mut line = serde_json::to_vec(&Numbered { id, content: request }).unwrap_or_else(|error| panic!("{error}"));
        line.push(b'\n');
        let mut stdin = self.stdin.lock().unwrap_or_else(PoisonError::into_inner);
        let written = stdin.as_mut().map(|stdin| stdin.write_all(&line));
        assert!(matches!(written, Some(Ok(()))), "{} has ended: {written:?}", self.name);
        Awaited { name: self.name, answer }
    }
}

impl<Answer> Awaited<Answer> {
    /// Waits for it.
    ///
    /// # Panics
    /// If the process ends or does not answer in time.
    #[must_use]
    pub fn receive(self) -> Answer {
        let Self { name, answer } = self;
        answer.recv_timeout(PATIENCE * 2).unwrap_or_else(|error| panic!("{name} does not answer: {error}"))
    }
}

impl<Answer> Drop for Lines<Answer> {
    fn drop(&mut self) {
        // It ends with its input, and removes what it wrote.
        drop(self.stdin.lock().unwrap_or_else(PoisonError::into_inner).take());
        let _ = self.process.wait();
    }
}
