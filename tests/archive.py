"""Archives that imgrep has written, as Python sees them."""
import io
import json
import tarfile


def layer(archive):
    """The one layer of an image, as a stream."""
    with tarfile.open(archive) as tar:
        def blob(digest):
            return tar.extractfile("blobs/" + digest.replace(":", "/")).read()
        index = json.load(tar.extractfile("index.json"))
        manifest = json.loads(blob(index["manifests"][0]["digest"]))
        return io.BytesIO(blob(manifest["layers"][0]["digest"]))
