/* The engine as the page sees it: fetched once, started when somebody asks, stopped and started again. */

export class Stopped extends Error {}
export class NotFetched extends Error {}
export class Refused extends Error {}
export class Broken extends Error {}

export class Engine {
  #addresses;
  #fetched = null;
  #worker = null;
  #waiting = null;
  #leaving = null;

  /** @param addresses `engine` and `dump` */
  constructor(addresses) { this.#addresses = addresses; }

  get started() { return Boolean(this.#worker); }

  get fetched() { return Boolean(this.#fetched); }

  /** Fetch what was not fetched yet and load the catalogue; `say` hears how far it is. */
  async start(say) {
    if (this.#worker) return;
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    if (!this.#fetched) {
      say("fetching");
      this.#fetched = await this.#fetch(signal);
    }
    say("loading");
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    try {
      await this.#do({ task: "start", ...this.#fetched });
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  ask(query, form, most) { return this.#do({ task: "ask", query, form, most }); }

  more(from, most) { return this.#do({ task: "more", from, most }); }

  table() { return this.#do({ task: "table" }); }

  /** Break off what it does; what was fetched stays. */
  stop(reason = new Stopped()) {
    this.#leaving?.abort();
    this.#worker?.terminate();
    this.#worker = null;
    this.#waiting?.(reason);
  }

  async #fetch(signal) {
    const bytes = async (address) => {
      const response = await fetch(address, { signal });
      if (!response.ok) throw new Error(`${response.status} ${address}`);
      return response.arrayBuffer();
    };
    try {
      const [packed, dump] = await Promise.all([bytes(this.#addresses.engine), bytes(this.#addresses.dump)]);
      return { engine: await WebAssembly.compile(await unpacked(packed)), dump };
    } catch (error) {
      throw signal.aborted ? new Stopped() : new NotFetched(error.message);
    }
  }

  #do(message) {
    return new Promise((done, fail) => {
      const worker = this.#worker;
      this.#waiting = fail;
      worker.onmessage = ({ data }) => {
        this.#waiting = null;
        if (data.error === undefined) return done(data);
        if (!data.broken) return fail(new Refused(data.error));
        this.stop();
        return fail(new Broken(data.error));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.stop(new Broken(event.message));
      };
      worker.postMessage(message);
    });
  }
}

/** The engine is packed on disk; a server that says so in its headers has had the browser unpack it already. */
async function unpacked(buffer) {
  const isPacked = new Uint8Array(buffer, 0, 2).join() === "31,139";
  if (!isPacked) return buffer;
  return new Response(new Blob([buffer]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
