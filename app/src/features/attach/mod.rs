//! Files that a member is about to send: chosen, dropped or pasted, on their way to the server, and sent
//! when they are there. They live as long as the page: a browser gives no file a second time.
//!
//! Choosing is part of the composer. The rest ([`Tray`], and what brings the bytes) is fetched with the
//! first file, and with it what chooses a place ([`PlaceForm`]).

mod bring;
mod choose;
mod look;
mod place;
mod position;
mod tray;

use std::{cell::RefCell, collections::HashMap};

use leptos::{ev, prelude::*, task::spawn_local};
use web_sys::{File, FileList, Url};

pub use self::{
    choose::{Choose, Dropped},
    place::PlaceForm,
    tray::Tray,
};
use crate::{
    api::{ApiError, uploads::give_up_upload},
    browser,
    domain::{Media, MediaId, MediaKind, Outbound, RoomId, UploadFault, upload},
    features::parts,
    sync::outbox::Outbox,
};

thread_local! {
    /// The files themselves, which no signal can hold. Empty on the server.
    static FILES: RefCell<HashMap<MediaId, File>> = RefCell::default();
}

/// A file that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// The id that it will keep.
    pub id: MediaId,
    /// Where it goes.
    pub room: RoomId,
    /// Its name on this device.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// What it is to be sent as.
    pub kind: MediaKind,
    /// Where this page shows it, if it is a picture.
    pub look: Option<String>,
    /// How far it has come.
    pub stage: Stage,
    /// Whether it has been sent.
    pub word: Word,
}

/// Whether a member has said that a file is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Not yet.
    Waits,
    /// It goes as soon as it can.
    Goes,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has been done about it.
    Chosen,
    /// So many hundredths of it are at the server.
    Coming(u32),
    /// It goes on when the server can be reached again; so many hundredths are there.
    Stalled(u32),
    /// It is not taken, and trying again would change nothing.
    Refused(UploadFault),
    /// It did not come through; it can be tried again.
    Failed(ApiError),
    /// It is there.
    Ready(Box<Media>),
}

impl Attached {
    /// Whether it can still be sent.
    pub const fn is_hopeful(&self) -> bool {
        !matches!(self.stage, Stage::Refused(_) | Stage::Failed(_))
    }

    fn is_chosen(&self) -> bool {
        self.stage == Stage::Chosen
    }
}

/// All files that are about to be sent. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Attaching {
    all: RwSignal<Vec<Attached>>,
    outbox: Outbox,
}

impl Attaching {
    /// Puts it into the context.
    pub fn provide(outbox: Outbox) {
        let attaching = Self { all: RwSignal::default(), outbox };
        provide_context(attaching);
        Effect::new(move |_| attaching.ask_before_leaving());
        // Not by what shows them: whoever sends a file may have left the room before that has come.
        let has_chosen = Memo::new(move |_| attaching.has_chosen());
        Effect::new(move |_| has_chosen.get().then(|| parts::bring(attaching)));
    }

