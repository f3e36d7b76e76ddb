"""Trees of made-up packages that people have confirmed, for the benchmarks of what verifies them."""
import base64, hashlib, json, os, subprocess, time

from measure import IMGREP, WORK
from openpgp import Key

PEOPLE = ["alice", "bob", "carol", "dave", "erin"]
NOW = int(time.time())
GPG = ["gpg", "--homedir", f"{WORK}/home", "--no-options", "--no-default-keyring", "--keyring", f"{WORK}/ring.gpg", "--trust-model", "always",
       "--no-auto-check-trustdb", "--lock-never", "--no-tty"]


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def make_keys():
    """A key for each of five people, all of them in a ring for plain gpg."""
    keys = {one: Key(f"{one} <{one}@example.org>", NOW - 86400) for one in PEOPLE}
    (WORK / "home").mkdir(mode=0o700, exist_ok=True)
    write(WORK / "ring.gpg", b"".join(key.public for key in keys.values()))
    return keys


def make_tree(tree, packages, people, keys, chained=False):
    """So many packages, each by itself or each on the one before, and a policy that asks for so many people."""
    names = sorted(f"package-{number}" for number in range(packages))
    for number in range(packages):
        before = f"FROM imgrep/package-{number - 1} AS before\nFROM scratch\nCOPY --from=before / /\n"
        write(tree / f"packages/package-{number}/Containerfile", before if chained and number else "FROM scratch\n")
    write(tree / "digests", "".join(f"{digest('image ' + name)}  {name}\n" for name in names))
    write(tree / "policy.yaml", f"image:\n  people: {people}\n")
    write(tree / "keys/people.yaml", "people:\n" + "".join(
        f"  {one}:\n    name: {one}\n    organisation: {one} Ltd\n    roles: [reviewer]\n    keys:\n      - fingerprint: {keys[one].fingerprint}\n" for one in PEOPLE))
    for one in PEOPLE:
        write(tree / f"keys/{keys[one].fingerprint}.asc", keys[one].exported())
    return names


def recipe_of(tree):
    """The recipe key of every package where each is by itself, since they have the same files."""
    store = WORK / "recipe"
    subprocess.run([IMGREP, "build", "package-0", "--no-archive"], cwd=tree, env={**os.environ, "IMGREP_STORE": str(store)}, stdout=subprocess.DEVNULL, check=True)
    return next(file.name for file in (store / "records").iterdir() if len(file.name) == 64)


def recipes_of(bundle):
    """The recipe key of each package, from the statements about it."""
    predicates = [json.loads(base64.b64decode(json.loads(line)["payload"]))["predicate"]["buildDefinition"] for line in bundle.read_text().splitlines()]
    return {one["externalParameters"]["package"]: one["internalParameters"]["recipes"][0]["key"].split(":")[1] for one in predicates}


def sign_manifests(tree, names, keys, recipes=None):
    recipes = recipes or dict.fromkeys(names, recipe_of(tree))
    for one in PEOPLE:
        # As imgrep sign leaves them: an old one that is large, and newer ones that are smaller.
        for part in filter(None, (names[:7500], names[7500:9500], names[9500:])):
            head = f"# imgrep manifest 1\n# rebuilt\n# builder embedded 0.1.0\n# cpu GenuineIntel\n# distribution debian {one}\n# kernel 6.1.0\n"
            manifest = (head + "".join(f"{digest('image ' + name)}  {name}  {recipes[name]}\n" for name in part)).encode()
            path = tree / f"signatures/manifests/{one}/{hashlib.sha256(manifest).hexdigest()}"
            write(path, manifest)
            signature = keys[one].detached(manifest, NOW - 60)
            write(path.with_name(f"{path.name}.{hashlib.sha256(signature).hexdigest()}.asc"), signature)
    return 3 * len(PEOPLE)


def sign_images(tree, names, keys):
    recipe = recipe_of(tree)
    for name in names:
        image = digest("image " + name)
        for one in PEOPLE[:3]:
            text = json.dumps({
                "critical": {"identity": {"docker-reference": f"imgrep/{name}"}, "image": {"docker-manifest-digest": f"sha256:{image}"}, "type": "atomic container signature"},
                "optional": {"imgrep": {"builder": "embedded", "claim": "rebuilt", "cpu": "GenuineIntel", "distribution": f"debian {one}", "kernel": "6.1.0",
                                        "recipe": f"sha256:{recipe}", "version": "0.1.0"}}})
            message = keys[one].message(text.encode(), NOW - 60)
            write(tree / f"signatures/images/{one}/{name}@sha256={image}/{hashlib.sha256(message).hexdigest()}", message)
    return 3 * len(names)
