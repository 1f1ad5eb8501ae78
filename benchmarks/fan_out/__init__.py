"""Two Socket.IO servers that tell everybody in a room what one of them says, and who measures them."""
