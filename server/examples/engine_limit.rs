//! How fast the embedded engine commits on this machine, without any of the server's own work: the
//! upper bound that the bench prints beside the server's figures.
//!
//! A "message" is as many rows, of the size, as the store writes for one received message: three
//! that are new (event, message, stream) and two that are written over: its room, and the head of a
//! member's stream, which messages of one transaction share.
//! Writes one JSON object a line: `{"way":"…","messages_per_second":…,"p50_ms":…,"p99_ms":…}`.

use std::{
    error::Error,
    io::Write,
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Parser;
use futures::future::try_join_all;
use kakehashi::store::{
    DatabaseUrl, StoreError,
    database::{Database, Vars},
};
use serde_json::{Value as Json, json};
use surrealdb::types::{Array, Object, RecordId, RecordIdKey, SurrealValue, Value};
use uuid::Uuid;

/// The database engine recurses deeply on some queries.
const THREAD_STACK_BYTES: usize = 10 << 20;

/// One transaction, in the statements of the store's journal.
const TRANSACTION: &str = "BEGIN;
    INSERT INTO webhook_event $webhook_event RETURN NONE;
    INSERT INTO message $message RETURN NONE;
    INSERT INTO stream $stream RETURN NONE;
    FOR $row IN $puts { UPSERT ONLY $row.id CONTENT $row RETURN NONE };
    COMMIT;";

/// Measure the embedded engine.
#[derive(Parser)]
struct Options {
    /// An empty directory on the disk in question
    #[arg(long)]
    directory: PathBuf,
    /// Seconds for each way of writing
    #[arg(long, default_value_t = 4)]
    seconds: u64,
}

/// How transactions are made.
struct Way {
    name: &'static str,
    writers: usize,
    messages: usize,
}

const WAYS: [Way; 4] = [
    Way { name: "1 writer, 1 message each", writers: 1, messages: 1 },
    Way { name: "32 writers, 1 message each", writers: 32, messages: 1 },
    Way { name: "1 writer, 32 messages each", writers: 1, messages: 32 },
    Way { name: "1 writer, 128 messages each", writers: 1, messages: 128 },
];

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(THREAD_STACK_BYTES)
        .enable_all()
        .build()?;
    runtime
        .block_on(async { tokio::spawn(measure(options)).await? })
        .map_err(|error| error as Box<dyn Error>)
}

async fn measure(options: Options) -> Result<(), Box<dyn Error + Send + Sync>> {
    let db = Database::open(&DatabaseUrl::SurrealKv(options.directory)).await?;
    let tables = ["webhook_event", "message", "stream", "room", "head"];
    let tables = tables.map(|table| format!("DEFINE TABLE {table};")).concat();
    db.query(&tables, Vars::new()).await?;
    for way in WAYS {
        let end = Instant::now() + Duration::from_secs(options.seconds);
        let began = Instant::now();
        let writers = (0..way.writers).map(|_| tokio::spawn(write(db.clone(), way.messages, end)));
        let mut times = Vec::new();
        for done in try_join_all(writers).await? {
            times.extend(done?);
        }
        times.sort();
        let messages = u32::try_from(times.len() * way.messages)?;
        let line = json!({
            "way": way.name,
            "messages_per_second": f64::from(messages) / began.elapsed().as_secs_f64(),
            "p50_ms": millis(&times, 50),
            "p99_ms": millis(&times, 99),
        });
        writeln!(std::io::stdout(), "{line}")?;
    }
    db.close().await;
    Ok(())
}

/// Writes for a member of its own until `end`; answers how long each transaction took.
async fn write(db: Database, messages: usize, end: Instant) -> Result<Vec<Duration>, StoreError> {
    let mut member = Member { id: Uuid::now_v7(), last: 0 };
    let rooms: Vec<Uuid> = (0..messages).map(|_| Uuid::now_v7()).collect();
    let mut times = Vec::new();
    while Instant::now() < end {
        let began = Instant::now();
        db.query(TRANSACTION, member.transaction(&rooms)).await?;
        times.push(began.elapsed());
    }
    Ok(times)
}

struct Member {
    id: Uuid,
    last: i64,
}

impl Member {
    /// A message in each of these rooms.
    fn transaction(&mut self, rooms: &[Uuid]) -> Vars {
        let (mut events, mut texts, mut frames) = (Vec::new(), Vec::new(), Vec::new());
        let mut puts = Vec::new();
        for room in rooms {
            self.last += 1;
            let (text, frame) = (numbered(*room, self.last), numbered(self.id, self.last));
            events.push(row("webhook_event", key(Uuid::now_v7()), filled(&["raw"], 480)));
            texts.push(row("message", text, filled(&["author", "body", "tokens"], 110)));
            frames.push(row("stream", frame, filled(&["frame"], 800)));
            let content = filled(&["last", "reply", "kind", "members"], 90);
            puts.push(row("room", key(*room), content));
        }
        puts.push(row("head", key(self.id), json!({ "n": self.last, "floor": 0 })));
        Vars::new()
            .with_list("webhook_event", events)
            .with_list("message", texts)
            .with_list("stream", frames)
            .with_list("puts", puts)
    }
}

fn numbered(uuid: Uuid, n: i64) -> RecordIdKey {
    RecordIdKey::Array(Array::from(vec![Value::Uuid(uuid.into()), n.into_value()]))
}

fn key(uuid: Uuid) -> RecordIdKey {
    RecordIdKey::Uuid(uuid.into())
}

/// An object whose fields hold `bytes` each.
fn filled(fields: &[&str], bytes: usize) -> Json {
    let fields = fields.iter().map(|field| ((*field).to_owned(), "x".repeat(bytes).into()));
    Json::Object(fields.collect())
}

fn row(table: &str, key: RecordIdKey, content: Json) -> Value {
    let mut object = match content.into_value() {
        Value::Object(object) => object,
        _ => Object::new(),
    };
    object.insert("id", Value::RecordId(RecordId::new(table, key)));
    Value::Object(object)
}

fn millis(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
