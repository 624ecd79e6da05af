//! Which rows of a list can stay where they are when it is put into another order. Pure.

/// Of rows with these places in the new order, all different, which can stay: as many as can be.
pub fn staying(places: &[usize]) -> Vec<bool> {
    // The row that ends the best run of each length, and what stands before each row in its best run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; places.len()];
    for (row, place) in places.iter().enumerate() {
        let length = ends.partition_point(|end| places[*end] < *place);
        before[row] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = row,
            None => ends.push(row),
        }
    }
    let mut staying = vec![false; places.len()];
    let mut last = ends.last().copied();
    while let Some(row) = last {
        staying[row] = true;
        last = before[row];
    }
    staying
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moved(places: &[usize]) -> Vec<usize> {
        let staying = staying(places);
        places.iter().zip(staying).filter(|(_, stays)| !stays).map(|(place, _)| *place).collect()
    }

    #[test]
    fn what_comes_in_or_goes_moves_nothing_else() {
        assert_eq!(moved(&[]), [0; 0]);
        assert_eq!(moved(&[8, 9, 10, 40]), [0; 0]);
    }

    #[test]
    fn of_a_list_in_which_one_rises_only_that_one_moves() {
        assert_eq!(moved(&[1, 2, 3, 0, 4]), [0]);
        assert_eq!(moved(&[4, 0, 1, 2, 3]), [4]);
    }

    proptest! {
        #[test]
        fn what_stays_is_in_order_and_nothing_else_could_stay_with_it(
            places in prop::collection::btree_set(0..200_usize, 0..40)
                .prop_map(|places| places.into_iter().collect::<Vec<_>>())
                .prop_shuffle(),
        ) {
            let staying = staying(&places);
            let stay: Vec<_> =
                places.iter().zip(staying).filter(|(_, stays)| *stays).map(|(place, _)| *place).collect();
            prop_assert!(stay.is_sorted());
            prop_assert_eq!(stay.len(), longest_run(&places));
        }
    }

    /// The same, the slow way.
    fn longest_run(places: &[usize]) -> usize {
        let mut runs: Vec<usize> = Vec::new();
        for (row, place) in places.iter().enumerate() {
            let below = (0..row).filter(|other| places[*other] < *place);
            runs.push(1 + below.map(|other| runs[other]).max().unwrap_or_default());
        }
        runs.into_iter().max().unwrap_or_default()
    }
}
