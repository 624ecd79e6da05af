//! Fills a database with rooms of a given length, for the bench: every message goes through the
//! journal as a received event, so that the rows are those of real use. The server must be stopped.
//!
//! Writes one JSON object a line: `{"room":"…","contact":"…","messages":1000}`.

use std::{error::Error, io::Write, path::PathBuf, sync::Arc};

use app::domain::{ContactId, DeliveryId, MediaId, MessageId, RoomId, Timestamp};
use clap::Parser;
use futures::{StreamExt, TryStreamExt, stream};
use kakehashi::{
    line::inbound::{Content, Inbound, LineUserId, Said, Source, WebhookEventId, What, Words},
    store::{
        Aftermath, Audience, DatabaseUrl, OpenedBy, Store,
        connections::Connection,
        receive::{Fresh, ReceiveEvent},
    },
};
use serde_json::json;
use tokio::task::unconstrained;
use uuid::Uuid;

/// Messages that wait for the journal at once: enough to keep its batches full.
const UNDER_WAY: usize = 512;
/// Between messages, by the clock of the filled rooms.
const STEP_MS: i64 = 30_000;
/// The database engine recurses deeply on some queries.
const THREAD_STACK_BYTES: usize = 10 << 20;

/// Fill a database with rooms.
#[derive(Parser)]
struct Options {
    /// The SurrealKV directory
    #[arg(long)]
    database: PathBuf,
    /// The channel whose official account the rooms belong to
    #[arg(long)]
    channel_id: String,
    /// Messages of each room
    #[arg(long, value_delimiter = ',', required = true)]
    rooms: Vec<u32>,
    /// The newest message's time, in Unix milliseconds
    #[arg(long)]
    until: i64,
}

struct Nobody;

impl Audience for Nobody {
    fn committed(&self, _: Aftermath) {}
}

/// A LINE user who writes everything that stands in one room.
struct Writer {
    connection: Connection,
    line_user: LineUserId,
    contact: ContactId,
    room: RoomId,
    messages: u32,
    until: i64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(THREAD_STACK_BYTES)
        .enable_all()
        .build()?;
    runtime.block_on(async { tokio::spawn(fill(options)).await? }).map_err(|e| e as Box<dyn Error>)
}

async fn fill(options: Options) -> Result<(), Box<dyn Error + Send + Sync>> {
    let url = DatabaseUrl::SurrealKv(options.database);
    let (store, closing) = Store::open(&url, OpenedBy::Command, Arc::new(Nobody)).await?;
    let connections = store.connections().await?;
    let connection = connections
        .into_iter()
        .find(|connection| connection.channel_id == options.channel_id)
        .ok_or("there is no connection with this channel id")?;
    for messages in options.rooms {
        let room = RoomId::new(Uuid::now_v7());
        let writer = Writer {
            connection: connection.clone(),
            line_user: LineUserId(format!("U{}", Uuid::now_v7().simple())),
            contact: ContactId::new(Uuid::now_v7()),
            room,
            messages,
            until: options.until,
        };
        write(&store, &writer).await?;
        writeln!(
            std::io::stdout(),
            "{}",
            json!({ "room": room, "contact": writer.contact, "messages": messages })
        )?;
    }
    drop(store);
    closing.close().await;
    Ok(())
}

async fn write(store: &Store, writer: &Writer) -> Result<(), Box<dyn Error + Send + Sync>> {
    let all = stream::iter(1..=writer.messages)
        .map(|n| store.run(writer.event(n)))
        .buffered(UNDER_WAY)
        .try_for_each(|_| async { Ok(()) });
    // A task that has to pause in between goes on with the last that had to wait.
    Ok(unconstrained(all).await?)
}

impl Writer {
    fn event(&self, n: u32) -> ReceiveEvent {
        let at = Timestamp::from_millis(self.until - i64::from(self.messages - n) * STEP_MS);
        let text = format!(
            "{n}: お世話になっております。次の打ち合わせは木曜日の午後でよろしいでしょうか。"
        );
        let event_id = format!("01{}", &Uuid::now_v7().simple().to_string()[..24]).to_uppercase();
        let (line_message_id, quote_token) =
            ((500_000_000_000 + u64::from(n)).to_string(), token(n));
        let reply_token = Uuid::now_v7().simple().to_string();
        let raw = json!({
            "type": "message",
            "message": {
                "type": "text", "id": line_message_id, "quoteToken": quote_token, "text": text,
            },
            "webhookEventId": event_id,
            "deliveryContext": { "isRedelivery": false },
            "timestamp": at.millis(),
            "source": { "type": "user", "userId": self.line_user.0 },
            "replyToken": reply_token,
            "mode": "active",
        });
        let event = Inbound {
            event_id: WebhookEventId(event_id),
            at,
            redelivered: false,
            reply_token: Some(reply_token),
            source: Source::User(self.line_user.clone()),
            quoted: None,
            what: What::Said(Said {
                line_message_id: Some(line_message_id),
                content: Content::Words(Words { text, marks: Vec::new() }),
                quote_token: Some(quote_token),
                mark_as_read_token: None,
            }),
            raw: raw.to_string(),
        };
        let message = MessageId::new(Uuid::now_v7());
        let fresh = Fresh {
            message,
            contact: self.contact,
            people: Vec::new(),
            room: self.room,
            delivery: DeliveryId::new(Uuid::now_v7()),
            media: MediaId::new(Uuid::now_v7()),
        };
        ReceiveEvent { connection: self.connection.id, event, received_at: at, fresh }
    }
}

/// As long as LINE's quote tokens are.
fn token(n: u32) -> String {
    format!("q3Plxr4AgKd{n:0>85}")
}
