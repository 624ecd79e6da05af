//! Brings chosen files to the server, one after the other and each part by part. A part that does not come
//! through is brought again, and nothing else.

use std::cell::Cell;

use leptos::task::spawn_local;

use super::{Attached, Attaching, Stage, file, look};
use crate::{
    api::{
        ApiError,
        uploads::{UploadError, begin_upload, finish_upload, give_up_upload, put_part, put_still},
    },
    browser,
    domain::{MediaId, NewUpload, Seen, upload},
};

/// Between two tries when the server cannot be reached, in milliseconds: the first, and the longest.
const AGAIN: (i32, i32) = (1_000, 30_000);

thread_local! {
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

impl Attaching {
    /// Begins with what was chosen. Calling it while it is at work changes nothing.
    pub fn bring(self) {
        if AT_WORK.replace(true) {
            return;
        }
        spawn_local(async move {
            while let Some(next) = self.next() {
                let id = next.id;
                match (Carrier { attaching: self, id }).carry(&next).await {
                    Ok(stage) | Err(Stop::Stage(stage)) => self.note(id, stage),
                    Err(Stop::NotWanted) => give_up_upload(id).await,
                }
            }
            AT_WORK.set(false);
        });
    }
}

/// Why a file goes no further.
enum Stop {
    /// It is not to be sent any more.
    NotWanted,
    /// It stays so.
    Stage(Stage),
}

#[derive(Clone, Copy)]
struct Carrier {
    attaching: Attaching,
    id: MediaId,
}

impl Carrier {
    async fn carry(self, one: &Attached) -> Result<Stage, Stop> {
        let Some(bytes) = file(self.id) else { return Err(Stop::NotWanted) };
        self.attaching.note(self.id, Stage::Coming(0));
        let looked = look::at(&bytes, one.kind).await;
        let new = NewUpload { id: self.id, room: one.room, name: one.name.clone(), size: one.size };
        self.patiently(0, || begin_upload(&new)).await?;
        let count = upload::parts(one.size);
        for part in 0..count {
            let from = part * u64::from(upload::PART_BYTES);
            let until = from + upload::part_len(one.size, part);
            let Ok(piece) = bytes.slice_with_f64_and_f64(float(from), float(until)) else {
                return Err(Stop::Stage(Stage::Failed(ApiError::Unavailable)));
            };
            self.patiently(hundredths(part, count), || put_part(self.id, part, &piece)).await?;
            self.attaching.note(self.id, Stage::Coming(hundredths(part + 1, count)));
        }
        if let Some(still) = &looked.still {
            self.patiently(100, || put_still(self.id, still)).await?;
        }
        let seen = Seen { kind: one.kind, duration: looked.duration };
        let media = self.patiently(100, || finish_upload(self.id, seen)).await?;
        if self.attaching.is_wanted(self.id) {
            Ok(Stage::Ready(media.into()))
        } else {
            Err(Stop::NotWanted)
        }
    }

    /// Repeats a call until the server has heard it, as long as the file is wanted.
    async fn patiently<T, F>(self, done: u32, call: impl Fn() -> F) -> Result<T, Stop>
    where
        F: Future<Output = Result<T, UploadError>>,
    {
        let (mut pause, longest) = AGAIN;
        loop {
            if !self.attaching.is_wanted(self.id) {
                return Err(Stop::NotWanted);
            }
            match call().await {
                Ok(answer) => return Ok(answer),
                Err(UploadError::Api(ApiError::Offline)) => {
                    self.attaching.note(self.id, Stage::Stalled(done));
                    browser::pause(pause).await;
                    pause = (pause * 2).min(longest);
                }
                Err(UploadError::Api(error)) => return Err(Stop::Stage(Stage::Failed(error))),
                Err(UploadError::Fault(fault)) => return Err(Stop::Stage(Stage::Refused(fault))),
            }
        }
    }
}

fn hundredths(part: u64, count: u64) -> u32 {
    u32::try_from(part * 100 / count.max(1)).unwrap_or(100)
}

#[expect(clippy::cast_precision_loss, reason = "a file is far smaller than 2^53 bytes")]
const fn float(bytes: u64) -> f64 {
    bytes as f64
}
