/* What the page adds to textual.js, which draws the terminal and starts when the page is loaded (window.onload). */
"use strict";

(() => {
  const address = (path) => new URL(path, new URL(".", window.location.href)).href;
  const GOING_AWAY = 1001;
  const NORMAL = 1000;
  const IDLE = 4001;

  /* The socket says why it closed, and the keyboard is the terminal's as soon as it is open. */
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      let opened = false;
      this.addEventListener("open", () => {
        opened = true;
        document.querySelector(".xterm-helper-textarea")?.focus();
      });
      this.addEventListener("close", (event) => {
        const words = document.getElementById("closed").dataset;
        if (!opened) tell(words.refused);
        else if (event.code === NORMAL) tell(words.ended);
        else if (event.code === IDLE) tell(words.idle);
        else if (event.code === GOING_AWAY) tell(words.stopped);
        else tell(words.lost);
      });
    }
  };

  /* Only web addresses leave, without a way back to this page; files come from below this page's own address. */
  const open = window.open.bind(window);
  window.open = (url, target) => {
    if (url === undefined) return open();
    const there = new URL(url, window.location.href);
    const download = /^\/(download\/.+)$/.exec(there.pathname);
    if (there.origin === window.location.origin && download) {
      const link = document.createElement("a");
      link.href = address(download[1]);
      link.download = "";
      link.click();
      return null;
    }
    if (there.protocol !== "https:" && there.protocol !== "http:") return null;
    return open(there.href, "_blank", "noopener,noreferrer");
  };

  function tell(why) {
    document.getElementById("why").textContent = why;
    document.getElementById("closed").hidden = false;
    document.getElementById("opening").hidden = true;
    document.getElementById("reload").focus();
  }

  /* The cells are measured once, so the letters must be there before; relative addresses also work below a path. */
  const start = window.onload;
  window.onload = null;
  window.addEventListener("load", async (event) => {
    const terminal = document.getElementById("terminal");
    terminal.dataset.sessionWebsocketUrl = address("ws").replace(/^http/, "ws");
    document.getElementById("reload").addEventListener("click", () => window.location.reload());
    const letters = ["400", "700"].map((weight) => document.fonts.load(`${weight} 16px "Roboto Mono"`));
    await Promise.allSettled(letters);
    start.call(window, event);
  });
})();
