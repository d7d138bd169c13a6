/** What a hub needs once it has a server to talk to: loaded when it connects. */
export { openConnection } from "./connection.js";
export { Delivery } from "./delivery.js";
