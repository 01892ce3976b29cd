// What was typed and has not reached the server yet, kept by the browser.

const LIFE = 30 * 24 * 3600 * 1000;

export class Shelf {
  constructor(key) {
    this.key = key;
  }

  put(pairs) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), pairs }));
    } catch {
      // Storage may be forbidden or full: the server alone keeps it then.
    }
  }

  held() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return found && Date.now() - found.at < LIFE ? found.pairs : null;
    } catch {
      return null;
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing is kept where storage is forbidden.
    }
  }
}
