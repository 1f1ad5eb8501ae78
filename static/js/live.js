// The one line of a page to the server. The client library is fetched when somebody first asks for the line, so a page
// that needs none pays nothing. WebSocket only: a browser always says its origin there, and the server asks for it.

let line = null;

/** The page's socket, made at the first call. It connects again by itself, waiting longer each time. */
export const connect = () => {
  line ??= import("../vendor/socket.io.esm.min.js").then(({ io }) => {
    const socket = io({ transports: ["websocket"], reconnectionDelayMax: 30_000, randomizationFactor: 0.5 });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !socket.connected && socket.active) socket.connect();
    });
    window.addEventListener("online", () => socket.connect());
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
