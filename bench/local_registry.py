"""Debian's docker-registry on loopback with TLS, for the benchmarks of plans."""
import hashlib, json, os, socket, subprocess, time

from measure import ENV, WORK, run

EMPTY = b"{}"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def record(package, recipe, image, seconds, size, memory):
    """What imgrep leaves in a registry of a build: docs/registries.md#a-shared-store."""
    empty = {"digest": f"sha256:{sha256(EMPTY)}", "mediaType": "application/vnd.oci.empty.v1+json", "size": len(EMPTY)}
    said = {"recipe": f"sha256:{recipe}", "package": package, "builder": "embedded 0.1.0 (bwrap)", "who": "bench@bench", "built": "2026-11-30T08:00:00Z",
            "seconds": f"{seconds:.3f}", "size": str(size), "memory": str(memory), "processor-seconds": f"{seconds * 0.9:.3f}"}
    return json.dumps({
        "annotations": {f"imgrep.{name}": value for name, value in said.items()}, "artifactType": "application/vnd.imgrep.record.v1", "config": empty,
        "layers": [empty], "mediaType": "application/vnd.oci.image.manifest.v1+json", "schemaVersion": 2,
        "subject": {"digest": f"sha256:{image}", "mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 1}}).encode()


class Registry:
    """An empty one, until the end of a `with`."""

    def __enter__(self):
        self.folder = WORK / f"registry-{free_port()}"
        self.certificates = self.folder / "certificates"
        self.certificates.mkdir(parents=True)
        port = free_port()
        self.address = f"localhost:{port}"
        self.options = ["--cert-dir", str(self.certificates)]
        run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
             "-keyout", f"{self.folder}/key.pem", "-out", f"{self.certificates}/ca.crt"])
        (self.folder / "config.yml").write_text(
            f"version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\nstorage: {{filesystem: {{rootdirectory: {self.folder}/data}}}}\n"
            f"http: {{addr: '{self.address}', tls: {{certificate: {self.certificates}/ca.crt, key: {self.folder}/key.pem}}}}\n")
        self.process = subprocess.Popen(["docker-registry", "serve", f"{self.folder}/config.yml"], env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            with socket.socket() as one:
                if one.connect_ex(("localhost", port)) == 0:
                    return self
            time.sleep(0.1)
        raise SystemExit("docker-registry did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        subprocess.run(["rm", "-rf", str(self.folder)])

    def put(self, repository, manifest, *tags):
        """What it writes when it is sent a manifest, into its files: 50,000 of them take too long otherwise."""
        root, hexes = f"{self.folder}/data/docker/registry/v2", sha256(manifest)
        link = f"sha256:{hexes}"
        write(f"{root}/blobs/sha256/{hexes[:2]}/{hexes}/data", manifest)
        write(f"{root}/repositories/{repository}/_manifests/revisions/sha256/{hexes}/link", link.encode())
        for tag in tags:
            write(f"{root}/repositories/{repository}/_manifests/tags/{tag}/current/link", link.encode())


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(content)