    /// What has not been sent is gone with the page: the browser asks before it leaves.
    fn ask_before_leaving(self) {
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if self.all.with_untracked(|all| all.iter().any(Attached::is_hopeful)) {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
    }

    /// Takes files that were chosen for a room. Answers whether there were any.
    pub fn take(self, room: RoomId, files: &FileList) -> bool {
        let files = (0..files.length()).filter_map(|n| files.get(n));
        let taken: Vec<_> = files.map(|file| attached(room, file)).collect();
        let any = !taken.is_empty();
        self.all.update(|all| all.extend(taken));
        any
    }

    /// Takes a file that was made here.
    pub fn take_one(self, room: RoomId, file: File, word: Word) {
        self.all.update(|all| all.push(Attached { word, ..attached(room, file) }));
    }

    /// The files of a room, in the order in which they were chosen. Follows changes.
    pub fn of(self, room: RoomId) -> Vec<MediaId> {
        let here = |all: &Vec<Attached>| {
            all.iter().filter(|one| one.room == room).map(|one| one.id).collect()
        };
        self.all.with(here)
    }

    /// Whether a room has files that can be sent and were not. Follows changes.
    pub fn can_send(self, room: RoomId) -> bool {
        let waits =
            |one: &Attached| one.room == room && one.word == Word::Waits && one.is_hopeful();
        self.all.with(|all| all.iter().any(waits))
    }

    /// The name of a room's first file that does not go by itself: it waits for a word, or it was to go and
    /// did not come through. Follows changes.
    pub fn unsent(self, room: RoomId, word: Word) -> Option<String> {
        let stays = |one: &&Attached| match one.word {
            Word::Waits => true,
            Word::Goes => !one.is_hopeful(),
        };
        let here = |one: &&Attached| one.room == room && one.word == word;
        self.all.with(|all| all.iter().filter(here).find(stays).map(|one| one.name.clone()))
    }

    /// One of them. Follows changes.
    pub fn one(self, id: MediaId) -> Option<Attached> {
        self.all.with(|all| one_of(all, id).cloned())
    }

    /// Sends the files of a room: each as soon as it is at the server.
    pub fn send(self, room: RoomId) {
        self.all.update(|all| {
            all.iter_mut().filter(|one| one.room == room).for_each(|one| one.word = Word::Goes);
        });
        self.let_go();
    }

    /// Notes how far a file has come, if it is still to be sent.
    fn note(self, id: MediaId, stage: Stage) {
        self.all.update(|all| {
            if let Some(one) = all.iter_mut().find(|one| one.id == id) {
                one.stage = stage;
            }
        });
        self.let_go();
    }

    /// Forgets a file. What the server has of it is not given up by this.
    fn remove(self, id: MediaId) {
        FILES.with_borrow_mut(|files| files.remove(&id));
        if let Some(look) = self.all.with_untracked(|all| one_of(all, id)?.look.clone()) {
            let _not_there = Url::revoke_object_url(&look);
        }
        self.all.update(|all| all.retain(|one| one.id != id));
    }

    /// Gives a file up that was not sent.
    fn give_up(self, id: MediaId) {
        self.remove(id);
        spawn_local(give_up_upload(id));
    }

    /// Whether there is one that nothing has been done about. Follows changes.
    fn has_chosen(self) -> bool {
        self.all.with(|all| all.iter().any(Attached::is_chosen))
    }

    /// The next that nothing has been done about.
    fn next(self) -> Option<Attached> {
        self.all.with_untracked(|all| all.iter().find(|one| one.is_chosen()).cloned())
    }

    /// Whether a file is still to be sent.
    fn is_wanted(self, id: MediaId) -> bool {
        self.all.with_untracked(|all| one_of(all, id).is_some())
    }

    /// Puts those that are to go and can into the outbox, in their order.
    fn let_go(self) {
        let ready = self.all.with_untracked(|all| {
            let ready = all.iter().filter(|one| one.word == Word::Goes).filter_map(|one| {
                let Stage::Ready(media) = &one.stage else { return None };
                Some((one.room, media.clone()))
            });
            ready.collect::<Vec<_>>()
        });
        for (room, media) in ready {
            let id = media.id;
            self.remove(id);
            self.outbox.send(room, Outbound::Media { media }.into());
        }
    }
}

fn one_of(all: &[Attached], id: MediaId) -> Option<&Attached> {
    all.iter().find(|one| one.id == id)
}

fn attached(room: RoomId, file: File) -> Attached {
    let id = browser::mint_media(browser::now());
    let (kind, size) = (MediaKind::of_type(&file.type_()), whole(file.size()));
    let look = (kind == MediaKind::Image).then(|| Url::create_object_url_with_blob(&file).ok());
    let stage = match upload::check(kind, size) {
        Ok(()) => Stage::Chosen,
        Err(fault) => Stage::Refused(fault),
    };
    let (name, look) = (file.name(), look.flatten());
    FILES.with_borrow_mut(|files| files.insert(id, file));
    Attached { id, room, name, size, kind, look, stage, word: Word::Waits }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a file's size is a whole number far below 2^53"
)]
const fn whole(size: f64) -> u64 {
    size as u64
}

/// The file itself.
fn file(id: MediaId) -> Option<File> {
    FILES.with_borrow(|files| files.get(&id).cloned())
}
