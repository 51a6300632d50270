//! Which vectors of a front are the best for some weights: those on the lower convex hull.
//!
//! Weights w >= 0 choose v if w (u - v) >= 0 for every other vector u. That is a matrix game of the weights against the other
//! vectors: it has such weights if its value is not negative (von Neumann 1928; solved as a linear program, Dantzig 1951).

/// Values of a game nearer to 0 than this are ties, after each column is brought to the range -1 to 1.
const TIE: f64 = 1e-9;
/// Rounds after which the value found last decides.
const ROUNDS: usize = 500;

/// Whether some weights, none negative and not all zero, make `vectors[row]` as good as any other.
///
/// The game is solved in floating point for a few opponents, to which those that beat its weights are added. What it finds is then proved in
/// whole numbers: weights against every vector, or a mix of vectors that is better on every axis. Only ties, where the value of the
/// game is 0 to nine digits, are not proved; they count as chosen. Takes O(k n) time for each of a few rounds, n vectors of k axes.
pub(crate) fn is_supported(vectors: &[Vec<u32>], row: usize) -> bool {
    let Some(mine) = vectors.get(row) else { return false };
    let axes = mine.len();
    let difference = |other: &Vec<u32>| -> Vec<i64> {
        other.iter().zip(mine).map(|(theirs, mine)| i64::from(*theirs) - i64::from(*mine)).collect()
    };
    let scale: Vec<f64> = (0..axes)
        .map(|axis| {
            vectors.iter().map(|v| v[axis].abs_diff(mine[axis])).max().map_or(1.0, |most| f64::from(most.max(1)))
        })
        .collect();
    // The first opponents: the best on each axis.
    let mut opponents: Vec<usize> = (0..axes)
        .filter_map(|axis| (0..vectors.len()).min_by_key(|i| vectors[*i][axis]))
        .filter(|i| *i != row)
        .collect();
    opponents.sort_unstable();
    opponents.dedup();
    let mut value = 0.0;
    for _ in 0..ROUNDS {
        if opponents.is_empty() {
            // The best on every axis.
            return true;
        }
        let columns: Vec<(Vec<f64>, f64)> = opponents
            .iter()
            .map(|opponent| {
                let column: Vec<f64> =
                    difference(&vectors[*opponent]).iter().zip(&scale).map(|(d, scale)| *d as f64 / scale).collect();
                let most = column.iter().fold(f64::MIN_POSITIVE, |most, d| most.max(d.abs()));
                (column.iter().map(|d| d / most).collect(), most)
            })
            .collect();
        let game = solve(axes, &columns);
        value = game.value;
        if game.value < -TIE {
            // A mix of opponents that is better on every axis, in whole numbers.
            let most = game.mix.iter().zip(&columns).map(|(x, column)| x / column.1).fold(0.0, f64::max);
            let mix = game.mix.iter().zip(&columns).map(|(x, column)| (x / column.1 / most * 2f64.powi(50)) as i128);
            let total = opponents.iter().zip(mix).fold(vec![0i128; axes], |mut total, (opponent, share)| {
                total.iter_mut().zip(difference(&vectors[*opponent])).for_each(|(t, d)| *t += share * i128::from(d));
                total
            });
            if total.iter().all(|total| *total < 0) {
                return false;
            }
        }
        let heaviest = game.weights.iter().zip(&scale).map(|(w, scale)| w / scale).fold(0.0, f64::max);
        let weights: Vec<i128> =
            game.weights.iter().zip(&scale).map(|(w, scale)| (w / scale / heaviest * 2f64.powi(60)) as i128).collect();
        let score = |i: &usize| -> i128 {
            difference(&vectors[*i]).iter().zip(&weights).map(|(d, weight)| i128::from(*d) * weight).sum()
        };
        let worst = (0..vectors.len()).filter(|i| *i != row).map(|i| (score(&i), i)).min();
        match worst {
            Some((score, other)) if score < 0 && !opponents.contains(&other) => opponents.push(other),
            Some((score, _)) if score < 0 => return game.value > -TIE,
            _ => return true,
        }
    }
    value > -TIE
}

/// The value of a game, the weights that reach it, and the mix of columns against which no weights do better.
struct Game {
    value: f64,
    weights: Vec<f64>,
    mix: Vec<f64>,
}

