import type { UseStore } from "idb-keyval";

const storeName = "records";

/**
 * A database of one store, opened on first use and again whenever the browser or another tab closed it.
 *
 * idb-keyval's own stores stand in the way of other tabs that want to delete or upgrade the database.
 */
export function openDatabase(name: string): UseStore {
  let opening: Promise<IDBDatabase> | undefined;
  const open = () => {
    opening ??= request(name, () => {
      opening = undefined;
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  return async (mode, callback) => {
    let transaction: IDBTransaction;
    try {
      transaction = (await open()).transaction(storeName, mode);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
      // It was closed between opening and using it.
      opening = undefined;
      transaction = (await open()).transaction(storeName, mode);
    }
    return callback(transaction.objectStore(storeName));
  };
}

function request(name: string, onClose: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      database.onclose = onClose;
      database.onversionchange = () => {
        onClose();
        database.close();
      };
      resolve(database);
    };
  });
}
