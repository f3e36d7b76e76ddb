"""OpenPGP keys (Ed25519) that sign thousands of times a second, which gpg does not: packets by RFC 4880, the mathematics by OpenSSL's libcrypto."""
import base64, ctypes, ctypes.util, hashlib, os, struct

CRYPTO = ctypes.CDLL(ctypes.util.find_library("crypto"))
ED25519 = 1087
for function in ("EVP_PKEY_new_raw_private_key", "EVP_MD_CTX_new"):
    getattr(CRYPTO, function).restype = ctypes.c_void_p
CRYPTO.EVP_PKEY_new_raw_private_key.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
CRYPTO.EVP_PKEY_get_raw_public_key.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
CRYPTO.EVP_MD_CTX_free.argtypes = [ctypes.c_void_p]
CRYPTO.EVP_DigestSignInit.argtypes = [ctypes.c_void_p] * 5
CRYPTO.EVP_DigestSign.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]


def packet(tag, body):
    return bytes([0xC0 | tag, 255]) + struct.pack(">I", len(body)) + body


def number(value):
    value = value.lstrip(b"\0")
    return struct.pack(">H", len(value) * 8 - (8 - value[0].bit_length())) + value


def subpacket(kind, body):
    return bytes([len(body) + 1, kind]) + body


def armor(kind, body):
    crc = 0xB704CE
    for octet in body:
        crc ^= octet << 16
        for _ in range(8):
            crc = crc << 1 ^ (0x1864CFB if crc & 0x800000 else 0)
    text = base64.b64encode(body).decode()
    lines = "".join(text[at:at + 64] + "\n" for at in range(0, len(text), 64))
    check = base64.b64encode(struct.pack(">I", crc & 0xFFFFFF)[1:]).decode()
    return f"-----BEGIN PGP {kind}-----\n\n{lines}={check}\n-----END PGP {kind}-----\n".encode()


def unarmor(text):
    lines = text.split("\n\n", 1)[1].split("\n")
    return base64.b64decode("".join(line for line in lines if line and line[0] not in "=-"))


class Key:
    def __init__(self, user, created):
        self.private = CRYPTO.EVP_PKEY_new_raw_private_key(ED25519, None, os.urandom(32), 32)
        point, length = ctypes.create_string_buffer(32), ctypes.c_size_t(32)
        assert CRYPTO.EVP_PKEY_get_raw_public_key(self.private, point, ctypes.byref(length)) == 1
        key = b"\4" + struct.pack(">I", created) + bytes([22, 9]) + bytes.fromhex("2B06010401DA470F01") + number(b"\x40" + point.raw)
        hashed = b"\x99" + struct.pack(">H", len(key)) + key
        self.fingerprint = hashlib.sha1(hashed).hexdigest().upper()
        user = user.encode()
        self.certified = hashed + b"\xb4" + struct.pack(">I", len(user)) + user
        self.public = packet(6, key) + packet(13, user) + self.signature(self.certified, created, 0x13, subpacket(27, b"\3"))

    def signature(self, data, made, kind=0, extra=b""):
        issuer = bytes.fromhex(self.fingerprint)
        hashed = subpacket(2, struct.pack(">I", made)) + subpacket(33, b"\4" + issuer) + extra
        head = bytes([4, kind, 22, 8]) + struct.pack(">H", len(hashed)) + hashed
        digest = hashlib.sha256(data + head + b"\4\xff" + struct.pack(">I", len(head))).digest()
        unhashed = subpacket(16, issuer[-8:])
        signed = self.sign(digest)
        return packet(2, head + struct.pack(">H", len(unhashed)) + unhashed + digest[:2] + number(signed[:32]) + number(signed[32:]))

    def sign(self, digest):
        context, out, length = CRYPTO.EVP_MD_CTX_new(), ctypes.create_string_buffer(64), ctypes.c_size_t(64)
        assert CRYPTO.EVP_DigestSignInit(context, None, None, None, self.private) == 1
        assert CRYPTO.EVP_DigestSign(context, out, ctypes.byref(length), digest, len(digest)) == 1
        CRYPTO.EVP_MD_CTX_free(context)
        return out.raw

    def message(self, data, made):
        """What gpg --sign gives, not compressed."""
        one_pass = packet(4, bytes([3, 0, 8, 22]) + bytes.fromhex(self.fingerprint)[-8:] + b"\1")
        return one_pass + packet(11, b"b\0" + struct.pack(">I", made) + data) + self.signature(data, made)

    def detached(self, data, made):
        return armor("SIGNATURE", self.signature(data, made))

    def certify(self, other, made):
        other.public += self.signature(other.certified, made, 0x10)

    def exported(self):
        return armor("PUBLIC KEY BLOCK", self.public)
