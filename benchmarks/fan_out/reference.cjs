// The reference server with the same one event: socket.io from npm, as it comes, on PORT.
"use strict";
const { Server } = require("socket.io");

const server = new Server(Number(process.env.PORT), { transports: ["websocket"], serveClient: false });
server.on("connection", (socket) => {
    const room = socket.handshake.query.room;
    socket.join(room);
    socket.on("say", (data) => server.to(room).emit("said", data));
});
