//! A sign of life on standard error for whatever takes longer than a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Work shorter than this is done before anyone wonders.
const PATIENCE: Duration = Duration::from_secs(1);
const BEAT: Duration = Duration::from_millis(100);

/// Shows that work goes on until it is dropped; nothing where standard error is no terminal.
pub struct Progress {
    done: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to watch.
    pub fn of(what: &'static str) -> Progress {
        let (done, total) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let (end, ended) = channel::<()>();
        let (counted, whole) = (Arc::clone(&done), Arc::clone(&total));
        let thread = std::thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_message(what);
            loop {
                let total = whole.load(Ordering::Relaxed);
                let template = if total > 0 { "{msg} {bar:30} {pos} of {len}" } else { "{spinner} {msg} {elapsed}" };
                // The templates are our own; without one the bar has its usual look.
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style);
                }
                bar.set_length(total);
                bar.set_position(counted.load(Ordering::Relaxed));
                bar.tick();
                if ended.recv_timeout(BEAT) != Err(RecvTimeoutError::Timeout) {
                    return bar.finish_and_clear();
                }
            }
        });
        Progress { done, total, end: Some(end), thread: Some(thread) }
    }

    /// So much is done of so much.
    pub fn at(&self, done: usize, total: usize) {
        self.done.store(done as u64, Ordering::Relaxed);
        self.total.store(total as u64, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.end.take());
        // If the bar has panicked, the answer is none the worse.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}
