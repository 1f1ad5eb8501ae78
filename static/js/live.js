// The one line of a page to the server. The client library is fetched when somebody first asks for the line, so a page
// that needs none pays nothing. By WebSocket; where that does not come through (a proxy of an office), by asking again and
// again, until a WebSocket does.

const DIRECT = ["websocket"];
const ROUNDABOUT = ["polling", "websocket"];

let line = null;

// Browsers remember that a module could not be fetched: each try has an address of its own.
const library = async () => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await import(`../vendor/socket.io.esm.min.js${tries ? `?${tries}` : ""}`);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, Math.min(2_000 * 2 ** tries, 30_000)));
    }
  }
};

/** A promise of the page's socket, made at the first call. It connects again by itself, waiting longer each time. */
export const connect = () => {
  line ??= library().then(({ io }) => {
    const socket = io({ transports: DIRECT, timeout: 10_000, reconnectionDelayMax: 30_000, randomizationFactor: 0.5 });
    const { io: manager } = socket;
    // A server that starts anew must not be asked by all in the long way: who had a WebSocket tries that three times first.
    let patience = 1;
    const direct = () => {
      patience = 3;
      manager.opts.transports = DIRECT;
    };
    manager.on("open", () => {
      if (manager.engine.transport.name === "websocket") direct();
      else manager.engine.once("upgrade", direct);
    });
    manager.on("error", () => {
      patience -= 1;
      if (patience === 0) manager.opts.transports = ROUNDABOUT;
    });
    // While it waits for its next try, connect() does nothing; only a fresh start does not wait.
    const again = () => {
      if (!socket.connected && socket.active) socket.disconnect().connect();
    };
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") again();
    });
    window.addEventListener("online", again);
    return socket;
  });
  return line;
};

/** Tells `callback` true when the line is there and false when it is gone; also of the first connection. */
export const onLine = async (callback) => {
  const socket = await connect();
  socket.on("connect", () => callback(true));
  socket.on("disconnect", () => callback(false));
  socket.on("connect_error", () => callback(false));
  if (socket.connected) callback(true);
};
