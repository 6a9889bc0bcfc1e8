"""A real yaml-language-server, and the little of its protocol that tests need (LSP 3.17 over stdio: a header, then JSON)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

PACKAGE = "yaml-language-server@1.25.0"
SECONDS = 30


class NoServerError(Exception):
    """It cannot be had here; the text says why."""


def installed(folder: Path) -> Path:
    """The server's script, installed into `folder` by npm unless it is there already. Raises `NoServerError`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise NoServerError("node and npm are not installed here")
    script = folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    if not script.exists():
        command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder), PACKAGE]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        except subprocess.TimeoutExpired as error:
            raise NoServerError("npm did not answer in three minutes") from error
        if done.returncode or not script.exists():
            raise NoServerError(f"npm cannot install {PACKAGE}: {done.stderr.strip()[-300:]}")
    return script


class LanguageServer:
    """A running server. Positions are line and character, from 0, as in the protocol."""

    def __init__(self, script: Path, root: Path, settings: Mapping[str, Any]) -> None:
        self.root = root
        self.settings = dict(settings)
        self.messages: Queue[dict[str, Any]] = Queue()
        self.asked = 0
        self.process = subprocess.Popen(
            ["node", str(script), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.input: IO[bytes] = self.process.stdin
        Thread(target=self._listen, args=(self.process.stdout,), daemon=True).start()
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        folders = [{"uri": root.as_uri(), "name": "story"}]
        self.ask(
            "initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities, "workspaceFolders": folders}
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": self.settings}})

    def _listen(self, output: IO[bytes]) -> None:
        while header := output.readline():
            length = int(header.split(b":")[1]) if header.lower().startswith(b"content-length") else None
            if length is not None:
                while output.readline().strip():
                    pass
                self.messages.put(json.loads(output.read(length)))

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.input.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.input.flush()

    def tell(self, method: str, parameters: Mapping[str, Any]) -> None:
        """Sends a notification."""
        self._send({"method": method, "params": parameters})

    def ask(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """Sends a request and waits for what is answered."""
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _next(self) -> dict[str, Any]:
        """The next message; what the server asks for itself is answered on the way."""
        try:
            message = self.messages.get(timeout=SECONDS)
        except Empty:
            raise AssertionError(f"the server said nothing for {SECONDS} seconds") from None
        if "id" in message and "method" in message:
            items = message.get("params", {}).get("items", []) if message["method"] == "workspace/configuration" else None
            answer = None if items is None else [self.settings if item.get("section") == "yaml" else None for item in items]
            self._send({"id": message["id"], "result": answer})
        return message

    def open(self, file: str, text: str) -> list[dict[str, Any]]:
        """Opens a file and waits for the diagnostics of it; `file` is relative to the root, and need not be on disk."""
        return self.open_all({file: text})[file]

    def open_all(self, texts: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
        """Opens files and waits for the diagnostics of each. A file is opened once only: closing it makes diagnostics too."""
        waiting = {(self.root / file).as_uri(): file for file in texts}
        for uri, file in waiting.items():
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": texts[file]}
            self.tell("textDocument/didOpen", {"textDocument": document})
        found: dict[str, list[dict[str, Any]]] = {}
        while len(found) < len(waiting):
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] in waiting:
                found[waiting[message["params"]["uri"]]] = message["params"]["diagnostics"]
        return found

    def complete(self, file: str, line: int, character: int) -> list[str]:
        """What is proposed there."""
        answer = self.ask("textDocument/completion", self._at(file, line, character))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return [item["label"] for item in items]

    def hover(self, file: str, line: int, character: int) -> str:
        """What is said of the word there."""
        answer = self.ask("textDocument/hover", self._at(file, line, character))
        return "" if answer is None else str(answer["contents"]["value"])

    def _at(self, file: str, line: int, character: int) -> dict[str, Any]:
        uri = (self.root / file).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}

    def stop(self) -> None:
        """Ends it."""
        self.ask("shutdown", {})
        self.tell("exit", {})
        self.process.wait(SECONDS)