/// Weights on the axes to make the least of the columns the most: the simplex method on the columns' side.
fn solve(axes: usize, columns: &[(Vec<f64>, f64)]) -> Game {
    // All entries above 0, so that the value is; then: most of sum x, where the columns times x are at most 1.
    let shift = 2.0;
    let width = columns.len() + axes + 1;
    let mut table: Vec<Vec<f64>> = (0..=axes)
        .map(|axis| {
            let mut line = vec![0.0; width];
            for (j, column) in columns.iter().enumerate() {
                line[j] = if axis < axes { column.0[axis] + shift } else { -1.0 };
            }
            if axis < axes {
                line[columns.len() + axis] = 1.0;
                line[width - 1] = 1.0;
            }
            line
        })
        .collect();
    let mut basis: Vec<usize> = (columns.len()..columns.len() + axes).collect();
    // The first column that improves enters (Bland 1977), so that it ends.
    while let Some(enters) = (0..width - 1).find(|j| table[axes][*j] < -1e-12) {
        let ratio = |axis: usize| table[axis][width - 1] / table[axis][enters];
        let leaves = (0..axes)
            .filter(|axis| table[*axis][enters] > 1e-12)
            .min_by(|a, b| ratio(*a).total_cmp(&ratio(*b)).then(basis[*a].cmp(&basis[*b])));
        let Some(leaves) = leaves else { break };
        let pivot = table[leaves][enters];
        table[leaves].iter_mut().for_each(|entry| *entry /= pivot);
        let line = table[leaves].clone();
        for (_, other) in table.iter_mut().enumerate().filter(|(axis, _)| *axis != leaves) {
            let factor = other[enters];
            other.iter_mut().zip(&line).for_each(|(entry, pivot)| *entry -= factor * pivot);
        }
        basis[leaves] = enters;
    }
    let total = table[axes][width - 1].max(f64::MIN_POSITIVE);
    let weights = (0..axes).map(|axis| table[axes][columns.len() + axis].max(0.0) / total).collect();
    let mut mix = vec![0.0; columns.len()];
    for (axis, column) in basis.iter().enumerate().filter(|(_, column)| **column < columns.len()) {
        mix[*column] = table[axis][width - 1].max(0.0) / total;
    }
    Game { value: 1.0 / total - shift, weights, mix }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_vector_above_the_line_between_two_others_is_chosen_by_no_weights() {
        let vectors = [[0u32, 10], [4, 7], [10, 0], [5, 5]].map(Vec::from);
        assert_eq!([0, 1, 2, 3].map(|row| is_supported(&vectors, row)), [true, false, true, true]);
    }

    proptest! {
        /// Against all pairs of others: on two axes a vector is above the hull if it is above the line of a pair.
        #[test]
        fn on_two_axes_as_by_pairs(vectors in prop::collection::vec(prop::array::uniform2(0..30u32), 1..12)) {
            let vectors: Vec<Vec<u32>> = vectors.into_iter().map(Vec::from).collect();
            for (row, v) in vectors.iter().enumerate() {
                let d = |u: &Vec<u32>| (i64::from(u[0]) - i64::from(v[0]), i64::from(u[1]) - i64::from(v[1]));
                let beaten = vectors.iter().any(|a| vectors.iter().any(|b| {
                    // Some mix of the two is better on both axes.
                    let (a, b) = (d(a), d(b));
                    a.0 < 0 && (a.1 < 0 || b.1 < 0 && b.0 >= 0 && a.0 * b.1 > a.1 * b.0)
                }));
                prop_assert_eq!(is_supported(&vectors, row), !beaten, "{:?} of {:?}", v, vectors);
            }
        }

        /// What weights choose is supported.
        #[test]
        fn what_weights_choose_is_supported(
            vectors in prop::collection::vec(prop::array::uniform4(0..1_000_000u32), 1..60), weights in prop::array::uniform4(0..50u64)
        ) {
            let vectors: Vec<Vec<u32>> = vectors.into_iter().map(Vec::from).collect();
            let score = |v: &Vec<u32>| v.iter().zip(weights).map(|(v, w)| u64::from(*v) * w).sum::<u64>();
            let best = (0..vectors.len()).min_by_key(|row| score(&vectors[*row])).expect("a vector");
            prop_assert!(is_supported(&vectors, best));
        }
    }
}
