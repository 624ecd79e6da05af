//! Several messages in one call.

use app::domain::{FailReason, Seq};

use super::{failed, via};
use crate::outbox::{
    store::Via,
    testing::{Fault, World, room},
};

fn of(count: u32) -> World {
    World::with_messages(&[count])
}

#[test]
fn what_waits_together_goes_in_one_push() {
    for (count, calls) in [(1, 1), (2, 1), (3, 1), (5, 1), (6, 2), (11, 3)] {
        let world = of(count);
        world.run_to_the_end();
        world.check();
        assert_eq!(world.state().calls.len(), calls, "{count}");
    }
}

#[test]
fn one_that_line_does_not_take_holds_up_none_that_it_came_with() {
    let world = of(4);
    world.state().disliked.push((room(1), Seq(3)));
    world.run_to_the_end();
    world.check();
    let ends = world.ends(1);
    assert_eq!(ends[2], Some(failed(FailReason::Refused)));
    assert_eq!(ends.iter().filter(|end| via(end.as_ref()) == Some(Via::Push)).count(), 3);
    assert_eq!(world.state().calls.len(), 1 + 4);
}

#[test]
fn a_call_that_is_not_answered_is_repeated_as_it_was() {
    for fault in [Fault::AnswerLost, Fault::Hang, Fault::ServerError, Fault::Rate] {
        let world = of(4).faults(&[fault, fault]);
        world.run_to_the_end();
        world.check();
        assert_eq!(world.state().calls.len(), 3, "{fault:?}");
    }
}

#[test]
fn what_failed_together_without_an_answer_is_tried_again_together() {
    let mut faults = vec![Fault::AnswerLost];
    faults.extend([Fault::ServerError; 19]);
    let world = of(4).faults(&faults);
    world.run_to_the_end();
    world.check();
    assert!(world.ends(1).iter().all(|end| *end == Some(failed(FailReason::NoAnswer))));
    assert!(world.retry_by_hand());
    world.run_to_the_end();
    world.check_once();
    assert!(world.ends(1).iter().all(|end| via(end.as_ref()).is_some()));
}

#[test]
fn death_at_every_step_and_again_at_every_step_doubles_and_loses_nothing() {
    let stories: [&[Fault]; 4] = [
        &[],
        &[Fault::None, Fault::AnswerLost],
        &[Fault::AnswerLost, Fault::AnswerLost],
        &[Fault::Hang],
    ];
    for faults in stories {
        for disliked in [None, Some(Seq(2)), Some(Seq(4))] {
            let world = || {
                let world = of(4).faults(faults);
                world.state().disliked.extend(disliked.map(|seq| (room(1), seq)));
                world
            };
            let steps = (0..1000).find(|polls| world().run(*polls)).unwrap();
            for first in 0..=steps {
                for second in 0..=steps {
                    let world = world();
                    world.run(first);
                    world.run(second);
                    world.run_to_the_end();
                    world.check();
                }
            }
        }
    }
}
