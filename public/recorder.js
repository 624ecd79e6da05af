// Hands what the microphone hears to the page, in pieces of one channel. Runs where sound is made,
// apart from the page, and knows nothing of it. The other end is `voice/microphone.rs`.

const SAMPLES = 4096;

class Recorder extends AudioWorkletProcessor {
  #piece = new Float32Array(SAMPLES);
  #filled = 0;

  process([[heard]]) {
    // Nothing is heard while the microphone is being opened or has gone.
    if (heard) this.#take(heard);
    return true;
  }

  #take(heard) {
    this.#piece.set(heard, this.#filled);
    this.#filled += heard.length;
    if (this.#filled < SAMPLES) return;
    this.port.postMessage(this.#piece, [this.#piece.buffer]);
    this.#piece = new Float32Array(SAMPLES);
    this.#filled = 0;
  }
}

registerProcessor("recorder", Recorder);
