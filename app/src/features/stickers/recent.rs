//! The stickers that were sent last from this device.

use crate::{
    domain::{MemberId, SendableSticker, StickerId},
    sync::local,
};

/// So many are remembered.
const MOST: usize = 24;

/// The last ones, newest first. Browser only.
pub fn read(member: MemberId) -> Vec<SendableSticker> {
    sendable(local::read_stickers(member))
}

/// Remembers one more. Browser only.
pub fn add(member: MemberId, sticker: SendableSticker) {
    // Another tab may have sent some since.
    local::keep_stickers(member, &with(read(member), sticker));
}

/// What LINE no longer takes is forgotten.
fn sendable(kept: Vec<StickerId>) -> Vec<SendableSticker> {
    kept.into_iter().filter_map(|id| id.try_into().ok()).collect()
}

fn with(mut recent: Vec<SendableSticker>, sticker: SendableSticker) -> Vec<StickerId> {
    recent.retain(|one| *one != sticker);
    recent.insert(0, sticker);
    recent.truncate(MOST);
    recent.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SENDABLE;

    #[test]
    fn the_newest_stands_first_and_nothing_twice() {
        let all = SENDABLE[0].stickers().collect::<Vec<_>>();
        let mut kept = Vec::new();
        for id in all.iter().chain(&all[..1]) {
            kept = with(sendable(kept), (*id).try_into().unwrap());
        }
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[..2], [all[0], all[39]]);
    }

    #[test]
    fn what_line_does_not_take_is_not_offered() {
        let known = StickerId { package: 446, sticker: 1988 };
        let kept = vec![StickerId { package: 1, sticker: 1 }, known];
        assert_eq!(sendable(kept), [known.try_into().unwrap()]);
    }
}
