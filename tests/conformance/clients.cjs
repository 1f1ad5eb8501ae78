// Each minor version of socket.io-client: connect, ask, send, hear, lose the line, come back, ask again.
// Arguments: address, cookie, conversation, then the folders of the clients. Says what each met, as JSON.
"use strict";
const [address, cookie, conversation, ...folders] = process.argv.slice(2);
const WITHIN_MS = 10_000;

function once(emitter, event, until = () => true) {
    return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no ${event}`)), WITHIN_MS);
        emitter.on(event, (said) => {
            if (!until(said)) return;
            clearTimeout(late);
            resolve(said);
        });
    });
}

function ask(socket, event, payload) {
    return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${event} was not acknowledged`)), WITHIN_MS);
        socket.emit(event, payload, (answer) => {
            clearTimeout(late);
            resolve(answer);
        });
    });
}

async function meet(folder) {
    const { io } = require(folder);
    const { version } = require(`${folder}/package.json`);
    const socket = io(address, {
        transports: ["websocket"],
        extraHeaders: { Cookie: cookie, Origin: address },
        reconnectionDelay: 50,
        forceNew: true,
    });
    try {
        await once(socket, "connect");
        const before = await ask(socket, "conversation.since", { conversation, after: 0 });
        const body = `Said by ${version}`;
        const heard = once(socket, "conversation.entry", (news) => news.entry.message?.body_html.includes(body));
        const client_id = `client-${version.replaceAll(".", "-")}`;
        const sent = await ask(socket, "message.send", { conversation, body, client_id });
        const told = await heard;
        const first = socket.id;
        const back = once(socket, "connect");
        socket.io.engine.transport.ws.close(); // the line, not the client
        await back;
        const again = await ask(socket, "message.send", { conversation, body, client_id });
        return {
            version,
            connected: before.ok,
            exchanged: sent.ok && told.entry.sequence === sent.entries[0].sequence,
            reconnected: first !== socket.id && again.ok && again.entries[0].sequence === sent.entries[0].sequence,
        };
    } catch (fault) {
        return { version, fault: fault.message };
    } finally {
        socket.close();
    }
}

Promise.all(folders.map(meet)).then((met) => {
    console.log(JSON.stringify(met));
    process.exit(0);
});
